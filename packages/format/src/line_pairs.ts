import { commonLines } from '@mmspec/source';

/** Lines `from..to` of a text that stand for lines `newFrom..newTo` of another one; ends are left out. */
export interface LinePair {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/**
 * Cuts two texts into the smallest pieces that stand for each other: one line for one line where they differ in blanks at most,
 * and in between what has no such partner.
 */
export function linePairs(before: readonly string[], after: readonly string[]): LinePair[] {
  const old = keysOf(before);
  const fresh = keysOf(after);
  const pairs: LinePair[] = [];
  let from = 0;
  let newFrom = 0;
  const add = (to: number, newTo: number): void => {
    if (to > from || newTo > newFrom) pairs.push({ from, to, newFrom, newTo });
    from = to;
    newFrom = newTo;
  };
  for (const [index, newIndex] of commonLines(old, fresh)) {
    add(index, newIndex);
    add(index + 1, newIndex + 1);
  }
  add(before.length, after.length);
  return pairs;
}

/** What a line is compared by: its text without blanks, and how deep in braces it begins, so that one brace is not taken for another. */
function keysOf(lines: readonly string[]): string[] {
  let depth = 0;
  return lines.map((line) => {
    const text = line.replaceAll(/\s/gu, '');
    const key = `${depth} ${text}`;
    for (const sign of text) depth += sign === '{' ? 1 : sign === '}' ? -1 : 0;
    return key;
  });
}
