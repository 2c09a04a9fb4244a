import { GrowingNumbers, longerThan } from './growing.ts';

/*
 * The frontier of a search that goes on with what it found last: numbers of states that are not expanded, and for every
 * state its parent, since its number no longer tells who found it, and the length of the path to it.
 */

const lengthAtFirst = 1 << 10;

export class DepthStack {
  /** Whether so many bytes may be taken besides those that are. */
  fits: (bytes: number) => boolean = () => true;
  readonly #frontier = new GrowingNumbers(lengthAtFirst);
  readonly #parents = new GrowingNumbers(lengthAtFirst);
  readonly #depths = new GrowingNumbers(lengthAtFirst);
  #count = 0;
  #known = 0;

  /** States that are not expanded. */
  get size(): number {
    return this.#count;
  }

  get byteLength(): number {
    return [this.#frontier, this.#parents, this.#depths].reduce((bytes, { view }) => bytes + view.byteLength, 0);
  }

  /** Makes room for so many states; false where a limit forbids it. */
  reserve(count: number): boolean {
    const waiting = this.#count + count - this.#known;
    return this.#has(this.#parents, count, true) && this.#has(this.#depths, count, true) && this.#has(this.#frontier, waiting, true);
  }

  /** Takes in the states up to `count - 1` that are not there yet, found from `parent` (-1: initial ones); the first of them is expanded next. */
  push(count: number, parent: number): void {
    this.#has(this.#parents, count, false);
    this.#has(this.#depths, count, false);
    this.#has(this.#frontier, this.#count + count - this.#known, false);
    const [frontier, parents, depths] = [this.#frontier.view, this.#parents.view, this.#depths.view];
    const depth = parent < 0 ? 0 : depths[parent]! + 1;
    for (let state = count - 1; state >= this.#known; state--) {
      parents[state] = parent + 1;
      depths[state] = depth;
      frontier[this.#count++] = state;
    }
    this.#known = count;
  }

  /** The next state to expand. */
  pop(): number {
    return this.#frontier.view[--this.#count]!;
  }

  parentOf(state: number): number {
    return this.#parents.view[state]! - 1;
  }

  depthOf(state: number): number {
    return this.#depths.view[state]!;
  }

  release(): void {
    for (const numbers of [this.#frontier, this.#parents, this.#depths]) numbers.release();
  }

  /** Has place for so many numbers; false where `isLimited` and there is no room. */
  #has(numbers: GrowingNumbers, count: number, isLimited: boolean): boolean {
    const { length } = numbers.view;
    if (count <= length) return true;
    const longer = Math.max(count, longerThan(length));
    if (isLimited && !this.fits(numbers.bytesToGrow(longer))) return false;
    numbers.grow(longer);
    return true;
  }
}
