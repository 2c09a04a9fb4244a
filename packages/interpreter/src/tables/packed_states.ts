import { Growing } from './growing.ts';

/*
 * States as rows of numbers, each once.
 */

/** What two rows must have in common to be one state. */
export interface Sameness {
  /** The numbers from here on, up to `end`, are those of windows. */
  readonly begin: number;
  readonly end: number;
  /** By the number of a window: equal for those that are one to every state. */
  readonly keys: Growing;
}

export class PackedStates {
  readonly #width: number;
  readonly #same: Sameness;
  readonly #words = new Growing();
  #count = 0;
  /** Numbers of states, plus one, by their hash. */
  #table = new Int32Array(1 << 10);

  constructor(width: number, same: Sameness) {
    this.#width = width;
    this.#same = same;
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#words.bytes + this.#table.byteLength;
  }

  /** Copies a state. */
  read(state: number, into: Int32Array): void {
    const begin = state * this.#width;
    const words = this.#words.view;
    for (let at = 0; at < this.#width; at++) into[at] = words[begin + at]!;
  }

  /** One number of a state. */
  at(state: number, word: number): number {
    return this.#words.at(state * this.#width + word);
  }

  /** The number of a state; where `count` has grown, it is new. */
  add(state: Int32Array): number {
    if (2 * this.#count >= this.#table.length) this.#widen();
    const mask = this.#table.length - 1;
    let slot = this.#hash(state, 0) & mask;
    for (let known = this.#table[slot]!; known !== 0; known = this.#table[slot]!) {
      if (this.#isEqual(known - 1, state)) return known - 1;
      slot = (slot + 1) & mask;
    }
    this.#table[slot] = ++this.#count;
    this.#words.pushAll(state);
    return this.#count - 1;
  }

  #widen(): void {
    const table = new Int32Array(2 * this.#table.length);
    const mask = table.length - 1;
    const words = this.#words.view;
    for (let state = 0; state < this.#count; state++) {
      let slot = this.#hash(words, state * this.#width) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = state + 1;
    }
    this.#table = table;
  }

  #hash(words: Int32Array, offset: number): number {
    const { begin, end, keys } = this.#same;
    let hash = 0;
    for (let at = 0; at < this.#width; at++) {
      const word = words[offset + at]!;
      hash = Math.imul(hash ^ (at >= begin && at < end ? keys.at(word) : word), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0x85ebca6b);
    return hash ^ (hash >>> 13);
  }

  #isEqual(known: number, state: Int32Array): boolean {
    const { begin, end, keys } = this.#same;
    const words = this.#words.view;
    const offset = known * this.#width;
    for (let at = 0; at < this.#width; at++) {
      const [one, other] = [words[offset + at]!, state[at]!];
      if (one !== other && (at < begin || at >= end || keys.at(one) !== keys.at(other))) return false;
    }
    return true;
  }
}
