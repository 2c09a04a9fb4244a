/**
 * The candidates that the writer may have meant, nearest first; of those that are equally near, those that begin alike,
 * and then in the order in which they are given: the nearest scope first.
 * The distance is that of Damerau and Levenshtein (adjacent swaps count one);
 * a candidate is offered up to a third of the longer length. A declaration whose name is missing has the empty one, which is no candidate.
 */
export function suggest(word: string, candidates: Iterable<string>): string[] {
  const lower = word.toLowerCase();
  const found: { readonly candidate: string; readonly distance: number; readonly shared: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const limit = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
    if (Math.abs(word.length - candidate.length) > limit) continue;
    const other = candidate.toLowerCase();
    if (lacks(lower, other, limit)) continue;
    const distance = editDistance(lower, other, limit);
    // Of a name of one letter every other one is as near.
    if (distance <= limit && distance < Math.max(word.length, candidate.length) && candidate !== word && candidate !== '')
      found.push({ candidate, distance, shared: sharedStart(word, candidate) });
  }
  found.sort((a, b) => a.distance - b.distance || b.shared - a.shared);
  return found.map(({ candidate }) => candidate);
}

/** How many letters two words have in common from the first on; those at the beginning are seldom mistyped. */
function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length]?.toLowerCase() === b[length]?.toLowerCase()) length++;
  return length;
}

/** Whether more letters than the limit are of no use in the other word: each is an edit of its own. Most words are told apart by that. */
function lacks(word: string, other: string, limit: number): boolean {
  let lacking = 0;
  for (let index = 0; index < word.length; index++) if (!other.includes(word[index]!) && ++lacking > limit) return true;
  return false;
}

/** The distance, or a number above the limit where it is above it: no row of what follows is less than both of the last two. */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  let leastOfLast = 0;
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      current.push(best);
      if (best < least) least = best;
    }
    if (least > limit && leastOfLast > limit) return limit + 1;
    beforeLast = last;
    last = current;
    leastOfLast = least;
  }
  return last[b.length] ?? 0;
}
