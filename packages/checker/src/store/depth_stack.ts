/*
 * The frontier of a search that goes on with what it found last: numbers of states that are not expanded, and for every
 * state its parent, since its number no longer tells who found it, and the length of the path to it.
 */

export class DepthStack {
  #frontier: Uint32Array = new Uint32Array(1 << 10);
  #count = 0;
  #known = 0;
  #parents: Int32Array = new Int32Array(1 << 10);
  #depths: Int32Array = new Int32Array(1 << 10);

  /** States that are not expanded. */
  get size(): number {
    return this.#count;
  }

  get byteLength(): number {
    return this.#frontier.byteLength + this.#parents.byteLength + this.#depths.byteLength;
  }

  /** Takes in the states up to `count - 1` that are not there yet, found from `parent` (-1: initial ones); the first of them is expanded next. */
  push(count: number, parent: number): void {
    while (count > this.#parents.length) {
      this.#parents = doubled(this.#parents);
      this.#depths = doubled(this.#depths);
    }
    while (this.#count + count - this.#known > this.#frontier.length) this.#frontier = doubled(this.#frontier);
    const depth = parent < 0 ? 0 : this.#depths[parent]! + 1;
    for (let state = count - 1; state >= this.#known; state--) {
      this.#parents[state] = parent;
      this.#depths[state] = depth;
      this.#frontier[this.#count++] = state;
    }
    this.#known = count;
  }

  /** The next state to expand. */
  pop(): number {
    return this.#frontier[--this.#count]!;
  }

  parentOf(state: number): number {
    return this.#parents[state]!;
  }

  depthOf(state: number): number {
    return this.#depths[state]!;
  }
}

function doubled<Numbers extends Int32Array | Uint32Array>(array: Numbers): Numbers {
  const larger = new (array.constructor as new (length: number) => Numbers)(array.length * 2);
  larger.set(array);
  return larger;
}
