/*
 * What the loop over packed states (packages/checker/loop/packed_loop.ts) has around itself, and what it offers.
 */

/** What the loop leaves to the search around it. */
export interface LoopHost {
  /** By action: how often it was taken; where the loop does not count, 1 for one that was. */
  readonly taken: Float64Array;
  /** A new state was entered that a property decides, or that has to be judged here. */
  readonly entered: (index: number) => void;
  readonly fault: (action: number, property: number, flags: number) => void;
  /** The words of the state that a step leads to, before it is renamed. */
  readonly after: Int32Array;
  /** No step leads out of a state. */
  readonly stuck: (index: number) => void;
}

/** In a search of one thread. */
export interface AloneHost extends LoopHost {
  /** The store is full: makes room, or says that there is none. */
  readonly full: () => boolean;
  /** A block of states is about to be expanded, and so many states are there. */
  readonly mark: (index: number, count: number) => void;
  /** A step was taken to `after`, new or known. */
  readonly stepped: (action: number) => void;
  readonly flagged: (action: number, flags: number) => void;
  /** Makes packed words the representative of their orbit; false where it may not be the only one. Called where there are families. */
  readonly rename: (words: Int32Array) => boolean;
  /** That was so, of a step that was taken for the first time. */
  readonly approximated: () => void;
}

/** In a search whose steps are taken again. */
export interface RecordingHost {
  /** There is no room for another target: makes room, or says that no more are recorded. */
  readonly moreTargets: () => void;
}

/** In one of several threads. */
export interface TogetherHost extends LoopHost {
  /** A step was taken, to `after`. */
  readonly took: (action: number, flags: number) => void;
  /** Begins a chunk for new states; false where all have to stop. */
  readonly nextChunk: () => boolean;
}

export interface Loop {
  /** Where the states and the table are. */
  readonly attach: (words: Int32Array, table: Int32Array, tag: number, far: number) => void;
  /** Takes all steps out of the states from `first` to `last - 1`. */
  readonly run: (first: number, last: number) => void;
  /** Number of the state being expanded. */
  readonly current: () => number;
  readonly transitions: () => number;
  /** As bits, the properties that are open of those that the loop judges; whether others are, and whether somebody wants all steps. */
  readonly wish: (open: number, judgedByHost: boolean, stepped: boolean) => void;
  /** Keeps the reads that only fetch memory. */
  readonly touched: () => number;
}

/** By step of a state that was opened. */
export interface OpenedSteps {
  /** The number of the state that it leads to, or `faulty`, `unwanted` or `sought` (`temporal/steps.ts`). */
  readonly targets: Uint32Array;
  readonly actions: Uint32Array;
  /** As bits, the atoms over steps asked for that hold on it. */
  readonly atoms: Uint32Array;
}

/** The steps of a state taken again (packages/checker/loop/steps_again.ts). */
export interface StepsAgain {
  /** The states before are all recorded, from the first one on. */
  readonly recall: (last: number) => void;
  /** Asks for atoms, over states and over steps, at most 31 of each; by the bits of those over states, 1 where nobody wants to know such a state (empty: always). */
  readonly look: (stateAtoms: Int32Array, stepAtoms: Int32Array, unwanted: Uint8Array) => void;
  /** Takes all steps out of a state; how many there are. */
  readonly open: (state: number) => number;
  /** Those of the state opened last; others after each call. */
  readonly steps: () => OpenedSteps;
  /** As bits, the atoms over states that hold in the states from `first` to `last - 1`. */
  readonly atoms: (first: number, last: number, bits: Uint32Array) => void;
  /** Whether a property that the loop judges holds in these states. */
  readonly holding: (property: number, first: number, last: number, flags: Uint8Array) => void;
}

/** The same inside of the loop, where a state is its words. */
export interface Again<Words> extends StepsAgain {
  readonly note: (w: Words, action: number) => void;
  readonly noteFault: (action: number) => void;
}

export interface AloneLoop extends Loop, StepsAgain {
  /** Records targets there from now on (`RecordedTargets`); the first call says of which state they are the first. */
  readonly record: (targets: Uint32Array, offsets: Uint32Array, first: number) => void;
  /** Records nothing from the block of states on that is expanded now. */
  readonly recordNoMore: () => void;
  /** So many states are there, and for so many there is room. */
  readonly hold: (count: number, room: number) => void;
  readonly count: () => number;
  /** Where states are read, and the number of the first of them. */
  readonly read: (states: Int32Array, base: number) => void;
}

export interface TogetherLoop extends Loop {
  /** New states go there from now on. */
  readonly fill: (first: number, end: number) => void;
  /** Where the next one goes. */
  readonly free: () => number;
  /** How many this thread has found. */
  readonly found: () => number;
}
