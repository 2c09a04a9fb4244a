import type { Control } from './control.ts';

/** Numbers that a ring holds. */
const capacity = 1 << 17;

/**
 * Numbers on their way from one partition to another: a ring with one writer and one reader (Lamport, "Proving the
 * correctness of multiprocess programs", 1977). Each of the two owns one count, of what it has written or read in all;
 * numbers are published by the count that is stored after them. `specs/search_threads.mmspec` is its model.
 */
export class Ring {
  readonly #numbers: Int32Array;
  readonly #counts: Int32Array;
  readonly #written: number;
  readonly #read: number;

  constructor(buffer: SharedArrayBuffer, control: Control, from: number, to: number) {
    this.#numbers = new Int32Array(buffer);
    this.#counts = control.numbers;
    this.#written = control.ring(from, to);
    this.#read = this.#written + 1;
  }

  static buffer(): SharedArrayBuffer {
    return new SharedArrayBuffer(4 * capacity);
  }

  /** Writes all of `numbers`, at most half of what a ring holds; false where there is no room now. */
  write(numbers: Int32Array): boolean {
    const written = Atomics.load(this.#counts, this.#written);
    const used = (written - Atomics.load(this.#counts, this.#read)) | 0;
    if (used + numbers.length > capacity) return false;
    const at = written & (capacity - 1);
    const first = Math.min(numbers.length, capacity - at);
    this.#numbers.set(first === numbers.length ? numbers : numbers.subarray(0, first), at);
    if (first < numbers.length) this.#numbers.set(numbers.subarray(first), 0);
    Atomics.store(this.#counts, this.#written, (written + numbers.length) | 0);
    return true;
  }

  /** Reads into `numbers` as many as are there and fit; how many. */
  read(numbers: Int32Array): number {
    const read = Atomics.load(this.#counts, this.#read);
    const count = Math.min((Atomics.load(this.#counts, this.#written) - read) | 0, numbers.length);
    if (count === 0) return 0;
    const at = read & (capacity - 1);
    const first = Math.min(count, capacity - at);
    numbers.set(this.#numbers.subarray(at, at + first), 0);
    if (first < count) numbers.set(this.#numbers.subarray(0, count - first), first);
    Atomics.store(this.#counts, this.#read, (read + count) | 0);
    return count;
  }

  get isEmpty(): boolean {
    return Atomics.load(this.#counts, this.#written) === Atomics.load(this.#counts, this.#read);
  }
}
