import { GrowingNumbers } from './growing.ts';

/*
 * The states that steps lead to, as the search over packed states found them, for steps that are taken again later: they need not be
 * looked up then. That is all that is kept of a step, and only where there is memory for it.
 *
 *   targets  one number for each step that does not end in a fault, in the order of the search
 *   offsets  by state, where those of it begin
 */

/** More bytes a state are not spent. */
const bytesPerState = 48;
/** States below which that is not looked at. */
const statesAtLeast = 1 << 16;

export class RecordedTargets {
  isDropped = false;
  /** Whether so many bytes may be taken besides those that are. */
  fits: (bytes: number) => boolean = () => true;
  /** Hears that there are none any more. */
  onDrop: () => void = () => undefined;
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
    if (this.isDropped || states <= length) return false;
    this.#grow(this.#offsets, Math.max(states, length < 1 << 18 ? 2 * length : length + (length >> 2)));
    return true;
  }

  /** Makes room for more targets of a search with so many states. */
  more(states: number): void {
    const { length } = this.targets;
    const longer = length < 1 << 18 ? 2 * length : length + (length >> 2);
    if (4 * longer > bytesPerState * Math.max(states, statesAtLeast)) this.drop();
    else this.#grow(this.#targets, longer);
  }

  /** Gives the memory back, and takes none from then on. */
  drop(): void {
    if (this.isDropped) return;
    this.isDropped = true;
    for (const numbers of [this.#targets, this.#offsets]) numbers.release();
    this.onDrop();
  }

  #grow(numbers: GrowingNumbers, length: number): void {
    if (this.isDropped) return;
    try {
      if (this.fits(numbers.bytesToGrow(length))) numbers.grow(length);
      else this.drop();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.drop();
    }
  }
}
