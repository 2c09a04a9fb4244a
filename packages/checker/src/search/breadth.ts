import type { Journal } from '../disk/journal.ts';
import { NumberFile } from '../disk/number_file.ts';
import type { Evidence } from '../findings.ts';
import { blockStates } from '../store/state_store.ts';
import type { Resting } from './checkpoints.ts';
import type { BreadthFirst } from './breadth_first.ts';
import type { Frontier, NumberedWords, PackedExpansion } from './frontier.ts';
import { SpilledFrontier, spillName } from './spilled.ts';
import { predecessorsByLevels, predecessorsByMarks } from './predecessors.ts';
import type { Predecessors } from './predecessors.ts';

/** States expanded between two looks at the clock, without the packed code and with it. */
const sliceStates = 64;
const packedSliceStates = 4096;

/** The states found first are expanded first, and all states are in memory: the queue is the array of states itself. */
export class BreadthFrontier implements Frontier {
  readonly byteLength = 0;
  readonly #breadth: BreadthFirst;
  /** The states that the packed code was told to expand. */
  #slice: readonly [number, number] = [0, 0];
  /** States found before these are expanded. */
  #known = 0;
  #isWhole = true;

  constructor(breadth: BreadthFirst) {
    this.#breadth = breadth;
  }

  get states(): number {
    return this.#breadth.expansion.store.count;
  }

  get size(): number {
    return this.states - this.#breadth.levels.next;
  }

  /** False once the states lie on a disk. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  get isPaused(): boolean {
    const { levels } = this.#breadth;
    return levels.isBetween && this.states >= levels.pauseFrom && levels.next > 0;
  }

  get source(): NumberedWords {
    return { words: this.#breadth.expansion.store.words, base: 0 };
  }

  get predecessors(): Predecessors {
    const { expansion, levels } = this.#breadth;
    const { system, store, codec, canonical } = expansion;
    if (store.blocks > 0) return predecessorsByMarks(system, store, codec, canonical);
    const { wordCount } = codec.layout;
    return predecessorsByLevels(system, { block: (first, last) => store.words.subarray(first * wordCount, last * wordCount) }, levels.bounds, codec, canonical);
  }

  begun(): void {
    this.#breadth.expansion.store.mark(0);
  }

  expandSome(code: PackedExpansion | null): void {
    const { checkpoints, levels } = this.#breadth;
    checkpoints.beginSlice(this.states, true);
    if (code === null) this.#expandPlain(Math.min(levels.next + sliceStates, this.states));
    else this.#expandPacked(code, Math.min(levels.next + packedSliceStates, this.states));
  }

  settle(): void {}

  mark(index: number, count: number): void {
    const { store } = this.#breadth.expansion;
    store.count = count;
    if (store.blocks > 0) store.mark(index);
  }

  /** All states go to the disk, in the middle of a slice. */
  makeRoom(): boolean {
    const { expansion, levels, checkpoints, packed, handOver } = this.#breadth;
    const { store, limits, codec } = expansion;
    if (limits.spill === null || store.count >= limits.statesMax) return false;
    const { wordCount } = codec.layout;
    const [first, last] = this.#slice;
    const words = store.words.slice(first * wordCount, last * wordCount);
    const file = checkpoints.journal?.file('states') ?? NumberFile.create(limits.spill, spillName);
    file.append(store.words.subarray(file.length, store.count * wordCount));
    if (store.count > this.#known) expansion.depth = levels.count;
    store.clear();
    packed()?.readFrom(words, first);
    this.#isWhole = false;
    handOver(new SpilledFrontier(this.#breadth, file, { words, base: first }));
    return expansion.stopped === '';
  }

  checkpoint(): void {
    const { expansion, checkpoints } = this.#breadth;
    checkpoints.write(this.states, (journal, at) => {
      this.#keepStates(journal, at);
      return expansion.judging.found.map((evidence) => (this.#isAmong(evidence, at.count) ? evidence : null));
    });
  }

  end(): void {}

  #expandPlain(last: number): void {
    const { expansion, levels } = this.#breadth;
    const { store } = expansion;
    while (levels.next < last && expansion.stopped === '' && !this.isPaused) {
      this.#beginLevel();
      if (store.blocks > 0) store.mark(levels.next);
      expansion.expand(levels.next);
      levels.next++;
    }
  }

  /** Goes on until the states lie on a disk: then another frontier does. */
  #expandPacked(code: PackedExpansion, last: number): void {
    const { expansion, levels, checkpoints } = this.#breadth;
    while (levels.next < last && expansion.stopped === '' && this.#isWhole && !this.isPaused) {
      this.#beginLevel();
      checkpoints.beginSlice(this.states, true);
      const end = Math.min(last, levels.end);
      this.#known = this.states;
      this.#slice = [levels.next, end];
      code.expand(levels.next, end);
      // Nobody knows how far it came where a limit ended it.
      if (expansion.stopped === '') levels.next = end;
      if (this.#isWhole && this.states > this.#known) expansion.depth = levels.count;
    }
  }

  #beginLevel(): void {
    const { expansion, levels } = this.#breadth;
    if (!levels.isBetween) return;
    levels.begin(this.states);
    expansion.depthNow = levels.count;
  }

  #keepStates(journal: Journal, at: Resting): void {
    const { store, codec } = this.#breadth.expansion;
    const [file, marks] = [journal.file('states'), journal.file('marks')];
    file.append(store.words.subarray(file.length, at.count * codec.layout.wordCount));
    if (store.blocks > 0) marks.append(store.marks.subarray(marks.length, Math.max(1, Math.ceil(at.next / blockStates))));
  }

  /** The state of the evidence is one of the first ones. */
  #isAmong(evidence: Evidence | null, count: number): boolean {
    if (evidence?.state == null || count === this.states) return true;
    const number = this.#breadth.expansion.numberOf(evidence.state);
    return number >= 0 && number < count;
  }
}
