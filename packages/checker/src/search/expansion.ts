import type { TransitionSystem } from '@mmspec/system';
import { Judging } from '../judging.ts';
import type { Canonical } from '../reductions/symmetry/canonical.ts';
import { codecOf } from '../store/codec.ts';
import type { Codec } from '../store/codec.ts';
import { StateStore, storeFull } from '../store/state_store.ts';
import { hashOf } from '../store/table.ts';
import { fullText } from './limits.ts';
import type { SearchLimits } from './limits.ts';

/** What a search explores. */
export interface Explored {
  readonly system: TransitionSystem;
  /** Indices of the properties that are judged; all where it is left out. */
  readonly properties: readonly number[] | undefined;
  /** What reduces states before they are kept; null: nothing does. */
  readonly canonical: Canonical | null;
  readonly limits: SearchLimits;
  /** Steps are counted, and not only marked as taken. */
  readonly counts: boolean;
}

/** Expanding states, one at a time: their steps, the states that these lead to, and what is found on the way. */
export class Expansion {
  readonly system: TransitionSystem;
  readonly canonical: Canonical | null;
  readonly limits: SearchLimits;
  readonly codec: Codec;
  readonly store: StateStore;
  readonly judging: Judging;
  /** By action: how often it was taken; only whether, where `counts` is not set. */
  readonly taken: Float64Array;
  readonly counts: boolean;
  transitions = 0;
  /** Steps to the farthest state found. */
  depth = 0;
  /** Steps to a state that is found now. */
  depthNow = 0;
  /** Steps to a state whose representative may not be the only one of its orbit. */
  approximate = 0;
  /** Why the search cannot go on, or the empty text. */
  stopped = '';
  /** The number of the state being expanded; -1 for the initial states. */
  current = -1;
  /** The values of the state being expanded, and of the one that a step leads to. */
  readonly state: Int32Array;
  readonly after: Int32Array;
  readonly #candidate: Uint32Array;
  readonly #representative: Int32Array;
  /** Makes room for an initial state. */
  readonly #makeRoom: () => boolean;
  /** Steps and faults of the state being expanded. */
  #successors = 0;

  constructor({ system, properties, canonical, limits, counts }: Explored, makeRoom: () => boolean) {
    const { statesMax, memoryMax } = limits;
    this.system = system;
    this.canonical = canonical;
    this.limits = limits;
    this.counts = counts;
    this.#makeRoom = makeRoom;
    this.codec = codecOf(system.slots);
    this.store = new StateStore(this.codec.layout.wordCount, statesMax, memoryMax);
    this.judging = new Judging(system, properties);
    this.taken = new Float64Array(system.actions.length);
    this.state = new Int32Array(system.slots.length);
    this.after = new Int32Array(system.slots.length);
    this.#candidate = new Uint32Array(this.codec.layout.wordCount);
    this.#representative = canonical === null ? this.after : new Int32Array(system.slots.length);
  }

  /** Enters the initial states. */
  enterInitial(): void {
    this.system.initial(this.after, this.#emit, this.#fault);
  }

  /** Takes all steps out of a state of the store. */
  expand(index: number): void {
    this.current = index;
    this.#successors = 0;
    this.codec.unpack(this.store.words, index * this.codec.layout.wordCount, this.state);
    this.system.successors(this.state, this.after, this.#emit, this.#fault);
    if (this.#successors === 0) this.judging.stuck(this.state, this.depthNow - 1);
  }

  /** The number of a state in the store; -1 where it is not there. */
  numberOf(kept: Int32Array): number {
    this.codec.pack(kept, this.#candidate);
    return this.store.find(this.#candidate, 0, hashOf(this.#candidate, 0, this.codec.layout.wordCount));
  }

  readonly #emit = (action: number, flags: number): void => {
    if (this.stopped !== '') return;
    this.#successors++;
    const canonical = this.canonical;
    if (canonical !== null) {
      this.#representative.set(this.after);
      if (!canonical.reduce(this.#representative)) this.approximate++;
    }
    this.codec.pack(this.#representative, this.#candidate);
    const hash = hashOf(this.#candidate, 0, this.codec.layout.wordCount);
    let before = this.store.count;
    let index = this.store.insert(this.#candidate, hash);
    // Later on the packed code makes room.
    if (index === storeFull && this.current < 0 && this.#makeRoom()) {
      before = this.store.count;
      index = this.store.insert(this.#candidate, hash);
    }
    if (index === storeFull) {
      this.stopped ||= fullText(this.limits, this.store.count >= this.limits.statesMax);
      return;
    }
    if (index === before) {
      this.depth = Math.max(this.depth, this.depthNow);
      if (this.judging.openOnStates.length > 0) this.judging.state(this.after, this.#representative, this.depthNow);
    }
    if (this.current < 0) return;
    this.transitions++;
    if (this.counts) this.taken[action]! += 1;
    else this.taken[action] = 1;
    if (this.judging.openOnSteps.length > 0) this.judging.step(this.state, this.after, action, this.depthNow);
    if (flags !== 0) this.judging.flags(this.state, this.after, action, flags, this.depthNow);
  };

  readonly #fault = (action: number, property: number, flags = 0): void => {
    if (this.stopped !== '') return;
    this.#successors++;
    if (this.current < 0) {
      this.judging.fault(property, 0, null, action, 0);
      return;
    }
    if (this.counts) this.taken[action]! += 1;
    else this.taken[action] = 1;
    this.judging.fault(property, flags, this.state, action, this.depthNow);
  };
}
