import { onDisk } from '../disk/disk.ts';
import type { NumberFile } from '../disk/number_file.ts';
import { SpilledStates } from '../disk/spilled.ts';
import type { BreadthFirst } from './breadth_first.ts';
import type { Frontier, NumberedWords, PackedExpansion } from './frontier.ts';
import { fullText } from './limits.ts';
import { predecessorsByLevels } from './predecessors.ts';
import type { Predecessors } from './predecessors.ts';

/** The file of states that no checkpoint is kept of. */
export const spillName = 'states';

/** The states found first are expanded first, and lie in a file: the store has candidates, of which nobody knows yet which ones are new. */
export class SpilledFrontier implements Frontier {
  readonly isWhole = false;
  /** Other threads would need all states in memory. */
  readonly isPaused = false;
  readonly #breadth: BreadthFirst;
  readonly #spilled: SpilledStates;
  #source: NumberedWords;
  /** Room for the states that are expanded. */
  #own: Uint32Array = new Uint32Array(0);

  /** `source` has the states that are expanded now. */
  constructor(breadth: BreadthFirst, file: NumberFile, source: NumberedWords) {
    this.#breadth = breadth;
    this.#spilled = new SpilledStates(file, breadth.expansion.codec.layout.wordCount);
    this.#source = source;
  }

  get states(): number {
    return this.#spilled.count;
  }

  get size(): number {
    return this.states - this.#breadth.levels.next;
  }

  get byteLength(): number {
    return this.#spilled.byteLength + this.#own.byteLength;
  }

  get source(): NumberedWords {
    return this.#source;
  }

  get predecessors(): Predecessors {
    const { expansion, levels } = this.#breadth;
    return predecessorsByLevels(expansion.system, this.#spilled, levels.bounds, expansion.codec, expansion.canonical);
  }

  begun(): void {
    this.#merge();
  }

  /** Expands a block of the file, of one level. */
  expandSome(code: PackedExpansion | null): void {
    if (code === null) throw new Error('only the packed code reads states from a file');
    const { expansion, levels, checkpoints } = this.#breadth;
    if (levels.isBetween) {
      levels.begin(this.states);
      expansion.depthNow = levels.count;
    }
    checkpoints.beginSlice(this.states, expansion.store.count === 0);
    // The buffer of the file is read into again while these are expanded.
    const block = this.#spilled.block(levels.next, levels.end);
    if (this.#own.length < block.length) this.#own = new Uint32Array(block.length);
    const words = this.#own.subarray(0, block.length);
    words.set(block);
    this.#source = { words, base: levels.next };
    code.readFrom(words, levels.next);
    const end = levels.next + words.length / expansion.codec.layout.wordCount;
    code.expand(levels.next, end);
    levels.next = end;
  }

  /** What the level has led to is known before the next one begins, also where memory became full in its last slice. */
  settle(): void {
    if (this.#breadth.levels.isBetween && this.#breadth.expansion.stopped === '') this.#merge();
  }

  makeRoom(): boolean {
    this.#merge();
    return this.#breadth.expansion.stopped === '';
  }

  mark(): void {}

  checkpoint(): void {
    const { expansion, checkpoints } = this.#breadth;
    if (checkpoints.journal !== null && expansion.stopped === '') this.#merge();
    checkpoints.write(this.states, () => expansion.judging.found);
  }

  end(): void {
    this.#spilled.file.close();
    onDisk(() => this.#breadth.expansion.limits.spill?.remove(spillName));
  }

  #merge(): void {
    const { expansion, levels, checkpoints, packed } = this.#breadth;
    const { statesMax } = expansion.limits;
    const known = this.states;
    if (this.#spilled.merge(expansion.store, statesMax)) expansion.stopped = fullText(expansion.limits, this.states >= statesMax);
    else checkpoints.rest();
    if (this.states > known) expansion.depth = levels.count;
    packed()?.reattach();
  }
}
