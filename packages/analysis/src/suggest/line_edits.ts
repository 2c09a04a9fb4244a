import type { SuggestedEdit } from '@mmspec/system';

/*
 * What one text has in place of lines of another one.
 */

/** The fewest lines that others take the place of: the longest common subsequence of lines stays. */
export function lineEdits(before: string, after: string): SuggestedEdit[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const common = commonLines(old, now);
  const edits: SuggestedEdit[] = [];
  let [from, start] = [0, 0];
  for (const [oldIndex, nowIndex] of [...common, [old.length, now.length] as const]) {
    if (oldIndex > from || nowIndex > start)
      edits.push({ from: from + 1, to: oldIndex + 1, removed: old.slice(from, oldIndex), added: now.slice(start, nowIndex) });
    [from, start] = [oldIndex + 1, nowIndex + 1];
  }
  return edits;
}

/** Pairs of indices of equal lines, in order, as many as there can be (Wagner and Fischer, "The string-to-string correction problem", 1974). */
function commonLines(old: readonly string[], now: readonly string[]): (readonly [number, number])[] {
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      lengths[i * width + j] = old[i] === now[j] ? lengths[(i + 1) * width + j + 1]! + 1 : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const found: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < old.length && j < now.length;) {
    if (old[i] === now[j]) found.push([i++, j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  return found;
}
