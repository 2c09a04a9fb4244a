import { wantsOneState } from '@mmspec/system';
import type { TransitionSystem } from '@mmspec/system';
import type { Journal, Moment } from '../disk/journal.ts';
import { CheckpointRefused } from '../disk/refused.ts';
import { SpilledStates } from '../disk/spilled.ts';
import type { ExploreOptions } from '../options.ts';
import type { UsablePartialOrder } from '../reductions/partial_order/usable.ts';
import type { Canonical } from '../reductions/symmetry/canonical.ts';
import { RecordedTargets } from '../store/recorded_targets.ts';
import { blockStates } from '../store/state_store.ts';
import type { KeptStates, Steps } from '../temporal/steps.ts';
import { BreadthFrontier } from './breadth.ts';
import type { BreadthFirst } from './breadth_first.ts';
import { Checkpoints } from './checkpoints.ts';
import { DepthFrontier } from './depth.ts';
import { Expansion } from './expansion.ts';
import type { Frontier, PackedExpansion } from './frontier.ts';
import { Levels } from './levels.ts';
import { fullText, limitsOf } from './limits.ts';
import { packedExpansion } from './packed_expansion.ts';
import { SpilledFrontier } from './spilled.ts';

/** States from which on the packed code is worth its making. */
const packedFromDefault = 10_000;
/** The same where steps are chosen or states renamed, which takes longer over values. */
const packedFromReduced = 2000;

/** Of the memory that there may be, how much may be taken when targets of steps are still recorded: the rest is for what has to be there. */
const recordedShare = 1 / 4;

/** What a search keeps of states and steps, and which state comes next. */
export interface SearchPlan {
  readonly canonical: Canonical | null;
  /** Null, or without one: all steps are taken. */
  readonly order: UsablePartialOrder | null;
  readonly isOnGraph: boolean;
  readonly isDepthFirst: boolean;
}

/** The search: takes the states of a frontier in order, and all steps out of each. */
export class Search {
  readonly expansion: Expansion;
  readonly levels: Levels = new Levels();
  readonly #checkpoints: Checkpoints;
  readonly #breadth: BreadthFirst;
  #frontier: Frontier;
  /** Left out: not made yet; null: the system has none. */
  #packed?: PackedExpansion | null;
  /** States from which on the packed code is made. */
  readonly #packedFrom: number;
  readonly #isOnGraph: boolean;
  readonly #until: readonly number[];
  /** What is kept of steps that are taken again; null: they are not. */
  readonly targets: RecordedTargets | null;

  constructor(system: TransitionSystem, options: ExploreOptions, { canonical, order, isOnGraph, isDepthFirst }: SearchPlan) {
    const isRenamed = canonical !== null && canonical.families.length > 0;
    const limits = limitsOf(system, options, { isOnGraph, isDepthFirst, isRenamed });
    this.#isOnGraph = isOnGraph;
    this.#until = (options.until ?? []).filter((property) => !wantsOneState(system.properties[property]!.kind));
    // Only the packed code makes room on a disk.
    this.#packedFrom = limits.spill !== null ? 0 : (options.packedFrom ?? (isRenamed || order?.order != null ? packedFromReduced : packedFromDefault));
    this.expansion = new Expansion({ system, properties: options.properties, canonical, limits, counts: options.countSteps === true }, () =>
      this.#frontier.makeRoom(),
    );
    this.targets = isOnGraph ? new RecordedTargets() : null;
    // A search in files notes of each state of the store whether its file has it; its buffers are of one size.
    const { store } = this.expansion;
    store.beside = () => (this.targets?.byteLength ?? 0) + (isDepthFirst ? this.#frontier.byteLength : 0) + (limits.spill === null ? 0 : store.count);
    if (this.targets !== null) this.targets.fits = (bytes) => this.memoryBytes + bytes <= limits.memoryMax * recordedShare;
    this.#checkpoints = new Checkpoints(this.expansion, this.levels);
    this.#breadth = {
      expansion: this.expansion,
      levels: this.levels,
      checkpoints: this.#checkpoints,
      packed: () => this.#packed ?? null,
      handOver: (frontier) => {
        this.#frontier = frontier;
      },
    };
    this.#frontier = isDepthFirst ? new DepthFrontier(this.expansion) : new BreadthFrontier(this.#breadth);
  }

  get frontier(): Frontier {
    return this.#frontier;
  }

  /** States of which all steps were taken; breadth first. */
  get expanded(): number {
    return this.expansion.stopped === '' ? this.levels.next : Math.max(0, this.levels.next - 1);
  }

  get memoryBytes(): number {
    return this.expansion.store.byteLength + (this.targets?.byteLength ?? 0) + this.#frontier.byteLength;
  }

  /** There is a checkpoint. */
  get isKept(): boolean {
    return this.#checkpoints.journal?.isCommitted === true;
  }

  /** There is evidence about every property; about those of the whole graph only its end has any. */
  get isDecided(): boolean {
    return !this.#isOnGraph && this.expansion.judging.isDecided;
  }

  /** One of the properties that end the search is violated. */
  get isEnough(): boolean {
    const { found } = this.expansion.judging;
    return this.#until.some((property) => found[property] != null);
  }

  /** The states that were found and their steps, where all are in memory. */
  get kept(): KeptStates {
    const { system, store, codec, canonical } = this.expansion;
    return { system, store, codec, canonical, stateCount: store.count, expanded: this.expanded, initialCount: this.levels.bounds[1] ?? store.count };
  }

  /** The steps out of these states; `plain` are the same. */
  steps(plain: Steps): Steps {
    return this.#packed?.steps(plain) ?? plain;
  }

  /** Which limit was reached. */
  fullText(isFullOfStates: boolean): string {
    return fullText(this.expansion.limits, isFullOfStates);
  }

  /** Enters the initial states. Checkpoints, if any, go to the journal. */
  begin(journal: Journal | null): void {
    this.#checkpoints.journal = journal;
    this.expansion.enterInitial();
    this.#frontier.begun();
  }

  /** Expands some states; false when none is left. */
  expandSome(): boolean {
    if (this.expansion.stopped !== '') return false;
    const code = this.#packedCode();
    this.#frontier.expandSome(code);
    this.#frontier.settle();
    return this.expansion.stopped === '' && this.#frontier.size > 0;
  }

  /** Goes on from a checkpoint in place of `begin`; throws `CheckpointRefused` where it has more states than the limits allow. */
  resume(journal: Journal, moment: Moment): void {
    const { expansion, levels } = this;
    this.#checkpoints.journal = journal;
    levels.next = moment.expanded;
    levels.end = moment.levelEnd;
    levels.firsts = [...moment.levels];
    expansion.depth = moment.depth;
    expansion.depthNow = levels.count;
    expansion.transitions = moment.transitions;
    expansion.approximate = moment.approximate;
    expansion.taken.set(moment.taken);
    expansion.judging.adopt(moment.found);
    this.#loadStates(journal);
    const { store } = expansion;
    const marks = journal.file('marks');
    // A search that once was spilled has not set all of its marks.
    if (moment.isMarked && this.#frontier.isWhole && marks.length === Math.max(1, Math.ceil(moment.expanded / blockStates))) {
      store.blocks = marks.length;
      marks.read(0, store.marks.subarray(0, marks.length));
    }
  }

  /** Writes what came since the last checkpoint, where there are any. */
  checkpoint(): void {
    this.#frontier.checkpoint();
  }

  /** Gives back what was opened on a disk. */
  end(): void {
    if (this.#checkpoints.journal !== null) this.#checkpoints.journal.close();
    else this.#frontier.end();
  }

  /** Takes the states of a journal into memory, or leaves them in their file where they do not fit. */
  #loadStates(journal: Journal): void {
    const { store, codec, limits } = this.expansion;
    const { wordCount } = codec.layout;
    const file = journal.file('states');
    const states = new SpilledStates(file, wordCount);
    for (let first = 0; first < states.count;) {
      const block = states.block(first, states.count);
      first += block.length / wordCount;
      if (store.load(block)) continue;
      if (states.count > limits.statesMax || limits.spill === null)
        throw new CheckpointRefused(`it has ${states.count} states, and they do not fit: ${this.fullText(store.count >= limits.statesMax)}`);
      store.clear();
      this.#frontier = new SpilledFrontier(this.#breadth, file, { words: new Uint32Array(0), base: 0 });
      return;
    }
  }

  /** The packed code from some number of states on: making it takes longer than a small search. */
  #packedCode(): PackedExpansion | null {
    if (this.#packed === undefined && this.#frontier.states >= this.#packedFrom)
      this.#packed = packedExpansion(this.expansion, () => this.#frontier, this.targets);
    return this.#packed ?? null;
  }
}
