import { Numbers } from '../numbers.ts';

/** Parts of one kind, each once, by numbers from 0 on. */
export class Distinct<T> {
  readonly #numbers = new Numbers();
  readonly all: T[] = [];

  /** The number of a part; `text`: equal for parts that are one. */
  of(text: string, part: T): number {
    const number = this.#numbers.of(text);
    if (number === this.all.length) this.all.push(part);
    return number;
  }
}
