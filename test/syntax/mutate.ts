import { corpus } from './corpus.ts';

/*
 * Changes of texts as they happen in editors and mails.
 */

export const pick = <T>(random: () => number, from: ArrayLike<T>): T => from[Math.floor(random() * from.length)] as T;

/** The words and signs of the corpus, and some that no spec has. */
const words: readonly string[] = [
  ...new Set(corpus.flatMap(({ text }) => text.match(/\w+|[^\s\w]+/gu) ?? [])),
  '"',
  "'",
  '/*',
  '*/',
  '\0',
  '\u2028',
  '😀',
  '&&',
  '->',
  '0x1f',
  '99999999999',
];

/** A piece is lost, doubled or moved, something else comes between, or one word stands where another stood. */
export function mutated(random: () => number, text: string): string {
  const at = Math.floor(random() * text.length);
  const end = at + Math.floor(random() ** 3 * 80);
  switch (Math.floor(random() * 8)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, end) + text.slice(at);
    case 2:
      return text.slice(0, at) + pick(random, words) + text.slice(at);
    case 3:
      return text.slice(0, at) + pick(random, words) + text.slice(end);
    case 4:
      return text.slice(0, at) + String.fromCharCode(Math.floor(random() * 128)) + text.slice(at + 1);
    case 5: {
      const to = Math.floor(random() * text.length);
      return text.slice(0, to) + text.slice(at, end) + text.slice(to);
    }
    default:
      return withWordReplaced(random, text);
  }
}

/** The most telling change: the text stays readable, and means something else. */
export function withWordReplaced(random: () => number, text: string): string {
  const found = [...text.matchAll(/[A-Za-z_]\w*|\d+/gu)];
  if (found.length === 0) return text;
  const [from, to] = [pick(random, found), pick(random, found)];
  return text.slice(0, from.index) + to[0] + text.slice(from.index + from[0].length);
}
