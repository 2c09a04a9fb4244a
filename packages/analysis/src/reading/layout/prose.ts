import type { Header } from './header.ts';
import { isAcross, isRule, starred } from './lines.ts';
import type { TextLine } from './lines.ts';

/** A line of a sentence, which nothing that happens in a drawing looks like. */
export function isProse(text: string): boolean {
  const plain = text.trim();
  if (/^(?:mmspec|npx|node)\s/u.test(plain) || /\bis violated: /u.test(plain) || /^\S+ performs `.+` before `.+\bforbids it\./u.test(plain)) return true;
  if (/\s{3,}\S/u.test(plain) || /[;{}]\s*$/u.test(plain) || /^\w+\([^)]*\)$/u.test(plain)) return false;
  if (/^(?:[A-Za-z']+[ ,]+){0,9}[A-Za-z']+\?$/u.test(plain)) return true;
  const words = plain.split(/\s+/u);
  const wordy = words.filter((word) => /^\(?[A-Za-z][a-z'\u2019-]*\)?[.,:;!?]?$/u.test(word)).length;
  const hasEnd = /[a-z)"'][.:!]$/u.test(plain);
  return (
    (words.length >= 4 && wordy * 4 >= words.length * 3 && (hasEnd || words.length >= 7)) ||
    (/^[A-Z]/u.test(plain) && hasEnd && wordy * 2 > words.length && words.length > 2) ||
    /^\d[\d,]* steps?; /u.test(plain) ||
    /^\(\d+ steps? left out\)/u.test(plain)
  );
}

/** What comes of it all, as litmus tests say it: `Finally: x == 1`, `exists (x == 1)`. */
function isOutcome(text: string): boolean {
  return /^(?:finally|results?|outcome|final \w+|end (?:result|state)|exists)\s*[:(]/iu.test(text.trim());
}

/** Index of the line at which sentences begin that follow a drawing: behind an empty line or a last word, and left of what is drawn. */
export function proseAfter(lines: readonly TextLine[], from: number, header: Header | null): number {
  let left = Infinity;
  for (let at = from; at < lines.length; at++) {
    const { text } = lines[at]!;
    if (text.trim() === '' || isRule(text)) continue;
    if (at > from && isOutcome(text)) return at;
    const begin = text.search(/\S/u);
    const isApart = at > from && (lines[at - 1]!.text.trim() === '' || starred(lines[at - 1]!.text) !== null || isAcross(lines[at - 1]!.text));
    const first = Math.min(left, header?.cells[0]?.start ?? Infinity);
    if (isApart && begin <= Math.max(first, 1) + 1 && isProse(paragraphAt(lines, at))) return at;
    if (
      isApart &&
      header?.isOwn === true &&
      /^ ?\S/u.test(text.slice(Math.max(0, (header.cells[0]?.start ?? 1) - 1))) &&
      /^(?:\d[\d,]* steps?;|\(\d+ steps? left out\))/u.test(text.trim())
    )
      return at;
    left = Math.min(left, begin);
  }
  return lines.length;
}

/** Lines up to the next empty one. */
function paragraphAt(lines: readonly TextLine[], at: number): string {
  const parts: string[] = [];
  for (let index = at; index < lines.length && lines[index]!.text.trim() !== ''; index++) parts.push(lines[index]!.text.trim());
  return parts.join(' ');
}
