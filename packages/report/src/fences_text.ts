import { oneLine } from '@mmspec/source';
import type { Fence, FenceNeed, Fences, FenceSet, PresentFence } from '@mmspec/system';
import { plainPaint, type Paint } from './colour.ts';
import { raceDiagram, type RaceOptions } from './race/race_diagram.ts';
import { counted, listed, wrap } from './wrap.ts';

/*
 * Which barriers a design needs, as text: those that are there, and the sets that are enough.
 */

const width = 100;

/** What is there, what is enough, and a sum at the end. */
export function fencesText(found: Fences, paint: Paint = plainPaint): string {
  return [headText(found, paint), ...presentText(found, paint), ...setsText(found, paint), summaryText(found)].join('\n\n');
}

/** The race without each barrier that is needed; `command` makes one that repeats all of it. */
export function fencesRaces({ present }: Fences, options: Omit<RaceOptions, 'command'>, command: string): string[] {
  return present.flatMap((fence) =>
    fence.needs.flatMap(({ memory, property, result }) => {
      const violated = result?.results.find((each) => each.property === property?.name);
      if (result === null || property === null || violated === undefined) return [];
      const race = raceDiagram(result, violated, property, { ...options, command });
      return race === '' ? [] : [`${wrap(`Without ${oneLine(fence.word)} of line ${fence.line}, under ${memory}:`, width, '  ').join('\n')}\n\n${race}`];
    }),
  );
}

function headText({ check, memory, asIs, inOrder }: Fences, paint: Paint): string {
  const name = oneLine(check);
  const lines = wrap(`${name} under ${memory}: ${verdictText(asIs)}`, width);
  const set = inOrder.length === 0 ? [] : wrap(`Violated under sc too, so that no barrier helps: ${listed(inOrder.map(oneLine))}.`, width);
  const [first = '', ...rest] = lines;
  return [first.startsWith(name) ? `${paint('strong', name)}${first.slice(name.length)}` : first, ...rest, ...set].join('\n');
}

function verdictText({ verdict, reason, property }: Fences['asIs']): string {
  switch (verdict) {
    case 'holds':
      return 'it holds as it is.';
    case 'violated':
      return `as it is, ${oneLine(property ?? '')} is violated.`;
    case 'violated in order':
      return 'there is nothing that a barrier could keep.';
    case 'open':
      return `it is not known whether it holds as it is: ${oneLine(reason)}.`;
  }
}

function presentText({ present }: Fences, paint: Paint): string[] {
  if (present.length === 0) return [];
  const rows = present.map((fence) => [placeOf(fence), ...needTexts(fence)]);
  const columns = Math.max(...rows.map(([place = '']) => place.length));
  return [
    [
      paint('information', 'Barriers and orders that are there, each taken out alone:'),
      ...rows.map(([place = '', ...needs]) => `  ${place.padEnd(columns)}  ${needs.join('; ')}`.trimEnd()),
    ].join('\n'),
  ];
}

function needTexts({ needs }: PresentFence): string[] {
  return needs.length === 0 ? ['not judged: the check does not hold with it'] : needs.map(needText);
}

function needText({ memory, verdict, property, depth, reason }: FenceNeed): string {
  switch (verdict) {
    case 'violated':
    case 'violated in order':
      return `${memory}: needed, ${oneLine(property?.name ?? '')} breaks${depth === null ? '' : ` in ${depth}`}`;
    case 'holds':
      return `${memory}: not needed`;
    case 'open':
      return `${memory}: not known, ${oneLine(reason)}`;
  }
}

/** `line 33  fork  smp_mb()`. */
const placeOf = ({ line, owner, word }: Fence): string => `line ${line}, ${oneLine(owner)}: ${oneLine(word)}`;

function setsText({ sets, added, reason, complete, asIs, memory }: Fences, paint: Paint): string[] {
  if (asIs.verdict !== 'holds' && asIs.verdict !== 'violated') return [];
  const base = added ? 'With what is there and' : 'Without what is there, and with';
  if (sets.length === 0)
    return [wrap(`No set of barriers and orders was found under which it holds${reason === '' ? '' : `: ${oneLine(reason)}`}.`, width).join('\n')];
  if (sets.some(({ fences }) => fences.length === 0)) return [`It holds under ${memory} without any barrier or order.`];
  const head = `${base} ${sets.length === 1 ? 'this' : 'any of these'} it holds, and with less it does not${complete ? '' : '; there may be more'}:`;
  return [[paint('good', head), ...sets.map(setText)].join('\n')];
}

function setText({ fences, window, bounded }: FenceSet, index: number): string {
  const lines = fences.map((fence) => whereText(fence));
  const last = bounded ? ` (window ${window})` : '';
  return lines.map((line, at) => `${at === 0 ? `${index + 1}.`.padStart(4) : '    '} ${line}${at === lines.length - 1 ? last : ''}`).join('\n');
}

/** A barrier stands in front of a statement; a word on an access stands in it. */
function whereText({ word, owner, line, text, inRounds }: Fence): string {
  const place = inRounds === true ? 'at the end of each round of' : /^smp_(?:load|store)_/u.test(word) ? 'in' : 'in front of';
  return `${oneLine(word)} ${place} \`${oneLine(text)}\` of ${oneLine(owner)}, line ${line}`;
}

function summaryText({ tried, states, seconds, complete }: Fences): string {
  return `${counted(tried, 'text')} searched (${counted(states, 'state')}, ${seconds.toFixed(2)} s).${complete ? '' : ' Not all was tried.'}`;
}
