/*
 * Edges out of the first states of a search, for looking at them again and again.
 *
 *   first    first[s] .. first[s + 1] - 1 are the edges of state s
 *   targets  the state that an edge leads to; `nowhere` for a fault, or a state that is not kept
 *   actions  the action of an edge
 */

export const nowhere = 0xffff_ffff;

export interface Graph {
  /** States 0 .. expanded - 1 have all their edges. */
  readonly expanded: number;
  readonly first: Uint32Array;
  readonly targets: Uint32Array;
  readonly actions: Uint32Array;
}

/** Notes edges as they are found. */
export class GraphRecorder {
  #first: Uint32Array = new Uint32Array(1 << 10);
  #targets: Uint32Array = new Uint32Array(1 << 12);
  #actions: Uint32Array = new Uint32Array(1 << 12);
  #states = 0;
  #edges = 0;

  /** The edges that follow leave the next state. */
  begin(): void {
    if (this.#states + 1 >= this.#first.length) this.#first = doubled(this.#first);
    this.#first[this.#states++] = this.#edges;
  }

  edge(action: number, target: number): void {
    if (this.#edges === this.#targets.length) {
      this.#targets = doubled(this.#targets);
      this.#actions = doubled(this.#actions);
    }
    this.#targets[this.#edges] = target;
    this.#actions[this.#edges++] = action;
  }

  graph(): Graph {
    this.#first[this.#states] = this.#edges;
    return { expanded: this.#states, first: this.#first, targets: this.#targets, actions: this.#actions };
  }
}

function doubled(array: Uint32Array): Uint32Array {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
