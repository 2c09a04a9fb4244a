/** A spec, a unit of its checks, or a part of an audit. */
export type Part = `${number}` | `${number} ${number}`;

/** Milliseconds for which whoever is interrupted waits for all others together. */
const patience = 1000;

/** What others have found of the parts that they have taken, for who waits for one of them. */
export class Answers<T> {
  readonly #found: Map<Part, T | null> = new Map();
  /** One is waited for at a time. */
  #waiting: { readonly part: Part; readonly resolve: () => void } | null = null;
  #isBroken = false;
  /** When nobody who was interrupted waits any more. */
  #last: number | null = null;

  get isAwaited(): boolean {
    return this.#waiting !== null;
  }

  put(part: Part, found: T | null): void {
    this.#found.set(part, found);
    if (this.#waiting?.part === part) this.#goOn();
  }

  /** What was found of a part, once it is there; null: whoever waits is to find it out himself. */
  async of(part: Part): Promise<T | null> {
    if (!this.#found.has(part) && !this.#isBroken)
      await new Promise<void>((resolve) => {
        this.#waiting = { part, resolve };
      });
    return this.#found.get(part) ?? null;
  }

  /** After an interruption: the same where it is there soon. Whoever looks for something has heard of it too, and ends. */
  async soon(part: Part): Promise<T | null> {
    this.#last ??= Date.now() + patience;
    const left = this.#last - Date.now();
    if (this.#found.has(part) || left <= 0) return this.#found.get(part) ?? null;
    const timer = setTimeout(() => this.#goOn(), left);
    const found = await this.of(part);
    clearTimeout(timer);
    return found;
  }

  /** Somebody has ended, with whatever he had taken: nobody waits any more. */
  break(): void {
    this.#isBroken = true;
    this.#goOn();
  }

  #goOn(): void {
    this.#waiting?.resolve();
    this.#waiting = null;
  }
}
