/*
 * The table that knows which states have been seen: open addressing with linear probing (Peterson 1957; Knuth, TAOCP 3, 6.4),
 * at most three quarters full. An entry is 0, or from the lowest bits upwards
 *
 *   number    of a state, plus one: as many bits as the place of an entry has
 *   tag       the bits of the hash there: words are compared only where they agree
 *   distance  three bits: how many places behind the one that its hash names the entry lies, or `far`
 *
 * The low bits of the hash name the place, so place, distance and tag together are the hash. A table of twice the size is
 * made from them where it is, in the order of the places and without a look at the states: an entry stays near its place
 * or goes to the same one in the other half. Only entries that lie far away, which are few, have their hash computed again.
 * The idea of keeping the rest of the hash in the entry is Cleary's ("Compact hash tables using bidirectional linear probing",
 * IEEE Transactions on Computers 1984).
 *
 * A table with more than 2^25 places needs the bits of the distance for the tag.
 */

/** Numbers with or without a sign. */
type Numbers = Int32Array | Uint32Array;

const distanceAt = 29;
const distanceMost = 7;
const indexBitsOfDistance = 25;

/** How entries of a table are made. */
export interface EntryFormat {
  /** The bits of the tag. */
  readonly tag: number;
  /** Distances from here on are not told apart; 0: none is kept. */
  readonly far: number;
}

/** That of a table with two to the power of `indexBits` places. */
export function formatOf(indexBits: number): EntryFormat {
  const hasDistance = indexBits <= indexBitsOfDistance;
  return { tag: (-1 << indexBits) & (hasDistance ? 2 ** distanceAt - 1 : -1), far: hasDistance ? distanceMost : 0 };
}

/**
 * `entryOf` as an expression of text: in generated loops no call is as fast. The hash is made small before it is taken off:
 * one difference in some ten thousand would be no small integer, and the code that V8 made for those that are would be thrown away.
 */
export function entryText([at, hash, index, mask, tag, far]: readonly string[]): string {
  const distance = `((${at} - (${hash} & ${mask})) & ${mask})`;
  return `((${hash} & ${tag}) | (${index} + 1) | (${distance} < ${far} ? ${distance} << ${distanceAt} : ${far} << ${distanceAt}))`;
}

/** The entry at `at` for the state `index` with the hash `hash`. */
export function entryOf(hash: number, index: number, at: number, mask: number, { tag, far }: EntryFormat): number {
  return (hash & tag) | (index + 1) | (distanceOf((at - (hash & mask)) & mask, far) << distanceAt);
}

/** As it is kept. In integers: `Math.min` is compiled to floating point, which is slower. */
function distanceOf(distance: number, far: number): number {
  return distance < far ? distance : far;
}

/** The hash of the words of a state: each is mixed in by a multiplication and a shift, as in MurmurHash3 (Appleby, 2008) at its end. */
export function hashOf(words: Numbers, offset: number, wordCount: number): number {
  let hash = 0;
  for (let word = 0; word < wordCount; word++) {
    hash = Math.imul(hash ^ words[offset + word]!, 0x7feb352d);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x846ca68b);
  return hash ^ (hash >>> 16);
}

/** Enters states that are not there, from `first` to `last - 1`, into a table that nobody else writes to. */
export function enterStates(table: Numbers, words: Numbers, wordCount: number, first: number, last: number): void {
  const mask = table.length - 1;
  const format = formatOf(Math.log2(table.length));
  for (let index = first; index < last; index++) {
    const hash = hashOf(words, index * wordCount, wordCount);
    let at = hash & mask;
    while (table[at] !== 0) at = (at + 1) & mask;
    table[at] = entryOf(hash, index, at, mask, format);
  }
}

/** Whether a table of twice the size can be made from the entries of one with so many places; both have to keep distances. */
export function canSplit(length: number): boolean {
  return formatOf(Math.log2(length * 2)).far > 0;
}

/** The first empty place of the lower half from `from` on, beyond its end as it were; -1 where there is none. */
export function emptyPlace(table: Numbers, from: number): number {
  const low = table.length / 2 - 1;
  for (let place = from; place <= from + low; place++) if (table[place & low] === 0) return place;
  return -1;
}

/**
 * Makes the entries of a table whose lower half is the table of half its size and whose upper half is empty: those that were
 * at the places from `first` to `last - 1`, both empty. Between two empty places are entries whose place by the hash is there
 * too, so several threads can do this for parts of their own.
 * In the order of the places there is room for each entry at its old place or before it, or at these places in the upper half.
 */
export function splitPlaces(table: Numbers, words: Numbers, wordCount: number, first: number, last: number): void {
  const mask = table.length - 1;
  const low = mask >>> 1;
  const upper = low + 1;
  const { tag, far } = formatOf(Math.log2(table.length));
  for (let place = first; place < last; place++) {
    const old = table[place & low]!;
    if (old === 0) continue;
    table[place & low] = 0;
    const distance = old >>> distanceAt;
    const number = old & low;
    const home = distance < distanceMost ? ((place - distance) & low) | (old & upper) : hashOf(words, (number - 1) * wordCount, wordCount) & mask;
    let at = home;
    while (table[at] !== 0) at = (at + 1) & mask;
    table[at] = (old & tag) | number | (distanceOf((at - home) & mask, far) << distanceAt);
  }
}
