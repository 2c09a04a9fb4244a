import { borrowMemory, giveBack, signed } from '../store/growing.ts';
import { numbersOf } from '../store/host.ts';
import type { SharedMemory } from '../store/host.ts';
import { entryOf, formatOf, hashOf } from '../store/table.ts';

/*
 * The states that several threads find, in memory that all of them see.
 *
 *   words    the states, in chunks that belong to one thread each while they are filled: nobody else writes there.
 *            The number of a state is its place; what a thread does not fill of its last chunk in a level stays empty
 *   used     per chunk: how many states are in it
 *   table    as in table.ts. An entry is written by compare-and-exchange where it was empty, and never changed,
 *            after the words of the state that it stands for (Laarman, van de Pol and Weber, FMCAD 2010)
 *
 * A level is the chunks from some one to another, so the threads share it out by counting.
 */

/** States in a chunk. */
export const chunkStates = 256;
/** Chunks at most: numbers of states are positive numbers of 32 bits. */
export const chunksMax: number = 2 ** 31 / chunkStates;

/** Can be sent to threads. */
export interface SharedMemories {
  readonly words: SharedMemory;
  readonly table: SharedMemory;
  readonly used: SharedMemory;
}

/** Memories for a search, with anything in them; null where the platform has none. */
export function borrowMemories(): SharedMemories | null {
  const [words, table, used] = [borrowMemory(), borrowMemory(), borrowMemory()];
  return words === null || table === null || used === null ? null : { words, table, used };
}

/** To be called when nobody uses them any more. */
export function giveBackMemories({ words, table, used }: SharedMemories): void {
  for (const memory of [words, table, used]) giveBack(memory);
}

/** Bytes of a search with room for so many chunks. */
export function bytesOf(chunks: number, wordCount: number, indexBits: number): number {
  return 4 * (chunks * chunkStates * wordCount + 2 ** indexBits);
}

/** Chunks that a table has place for; it may be three quarters full. */
export function chunksIn(indexBits: number): number {
  return Math.floor((2 ** indexBits * 3) / 4 / chunkStates);
}

/** The memories of a search as arrays. */
export class SharedStates {
  used: Int32Array = new Int32Array(0);
  words: Int32Array = new Int32Array(0);
  table: Int32Array = new Int32Array(0);
  readonly #memories: SharedMemories;
  readonly #wordCount: number;

  constructor(memories: SharedMemories, wordCount: number) {
    this.#memories = memories;
    this.#wordCount = wordCount;
  }

  /** Makes room; false where there is no memory. */
  makeRoom(chunks: number, indexBits: number): boolean {
    try {
      this.attach(chunks, indexBits);
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  /** Looks where room was made. */
  attach(chunks: number, indexBits: number): void {
    this.used = signed(numbersOf(this.#memories.used, chunks));
    this.words = signed(numbersOf(this.#memories.words, chunks * chunkStates * this.#wordCount));
    this.table = signed(numbersOf(this.#memories.table, 2 ** indexBits));
  }
}

/** Enters states that are not there, from `first` to `last - 1`, into a table that others write to. */
export function enterTogether(table: Int32Array, words: Int32Array, wordCount: number, first: number, last: number): void {
  const mask = table.length - 1;
  const format = formatOf(Math.log2(table.length));
  for (let index = first; index < last; index++) {
    const hash = hashOf(words, index * wordCount, wordCount);
    let at = hash & mask;
    while (table[at] !== 0 || Atomics.compareExchange(table, at, 0, entryOf(hash, index, at, mask, format)) !== 0) at = (at + 1) & mask;
  }
}
