import { now } from '@mmspec/checker';
import { compiled } from './limited.ts';
import type { Compiled, CompileLimits, TimedBudget } from './limited.ts';

/** Milliseconds for which work goes on with what nobody has asked for yet. */
const goesOnFor = 10;
/** So many outcomes wait to be asked for, at most. */
const waitingMost = 16;

/**
 * Compiles for one key after the other, in the order in which they will be asked for; of small ones some in one go: to watch the time of a piece
 * of work takes a thread, and longer than a small one does. What is made before it is asked for must show nowhere else.
 */
export class InAdvance<K> {
  readonly #keys: readonly K[];
  readonly #made = new Map<K, Compiled<unknown>>();
  /** Was begun, and stopped when the time was over. */
  #slow: K | null = null;

  constructor(keys: readonly K[]) {
    this.#keys = keys;
  }

  /** What `make` gives for a key, within the limits: throws as `compiled` does. All keys are to be asked for with the same `make`. */
  async of<T>(key: K, limits: CompileLimits, make: (key: K, budget: TimedBudget) => T): Promise<Compiled<T>> {
    const known = this.#made.get(key);
    if (known !== undefined) {
      this.#made.delete(key);
      return known as Compiled<T>;
    }
    // Others have run what was made for nothing.
    this.#made.clear();
    return compiled(
      { ...limits, isLong: limits.isLong === true || this.#slow === key },
      (budget) => make(key, budget),
      (budget) => this.#goOn(key, budget, make),
    );
  }

  #goOn(key: K, budget: TimedBudget, make: (key: K, budget: TimedBudget) => unknown): void {
    const start = now();
    let began = start;
    for (let at = this.#keys.indexOf(key) + 1; at > 0 && at < this.#keys.length && began - start < goesOnFor && this.#made.size < waitingMost; at++) {
      const next = this.#keys[at]!;
      this.#slow = next;
      try {
        const value = make(next, budget);
        const end = now();
        this.#made.set(next, { value, spent: (end - began) / 1000 });
        began = end;
      } catch {
        // It is thrown again when its turn comes.
        began = Infinity;
      }
      this.#slow = null;
    }
  }
}
