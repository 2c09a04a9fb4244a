import type { TransitionSystem } from '@mmspec/system';
import { codecOf } from './store/codec.ts';
import type { Codec } from './store/codec.ts';
import type { DepthStack } from './store/depth_stack.ts';
import { onDisk } from './disk/disk.ts';
import { NumberFile } from './disk/number_file.ts';
import type { Journal, Moment } from './disk/journal.ts';
import { CheckpointRefused } from './disk/refused.ts';
import { SpilledStates } from './disk/spilled.ts';
import type { Evidence } from './findings.ts';
import { Judging } from './judging.ts';
import type { ExploreOptions } from './options.ts';
import { blockStates, StateStore, storeFull } from './store/state_store.ts';
import { packedSearch } from './packed_search.ts';
import type { PackedHost, PackedSearch } from './packed_search.ts';
import type { Canonical } from './reductions/symmetry/canonical.ts';
import { faulty } from './temporal/graph.ts';
import type { GraphRecorder } from './temporal/graph.ts';
import { hashOf } from './store/table.ts';
import { trailByLevels, trailByMarks, trailByParents } from './trail.ts';
import type { Trail } from './trail.ts';

/*
 * The search: takes the states of the queue in order, and all steps out of each.
 * The queue is the array of states itself, or the file of states once memory is full.
 */

/** States expanded between two looks at the clock. */
const sliceStates = 64;
const packedSliceStates = 4096;
/** States from which on the packed code is worth its making. */
const packedFromDefault = 10_000;
/** The file of states that no checkpoint is kept of. */
const spillName = 'states';

/** A moment between two states: all that was found by expanding those before is kept. */
interface Resting {
  readonly next: number;
  readonly levelEnd: number;
  readonly levelCount: number;
  /** States found. */
  readonly count: number;
  readonly depth: number;
  readonly transitions: number;
  readonly approximate: number;
}

export class Search {
  readonly codec: Codec;
  readonly store: StateStore;
  readonly judging: Judging;
  /** By action: 1 where it was taken. */
  readonly taken: Uint8Array;
  transitions = 0;
  /** Steps to the farthest state found. */
  depth = 0;
  /** Steps to a state whose representative may not be the only one of its orbit. */
  approximate = 0;
  /** Why the search cannot go on, or the empty text. */
  stopped = '';
  /** The number of the first state of each level. */
  levels: number[] = [];
  /** Number of states from which on the search pauses at the end of a level. */
  pauseFrom: number = Infinity;
  readonly #system: TransitionSystem;
  readonly #options: ExploreOptions;
  readonly #canonical: Canonical | null;
  readonly #recorder: GraphRecorder | null;
  readonly #statesMax: number;
  /** The number of the state being expanded; -1 for the initial states. */
  #current = -1;
  /** Number of the first state that is not expanded. */
  #next = 0;
  /** Number of the first state of the next level. */
  #levelEnd = 0;
  readonly #state: Int32Array;
  readonly #after: Int32Array;
  readonly #candidate: Uint32Array;
  readonly #representative: Int32Array;
  /** Steps and faults of the state being expanded. */
  #ways = 0;
  /** The queue, where the search goes depth-first. */
  readonly #stack: DepthStack | null;
  /** Steps to a state that is found now. */
  #depthNow = 0;
  #journal: Journal | null = null;
  #packed: PackedSearch | null | undefined;
  /** Steps taken before the packed code took over. */
  #earlier = 0;
  #spilled: SpilledStates | null = null;
  /** What the packed code reads from: the words of states, and the number of the first of them. */
  #source: { readonly words: Uint32Array; readonly base: number } | null = null;
  /** The states that the packed code was told to expand. */
  #slice: readonly [number, number] = [0, 0];
  /** When the slice began that is expanded now. */
  #begun: Resting | null = null;
  /** Where another search can go on if a limit ends this one; null: nowhere yet. */
  #resting: Resting | null = null;

  constructor(system: TransitionSystem, options: ExploreOptions, canonical: Canonical | null, recorder: GraphRecorder | null, stack: DepthStack | null) {
    this.#stack = stack;
    this.#system = system;
    this.#options = options;
    this.#canonical = canonical;
    this.#recorder = recorder;
    this.codec = codecOf(system.slots);
    this.#statesMax = options.statesMax ?? Infinity;
    const memoryMax = options.memoryMax ?? Infinity;
    this.store = new StateStore(this.codec.layout.wordCount, this.#statesMax, memoryMax);
    this.store.beside = recorder;
    if (recorder !== null) recorder.fits = (bytes) => this.store.byteLength + recorder.byteLength + bytes <= memoryMax;
    this.judging = new Judging(system, options.properties);
    this.taken = new Uint8Array(system.actions.length);
    this.#state = new Int32Array(system.slots.length);
    this.#after = new Int32Array(system.slots.length);
    this.#candidate = new Uint32Array(this.codec.layout.wordCount);
    this.#representative = canonical === null ? this.#after : new Int32Array(system.slots.length);
  }

  /** States found, in all. */
  get states(): number {
    return this.#spilled?.count ?? this.store.count;
  }

  /** States found but not expanded. */
  get waiting(): number {
    return this.#stack?.waiting ?? this.states - this.#next;
  }

  /** States of which all steps were taken. */
  get expanded(): number {
    return this.stopped === '' ? this.#next : Math.max(0, this.#next - 1);
  }

  get memoryBytes(): number {
    return this.store.byteLength + (this.#recorder?.byteLength ?? 0) + (this.#spilled?.byteLength ?? 0) + (this.#stack?.byteLength ?? 0);
  }

  get trail(): Trail {
    if (this.#stack !== null) return trailByParents(this.#system, this.store, this.#stack, this.codec, this.#canonical);
    if (this.#spilled === null && this.store.blocks > 0) return trailByMarks(this.#system, this.store, this.codec, this.#canonical);
    const spilled = this.#spilled ?? {
      block: (first: number, last: number) => this.store.words.subarray(first * this.codec.layout.wordCount, last * this.codec.layout.wordCount),
    };
    return trailByLevels(this.#system, spilled, this.levelBounds, this.codec, this.#canonical);
  }

  /** The number of the first state of each level, and where the last one ends. */
  get levelBounds(): readonly number[] {
    return [...this.levels, this.#levelEnd];
  }

  /** All states are in memory, breadth first. */
  get isWhole(): boolean {
    return this.#spilled === null && this.#stack === null;
  }

  /** There is a checkpoint. */
  get isKept(): boolean {
    return this.#journal?.isCommitted === true;
  }

  /** Gives back what was opened on a disk. */
  end(): void {
    if (this.#journal !== null) this.#journal.close();
    else if (this.#spilled !== null) {
      this.#spilled.file.close();
      onDisk(() => this.#options.spill?.remove(spillName));
    }
  }

  /** A level begins, and others may go on. */
  get isPaused(): boolean {
    return this.#next === this.#levelEnd && this.states >= this.pauseFrom && this.#next > 0;
  }

  /** There is evidence about every property; about those of the whole graph only its end has any. */
  get isDecided(): boolean {
    return this.#recorder === null && this.judging.isDecided;
  }

  /** Enters the initial states. Checkpoints, if any, go to the journal. */
  begin(journal: Journal | null): void {
    this.#journal = journal;
    this.#system.initial(this.#after, this.#emit, this.#fault);
    if (this.#spilled === null) this.store.mark(0);
    else this.#merge(this.#spilled);
    this.#stack?.push(this.store.count, -1);
  }

  /** Expands some states; false when none is left. */
  expandSome(): boolean {
    if (this.stopped !== '') return false;
    const code = this.#packedCode();
    if (this.#spilled === null) this.#rest();
    if (this.#stack !== null) {
      this.#expandDeep(code, this.#stack, code === null ? sliceStates : packedSliceStates);
      return this.stopped === '' && this.#stack.waiting > 0;
    }
    if (code === null) this.#expandPlain(Math.min(this.#next + sliceStates, this.states));
    else if (this.#spilled === null) this.#expandPacked(code, Math.min(this.#next + packedSliceStates, this.states));
    else this.#expandSpilled(code, this.#spilled);
    return this.stopped === '' && this.#next < this.states;
  }

  /** Goes on from a checkpoint in place of `begin`; throws `CheckpointRefused` where it has more states than the limits allow. */
  resume(journal: Journal, moment: Moment): void {
    this.#journal = journal;
    const { wordCount } = this.codec.layout;
    const file = journal.file('states');
    this.#next = moment.expanded;
    this.#current = moment.expanded - 1;
    this.#levelEnd = moment.levelEnd;
    this.levels = [...moment.levels];
    this.depth = moment.depth;
    this.#depthNow = this.levels.length;
    this.transitions = moment.transitions;
    this.approximate = moment.approximate;
    for (const action of moment.taken) this.taken[action] = 1;
    this.judging.adopt(moment.found);
    this.#recorder?.restore(
      { first: journal.file('first'), targets: journal.file('targets'), actions: journal.file('actions') },
      moment.initial,
      moment.expanded,
    );
    const states = new SpilledStates(file, wordCount);
    for (let first = 0; first < states.count && this.#spilled === null;) {
      const block = states.block(first, states.count);
      first += block.length / wordCount;
      if (this.store.load(block)) continue;
      if (states.count > this.#statesMax || !this.#maySpill())
        throw new CheckpointRefused(`it has ${states.count} states, and they do not fit: ${this.fullText()}`);
      this.store.clear();
      this.#spilled = states;
    }
    const marks = journal.file('marks');
    // A search that once was spilled has not set all of its marks.
    if (moment.isMarked && this.#spilled === null && marks.length === Math.max(1, Math.ceil(moment.expanded / blockStates))) {
      this.store.blocks = marks.length;
      marks.read(0, this.store.marks.subarray(0, marks.length));
    }
  }

  /**
   * Writes what came since the last checkpoint. To be called between two slices, or when a limit has cut one off:
   * what is written then is from before, and its steps are taken again. States that are in the file already stay there;
   * they will be found again, in the same order, and are known then.
   */
  checkpoint(): void {
    const journal = this.#journal;
    if (journal === null) return;
    if (this.#spilled !== null && this.stopped === '') this.#merge(this.#spilled);
    const at = this.stopped === '' ? this.#now() : this.#resting;
    // Not all of the initial states are there.
    if (at === null) return;
    if (this.#spilled === null) {
      const [file, marks] = [journal.file('states'), journal.file('marks')];
      file.append(this.store.words.subarray(file.length, at.count * this.codec.layout.wordCount));
      if (this.store.blocks > 0) marks.append(this.store.marks.subarray(marks.length, Math.max(1, Math.ceil(at.next / blockStates))));
    }
    this.#recorder?.save({ first: journal.file('first'), targets: journal.file('targets'), actions: journal.file('actions') }, at.next);
    journal.commit({
      expanded: at.next,
      levelEnd: at.levelEnd,
      levels: this.levels.slice(0, at.levelCount),
      depth: at.depth,
      isMarked: this.store.blocks > 0,
      transitions: at.transitions,
      approximate: at.approximate,
      taken: [...this.taken.keys()].filter((action) => this.taken[action] === 1),
      initial: [...(this.#recorder?.initial ?? [])],
      found: this.#spilled === null ? this.judging.found.map((evidence) => (this.#isAmong(evidence, at.count) ? evidence : null)) : this.judging.found,
    });
  }

  #now(): Resting {
    const { depth, transitions, approximate, states: count } = this;
    return { next: this.#next, levelEnd: this.#levelEnd, levelCount: this.levels.length, count, depth, transitions, approximate };
  }

  /** All states that were found up to now are kept, or will be before anything rests on them. */
  #rest(): void {
    if (this.#journal === null) return;
    this.#begun = this.#now();
    if (this.#spilled === null || this.store.count === 0) this.#resting = this.#begun;
  }

  /** The state of the evidence is one of the first ones. */
  #isAmong(evidence: Evidence | null, count: number): boolean {
    if (evidence?.state == null || count === this.store.count) return true;
    this.codec.pack(evidence.state, this.#candidate);
    const index = this.store.find(this.#candidate, 0, hashOf(this.#candidate, 0, this.codec.layout.wordCount));
    return index >= 0 && index < count;
  }

  readonly #emit = (action: number, flags: number): void => {
    if (this.stopped !== '') return;
    this.#ways++;
    const canonical = this.#canonical;
    if (canonical !== null) {
      this.#representative.set(this.#after);
      if (!canonical.reduce(this.#representative)) this.approximate++;
    }
    this.codec.pack(this.#representative, this.#candidate);
    const hash = hashOf(this.#candidate, 0, this.codec.layout.wordCount);
    let before = this.store.count;
    let index = this.store.insert(this.#candidate, hash);
    // Later on the packed code makes room.
    if (index === storeFull && this.#current < 0 && this.#makeRoom()) {
      before = this.store.count;
      index = this.store.insert(this.#candidate, hash);
    }
    if (index === storeFull) {
      this.stopped = this.fullText();
      return;
    }
    if (index === before) {
      this.depth = Math.max(this.depth, this.#depthNow);
      if (this.judging.openOnStates.length > 0) this.judging.state(this.#after, this.#representative, this.#depthNow);
    }
    if (this.#current < 0) {
      this.#recorder?.initial.add(index);
      return;
    }
    this.transitions++;
    this.taken[action] = 1;
    this.#recorder?.edge(action, index);
    if (this.judging.openOnSteps.length > 0) this.judging.step(this.#state, this.#after, action, this.#depthNow);
    if (flags !== 0) this.judging.flags(this.#state, this.#after, action, flags, this.#depthNow);
  };

  readonly #fault = (action: number, property: number, flags = 0): void => {
    if (this.stopped !== '') return;
    this.#ways++;
    if (this.#current < 0) {
      this.judging.fault(property, 0, null, action, 0);
      return;
    }
    this.taken[action] = 1;
    this.#recorder?.edge(action, faulty);
    this.judging.fault(property, flags, this.#state, action, this.#depthNow);
  };

  /** Which limit was reached. */
  fullText(isFull: boolean = this.states >= this.#statesMax): string {
    if (isFull) return `the limit of ${this.#statesMax} states was reached`;
    const { memoryMax = Infinity } = this.#options;
    const limit = memoryMax === Infinity ? 'there is no memory for more states' : `the limit of ${sizeText(memoryMax)} of memory was reached`;
    if (this.#options.spill === undefined || this.#maySpill()) return limit;
    return `${limit}; states do not go to files where ${this.#recorder !== null ? 'a property over paths is judged' : this.#stack !== null ? 'the last state found is expanded first' : 'members change places'}`;
  }

  /** The next state begins a level. */
  #beginLevel(): void {
    this.levels.push(this.#next);
    this.#levelEnd = this.states;
    this.#depthNow = this.levels.length;
  }

  #mark(index: number): void {
    if (this.store.blocks > 0) this.store.mark(index);
  }

  #expandPlain(last: number): void {
    while (this.#next < last && this.stopped === '' && !this.isPaused) {
      if (this.#next === this.#levelEnd) this.#beginLevel();
      this.#mark(this.#next);
      this.#recorder?.begin();
      this.#expandOne(this.#next);
      this.#next++;
    }
  }

  #expandOne(index: number): void {
    this.#current = index;
    this.#ways = 0;
    this.codec.unpack(this.store.words, index * this.codec.layout.wordCount, this.#state);
    this.#system.successors(this.#state, this.#after, this.#emit, this.#fault);
    if (this.#ways === 0) this.judging.stuck(this.#state, this.#depthNow - 1);
  }

  /** Expands the states found last. */
  #expandDeep(code: PackedSearch | null, stack: DepthStack, count: number): void {
    for (let done = 0; done < count && stack.waiting > 0 && this.stopped === ''; done++) {
      const index = stack.pop();
      const known = this.store.count;
      this.#depthNow = stack.depthOf(index) + 1;
      if (code === null) this.#expandOne(index);
      else {
        this.#current = index;
        code.expand(index, index + 1);
      }
      if (this.store.count > known) this.depth = Math.max(this.depth, this.#depthNow);
      stack.push(this.store.count, index);
    }
    if (code !== null) this.transitions = this.#earlier + code.transitions();
  }

  /** Expands states with the packed code. */
  #expandPacked(code: PackedSearch, last: number): void {
    while (this.#next < last && this.stopped === '' && this.#spilled === null && !this.isPaused) {
      if (this.#next === this.#levelEnd) this.#beginLevel();
      if (this.#recorder === null) this.#rest();
      // One at a time where every edge is recorded by its state, else the rest of the level.
      const end = this.#recorder === null ? Math.min(last, this.#levelEnd) : this.#next + 1;
      this.#recorder?.begin();
      const known = this.states;
      this.#run(code, end);
      if (this.states > known) this.depth = this.levels.length;
    }
  }

  /** Expands a block of the file, of one level. */
  #expandSpilled(code: PackedSearch, spilled: SpilledStates): void {
    if (this.#next === this.#levelEnd) this.#beginLevel();
    this.#rest();
    const words = spilled.block(this.#next, this.#levelEnd).slice();
    this.#source = { words, base: this.#next };
    code.readFrom(words, this.#next);
    this.#run(code, this.#next + words.length / this.codec.layout.wordCount);
  }

  #run(code: PackedSearch, end: number): void {
    this.#slice = [this.#next, end];
    code.expand(this.#next, end);
    this.#next = end;
    this.#current = end - 1;
    this.transitions = this.#earlier + code.transitions();
    // What the level has led to is known before the next one begins, also where memory became full in its last slice.
    if (this.#spilled !== null && end === this.#levelEnd && this.stopped === '') this.#merge(this.#spilled);
  }

  /** The packed code from some number of states on: making it takes longer than a small search. */
  #packedCode(): PackedSearch | null {
    if (this.#packed !== undefined) return this.#packed;
    // The packed code knows nothing of representatives; it resets dead values itself.
    if (this.#renames()) return null;
    // Only the packed code makes room on a disk.
    const from = this.#maySpill() ? 0 : (this.#options.packedFrom ?? packedFromDefault);
    if (this.states < from) return null;
    this.#earlier = this.transitions;
    this.#packed = packedSearch(
      this.#system,
      this.codec.layout,
      this.store,
      this.#canonical?.dead ?? [],
      this.#hostOf(() => this.#packed!),
    );
    this.#wish();
    return this.#packed;
  }

  #hostOf(code: () => PackedSearch): PackedHost {
    const { wordCount } = this.codec.layout;
    const next = (index: number): Int32Array => {
      this.codec.unpack(this.store.words, index * wordCount, this.#after);
      return this.#after;
    };
    const before = (index: number): Int32Array => {
      const { words, base } = this.#source ?? { words: this.store.words, base: 0 };
      this.codec.unpack(words, (index - base) * wordCount, this.#state);
      return this.#state;
    };
    const current = (): Int32Array => before(code().current());
    return {
      taken: this.taken,
      full: () => {
        if (this.store.makeRoom() || this.#makeRoom()) return true;
        this.stopped ||= this.fullText();
        return false;
      },
      entered: (index) => {
        const values = next(index);
        if (this.judging.state(values, values, this.#depthNow)) this.#wish();
      },
      stepped: (index, action) => {
        this.#recorder?.edge(action, index);
        if (this.judging.openOnSteps.length > 0 && this.judging.step(current(), next(index), action, this.#depthNow)) this.#wish();
      },
      mark: (index, count) => {
        if (this.#spilled !== null || this.#stack !== null) return;
        this.store.count = count;
        this.#mark(index);
      },
      flagged: (index, action, flags) => this.judging.flags(current(), next(index), action, flags, this.#depthNow),
      fault: (action, property, flags) => {
        this.taken[action] = 1;
        this.#recorder?.edge(action, faulty);
        this.judging.fault(property, flags, current(), action, this.#depthNow);
      },
      stuck: (index) => {
        if (this.judging.wantsDeadlock) this.judging.stuck(before(index), this.#depthNow - 1);
      },
    };
  }

  #wish(): void {
    this.#packed?.setWishes({ onStates: this.judging.openOnStates, stepped: this.judging.openOnSteps.length > 0 || this.#recorder !== null });
  }

  /** Members change places in states before they are kept. */
  #renames(): boolean {
    return this.#canonical !== null && this.#canonical.families.length > 0;
  }

  #maySpill(): boolean {
    return this.#options.spill !== undefined && this.#recorder === null && this.#stack === null && !this.#renames() && this.#system.packedSteps !== undefined;
  }

  /** Makes room on the disk; false where that cannot be. */
  #makeRoom(): boolean {
    if (this.#spilled !== null) this.#merge(this.#spilled);
    else if (this.store.count < this.#statesMax && this.#maySpill()) this.#spill();
    else return false;
    return this.stopped === '';
  }

  /** All states go to the disk, in the middle of a slice. */
  #spill(): void {
    const { wordCount } = this.codec.layout;
    const [first, last] = this.#slice;
    const words = this.store.words.slice(first * wordCount, last * wordCount);
    const file = this.#journal?.file('states') ?? NumberFile.create(this.#options.spill!, spillName);
    file.append(this.store.words.subarray(file.length, this.store.count * wordCount));
    this.store.clear();
    this.#source = { words, base: first };
    this.#packed?.readFrom(words, first);
    this.#spilled = new SpilledStates(file, wordCount);
  }

  #merge(spilled: SpilledStates): void {
    const known = spilled.count;
    if (spilled.merge(this.store, this.#statesMax)) this.stopped = this.fullText();
    else this.#resting = this.#begun;
    if (spilled.count > known) this.depth = this.levels.length;
    this.#packed?.reattach();
  }
}

/** Bytes for people. */
export function sizeText(bytes: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['GB', 2 ** 30],
    ['MB', 2 ** 20],
    ['kB', 2 ** 10],
  ];
  const [unit, size] = units.find(([, least]) => bytes >= least) ?? ['bytes', 1];
  return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
}
