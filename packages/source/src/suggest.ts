/*
 * Which of the names that there are the writer may have meant.
 * The distance is that of Damerau and Levenshtein (adjacent swaps count one); a candidate is offered up to a third of the longer length.
 * A declaration whose name is missing has the empty one, which is no candidate.
 */

/** A candidate, with what does not depend on the letters of the word. */
interface Candidate {
  readonly name: string;
  readonly lower: string;
  readonly letters: number;
  /** How far it may be from a word of some length. */
  readonly limit: number;
}

/** Names that more than one word is compared with. */
export interface Candidates {
  readonly names: readonly string[];
  /** Those that a word of some length is compared with, and of these those that are compared with a word of some letters. */
  readonly byLength: Map<number, { readonly near: readonly Candidate[]; readonly byLetters: Map<number, readonly Candidate[]> }>;
}

/** The candidates for more than one word. */
export function candidatesOf(names: Iterable<string>): Candidates {
  return { names: [...names], byLength: new Map() };
}

/**
 * The candidates that the writer may have meant, nearest first; of those that are equally near, those that begin alike,
 * and then in the order in which they are given: the nearest scope first.
 */
export function suggest(word: string, candidates: Iterable<string>): string[] {
  const letters = lettersOf(word.toLowerCase());
  return nearestOf(
    word,
    nearInLength(word.length, candidates).filter((each) => isNearInLetters(letters, each)),
  );
}

/** The same, of candidates that are there for other words too. */
export function suggestOf(word: string, { names, byLength }: Candidates): string[] {
  const { length } = word;
  let ofLength = byLength.get(length);
  if (ofLength === undefined) byLength.set(length, (ofLength = { near: nearInLength(length, names), byLetters: new Map() }));
  const { near, byLetters } = ofLength;
  const letters = lettersOf(word.toLowerCase());
  let candidates = byLetters.get(letters);
  if (candidates === undefined) byLetters.set(letters, (candidates = near.filter((each) => isNearInLetters(letters, each))));
  return nearestOf(word, candidates);
}

function nearInLength(length: number, names: Iterable<string>): Candidate[] {
  const near: Candidate[] = [];
  for (const name of new Set(names)) {
    const limit = Math.max(1, Math.floor(Math.max(length, name.length) / 3));
    if (Math.abs(length - name.length) > limit) continue;
    const lower = name.toLowerCase();
    near.push({ name, lower, letters: lettersOf(lower), limit });
  }
  return near;
}

/** Letters that only one of two words has are an edit each, which tells most words apart. */
function isNearInLetters(letters: number, { letters: others, limit }: Candidate): boolean {
  return !isMore(letters & ~others, limit) && !isMore(others & ~letters, limit);
}

function nearestOf(word: string, candidates: readonly Candidate[]): string[] {
  if (candidates.length === 0) return [];
  const lower = word.toLowerCase();
  const found: { readonly name: string; readonly distance: number; readonly shared: number }[] = [];
  for (const { name, lower: other, limit } of candidates) {
    const distance = editDistance(lower, other, limit);
    // Of a name of one letter every other one is as near.
    if (distance <= limit && distance < Math.max(word.length, name.length) && name !== word && name !== '')
      found.push({ name, distance, shared: sharedStart(word, name) });
  }
  found.sort((a, b) => a.distance - b.distance || b.shared - a.shared);
  return found.map(({ name }) => name);
}

/** How many letters two words have in common from the first on; those at the beginning are seldom mistyped. */
function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length]?.toLowerCase() === b[length]?.toLowerCase()) length++;
  return length;
}

/** The letters of a word as bits, with four for digits; what is neither shares one with something. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index);
    letters |= 1 << (code < 64 ? 27 + (code & 3) : code & 31);
  }
  return letters;
}

/** Whether these are more letters than the limit. */
function isMore(letters: number, limit: number): boolean {
  let count = 0;
  for (let rest = letters; rest !== 0; rest &= rest - 1) if (++count > limit) return true;
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
