/** Numbers in a row that becomes longer. */
export class Growing {
  #all: Int32Array = new Int32Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#all.byteLength;
  }

  push(value: number): number {
    this.#reserve(1);
    this.#all[this.#length] = value;
    return this.#length++;
  }

  pushAll(values: Int32Array): void {
    this.#reserve(values.length);
    this.#all.set(values, this.#length);
    this.#length += values.length;
  }

  at(index: number): number {
    return this.#all[index]!;
  }

  /** The numbers as they lie now: another `push` may move them. */
  get view(): Int32Array {
    return this.#all;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#all.length) return;
    const longer = new Int32Array(Math.max(2 * this.#all.length, this.#length + more));
    longer.set(this.#all);
    this.#all = longer;
  }
}
