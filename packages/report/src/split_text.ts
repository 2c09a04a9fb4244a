import { oneLine } from '@mmspec/source';
import type { Split, SplitPlace, SplitVerdict } from '@mmspec/system';
import { plainPaint, type Paint, type Role } from './colour.ts';
import { raceDiagram, type RaceOptions } from './race/race_diagram.ts';
import { counted, listed, shorten, wrap } from './wrap.ts';

/*
 * What it matters that something is one step, as text.
 */

const headings: Readonly<Record<SplitVerdict, { readonly text: string; readonly role: Role }>> = {
  changes: { text: 'It matters: taken as its parts, a verdict is another one.', role: 'good' },
  same: { text: 'It does not matter: all verdicts are the same, at these sizes.', role: 'warning' },
  vacuous: { text: 'Nobody notices: in no check is it more than one step.', role: 'dim' },
  'not decided': { text: 'Not decided: a limit ended a search.', role: 'warning' },
  'not possible': { text: 'Not possible: its parts are no spec.', role: 'dim' },
};

const verdicts = Object.keys(headings) as SplitVerdict[];
const width = 100;
const textWidth = 60;

/** A table of all places, with the verdicts that change, and a sum at the end; `path` is the file of the spec: a place in another one says where it is. */
export function splitText(split: Split, path: string, paint: Paint = plainPaint): string {
  const { places, checks, memory } = split;
  const groups = verdicts.flatMap((verdict) => {
    const own = places.filter((place) => place.verdict === verdict);
    const { text, role } = headings[verdict];
    return own.length === 0 ? [] : [[paint(role, text), ...own.flatMap((place) => placeLines(place, path))].join('\n')];
  });
  const models = memory.some((model) => model !== 'sc') ? `, under ${listed(memory)}` : '';
  const head = `${counted(places.length, 'step')} taken as parts, each in ${counted(checks.length, 'check')}${models}.`;
  return [head, ...groups, sumText(split)].join('\n\n');
}

/** The race of each place that matters; `command` makes the one that repeats it. */
export function splitRaces({ places }: Split, options: Omit<RaceOptions, 'command'>, command: (line: number, check: string) => string): string[] {
  return places.flatMap((place) => {
    const { result, property } = place;
    const violated = result?.results.find((each) => each.property === property?.name);
    if (result === null || property === null || violated === undefined) return [];
    const race = raceDiagram(result, violated, property, { ...options, command: command(place.line, result.name) });
    return race === '' ? [] : [`${wrap(`With \`${oneLine(place.text)}\` of ${whereText(place)} in its parts:`, width, '  ').join('\n')}\n\n${race}`];
  });
}

function whereText({ kind, owner, line }: SplitPlace): string {
  return kind === 'operation' ? owner : `line ${line}`;
}

function placeLines(place: SplitPlace, path: string): string[] {
  const { kind, owner, line, text, reason } = place;
  const head = `${String(line).padStart(6)}  ${kind.padEnd(10)}${shorten(oneLine(kind === 'operation' ? `${owner}.${text}` : text), textWidth)}`;
  const elsewhere = kind === 'operation' || place.path === path ? [] : [`${margin}in ${oneLine(place.path)}`];
  return [head, ...elsewhere, ...(reason === '' ? [] : indented(oneLine(reason))), ...changeTexts(place).flatMap(indented)];
}

const margin = ' '.repeat(18);

function indented(text: string): string[] {
  return wrap(`${margin}${text}`, width, margin);
}

/** One line for each property: in which checks it is violated now, or holds now. */
function changeTexts({ changes }: SplitPlace): string[] {
  const groups = new Map<string, string[]>();
  for (const { check, property, after, depth } of changes) {
    const what = `${property} ${after === 'violated' ? 'is violated' : 'holds'} in`;
    groups.set(what, [...(groups.get(what) ?? []), depth === null ? check : `${check} (${counted(depth, 'step')})`]);
  }
  return [...groups].map(([what, checks]) => `${what} ${checks.length > 3 ? `${checks[0]} and ${counted(checks.length - 1, 'more check')}` : listed(checks)}`);
}

function sumText({ places, states, seconds, complete }: Split): string {
  const counts = verdicts.flatMap((verdict) => {
    const count = places.filter((place) => place.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${sums[verdict]}`];
  });
  const whole = complete ? '' : ' Not all was tried.';
  return `${counts.length === 0 ? 'There is nothing to take as parts' : counts.join(', ')} (${counted(states, 'state')}, ${seconds.toFixed(2)} s).${whole}`;
}

const sums: Readonly<Record<SplitVerdict, string>> = {
  changes: 'that matter',
  same: 'that do not',
  vacuous: 'that nobody notices',
  'not decided': 'not decided',
  'not possible': 'not possible',
};
