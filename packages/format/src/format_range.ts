import { linesOf, widthDefault } from './format.ts';
import { linePairs, type LinePair } from './line_pairs.ts';

/** Whether lines of the old text lie in a range of its lines, both ends included. What comes between two lines belongs to the second one. */
export function isInLines({ from, to }: LinePair, first: number, last: number): boolean {
  return Math.max(from, to - 1) >= first && from <= last;
}

/** The text with lines from the first to the last one, both counted from 0, as the whole, laid out, has them; all others stay as they are. Throws an `UnformattableError`. */
export function formatLines(text: string, first: number, last: number, width: number = widthDefault): string {
  const before = text.split('\n');
  const after = [...linesOf(text, width), ''];
  return linePairs(before, after)
    .flatMap((pair) => (isInLines(pair, first, last) ? after.slice(pair.newFrom, pair.newTo) : before.slice(pair.from, pair.to)))
    .join('\n');
}

/** The same for the lines of a range of offsets. */
export function formatRange(text: string, start: number, end: number, width: number): string {
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length - 1;
  // Blanks at both ends mean nothing: a range that ends where a line begins has nothing of it.
  const meant = text.slice(start, end);
  const isBlank = meant.trim() === '';
  return formatLines(text, lineAt(isBlank ? start : end - meant.trimStart().length), lineAt(isBlank ? start : start + meant.trimEnd().length), width);
}
