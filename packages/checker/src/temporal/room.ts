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
  /** Memory of the arrays that were made in the present `within`. */
  #made: ArrayBuffer[] = [];
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
    return this.#array(length * 4, () => new Uint32Array(length));
  }

  words(length: number): Int32Array {
    return this.#array(length * 4, () => new Int32Array(length));
  }

  flags(length: number): Uint8Array {
    return this.#array(length, () => new Uint8Array(length));
  }

  /** The same numbers in an array twice as long; the present one is void. */
  grown(array: Uint32Array): Uint32Array {
    return this.#copied(array, this.numbers(array.length * 2));
  }

  grownWords(array: Int32Array): Int32Array {
    return this.#copied(array, this.words(array.length * 2));
  }

  /** What is taken inside is given back at the end. Where it ends in an error nobody uses the arrays that were made, and they are void. */
  async within<T>(work: () => Promise<T>): Promise<T> {
    const [taken, made] = [this.#taken, this.#made];
    this.#made = [];
    try {
      return await work();
    } catch (error) {
      this.#made.forEach(free);
      throw error;
    } finally {
      [this.#taken, this.#made] = [taken, made];
    }
  }

  #copied<T extends Uint32Array | Int32Array>(array: T, larger: T): T {
    larger.set(array);
    this.give(array.byteLength);
    const at = this.#made.lastIndexOf(array.buffer as ArrayBuffer);
    if (at >= 0) this.#made.splice(at, 1).forEach(free);
    return larger;
  }

  #array<T extends Uint8Array | Uint32Array | Int32Array>(bytes: number, make: () => T): T {
    this.take(bytes);
    try {
      const array = make();
      if (bytes >= freedFrom) this.#made.push(array.buffer as ArrayBuffer);
      return array;
    } catch (error) {
      if (error instanceof RangeError) throw new OutOfRoom();
      throw error;
    }
  }
}

/** Bytes from which on an array has pages of its own. */
const freedFrom = 1 << 16;

/** Gives memory back at once: V8 would wait for the next collection of garbage, and what is made in its place comes on top. */
function free(memory: ArrayBuffer & { readonly transfer?: (length: number) => ArrayBuffer }): void {
  memory.transfer?.(0);
}
