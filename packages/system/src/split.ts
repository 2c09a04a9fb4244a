import type { CheckResult, PropertyText, Verdict } from './check.ts';
import type { MemoryMode } from './memory_order.ts';

/*
 * What it matters that something is one step.
 */

/** What came of taking a step as its parts: a verdict is another one; none is; nobody takes it, or it is one step all the same; the language refuses it; a limit ended a search. */
export type SplitVerdict = 'changes' | 'same' | 'vacuous' | 'not possible' | 'not decided';

/** A verdict that is another one with the parts. */
export interface SplitChange {
  readonly check: string;
  readonly property: string;
  readonly before: Verdict;
  readonly after: Verdict;
  /** Steps of the shortest run that violates it; null: there is none, or it is violated without the parts. */
  readonly depth: number | null;
}

/** An `atomic`, or an operation of one step, taken as its parts. */
export interface SplitPlace {
  readonly kind: 'atomic' | 'operation';
  /** The actor or operation whose text it stands in; of an operation its module. */
  readonly owner: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** What is one step, on one line. */
  readonly text: string;
  readonly verdict: SplitVerdict;
  /** Why it is not possible or not decided; empty otherwise. */
  readonly reason: string;
  /** In order of the checks. */
  readonly changes: readonly SplitChange[];
  /** The smallest check that is violated with the parts and not without, with its race, and how the property reads; null: there is none. */
  readonly result: CheckResult | null;
  readonly property: PropertyText | null;
}

/** The answer of `audit --split`. */
export interface Split {
  readonly checks: readonly string[];
  /** The memory models of these checks. */
  readonly memory: readonly MemoryMode[];
  readonly places: readonly SplitPlace[];
  readonly states: number;
  readonly seconds: number;
  /** False: it was ended before all was tried. */
  readonly complete: boolean;
}
