import type { FairnessItem, RaceChoice, Reduction, UntakenAction, SearchVerdict } from '@mmspec/system';
import type { Disk } from './disk/disk.ts';
import type { SearcherReport, SearcherTask } from './parallel/searcher.ts';

/** How far the search is. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States found but not yet expanded. */
  readonly waiting: number;
  /** Estimate of what fraction is explored, from 0 to 1; null where nothing can be said yet. */
  readonly explored: number | null;
  readonly seconds: number;
  readonly memoryBytes: number;
}

/** An `AbortSignal` is one. */
export interface Cancellation {
  readonly aborted: boolean;
}

export interface ExploreOptions {
  readonly statesMax?: number | undefined;
  /** Bytes of the arrays that hold states, and of what judging the whole graph takes. */
  readonly memoryMax?: number | undefined;
  /** Seconds. */
  readonly timeMax?: number | undefined;
  /** Seconds of `timeMax` that were used before the search. */
  readonly spent?: number | undefined;
  /** Whether reductions are allowed; default true. */
  readonly reduction?: boolean | undefined;
  /** Only one state of those that differ by the names of interchangeable members is kept, where reductions are allowed; default false. */
  readonly symmetry?: boolean | undefined;
  /** Numbers that nothing depends on any more are reset, where reductions are allowed; default false. */
  readonly deadValues?: boolean | undefined;
  /** Of steps that do not depend on each other only some orders are taken, where reductions are allowed; default false. */
  readonly order?: boolean | undefined;
  /** Which state is expanded next; default the one found first. Depth-first, where no graph is needed, paths may be longer than the shortest ones. */
  readonly search?: 'breadth' | 'depth' | undefined;
  /** Depths have to be shortest, whatever reductions are asked for; default false. */
  readonly shortest?: boolean | undefined;
  /** Lengths that lassos have to keep to where they have to be shortest ones: of a longer one much is done to know of shorter ones; of all where it is left out. */
  readonly bounded?: readonly { readonly property: number; readonly within: number }[] | undefined;
  /** Indices of the properties to judge; all where it is left out. */
  readonly properties?: readonly number[] | undefined;
  /** Temporal properties to judge once more, under another fairness than their own. */
  readonly overrides?: readonly FairnessOverride[] | undefined;
  /** Number of states from which on generated code for packed states takes over, where the system has it; default 10,000. */
  readonly packedFrom?: number | undefined;
  /** States after which reductions that do next to nothing are given up, and the search begins anew; default 100,000. */
  readonly reductionsTriedFrom?: number | undefined;
  /** Product states of a formula up to which edges are kept in search of a short lasso; default 131,072. */
  readonly keptProductMax?: number | undefined;
  /** The same under strong fairness, before it is known that there is a lasso; default 8,192, and at most `keptProductMax`. */
  readonly keptProductFirst?: number | undefined;
  /** Where states go when memory is full, in searches that run over packed states and judge nothing over paths; without it such a search ends unfinished. */
  readonly spill?: Disk | undefined;
  readonly checkpoint?: Checkpointing | undefined;
  /** Threads that search together, where there is much to search, in searches that run over packed states and judge nothing over paths. */
  readonly workers?: Workers | undefined;
  /** Verdicts whose path is to be the one with the fewest changes of who moves, of those with its length; none where it is left out. */
  readonly readable?: ((results: readonly PropertyVerdict[]) => readonly PropertyVerdict[]) | undefined;
  /** Counts how often each action is taken, which costs a few hundredths of the search; default false. */
  readonly countSteps?: boolean | undefined;
  /** Ends the search, as finished, once there is evidence about every property. */
  readonly untilDecided?: boolean | undefined;
  /** Properties, by index: once one of them is violated the search ends, unfinished, and nothing more is judged. */
  readonly until?: readonly number[] | undefined;
  /** Which evidence from the search gets a path; default all. `last`: that of the last property for which there is any. `none`: its depth is enough. */
  readonly paths?: 'all' | 'last' | 'none' | undefined;
  readonly signal?: Cancellation | undefined;
  /** Called before timers, signals and messages have their turn: the search looks at `signal` after each. */
  readonly onPause?: (() => void) | undefined;
  /** Called a few times a second. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Checkpointing {
  readonly disk: Disk;
  /** Seconds between two checkpoints. */
  readonly interval: number;
  /** Goes on where a checkpoint of this search is there; begins where there is none. */
  readonly resume: boolean;
}

export interface Workers {
  readonly count: number;
  /** Number of states from which on they start; default 500,000. */
  readonly from?: number | undefined;
  /** Starts a thread that answers the one task it is given with `searchTask`. */
  readonly spawn: () => WorkerPort;
}

/** A thread. */
export interface WorkerPort {
  post(task: SearcherTask): void;
  /** Fails where the thread ends without an answer. */
  readonly answer: Promise<SearcherReport>;
  end(): void;
}

export interface FairnessOverride {
  /** Index into the system's properties. */
  readonly property: number;
  readonly fairness: readonly FairnessItem[];
}

/** States and the actions between them; a fault at the end has an action and no state. An action is an index into `actions`. */
export interface Path {
  readonly states: readonly Int32Array[];
  readonly actions: readonly number[];
  /** Of a lasso: the index of the action that begins the loop; the number of actions where nothing moves any more. */
  readonly loop?: number;
}

export interface PropertyVerdict {
  /** Index into the system's properties. */
  readonly property: number;
  /** For `reachable`: `holds` where a state was found, `violated` where the whole search found none. */
  readonly verdict: SearchVerdict;
  /**
   * Steps of the path to the violation (`reachable`: to the first such state), or null.
   * It is a shortest one, unless only some orders of steps were taken.
   */
  readonly depth: number | null;
  readonly path: Path | null;
  /** Of a lasso: one with fewer steps may violate the property too, but none with fewer than so many; left out where `depth` is the least. */
  readonly least?: number;
  /** Index of the override that a temporal property was judged under; null: its own fairness. */
  readonly override: number | null;
  /** Of a path that was to be readable. */
  readonly choice?: RaceChoice;
  /** Of a lasso under fairness of everybody: instances of actions that its loop could take and never takes; left out where there are none. */
  readonly untaken?: readonly UntakenAction[];
}

export interface SearchResult {
  /** Distinct states found. */
  readonly states: number;
  /** Steps taken, each path through one counted. */
  readonly transitions: number;
  /** Steps to the farthest state found. */
  readonly depth: number;
  /** False where a limit or a cancellation ended the search: nothing unseen is claimed then. */
  readonly finished: boolean;
  /** Whether there is a checkpoint from which this search goes on. */
  readonly isKept: boolean;
  /** Why the search did not finish; empty where it did. */
  readonly reason: string;
  /** Whether its time was over. */
  readonly isLate: boolean;
  /** How a thread of it ended that should not have; left out where none did. */
  readonly broken?: string;
  /** One for each property judged, in the system's order; then one for each override. */
  readonly results: readonly PropertyVerdict[];
  /** By action: 1 where a step was taken, or ended in a fault; with symmetry also where an interchangeable actor took it. */
  readonly taken: Uint8Array;
  /** By action: how often the search took it, faults too; of interchangeable actors and orders of steps only those that it looked at. Null: nobody asked (`countSteps`). */
  readonly steps: Float64Array | null;
  readonly reduction: Reduction;
  /** Whether the states found last were expanded first, and paths may be longer than the shortest ones. */
  readonly search: 'breadth' | 'depth';
  /** Threads that took part. */
  readonly workers: number;
  readonly memoryBytes: number;
  readonly seconds: number;
}
