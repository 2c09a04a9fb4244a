/** Numbers with a priority, lowest first; those of the same priority first in, first out. */
export class Buckets {
  readonly #lists: number[][] = [];
  readonly #heads: number[] = [];
  #lowest = 0;

  put(number: number, priority: number): void {
    while (this.#lists.length <= priority) {
      this.#lists.push([]);
      this.#heads.push(0);
    }
    this.#lists[priority]!.push(number);
    if (priority < this.#lowest) this.#lowest = priority;
  }

  /** -1 where there is none. */
  take(): number {
    for (; this.#lowest < this.#lists.length; this.#lowest++) {
      const list = this.#lists[this.#lowest]!;
      const head = this.#heads[this.#lowest]!;
      if (head < list.length) {
        this.#heads[this.#lowest] = head + 1;
        return list[head]!;
      }
      if (head > 0) {
        this.#lists[this.#lowest] = [];
        this.#heads[this.#lowest] = 0;
      }
    }
    return -1;
  }
}
