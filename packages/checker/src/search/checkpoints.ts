import type { Journal } from '../disk/journal.ts';
import type { Evidence } from '../findings.ts';
import type { Expansion } from './expansion.ts';
import type { Levels } from './levels.ts';

/** A moment between two states: all that was found by expanding those before is kept. */
export interface Resting {
  readonly next: number;
  readonly levelEnd: number;
  readonly levelCount: number;
  /** States found. */
  readonly count: number;
  readonly depth: number;
  readonly transitions: number;
  readonly approximate: number;
  readonly taken: readonly number[];
}

/** The checkpoints of a breadth-first search, where it has a journal. */
export class Checkpoints {
  /** Null: none are kept. */
  journal: Journal | null = null;
  readonly #expansion: Expansion;
  readonly #levels: Levels;
  /** When the slice began that is expanded now. */
  #begun: Resting | null = null;
  /** Where another search can go on if a limit ends this one; null: nowhere yet. */
  #resting: Resting | null = null;

  constructor(expansion: Expansion, levels: Levels) {
    this.#expansion = expansion;
    this.#levels = levels;
  }

  /** A slice begins where so many states are found. `isKept`: all of them are kept, and not only candidates. */
  beginSlice(states: number, isKept: boolean): void {
    if (this.journal === null) return;
    this.#begun = this.#now(states);
    if (isKept) this.rest();
  }

  /** All states that were found before the slice are kept. */
  rest(): void {
    this.#resting = this.#begun;
  }

  /**
   * Writes what came since the last checkpoint. To be called between two slices, or when a limit has cut one off:
   * what is written then is from before, and its steps are taken again. States that are in the file already stay there;
   * they will be found again, in the same order, and are known then.
   * `keep` writes the states, and says which of the evidence is of states that are kept.
   */
  write(states: number, keep: (journal: Journal, at: Resting) => readonly (Evidence | null)[]): void {
    const { journal } = this;
    if (journal === null) return;
    const { stopped, store } = this.#expansion;
    const at = stopped === '' ? this.#now(states) : this.#resting;
    // Not all of the initial states are there.
    if (at === null) return;
    const found = keep(journal, at);
    journal.commit({
      expanded: at.next,
      levelEnd: at.levelEnd,
      levels: this.#levels.firsts.slice(0, at.levelCount),
      depth: at.depth,
      isMarked: store.blocks > 0,
      transitions: at.transitions,
      approximate: at.approximate,
      taken: at.taken,
      found,
    });
  }

  #now(states: number): Resting {
    const { depth, transitions, approximate, taken } = this.#expansion;
    const { next, end, count } = this.#levels;
    return { next, levelEnd: end, levelCount: count, count: states, depth, transitions, approximate, taken: [...taken] };
  }
}
