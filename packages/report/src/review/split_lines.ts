import { oneLine } from '@mmspec/source';
import type { Review, SplitPlace } from '@mmspec/system';
import { widthMax } from '../race/race_diagram.ts';
import { counted, shorten, wrap } from '../wrap.ts';
import { checkNames } from './verdict_lines.ts';

/*
 * What it matters that something is one step, for somebody who wants the exceptions.
 */

/** The steps that matter, with what is another verdict when they are taken as their parts; nothing where nobody asked, or there are none. */
export function splitLines({ split }: Review): string[] {
  if (split === undefined || split.places.length === 0) return [];
  const matter = split.places.filter(({ verdict }) => verdict === 'changes');
  const open = split.places.filter(({ verdict }) => verdict === 'not decided');
  const sentence = [
    `I took ${counted(split.places.length, 'step')} as parts, one at a time, and checked again.`,
    matter.length === 0 ? 'No verdict is another one then, at these sizes.' : `${matter.length === 1 ? 'For one' : `For ${matter.length}`} it matters:`,
    split.complete && open.length === 0 ? '' : 'Not all was tried or decided.',
  ];
  return [...wrap(sentence.filter((text) => text !== '').join(' '), widthMax), ...(matter.length === 0 ? [] : ['', ...matter.flatMap(placeLines)])];
}

function placeLines({ kind, owner, text, line, changes }: SplitPlace): string[] {
  const head = `  ${String(line).padStart(4)}  ${oneLine(owner)}${kind === 'operation' ? `.${oneLine(text)}` : `: ${oneLine(text)}`}`;
  const said = new Map<string, string[]>();
  for (const { property, after, check } of changes) {
    const what = `${oneLine(property)} ${after === 'violated' ? 'is violated' : 'holds'} in`;
    said.set(what, [...(said.get(what) ?? []), check]);
  }
  return [shorten(head, widthMax), ...[...said].flatMap(([what, checks]) => wrap(`        ${what} ${checkNames(checks)}`, widthMax, '        '))];
}
