import { numbersOf, reserveMemory } from './host.ts';
import type { SharedMemory } from './host.ts';

/*
 * An array of 32-bit numbers that grows where it is: once it is large, address space is reserved for it and its memory
 * comes as it is touched. Nothing is copied then, and no two arrays are there at once.
 */

/** Numbers from which on address space is reserved: a small search should not ask for it. */
const reserveFrom = 1 << 16;

/** Memories that a search has given back: the next one need not ask for them, nor touch them for the first time. */
const idle: SharedMemory[] = [];
/** Bytes of memory that may lie idle. */
const idleMax = 2 ** 28;

/** A memory with anything in it; null where the platform has none. */
export function borrowMemory(): SharedMemory | null {
  return idle.pop() ?? reserveMemory();
}

/** To be called when nobody uses it any more. */
export function giveBack(memory: SharedMemory): void {
  const size = [...idle, memory].reduce((bytes, each) => bytes + each.memory.buffer.byteLength, 0);
  if (size <= idleMax) idle.push(memory);
}

/** Room for more numbers than `length`: twice as many, and of many a quarter more, since memory that is not needed is not there for others. */
export const longerThan = (length: number): number => (length < 1 << 18 ? 2 * length : length + (length >> 2));

export class GrowingNumbers {
  /** Another one after each growth. */
  view: Uint32Array;
  #memory: SharedMemory | null = null;
  /** Numbers of the memory that somebody may have written before. */
  #used = 0;
  #isInPlace = false;

  constructor(length: number) {
    this.view = new Uint32Array(length);
  }

  /** Bytes that are needed for a moment beside the present ones to get to `length` numbers. */
  bytesToGrow(length: number): number {
    return 4 * (this.#isInPlace && length * 4 <= this.#memory!.bytes ? length - this.view.length : length);
  }

  /** Makes room for `length` numbers; those that are there stay, the new ones are 0. Throws a `RangeError` where there is no memory. */
  grow(length: number): void {
    const old = this.view;
    if (this.#memory === null && length >= reserveFrom) {
      this.#memory = borrowMemory();
      this.#used = (this.#memory?.memory.buffer.byteLength ?? 0) / 4;
    }
    const isInPlace = this.#memory !== null && length * 4 <= this.#memory.bytes;
    const grown = isInPlace ? numbersOf(this.#memory!, length) : new Uint32Array(length);
    if (isInPlace) grown.fill(0, old.length, Math.max(old.length, this.#used));
    if (!this.#isInPlace || !isInPlace) grown.set(old);
    this.#isInPlace = isInPlace;
    this.view = grown;
  }

  /** Gives the memory back; the numbers are void. */
  release(): void {
    this.view = new Uint32Array(0);
    if (this.#memory !== null) giveBack(this.#memory);
    this.#memory = null;
  }
}

/** The same numbers with signs. */
export function signed({ buffer, byteOffset, length }: Uint32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}
