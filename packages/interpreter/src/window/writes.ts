/*
 * Whether a step stores on every way through its text.
 */

/** What happens on a way: a store; a store, or something that may have been one. */
interface OnWay {
  readonly stored: boolean;
  readonly tried: boolean;
}

const nothing: OnWay = { stored: false, tried: false };
const everything: OnWay = { stored: true, tried: true };

/** What is found of the stores of a text while it is walked through. */
export class Writes {
  /** There is a store somewhere. */
  any = false;
  #here = nothing;
  /** What is missing on some way out of the text. */
  #missing = nothing;

  /** The text may come to its end without a store, though there is one. */
  get mayFail(): boolean {
    return this.any && (this.#missing.stored || !this.#here.stored);
  }

  /** It may return before it has tried to store, as atomic_add_unless() does, and cmpxchg() does not: it has loaded then, and nothing else. */
  get mayOnlyLoad(): boolean {
    return this.any && (this.#missing.tried || !this.#here.tried);
  }

  store(): void {
    this.any = true;
    this.#here = everything;
  }

  /** A built-in that stores only in some cases; an exchange is one access of the processor even so. */
  mayStore(isExchange: boolean): void {
    this.any = true;
    if (isExchange) this.#here = { ...this.#here, tried: true };
  }

  /** A way out of the text: nothing follows on it. */
  leave(): void {
    const { stored, tried } = this.#here;
    this.#missing = { stored: this.#missing.stored || !stored, tried: this.#missing.tried || !tried };
    this.#here = everything;
  }

  /** One of several ways; a store that is on all of them happens. One that is on some of them is a compare-and-exchange, written out. */
  oneOf(ways: readonly (() => void)[]): void {
    const before = this.#here;
    const after = ways.map((way) => {
      this.#here = before;
      way();
      return this.#here;
    });
    this.#here = { stored: after.every(({ stored }) => stored), tried: after.some(({ tried }) => tried) };
  }

  /** The body of an operation, whose ways out lead on behind its call. */
  called(body: () => void): void {
    const [before, outside] = [this.#here, this.#missing];
    this.#missing = nothing;
    body();
    const { stored, tried } = this.#missing;
    this.#here = { stored: stored ? before.stored : this.#here.stored, tried: tried ? before.tried : this.#here.tried };
    this.#missing = outside;
  }
}
