import type { CheckResult, PropertyResult, PropertyText } from '@mmspec/system';
import { untakenSentence } from '../untaken_text.ts';
import { counted, listed, shorten, unbroken, wrap } from '../wrap.ts';
import { columnLines, ruleLine } from './columns.ts';
import { commandLines } from '../shell.ts';
import { raceEvents, waitingEvents } from './event.ts';
import type { RaceEvent } from './event.ts';
import { allInComment } from './in_comment.ts';

/** `changelog` indents by four blanks, `comment` begins lines with ` * `, `markdown` makes a code block, `full` leaves nothing out. */
export type TraceForm = 'changelog' | 'comment' | 'markdown' | 'full';

export const traceForms: readonly TraceForm[] = ['changelog', 'comment', 'markdown', 'full'];

export interface RaceOptions {
  readonly form: TraceForm;
  /** Number the events per CPU: 1.1, 1.2, 2.1. */
  readonly numbered: boolean;
  /** Properties of kind `possible` that hold in the same check. */
  readonly possible?: readonly PropertyText[];
  /** The command that repeats the run, for the footer. */
  readonly command: string;
}

/** Columns of a diagram. */
export const widthMax = 75;

/** What the lines of a diagram begin with. */
export function prefixOf(form: TraceForm): string {
  return form === 'comment' ? ' * ' : form === 'markdown' ? '' : '    ';
}

/**
 * A counterexample as kernel people draw races: one column for each CPU, time going down, at most 75 columns, no tabs.
 * Follows the layouts of kernel changelogs and of lockdep's output. Empty where the result has no trace.
 */
export function raceDiagram(check: CheckResult, result: PropertyResult, property: PropertyText, options: RaceOptions): string {
  const { form, possible = [] } = options;
  if (form !== 'comment') return drawing(check, result, property, options);
  const [own, found, about, others] = allInComment([{ states: check.states, settings: check.settings }, result, property, possible] as const);
  return drawing(own, found, about, { ...options, possible: others });
}

function drawing(check: Pick<CheckResult, 'states' | 'settings'>, result: PropertyResult, property: PropertyText, options: RaceOptions): string {
  if (result.trace === null) return '';
  const prefix = prefixOf(options.form);
  const width = widthMax - prefix.length;
  const full = options.form === 'full';
  const { steps, loop } = result.trace;
  const isBroken = !['deadlock', 'temporal', 'possible'].includes(property.kind ?? result.property);
  const subject = { property: result.property, formula: property.text, isBroken };
  const events = eventsIn(options.form, [...raceEvents(steps, subject, full, [], loop), ...waitingEvents(result.waiting ?? [])]);
  const body = events.length > 0 ? columnLines(events, width, options.numbered) : [' (the initial state)'];
  const lines = [
    ...damage(result, property).flatMap((line, index) => wrap(` ${line}`, width, index === 0 ? ' ' : '   ')),
    '',
    ...(full ? [...initialLines(result.trace.initial, width), ''] : []),
    ...body,
    ...ending(result, width),
    ...lassoEnd(result, options.possible ?? [], property, width),
    ...lostEnd(property, width),
    '',
    ...footer(check, result, options.command, width),
  ];
  return inForm(options.form, lines.map((line) => (prefix + line).trimEnd()).join('\n'));
}

/** What a diagram says itself, such as the comment of a step that does nothing, does not end a comment either. */
export function eventsIn(form: TraceForm, events: readonly RaceEvent[]): readonly RaceEvent[] {
  return form === 'comment' ? allInComment(events) : events;
}

/** The lines of a diagram, with a fence around them that no text in it closes. */
export function inForm(form: TraceForm, text: string): string {
  if (form !== 'markdown') return text;
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([marks]) => marks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** One sentence with the property and the damage; below it the formula, where the sentence is the writer's comment. */
function damage(result: PropertyResult, property: PropertyText): string[] {
  const name = result.property;
  const [sentence = ''] = property.doc.split(/(?<=\.)\s/u);
  const formula = shorten(property.text.replace(/\s+/gu, ' '), 200);
  if (sentence !== '') return [`${name} is violated: ${sentence.replace(/\.?$/u, '.')}`, ...(formula === '' ? [] : [`  ${formula}`])];
  return [formula === '' ? implicitDamage(name) : `${name} is violated: ${formula}.`];
}

function implicitDamage(name: string): string {
  if (name === 'deadlock') return 'Nobody can move, and not everybody may wait for ever (deadlock).';
  if (name === 'lost_reference') return 'A reference is counted that nobody holds, or held but not counted (lost_reference).';
  if (name === 'underflow') return 'A reference counter is put below zero (underflow).';
  if (name === 'overflow') return 'A reference counter grows beyond its range (overflow).';
  if (name === 'get_at_zero') return 'A reference is taken on a counter that is zero (get_at_zero).';
  if (name === 'null_reference') return 'A step goes through a reference that is none (null_reference).';
  if (name.startsWith('range')) return `A value does not fit where it is stored (${name}).`;
  if (name.endsWith('.live')) return `An object is accessed that is not live any more (${name}).`;
  return `The assertion ${name} fails.`;
}

function initialLines(initial: Readonly<Record<string, unknown>>, width: number): string[] {
  const rows = Object.entries(initial).map(([name, value]) => unbroken(`${name} = ${String(value)}`));
  return wrap(` Initially ${rows.join(', ')}.`, width, '   ');
}

/** The lines that end the drawing of a deadlock, in lockdep's form. */
function ending({ waiting }: PropertyResult, width: number): string[] {
  if (waiting === undefined) return [];
  const said = waiting.flatMap(({ actor, since }) => {
    const others = [...new Set(since.map((change) => change.actor))];
    return others.length === 0 ? [] : [`${actor} waits for ${others.join(' and ')}`];
  });
  return ['', '  *** DEADLOCK ***', ...(said.length === 0 ? [] : ['', ...wrap(` ${said.join('; ')}.`, width, ' ')])];
}

/** The lines that end the drawing of a lasso: who moves for ever, under which fairness, and what stays possible. */
function lassoEnd({ trace, fairness, untaken = [] }: PropertyResult, possible: readonly PropertyText[], property: PropertyText, width: number): string[] {
  if (trace === null || trace.loop === null) return [];
  const movers = [...new Set(trace.steps.slice(trace.loop).map(({ actor, action }) => actor ?? action ?? 'the environment'))];
  const rule = movers.length === 0 ? 'and nothing moves any more' : 'and again';
  const who = movers.length === 0 ? 'Nobody moves any more' : `${listed(movers)} ${movers.length === 1 ? 'moves' : 'move'} for ever, and nobody else`;
  const stays = possible.find(({ text }) => plain(text) === plain(goalOf(property.text)));
  const way = stays === undefined ? [] : [` It stays possible (${stays.name}): from every state there is a way, but under the fairness given (${fairness ?? 'none'}) nobody has to take it.`];
  return [ruleLine(rule, width), '', ...[` ${who} (${fairness ?? 'no fairness'}).`, ...(untaken.length === 0 ? [] : [` ${untakenSentence(untaken)}`]), ...way].flatMap((line) => wrap(line, width, ' '))];
}

/** What an eventuality wants in the end: `q` of `eventually q`, `always eventually q`, `p leads to q`. */
function goalOf(formula: string): string {
  return formula.replace(/^(?:\s*always\s)?\s*eventually\s|^.*\sleads\s+to\s/su, '');
}

const plain = (text: string): string => text.replace(/[\s()]+/gu, ' ').trim();

/** What the last step of a violated possibility did. */
function lostEnd({ kind, name, text }: PropertyText, width: number): string[] {
  return kind === 'possible' ? ['', ...wrap(` From here on no run comes to a state with ${shorten(text.replace(/\s+/gu, ' '), 200)} (${name}).`, width, ' ')] : [];
}

function footer(check: Pick<CheckResult, 'states' | 'settings'>, result: PropertyResult, command: string, width: number): string[] {
  const settings = Object.entries(check.settings).map(([name, value]) => unbroken(`${name} = ${value}`)).join(', ');
  const size = ` ${counted(result.depth ?? 0, 'step')}; ${counted(check.states, 'state')}${settings === '' ? '' : ` with ${settings}`}.`;
  return [...wrap(size, width, ' '), ...commandLines(command, width)];
}
