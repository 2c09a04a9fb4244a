import { GrowingNumbers, longerThan } from './growing.ts';

/*
 * The states that steps lead to, as the search over packed states found them, for steps that are taken again later: they need not be
 * looked up then. That is all that is kept of a step, and only where there is memory for it.
 *
 *   targets  one number for each step that does not end in a fault, in the order of the search
 *   offsets  by state, where those of it begin, or `notRecorded`
 *
 * Where states have many steps only those of some blocks of states are recorded, and where memory is short only those of the first ones.
 * Memory that was touched is not given back to anybody but another search, so it stays counted.
 */

/** Targets that are recorded for each state, on average. */
export const targetsPerState = 5;
/** In place of an offset. */
export const notRecorded = 0xffff_ffff;

export class RecordedTargets {
  /** No more are recorded. */
  isFull = false;
  /** Whether so many bytes may be taken besides those that are. */
  fits: (bytes: number) => boolean = () => true;
  /** Hears that no more are recorded. */
  onFull: () => void = () => undefined;
  readonly #targets = new GrowingNumbers(1 << 12);
  readonly #offsets = new GrowingNumbers(1 << 12);

  get targets(): Uint32Array {
    return this.#targets.view;
  }

  get offsets(): Uint32Array {
    return this.#offsets.view;
  }

  get byteLength(): number {
    return this.targets.byteLength + this.offsets.byteLength;
  }

  /** Makes room for so many states; true where the arrays are others now. */
  reserve(states: number): boolean {
    const { length } = this.offsets;
    if (this.isFull || states <= length) return false;
    this.#grow(this.#offsets, Math.max(states, longerThan(length)));
    return true;
  }

  /** Makes room for more targets. */
  more(): void {
    const { length } = this.targets;
    if (!this.isFull) this.#grow(this.#targets, longerThan(length));
  }

  /** Gives the memory back; the numbers are void. */
  release(): void {
    for (const numbers of [this.#targets, this.#offsets]) numbers.release();
  }

  #grow(numbers: GrowingNumbers, length: number): void {
    try {
      if (this.fits(numbers.bytesToGrow(length))) {
        numbers.grow(length);
        return;
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    this.isFull = true;
    this.onFull();
  }
}
