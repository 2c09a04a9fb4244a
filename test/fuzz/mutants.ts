import { corpus } from '../syntax/corpus.ts';
import { mutated, pick, withWordReplaced } from '../syntax/mutate.ts';
import { families } from '../sizes/families.ts';

/*
 * Specs that nobody wrote: those of the repository, and small ones of each family, after changes of words, lines and numbers, and
 * with pieces of each other.
 */

export interface Source {
  readonly name: string;
  readonly text: string;
}

/** What is changed: shorter texts are more often hit where it matters. */
export const sources: readonly Source[] = [
  ...corpus.filter(({ text }) => text.length < 12_000),
  ...families.map(({ name, text }) => ({ name: `family ${name}`, text: text(4) })),
];

const numbers = [
  '0',
  '1',
  '2',
  '3',
  '7',
  '15',
  '16',
  '30',
  '31',
  '64',
  '65',
  '255',
  '4096',
  '4097',
  '65536',
  '1000000',
  '2147483647',
  '2147483648',
  '99999999999',
  '1 - 2',
  '1 / 0',
];

/** A text with one change. */
function changed(random: () => number, text: string): string {
  switch (Math.floor(random() * 8)) {
    case 0:
    case 1:
      return withNumber(random, text);
    case 2:
      return withLines(random, text);
    case 3:
      return spliced(random, text);
    case 4:
    case 5:
      return withWordReplaced(random, text);
    default:
      return mutated(random, text);
  }
}

/** A mutant of a source, after one to five changes. */
export function mutantOf(random: () => number, source: string): string {
  let text = source;
  for (let count = Math.floor(random() ** 3 * 5); count >= 0; count--) text = changed(random, text);
  return text;
}

function withNumber(random: () => number, text: string): string {
  const found = [...text.matchAll(/\d+/gu)];
  if (found.length === 0) return mutated(random, text);
  const at = pick(random, found);
  return text.slice(0, at.index) + pick(random, numbers) + text.slice(at.index + at[0].length);
}

/** Some lines are lost, doubled, or change places. */
function withLines(random: () => number, text: string): string {
  const lines = text.split('\n');
  const from = Math.floor(random() * lines.length);
  const some = lines.slice(from, from + 1 + Math.floor(random() * 3));
  const rest = [...lines.slice(0, from), ...lines.slice(from + some.length)];
  const kind = random();
  if (kind < 0.3) return rest.join('\n');
  const base = kind < 0.6 ? lines : rest;
  const to = Math.floor(random() * (base.length + 1));
  return [...base.slice(0, to), ...some, ...base.slice(to)].join('\n');
}

/** Lines of another spec come in between. */
function spliced(random: () => number, text: string): string {
  const lines = text.split('\n');
  const other = pick(random, sources).text.split('\n');
  const from = Math.floor(random() * other.length);
  const to = Math.floor(random() * (lines.length + 1));
  return [...lines.slice(0, to), ...other.slice(from, from + 1 + Math.floor(random() * 8)), ...lines.slice(to)].join('\n');
}
