import type { NumberFile } from '../disk/number_file.ts';

/*
 * The explored graph: for each state that was expanded, the steps out of it in the order in which they were found.
 *
 *   first    first[s] .. first[s + 1] - 1 are the edges of state s
 *   targets  the state that an edge leads to; `faulty` for a fault, which leads nowhere
 *   actions  the action of an edge
 */

export const faulty = 0xffff_ffff;

export interface Graph {
  /** Numbers of states, in the order of discovery, breadth first. */
  readonly stateCount: number;
  /** States 0 .. expanded - 1 have all their edges. */
  readonly expanded: number;
  readonly initial: readonly number[];
  readonly first: Uint32Array;
  readonly targets: Uint32Array;
  readonly actions: Uint32Array;
}

/** Where the parts of a growing graph are kept. */
export interface GraphFiles {
  readonly first: NumberFile;
  readonly targets: NumberFile;
  readonly actions: NumberFile;
}

/** Notes edges as the search finds them, until there is no memory for more: then the whole graph is dropped. */
export class GraphRecorder {
  readonly initial: Set<number> = new Set();
  isDropped = false;
  /** The checkpoint that it was to go on from had no whole graph. */
  isCutOff = false;
  /** Whether so many bytes may be taken besides those that are. */
  fits: (bytes: number) => boolean = () => true;
  #first: Uint32Array = new Uint32Array(1 << 10);
  #targets: Uint32Array = new Uint32Array(1 << 12);
  #actions: Uint32Array = new Uint32Array(1 << 12);
  #states = 0;
  #edges = 0;

  get byteLength(): number {
    return this.#first.byteLength + this.#targets.byteLength + this.#actions.byteLength;
  }

  /** The edges that follow leave the next state. */
  begin(): void {
    if (this.#states + 1 >= this.#first.length && !this.#grow(this.#first.byteLength * 2, () => this.#growStates())) return;
    this.#first[this.#states++] = this.#edges;
  }

  edge(action: number, target: number): void {
    if (this.#edges === this.#targets.length && !this.#grow(this.#targets.byteLength * 4, () => this.#growEdges())) return;
    this.#targets[this.#edges] = target;
    this.#actions[this.#edges++] = action;
  }

  /** Forgets the graph, and takes no memory from then on. */
  drop(): void {
    this.isDropped = true;
    this.#first = this.#targets = this.#actions = new Uint32Array(0);
    this.#states = this.#edges = 0;
  }

  /** Begins with an empty graph. */
  restart(): void {
    this.isDropped = this.isCutOff = false;
    this.#first = new Uint32Array(1 << 10);
    this.#targets = new Uint32Array(1 << 12);
    this.#actions = new Uint32Array(1 << 12);
    this.#states = this.#edges = 0;
  }

  #grow(bytes: number, grow: () => void): boolean {
    if (this.isDropped) return false;
    try {
      if (this.fits(bytes)) {
        grow();
        return true;
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    this.drop();
    return false;
  }

  #growStates(): void {
    this.#first = doubled(this.#first);
  }

  #growEdges(): void {
    this.#targets = doubled(this.#targets);
    this.#actions = doubled(this.#actions);
  }

  /** What has grown since `save` was called last goes to the files, as far as it is about the first `states` states. */
  save({ first, targets, actions }: GraphFiles, states: number): void {
    const edges = states < this.#states ? this.#first[states]! : this.#edges;
    first.append(this.#first.subarray(first.length, Math.min(states, this.#states)));
    targets.append(this.#targets.subarray(targets.length, edges));
    actions.append(this.#actions.subarray(actions.length, edges));
  }

  /** Takes back what `save` wrote; drops the graph where not all of the expanded states are there. */
  restore({ first, targets, actions }: GraphFiles, initial: readonly number[], expanded: number): void {
    for (const state of initial) this.initial.add(state);
    this.isCutOff = first.length !== expanded;
    if (this.isCutOff) this.drop();
    while (!this.isDropped && this.#first.length <= first.length + 1) this.#grow(this.#first.byteLength * 2, () => this.#growStates());
    while (!this.isDropped && this.#targets.length <= targets.length) this.#grow(this.#targets.byteLength * 4, () => this.#growEdges());
    if (this.isDropped) return;
    this.#states = first.length;
    this.#edges = targets.length;
    first.read(0, this.#first.subarray(0, first.length));
    targets.read(0, this.#targets.subarray(0, targets.length));
    actions.read(0, this.#actions.subarray(0, actions.length));
  }

  /** The graph, or null where it was dropped; where the search stopped in the middle, the state that was being expanded does not count as expanded. */
  graph(stateCount: number, finished: boolean): Graph | null {
    if (this.isDropped) return null;
    this.#first[this.#states] = this.#edges;
    const expanded = finished ? this.#states : Math.max(0, this.#states - 1);
    return { stateCount, expanded, initial: [...this.initial], first: this.#first, targets: this.#targets, actions: this.#actions };
  }
}

function doubled(array: Uint32Array): Uint32Array {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
