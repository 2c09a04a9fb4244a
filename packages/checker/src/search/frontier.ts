import type { Steps } from '../temporal/steps.ts';
import type { Predecessors } from './predecessors.ts';

/** Words of states, and the number of the first of them. */
export interface NumberedWords {
  readonly words: Uint32Array;
  readonly base: number;
}

/** Expanding states with the packed code, in place of `Expansion.expand`. */
export interface PackedExpansion {
  /** Takes all steps out of the states from `first` to `last - 1`. */
  readonly expand: (first: number, last: number) => void;
  /** The words of states are read there from now on, whose first has the number `base`. */
  readonly readFrom: (words: Uint32Array, base: number) => void;
  /** To be called after the store was changed outside. */
  readonly reattach: () => void;
  /** The steps out of the states that the search has found, over packed states where that is possible; `plain` are the same. */
  readonly steps: (plain: Steps) => Steps;
}

/**
 * The states that were found and not expanded: which of them come next, and where they are kept.
 * A search has one at a time; one whose memory is full may hand over to another.
 */
export interface Frontier {
  /** States found, in all. */
  readonly states: number;
  /** States found but not expanded. */
  readonly size: number;
  /** All states are in memory, breadth first. */
  readonly isWhole: boolean;
  /** A level begins, and others may go on. */
  readonly isPaused: boolean;
  /** Bytes of what is kept beside the store of the search. */
  readonly byteLength: number;
  /** Where the states that are expanded now are read. */
  readonly source: NumberedWords;
  /** Where states were found first. */
  readonly predecessors: Predecessors;
  /** All initial states were entered. */
  begun(): void;
  /** Expands some states, with the packed code where there is one. */
  expandSome(code: PackedExpansion | null): void;
  /** The states that `expandSome` took are expanded; it may have been called on the frontier before this one. */
  settle(): void;
  /** The store is full: makes room, or says that there is none. */
  makeRoom(): boolean;
  /** The state `index` is about to be expanded, where there are `count`. */
  mark(index: number, count: number): void;
  /** Writes what came since the last checkpoint, where there are any. */
  checkpoint(): void;
  /** Gives back what was opened on a disk. */
  end(): void;
}
