import type { TransitionSystem } from '@mmspec/system';
import { codecOf } from '../store/codec.ts';
import type { Codec } from '../store/codec.ts';
import { GrowingNumbers } from '../store/growing.ts';
import { now, turn } from '../store/host.ts';
import type { ExploreOptions, Path } from '../options.ts';
import { StateStore, storeFull } from '../store/state_store.ts';
import { hashOf } from '../store/table.ts';
import { Buckets } from './buckets.ts';
import type { Product } from './product.ts';

/** Limits and observers, as of `explore`. */
export type ProductOptions = Pick<ExploreOptions, 'statesMax' | 'memoryMax' | 'timeMax' | 'spent' | 'signal' | 'onPause' | 'onProgress'>;

/** A path through the product. */
export interface ProductPath extends Path {
  /** The mode after each state: one more than actions, also after a fault. */
  readonly modes: readonly number[];
  /** The mode right after each step, before the automaton went on without one; of the beginning, that in which it starts. */
  readonly entered: readonly number[];
}

export interface ProductResult {
  /** The path that the automaton accepts; null where there is none, or the search did not finish. */
  readonly accepted: ProductPath | null;
  /** A path on which the automaton comes as far as it can; null where there is no initial state. */
  readonly farthest: ProductPath | null;
  /** The first paths that it accepts, as many as were wanted. */
  readonly all: readonly ProductPath[];
  readonly finished: boolean;
  readonly reason: string;
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
}

const sliceMilliseconds = 100;
/** Steps without an action in `actions`: none was taken. */
const rests = -1;
const bytesOfNode = 12;

/** Searches for a path that an automaton accepts, until there is one or everything was seen. */
export async function searchProduct(product: Product, options: ProductOptions = {}): Promise<ProductResult> {
  const search = new ProductSearch(product, options);
  const start = now();
  let last = start;
  const late = (): string =>
    options.timeMax !== undefined && (now() - start) / 1000 + (options.spent ?? 0) > options.timeMax ? `the limit of ${options.timeMax} s was reached` : '';
  const cancelled = (): string => (options.signal?.aborted === true ? 'it was cancelled' : '');
  let reason = cancelled();
  if (reason === '') search.begin();
  while (reason === '' && search.full === '' && !search.isDone && search.expandSome()) {
    reason = late();
    const time = now();
    if (time - last < sliceMilliseconds) continue;
    options.onProgress?.({
      states: search.states,
      transitions: search.transitions,
      depth: search.depthMax,
      waiting: 0,
      memoryBytes: search.memoryBytes,
      explored: null,
      seconds: (time - start) / 1000,
    });
    options.onPause?.();
    await turn();
    last = now();
    reason ||= cancelled();
  }
  reason ||= search.acceptedNode < 0 ? search.full : '';
  const result: ProductResult = {
    accepted: search.acceptedNode < 0 ? null : search.pathTo(search.acceptedNode),
    farthest: search.farthestNode < 0 ? null : search.pathTo(search.farthestNode),
    all: search.acceptedNodes.map((node) => search.pathTo(node)),
    finished: reason === '',
    reason,
    states: search.states,
    transitions: search.transitions,
    seconds: (now() - start) / 1000,
  };
  search.release();
  return result;
}

class ProductSearch {
  transitions = 0;
  depthMax = 0;
  farthestNode = -1;
  readonly acceptedNodes: number[] = [];
  /** Why no more states can be kept. */
  full = '';
  readonly #system: TransitionSystem;
  readonly #product: Product;
  readonly #codec: Codec;
  readonly #store: StateStore;
  readonly #limits: ProductOptions;
  readonly #queue = new Buckets();
  readonly #parents = new GrowingNumbers(1 << 10);
  readonly #actions = new GrowingNumbers(1 << 10);
  readonly #depths = new GrowingNumbers(1 << 10);
  readonly #values: Int32Array;
  readonly #next: Int32Array;
  readonly #entering: Int32Array;
  readonly #words: Uint32Array;
  #progressMax = -1;
  readonly #stepsPerSlice = 256;

  constructor(product: Product, limits: ProductOptions) {
    const { system, automaton } = product;
    this.#product = product;
    this.#system = system;
    this.#limits = limits;
    this.#codec = codecOf([...system.slots, { name: 'mode', min: 0, max: Math.max(1, automaton.modes - 1) }]);
    this.#store = new StateStore(this.#codec.layout.wordCount, limits.statesMax ?? Infinity, limits.memoryMax ?? Infinity);
    const size = system.slots.length;
    this.#values = new Int32Array(size + 1);
    this.#entering = new Int32Array(size + 1);
    this.#next = new Int32Array(size);
    this.#words = new Uint32Array(this.#codec.layout.wordCount);
  }

  /** As many paths were found as are wanted. */
  get isDone(): boolean {
    return this.acceptedNodes.length >= (this.#product.wanted ?? 1);
  }

  /** -1: none. */
  get acceptedNode(): number {
    return this.acceptedNodes[0] ?? -1;
  }

  get states(): number {
    return this.#store.count;
  }

  get memoryBytes(): number {
    return this.#store.byteLength + this.states * bytesOfNode;
  }

  begin(): void {
    this.#system.initial(
      this.#next,
      () => this.#enter(this.#next, this.#product.automaton.start, -1, rests),
      () => undefined,
    );
  }

  /** Expands some states; false where none is left. */
  expandSome(): boolean {
    for (let count = 0; count < this.#stepsPerSlice; count++) {
      const node = this.#queue.take();
      if (node < 0) return false;
      this.#expand(node);
      if (this.isDone || this.full !== '') return true;
    }
    return true;
  }

  #expand(node: number): void {
    const { automaton, taken } = this.#product;
    const size = this.#system.slots.length;
    this.#codec.unpack(this.#store.words, node * this.#codec.layout.wordCount, this.#values);
    const mode = this.#values[size]!;
    if (automaton.isOver(mode)) return;
    const before = this.#values.slice(0, size);
    const moves = new Uint8Array(this.#system.actors.length);
    let isStuck = true;
    const path = (): Path => this.pathTo(node);
    const moved = (action: number): boolean => {
      isStuck = false;
      const actor = this.#system.actions[action]!.actor;
      if (actor >= 0) moves[actor] = 1;
      return taken[action] === 1 && automaton.allows(mode, action);
    };
    this.#system.successors(
      before,
      this.#next,
      (action, flags) => {
        if (!moved(action)) return;
        this.transitions++;
        const after = this.#next;
        automaton.step(mode, { action, before, after, flags, fault: -1, path }, (other) => this.#enter(after, other, node, action));
      },
      (action, fault) => {
        if (!moved(action)) return;
        this.transitions++;
        automaton.step(mode, { action, before, after: null, flags: 0, fault, path }, (other) => this.#enter(before, other, node, action));
      },
    );
    automaton.rest(mode, { state: before, moves, isStuck, path }, (other) => this.#enter(before, other, node, rests));
  }

  #enter(state: Int32Array, mode: number, parent: number, action: number): void {
    const { automaton, search } = this.#product;
    if (this.full !== '' || this.isDone) return;
    const progress = automaton.progress(mode);
    const isHopeless = automaton.isHopeless(mode, state);
    // How far it can come is told of what has no hope, too.
    if (isHopeless && progress <= this.#progressMax) return;
    this.#entering.set(state);
    this.#entering[state.length] = mode;
    this.#codec.pack(this.#entering, this.#words);
    const known = this.#store.count;
    const node = this.#store.insert(this.#words, hashOf(this.#words, 0, this.#words.length));
    if (node === storeFull || this.memoryBytes > (this.#limits.memoryMax ?? Infinity)) {
      this.full =
        this.#store.count >= (this.#limits.statesMax ?? Infinity)
          ? `the limit of ${this.#limits.statesMax} states was reached`
          : 'the memory that it may use is full';
      return;
    }
    if (node < known) return;
    this.#note(node, parent, action);
    if (progress > this.#progressMax) {
      this.#progressMax = progress;
      this.farthestNode = node;
    }
    if (isHopeless) return;
    if (automaton.accepts(mode, state)) this.acceptedNodes.push(node);
    else this.#queue.put(node, search === 'short' ? this.#depths.view[node]! : automatonDistance(progress));
  }

  #note(node: number, parent: number, action: number): void {
    for (const numbers of [this.#parents, this.#actions, this.#depths]) if (node >= numbers.view.length) numbers.grow(numbers.view.length * 2);
    this.#parents.view[node] = parent;
    this.#actions.view[node] = action;
    const depth = parent < 0 ? 0 : this.#depths.view[parent]! + (action === rests ? 0 : 1);
    this.#depths.view[node] = depth;
    if (depth > this.depthMax) this.depthMax = depth;
  }

  pathTo(node: number): ProductPath {
    const states: Int32Array[] = [];
    const actions: number[] = [];
    const modes: number[] = [];
    const entered: number[] = [];
    const size = this.#system.slots.length;
    let wasRest = false;
    for (let at = node; at >= 0;) {
      const values = new Int32Array(size + 1);
      this.#codec.unpack(this.#store.words, at * this.#codec.layout.wordCount, values);
      const mode = values[size]!;
      const parent = this.#parents.view[at]! | 0;
      const action = this.#actions.view[at]! | 0;
      // Of states that follow each other without a step the last one counts.
      if (!wasRest) {
        // A fault has no state after it.
        if (!this.#product.automaton.isFault(mode) || action === rests) states.unshift(values.slice(0, size));
        modes.unshift(mode);
      }
      wasRest = action === rests && parent >= 0;
      if (!wasRest) entered.unshift(mode);
      if (parent >= 0 && !wasRest) actions.unshift(action);
      at = parent;
    }
    return { states, actions, modes, entered };
  }

  release(): void {
    this.#store.release();
    for (const numbers of [this.#parents, this.#actions, this.#depths]) numbers.release();
  }
}

/** What has come farther is expanded first. */
const farthestFirst = 1 << 12;

function automatonDistance(progress: number): number {
  return Math.max(0, farthestFirst - progress);
}
