/*
 * The part of the loop over packed states that finds out which of the states that were made have to be looked up, and has their memory
 * fetched. `src/packed/loop_text.ts` writes it out inside of the loop, whose variables and functions it uses.
 */

type Words = readonly number[];

declare const WORDS: number;
declare const LATELY: number;
declare const RECORDS: boolean;
declare function take(array: Int32Array, at: number): Words;
declare function put(array: Int32Array, at: number, w: Words): void;
declare function differing(array: Int32Array, at: number, w: Words): number;
/** Of the loop. */
declare let words: Int32Array, table: Int32Array, mask: number, tag: number;
declare const made: Int32Array, sought: Int32Array, seats: Int32Array;
declare const numbers: Int32Array, numbersSeated: Int32Array;
declare function hash(w: Words): number;
/** Keeps reads that only fetch memory. */
declare function keep(sum: number): void;

// The states to be looked up of the first `end` numbers that were made; gives the numbers of `sought` that they take.
export function gather(end: number): number {
  let kept = 0,
    place = 0,
    index = 0;
  for (let at = 0; at < end; at += WORDS) {
    const w = take(made, at);
    const h = hash(w);
    const seat = (h & (LATELY - 1)) * WORDS;
    const differs = differing(seats, seat, w);
    put(seats, seat, w);
    if (RECORDS) {
      const isSought = (differs | -differs) >> 31;
      const number = (~place & isSought) | (numbersSeated[h & (LATELY - 1)] & ~isSought);
      numbersSeated[h & (LATELY - 1)] = number;
      numbers[index++] = number;
      place -= isSought;
    }
    put(sought, kept, w);
    sought[kept + WORDS] = h;
    // Without a branch, which no processor could predict: it is written over by the next one where it was met lately.
    kept += ((differs | -differs) >> 31) & (WORDS + 1);
  }
  return kept;
}

// Reads the entries of the table for the states sought, and then the states that these point to; state 0 for those that point
// to none that could be it.
export function fetch(kept: number): void {
  const t = table,
    ws = words,
    m = mask;
  let sum = 0;
  for (let at = WORDS; at < kept; at += WORDS + 1) sum ^= t[sought[at] & m];
  for (let at = WORDS; at < kept; at += WORDS + 1) {
    const h = sought[at],
      entry = t[h & m];
    const other = (entry ^ h) & tag;
    const index = ((entry & m) - 1) & ~((other | -other) >> 31);
    sum ^= ws[(index & ~(index >> 31)) * WORDS];
  }
  keep(sum);
}
