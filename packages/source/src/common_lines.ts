/*
 * What two texts have in common, line by line.
 */

/** Of more pairs of lines than this the longest common subsequence is not worked out at once: lines that both have part it. */
const cellsMax = 1_000_000;

/** A part of both lists. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/**
 * A long common subsequence of two lists of lines, as pairs of indices in order; in parts that are not too large the longest
 * (Wagner and Fischer, "The string-to-string correction problem", 1974), and in larger ones what lies between lines that both have once.
 */
export function commonLines(old: readonly string[], fresh: readonly string[]): [number, number][] {
  const found: [number, number][] = [];
  // The part that comes next is the last one: nothing is found twice, and no part is deeper than the list is long.
  const parts: Part[] = [{ from: 0, to: old.length, newFrom: 0, newTo: fresh.length }];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const { head, middle, tail } = trimmed(old, fresh, part);
    found.push(...head, ...tail);
    if ((middle.to - middle.from) * (middle.newTo - middle.newFrom) <= cellsMax) found.push(...longest(old, fresh, middle));
    else parts.push(...between(middle, anchors(old, fresh, middle), found));
  }
  return found.sort((a, b) => a[0] - b[0]);
}

/** What both begin and end with, and what is between. */
function trimmed(old: readonly string[], fresh: readonly string[], part: Part): { head: [number, number][]; middle: Part; tail: [number, number][] } {
  let { from, to, newFrom, newTo } = part;
  const head: [number, number][] = [];
  const tail: [number, number][] = [];
  while (from < to && newFrom < newTo && old[from] === fresh[newFrom]) head.push([from++, newFrom++]);
  while (from < to && newFrom < newTo && old[to - 1] === fresh[newTo - 1]) tail.push([--to, --newTo]);
  return { head, middle: { from, to, newFrom, newTo }, tail };
}

/** The parts between anchors, which are found; none where there are no anchors. */
function between({ from, to, newFrom, newTo }: Part, pairs: readonly [number, number][], found: [number, number][]): Part[] {
  const parts: Part[] = [];
  let [at, newAt] = [from, newFrom];
  for (const [index, newIndex] of pairs) {
    parts.push({ from: at, to: index, newFrom: newAt, newTo: newIndex });
    [at, newAt] = [index + 1, newIndex + 1];
  }
  found.push(...pairs);
  if (pairs.length > 0) parts.push({ from: at, to, newFrom: newAt, newTo });
  return parts;
}

/** Lines that stand once in both parts, as many as follow each other in both; where there are none, each line with the one of its text that is as far along. */
function anchors(old: readonly string[], fresh: readonly string[], part: Part): [number, number][] {
  const places = placesIn(old, part.from, part.to);
  const newPlaces = placesIn(fresh, part.newFrom, part.newTo);
  const pairs = (isWanted: (count: number, newCount: number) => boolean): [number, number][] =>
    [...places].flatMap(([key, own]) => {
      const others = newPlaces.get(key) ?? [];
      if (others.length === 0 || !isWanted(own.length, others.length)) return [];
      return own.slice(0, others.length).map((index, at): [number, number] => [index, others[at] ?? 0]);
    });
  const unique = increasing(pairs((count, newCount) => count === 1 && newCount === 1));
  return unique.length > 0 ? unique : increasing(pairs(() => true));
}

function placesIn(lines: readonly string[], from: number, to: number): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (let index = from; index < to; index++) {
    const key = lines[index] ?? '';
    const known = places.get(key);
    if (known === undefined) places.set(key, [index]);
    else known.push(index);
  }
  return places;
}

/** The most pairs of which both indices grow: by the piles of patience sorting. */
function increasing(pairs: readonly [number, number][]): [number, number][] {
  const sorted = pairs.toSorted((a, b) => a[0] - b[0]);
  const piles: number[] = [];
  const before: number[] = [];
  sorted.forEach(([, newIndex], at) => {
    let [low, high] = [0, piles.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[piles[middle] ?? 0]?.[1] ?? 0) < newIndex) low = middle + 1;
      else high = middle;
    }
    before[at] = low === 0 ? -1 : (piles[low - 1] ?? -1);
    piles[low] = at;
  });
  const chain: [number, number][] = [];
  for (let at = piles.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) chain.push(sorted[at] ?? [0, 0]);
  return chain.reverse();
}

/** The longest common subsequence of a part. */
function longest(old: readonly string[], fresh: readonly string[], { from, to, newFrom, newTo }: Part): [number, number][] {
  const [height, width] = [to - from, newTo - newFrom];
  // lengths[i][j]: of the common subsequence of what follows.
  const lengths = new Int32Array((height + 1) * (width + 1));
  const at = (i: number, j: number): number => lengths[i * (width + 1) + j] ?? 0;
  for (let i = height - 1; i >= 0; i--) {
    for (let j = width - 1; j >= 0; j--)
      lengths[i * (width + 1) + j] = old[from + i] === fresh[newFrom + j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const found: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < height && j < width) {
    if (old[from + i] === fresh[newFrom + j]) found.push([from + i++, newFrom + j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return found;
}
