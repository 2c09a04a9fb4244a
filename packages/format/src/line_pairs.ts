/** Lines `from..to` of a text that stand for lines `newFrom..newTo` of another one; ends are left out. */
export interface LinePair {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** Comparing more pairs of lines than this takes longer than anybody waits. */
const cellsMax = 4_000_000;

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
  for (const [index, newIndex] of partners(old, fresh)) {
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

/** The longest common subsequence of two lists, as pairs of indices. */
function partners(old: readonly string[], fresh: readonly string[]): [number, number][] {
  const found: [number, number][] = [];
  let start = 0;
  while (start < Math.min(old.length, fresh.length) && old[start] === fresh[start]) found.push([start, start++]);
  let tail = 0;
  while (tail < Math.min(old.length, fresh.length) - start && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++;
  const height = old.length - start - tail;
  const width = fresh.length - start - tail;
  if (height * width <= cellsMax) {
    // lengths[i][j]: of the common subsequence of what follows.
    const lengths = new Int32Array((height + 1) * (width + 1));
    const at = (i: number, j: number): number => lengths[i * (width + 1) + j] ?? 0;
    for (let i = height - 1; i >= 0; i--) {
      for (let j = width - 1; j >= 0; j--)
        lengths[i * (width + 1) + j] = old[start + i] === fresh[start + j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
    let i = 0;
    let j = 0;
    while (i < height && j < width) {
      if (old[start + i] === fresh[start + j]) found.push([start + i++, start + j++]);
      else if (at(i + 1, j) >= at(i, j + 1)) i++;
      else j++;
    }
  }
  for (let back = tail; back > 0; back--) found.push([old.length - back, fresh.length - back]);
  return found;
}
