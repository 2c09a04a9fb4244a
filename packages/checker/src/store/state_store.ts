/*
 * All states found, and the table that knows which have been seen.
 *
 *   words    wordCount per state, in order of discovery: the queue of the search is this array
 *   marks    per block of states: how many there were when the first of them began to be expanded (see search/predecessors.ts)
 *   table    which of them have been seen (table.ts). That a model checker wants exactly this, one array of small entries
 *            beside one array of states, is due to Laarman, van de Pol and Weber, "Boosting multi-core reachability
 *            performance with shared hash tables", FMCAD 2010
 *
 * All grow where they are (growing.ts).
 */

import { GrowingNumbers } from './growing.ts';
import { canSplit, emptyPlace, enterStates, entryOf, formatOf, hashOf, splitPlaces } from './table.ts';
import type { EntryFormat } from './table.ts';

/** `insert` found no room for one more state: a limit was reached. Nothing can be inserted from then on. */
export const storeFull = -1;

const capacityAtFirst = 1 << 10;
/** However little memory there may be. */
const capacityLeast = 1 << 4;
/** States that share a mark. */
export const blockStates: number = 256;
/** States that are looked up together. */
const batch = 128;
/** Places of the table, at most: numbers of states have to fit into its entries. */
const placesMax = 2 ** 31;

export class StateStore {
  /** Number of states. */
  count = 0;
  private readonly allWords: GrowingNumbers;
  private readonly allMarks: GrowingNumbers;
  private readonly allEntries: GrowingNumbers;
  private readonly wordCount: number;
  private readonly statesMax: number;
  private readonly memoryMax: number;
  /** How the entries of the table are made. */
  format: EntryFormat;
  /** Keeps the reads that only fetch memory. */
  touched = 0;
  private capacity: number;
  /** Bytes that are taken besides, under the same limit. */
  beside: () => number = () => 0;
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
    this.allWords = new GrowingNumbers(this.capacity * wordCount);
    this.allMarks = new GrowingNumbers(Math.max(1, this.capacity / blockStates));
    this.allEntries = new GrowingNumbers(this.capacity * 2);
    this.format = formatOf(Math.log2(this.table.length));
  }

  get words(): Uint32Array {
    return this.allWords.view;
  }

  get marks(): Uint32Array {
    return this.allMarks.view;
  }

  get table(): Uint32Array {
    return this.allEntries.view;
  }

  /** Bytes of all arrays. */
  get byteLength(): number {
    return this.words.byteLength + this.marks.byteLength + this.table.byteLength;
  }

  /** Gives the memory back; the store is void from then on. */
  release(): void {
    for (const numbers of [this.allWords, this.allMarks, this.allEntries]) numbers.release();
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
    table[at] = entryOf(hash, index, at, mask, this.format);
    this.words.set(candidate, index * this.wordCount);
    return index;
  }

  /** The number of the state whose words, with this hash, stand in `states` from `offset` on; -1 where it is not there. */
  find(states: Uint32Array, offset: number, hash: number): number {
    const { wordCount, words, table } = this;
    const mask = table.length - 1;
    const { tag } = this.format;
    let at = hash & mask;
    search: for (let entry = table[at]!; entry !== 0; at = (at + 1) & mask, entry = table[at]!) {
      if (((entry ^ hash) & tag) !== 0) continue;
      const index = (entry & mask) - 1;
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
    for (let first = 0; first < count;) {
      if (this.count === this.room && !this.makeRoom()) return false;
      const some = Math.min(count - first, this.room - this.count);
      this.words.set(states.subarray(first * this.wordCount, (first + some) * this.wordCount), this.count * this.wordCount);
      this.count += some;
      enterStates(this.table, this.words, this.wordCount, this.count - some, this.count);
      first += some;
    }
    return true;
  }

  /** Enlarges what is full; false where that needs more memory than allowed, or than there is: then nothing more can be inserted. */
  private grow(): boolean {
    const [moreWords, moreTable] = [this.count === this.capacity, this.count === this.tableRoom];
    const capacity = moreWords ? grownCapacity(this.capacity) : this.capacity;
    const entries = moreTable ? this.table.length * 2 : this.table.length;
    const most =
      this.byteLength + (moreWords ? this.allWords.bytesToGrow(capacity * this.wordCount) : 0) + (moreTable ? this.allEntries.bytesToGrow(entries) : 0);
    if (entries > placesMax || most + this.beside() > this.memoryMax) return false;
    try {
      if (moreWords) {
        this.allWords.grow(capacity * this.wordCount);
        this.allMarks.grow(Math.max(1, capacity / blockStates));
        this.capacity = capacity;
      }
      if (moreTable) {
        this.allEntries.grow(entries);
        this.format = formatOf(Math.log2(entries));
        this.remakeTable();
      }
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
    return true;
  }

  /** Makes the entries of a table whose lower half has those of the table before. */
  private remakeTable(): void {
    const { table, words, wordCount, count } = this;
    const places = table.length / 2;
    if (canSplit(places)) {
      const first = emptyPlace(table, 0);
      splitPlaces(table, words, wordCount, first, first + places);
      return;
    }
    table.fill(0, 0, places);
    enterStates(table, words, wordCount, 0, count);
  }
}

/** Twice the states while there are few, then a quarter more: the memory of what is not touched is not taken, but counted. */
function grownCapacity(capacity: number): number {
  return capacity < capacityAtFirst * 64 ? capacity * 2 : capacity + capacity / 4 - ((capacity / 4) % blockStates);
}
