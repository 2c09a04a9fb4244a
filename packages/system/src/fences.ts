import type { CheckResult, PropertyText } from './check.ts';
import type { MemoryMode } from './memory_order.ts';

/*
 * What is said of the barriers of a design: which of those that are there are needed, and which sets of them are enough.
 */

/** What orders accesses, in the words of the kernel: a barrier of its own, or a word on an access. */
export interface Fence {
  /** `smp_wmb()`, `smp_load_acquire()`. */
  readonly word: string;
  /** The actor or operation whose text it stands in. */
  readonly owner: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Of a barrier that is not there: the statement in front of which it would stand; else the statement itself. On one line. */
  readonly text: string;
  /** Of a barrier that is not there: it would stand at the end of each round of this loop. */
  readonly inRounds?: true;
}

/** What was found of a design under a memory model. `open`: a limit ended the search; `violated in order`: under sc too, so that no barrier helps. */
export type FenceVerdict = 'holds' | 'violated' | 'violated in order' | 'open';

/** What is found without a barrier that is there. */
export interface FenceNeed {
  readonly memory: MemoryMode;
  /** `violated`: it is needed; `holds`: it can be done without, alone. */
  readonly verdict: FenceVerdict;
  /** Why it is open; empty otherwise. */
  readonly reason: string;
  readonly property: PropertyText | null;
  /** Steps of the race. */
  readonly depth: number | null;
  /** The check without the barrier, with its race. */
  readonly result: CheckResult | null;
}

/** A barrier that is there, under the models in which the design holds with it. */
export interface PresentFence extends Fence {
  readonly needs: readonly FenceNeed[];
}

/** Barriers and orders that are enough together, while no smaller set of them is. */
export interface FenceSet {
  readonly fences: readonly Fence[];
  readonly cost: number;
  /** The window in which it holds; `bounded`: it was full, so the verdict is not complete. */
  readonly window: number;
  readonly bounded: boolean;
}

/** The answer of `mmspec fences`. */
export interface Fences {
  readonly check: string;
  readonly memory: MemoryMode;
  /** Properties that were judged: all of the check that hold under sc. */
  readonly properties: readonly string[];
  /** Properties that are violated under sc too. */
  readonly inOrder: readonly string[];
  /** The design as it is. */
  readonly asIs: { readonly verdict: FenceVerdict; readonly reason: string; /** What is violated. */ readonly property: string | null };
  readonly present: readonly PresentFence[];
  /** Sets are added to the design as it is where it is violated, and to the design without its barriers where it holds. */
  readonly added: boolean;
  /** Those that cost least first. */
  readonly sets: readonly FenceSet[];
  /** Why there is no set at all, where it is known; empty otherwise. */
  readonly reason: string;
  /** Nothing is missing in the list of sets. */
  readonly complete: boolean;
  /** How many texts were searched, in how many states. */
  readonly tried: number;
  readonly states: number;
  readonly seconds: number;
}
