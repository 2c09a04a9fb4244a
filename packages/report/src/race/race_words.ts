import { isBrokenByLastStep, kindOfFault, violationText } from '@mmspec/system';
import type { PropertyKind, PropertyResult, PropertyText, Standing } from '@mmspec/system';
import { untakenSentence } from '../untaken_text.ts';
import { listed, shorten } from '../wrap.ts';

/*
 * What is said about a race beside its events, sentence by sentence.
 */

/** The property and the damage in one sentence, and the formula where the sentence is the writer's comment. */
export function damageWords(
  { property: name }: Pick<PropertyResult, 'property'>,
  { kind, doc, text }: PropertyText,
): { readonly sentence: string; readonly formula: string } {
  const [comment = ''] = doc.split(/(?<=\.)\s/u);
  const formula = shorten(text.replace(/\s+/gu, ' '), 200);
  if (comment !== '') return { sentence: `${name} is violated: ${comment.replace(/\.?$/u, '.')}`, formula };
  return { sentence: formula === '' ? implicitDamage(name, kind) : `${name} is violated: ${formula}.`, formula: '' };
}

function implicitDamage(name: string, kind: PropertyKind | undefined): string {
  return violationText(kind ?? (name.endsWith('.live') ? 'live' : kindOfFault(name)), name);
}

/** The same where the name of the property stands above: what it claims, or what went wrong. */
export function claimWords(
  { property: name }: Pick<PropertyResult, 'property'>,
  { kind, doc, text }: PropertyText,
): { readonly sentence: string; readonly formula: string } {
  const [comment = ''] = doc.split(/(?<=\.)\s/u);
  const formula = text.replace(/\s+/gu, ' ');
  return { sentence: comment === '' && formula === '' ? implicitDamage(name, kind) : comment, formula };
}

/** Whether the last step makes the formula false; else all of the run does. */
export function isBrokenAtEnd({ kind, name }: PropertyText): boolean {
  return isBrokenByLastStep(kind ?? kindOfFault(name));
}

/** Who waits for whom at the end of a deadlock; where nobody did what one waits for, who could do it. */
export function deadlockWords({ waiting = [] }: PropertyResult): string[] {
  const said = waiting.flatMap(({ actor, since, context, keptBy }) => {
    if (keptBy !== undefined) {
      const isTask = waiting.some((other) => other.actor === keptBy && other.context === context);
      return [isTask ? `${actor} waits for the CPU, which ${keptBy} keeps` : `${keptBy} has interrupted ${actor}`];
    }
    const others = [...new Set(since.map((change) => change.actor))];
    return others.length === 0 ? [] : [`${actor} waits for ${others.join(' and ')}`];
  });
  const lacking = waiting.flatMap(({ actor, setBy = [] }) =>
    setBy.map(({ variable, actors }) => lackText(actor, variable, actors, new Set(waiting.map((each) => each.actor)))),
  );
  return [...(said.length === 0 ? [] : [`${said.join('; ')}.`]), ...lacking];
}

/** How many actors are named. */
const namedMax = 4;

function lackText(actor: string, variable: string, setters: readonly string[], waiting: ReadonlySet<string>): string {
  const could = setters.filter((name) => waiting.has(name));
  const names = could.length > namedMax ? `${could.length} of those who wait set` : `${listed(could)} ${could.length === 1 ? 'sets' : 'set'}`;
  if (could.length > 0) return `${actor} waits for ${variable}, which only ${names}.`;
  return setters.length === 0 ? `${actor} waits for ${variable}, which nobody else sets.` : `${actor} waits for ${variable}, which nobody who waits here sets.`;
}

/** What the line below the events of a lasso says; null where there is no loop. */
export function loopEnd({ trace }: PropertyResult): string | null {
  if (trace === null || trace.loop === null) return null;
  return trace.loop === trace.steps.length ? 'and nothing moves any more' : 'and again';
}

/** Of a lasso: the actors of its loop, the fairness, the actors that a stronger one would have let take a step, and what stays possible. */
export function lassoWords(
  { trace, fairness, standing = [], untaken = [], least }: PropertyResult,
  possible: readonly PropertyText[],
  property: PropertyText,
): string[] {
  if (trace === null || trace.loop === null) return [];
  const given = fairness === undefined || fairness === '' ? 'no fairness' : fairness;
  const movers = [...new Set(trace.steps.slice(trace.loop).map(({ actor, action }) => actor ?? action ?? 'the environment'))];
  const who = movers.length === 0 ? 'Nobody moves any more' : `${listed(movers)} ${movers.length === 1 ? 'moves' : 'move'} for ever, and nobody else`;
  const stays = possible.find(({ name }) => property.goals?.includes(name) === true);
  const possibility =
    stays === undefined
      ? []
      : [`It stays possible (${stays.name}): from every state a run comes there, but under the fairness given (${given}) nobody has to take it.`];
  const others = standing.filter(({ name }) => !untaken.some(({ action }) => action === name));
  const shorter = least === undefined ? [] : [shorterText(least, trace.steps.length)];
  return [`${who} (${given}).`, ...others.map(standingText), ...(untaken.length === 0 ? [] : [untakenSentence(untaken)]), ...possibility, ...shorter];
}

/** That a lasso of so many steps may not be a shortest one. `least`: none has fewer; 0: nothing is known. */
function shorterText(least: number, steps: number): string {
  return least === 0
    ? 'There may be a shorter run.'
    : `There may be a shorter run, of ${least} or more steps: a check that says within ${steps - 1} looks for it.`;
}

/** Actors that take no step in a loop, and the fairness under which they would. */
function standingText({ name, text, could }: Standing): string {
  const where = text === name ? '' : ` at ${text}`;
  if (could === 'never') return `${name} cannot move${where}.`;
  return `${name} could ${could === 'always' ? 'always' : 'sometimes'} move${where}: ${could === 'always' ? 'fair' : 'strongly fair'} ${name} would have let it.`;
}

/** What the last step of a violated possibility did. */
export function lostWords({ kind, name, text }: PropertyText): string[] {
  return kind === 'possible' ? [`From here on no run comes to a state with ${shorten(text.replace(/\s+/gu, ' '), 200)} (${name}).`] : [];
}
