/*
 * Memory of judging a whole graph. Whoever makes a large array says how large before it is there, so that a limit is not
 * noticed only when it is exceeded; of plain objects the bytes are an estimate.
 */

/** What comes next does not fit into the memory that is left. */
export class OutOfRoom extends Error {
  override readonly name = 'OutOfRoom';
}

export class Room {
  readonly #bytesMax: number;
  #taken = 0;
  #most = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** The most bytes that were taken at a time. */
  get most(): number {
    return this.#most;
  }

  get taken(): number {
    return this.#taken;
  }

  /** To be called before the memory is used; throws `OutOfRoom`. */
  take(bytes: number): void {
    if (!this.has(bytes)) throw new OutOfRoom();
    this.#taken += bytes;
    this.#most = Math.max(this.#most, this.#taken);
  }

  give(bytes: number): void {
    this.#taken -= bytes;
  }

  /** Whether so many bytes are left. */
  has(bytes: number): boolean {
    return this.#taken + bytes <= this.#bytesMax;
  }

  numbers(length: number): Uint32Array {
    return this.#made(length * 4, () => new Uint32Array(length));
  }

  words(length: number): Int32Array {
    return this.#made(length * 4, () => new Int32Array(length));
  }

  flags(length: number): Uint8Array {
    return this.#made(length, () => new Uint8Array(length));
  }

  /** The same numbers in an array twice as long. */
  grown(array: Uint32Array): Uint32Array {
    const larger = this.numbers(array.length * 2);
    larger.set(array);
    this.give(array.byteLength);
    return larger;
  }

  grownWords(array: Int32Array): Int32Array {
    const larger = this.words(array.length * 2);
    larger.set(array);
    this.give(array.byteLength);
    return larger;
  }

  /** What is taken inside is given back at the end. */
  async within<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#taken;
    try {
      return await work();
    } finally {
      this.#taken = before;
    }
  }

  #made<T>(bytes: number, make: () => T): T {
    this.take(bytes);
    try {
      return make();
    } catch (error) {
      if (error instanceof RangeError) throw new OutOfRoom();
      throw error;
    }
  }
}
