/*
 * All states found, and the table that knows which have been seen.
 *
 *   words    wordCount per state, in order of discovery: the queue of the search is this array
 *   marks    per block of states: how many there were when the first of them began to be expanded (see trail.ts)
 *   table    open addressing with linear probing (Peterson 1957; Knuth, TAOCP 3, 6.4), at most three quarters full.
 *            An entry is 0, or the number of a state plus one in the low `indexBits` bits, with the high bits of its
 *            hash above them: a probe looks at `words` only where these bits agree. That a model checker wants exactly
 *            this table, one array of small entries beside one array of states, is due to Laarman, van de Pol and Weber,
 *            "Boosting multi-core reachability performance with shared hash tables", FMCAD 2010.
 *
 * Each grows by doubling when it is full; the hash is not kept but computed again from the words.
 */

/** `insert` found no room for one more state: a limit was reached. Nothing can be inserted from then on. */
export const storeFull = -1;

const capacityAtFirst = 1 << 10;
/** However little memory there may be. */
const capacityLeast = 1 << 4;
/** States that share a mark. */
export const blockStates: number = 256;
/** States that are entered again together. */
const batch = 128;
/** Indices plus one must fit into the table's entries. */
const capacityLimit = 2 ** 31;

export class StateStore {
  /** Number of states. */
  count = 0;
  words: Uint32Array;
  marks: Uint32Array;
  private readonly wordCount: number;
  private readonly statesMax: number;
  private readonly memoryMax: number;
  table: Uint32Array;
  /** Low bits of an entry of the table, which hold the number of a state plus one. */
  indexBits: number;
  /** Keeps the reads that only fetch memory. */
  touched = 0;
  private capacity: number;
  /** Makes the entries of an empty table for all states, where somebody can do it faster. */
  refill: (() => void) | null = null;
  /** Marks that have been set. */
  blocks = 0;

  /** `memoryMax` is in bytes. */
  constructor(wordCount: number, statesMax: number, memoryMax: number) {
    this.wordCount = wordCount;
    this.statesMax = statesMax;
    this.memoryMax = memoryMax;
    // A state takes its words and two entries of the table.
    const bytes = 4 * (wordCount + 2);
    let capacity = capacityAtFirst;
    while (capacity > capacityLeast && capacity * bytes > memoryMax) capacity /= 2;
    this.capacity = capacity;
    this.words = new Uint32Array(this.capacity * wordCount);
    this.marks = new Uint32Array(Math.max(1, this.capacity / blockStates));
    this.table = new Uint32Array(this.capacity * 2);
    this.indexBits = Math.log2(this.table.length);
  }

  /** Bytes of all arrays. */
  get byteLength(): number {
    return this.words.byteLength + this.marks.byteLength + this.table.byteLength;
  }

  /** Number of states for which there is room without growing. */
  get room(): number {
    return Math.min(this.capacity, this.tableRoom, this.statesMax);
  }

  private get tableRoom(): number {
    return (this.table.length / 4) * 3;
  }

  /** To be called before a state is expanded, in order, with all states entered that were found before. */
  mark(expanded: number): void {
    if (expanded % blockStates !== 0) return;
    this.marks[expanded / blockStates] = this.count;
    this.blocks = expanded / blockStates + 1;
  }

  /** Makes room for more states; false where a limit forbids it. */
  makeRoom(): boolean {
    return this.count < this.statesMax && (this.count < this.room || this.grow());
  }

  /**
   * The number of the state `candidate`, with its hash. A new one gets the number `count`, which grows by one,
   * and the caller judges it. `storeFull` where there is no room for a new one.
   */
  insert(candidate: Uint32Array, hash: number): number {
    const known = this.find(candidate, 0, hash);
    if (known >= 0) return known;
    if (this.count >= this.statesMax || (this.count === this.room && !this.grow())) return storeFull;
    const { table } = this;
    const mask = table.length - 1;
    let at = hash & mask;
    while (table[at] !== 0) at = (at + 1) & mask;
    const index = this.count++;
    table[at] = (hash & (-1 << this.indexBits)) | (index + 1);
    this.words.set(candidate, index * this.wordCount);
    return index;
  }

  /** The number of the state whose words, with this hash, stand in `states` from `offset` on; -1 where it is not there. */
  find(states: Uint32Array, offset: number, hash: number): number {
    const { wordCount, words, table } = this;
    const mask = table.length - 1;
    const high = -1 << this.indexBits;
    let at = hash & mask;
    search: for (let entry = table[at]!; entry !== 0; at = (at + 1) & mask, entry = table[at]!) {
      if (((entry ^ hash) & high) !== 0) continue;
      const index = (entry & ~high) - 1;
      for (let word = 0; word < wordCount; word++) if (words[index * wordCount + word] !== states[offset + word]) continue search;
      return index;
    }
    return -1;
  }

  /** Notes which states of the store are among `others`, the words of some states. */
  note(others: Uint32Array, isThere: Uint8Array): void {
    const { wordCount, table } = this;
    const mask = table.length - 1;
    const count = others.length / wordCount;
    const hashes = new Int32Array(batch);
    let sum = 0;
    for (let start = 0; start < count; start += batch) {
      const end = Math.min(start + batch, count);
      for (let other = start; other < end; other++) {
        const hash = hashOf(others, other * wordCount, wordCount);
        hashes[other - start] = hash;
        sum ^= table[hash & mask]!;
      }
      for (let other = start; other < end; other++) {
        const index = this.find(others, other * wordCount, hashes[other - start]!);
        if (index >= 0) isThere[index] = 1;
      }
    }
    this.touched = sum;
  }

  /** Forgets all states; the room stays. */
  clear(): void {
    this.count = 0;
    this.blocks = 0;
    this.table.fill(0);
  }

  /** Takes states in, in order, of which none is there; false where they do not fit. */
  load(states: Uint32Array): boolean {
    const count = states.length / this.wordCount;
    for (let first = 0; first < count; ) {
      if (this.count === this.room && !this.makeRoom()) return false;
      const some = Math.min(count - first, this.room - this.count);
      this.words.set(states.subarray(first * this.wordCount, (first + some) * this.wordCount), this.count * this.wordCount);
      this.count += some;
      this.enter(this.count - some);
      first += some;
    }
    return true;
  }

  /** Doubles what is full; false where that needs more memory than allowed, or than there is: then nothing more can be inserted. */
  private grow(): boolean {
    const [moreWords, moreTable] = [this.count === this.capacity, this.count === this.tableRoom];
    // While the words are copied, the old ones are there too; the table is not copied but made again.
    const most = this.byteLength + (moreWords ? this.words.byteLength * 2 : 0) + (moreTable ? this.table.byteLength : 0);
    if ((moreWords && this.capacity * 2 >= capacityLimit) || most > this.memoryMax) return false;
    try {
      if (moreWords) {
        this.words = grown(this.words, this.words.length * 2);
        this.capacity *= 2;
        this.marks = grown(this.marks, Math.max(1, this.capacity / blockStates));
      }
      if (moreTable) {
        const { length } = this.table;
        this.table = grown(this.table, 0);
        this.table = new Uint32Array(length * 2);
      }
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
    if (moreTable) {
      this.indexBits = Math.log2(this.table.length);
      if (this.refill === null) this.enter(0);
      else this.refill();
    }
    return true;
  }

  /** Makes the entries of the table for the states from `first` on, of which it has none. */
  private enter(first: number): void {
    const { words, wordCount, table, count } = this;
    const mask = table.length - 1;
    const high = -1 << this.indexBits;
    const hashes = new Int32Array(batch);
    let sum = 0;
    for (let start = first; start < count; start += batch) {
      const end = Math.min(start + batch, count);
      for (let index = start; index < end; index++) {
        const hash = hashOf(words, index * wordCount, wordCount);
        hashes[index - start] = hash;
        // The entry is fetched now, together with those of the whole batch.
        sum ^= table[hash & mask]!;
      }
      for (let index = start; index < end; index++) {
        const hash = hashes[index - start]!;
        let at = hash & mask;
        while (table[at] !== 0) at = (at + 1) & mask;
        table[at] = (hash & high) | (index + 1);
      }
    }
    this.touched = sum;
  }
}

/**
 * The hash of the words of a state: the mixing of MurmurHash3 (Appleby, 2008), per word and at the end.
 */
export function hashOf(words: Uint32Array, offset: number, wordCount: number): number {
  let hash = 0;
  for (let word = 0; word < wordCount; word++) {
    const mixed = Math.imul(words[offset + word]!, 0xcc9e2d51);
    hash ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * The array with another length. The memory of the old one is given back at once where the platform can: Node 22 can, Node 20 cannot.
 * The new one is not made by `transfer`, since that would touch its pages before they are needed.
 */
function grown(array: Uint32Array, length: number): Uint32Array {
  const larger = new Uint32Array(length);
  larger.set(array.subarray(0, length));
  (array.buffer as { transfer?: (bytes: number) => ArrayBuffer }).transfer?.(0);
  return larger;
}
