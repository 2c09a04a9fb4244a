import type { AnchorRow } from './anchor.ts';
import type { Audit } from './audit.ts';
import type { CheckResult, PropertyText, ScenarioResult, Settings } from './check.ts';
import type { MemoryMode } from './memory_order.ts';
import type { Coverage } from './coverage.ts';
import type { Split } from './split.ts';
import type { Suggestions } from './suggestion.ts';
import type { Plain } from './transition_system.ts';

/*
 * What a reviewer wants to know of a design: what is claimed, what was checked and came of it, and what was not looked at.
 */

/** A property that the spec declares, and what became of it in all checks together. */
export interface ReviewedClaim extends PropertyText {
  /** Checks in which it holds. */
  readonly holds: readonly string[];
  /** Checks that expect it to be violated, and where it is. */
  readonly violatedAsStated: readonly string[];
  /** Checks, questions too, in which it is violated and nobody said so. */
  readonly violated: readonly string[];
  /** Checks that say it is violated, and where it holds. */
  readonly holdsAgainstStatement: readonly string[];
  /** Checks that did not decide it: a search that did not finish, or any number. */
  readonly undecided: readonly string[];
  /** Checks for any number in which it holds for the numbers that were searched, and no more can be said; left out where there are none. */
  readonly checked?: readonly string[];
}

/** What the ledger says a reference counter is equal to. */
export interface ReviewedCounter {
  readonly counter: string;
  readonly formula: string;
  readonly atQuiescence: string;
}

/** A place in a spec. */
export interface ReviewedPlace {
  readonly path: string;
  readonly line: number;
  /** The actor or operation that it stands in. */
  readonly owner: string;
}

/** What the answers say nothing about. */
export interface Uncovered {
  /** Blocks that count as one step, by assumption. */
  readonly atomics: readonly ReviewedPlace[];
  /** Values of constants and variants that no check has. */
  readonly values: readonly { readonly name: string; readonly checked: readonly Plain[]; readonly left: readonly Plain[] }[];
  /** Checks with a bound, as written: beyond it nothing was looked at. */
  readonly bounds: readonly { readonly check: string; readonly bound: string }[];
  /** Properties that are judged without being asked for, and that a check ignores. */
  readonly ignored: readonly { readonly check: string; readonly properties: readonly string[] }[];
  /** Properties that no check judges. */
  readonly unjudged: readonly string[];
  /** Every actor has a CPU of its own: no interrupt handler and no preemption. */
  readonly noContexts: boolean;
  /** What is fair by assumption, by property: as written. */
  readonly fairness: readonly { readonly property: string; readonly fairness: string }[];
  /** Warnings about what the checks never do: steps that are never taken, and the like. */
  readonly never: readonly { readonly path: string; readonly line: number; readonly message: string }[];
}

/** A declaration of an overlay, beside what the spec had in its place. */
export interface OverlaidItem {
  /** `actor`, `invariant`, `check` and so on. */
  readonly kind: string;
  readonly name: string;
  readonly line: number;
  readonly isNew: boolean;
  /** The line of what it stands for; null where it is new. */
  readonly replaced: number | null;
  /** It says the same as what it stands for. */
  readonly isSame: boolean;
  /** Labels that only one of the two has. */
  readonly labels: { readonly added: readonly string[]; readonly removed: readonly string[] };
}

/** What was laid over a spec. */
export interface Overlay {
  readonly path: string;
  readonly items: readonly OverlaidItem[];
}

/** The answer of a review of one spec. */
export interface Review {
  readonly module: string;
  /** Where the source is that the spec models, in the tree of the call; left out: there was none. */
  readonly anchors?: readonly AnchorRow[];
  /** What a reviewer has laid over the author's spec; left out: nothing. */
  readonly overlay?: Overlay;
  /** The comment on the module: its first paragraph on one line, or empty. */
  readonly doc: string;
  readonly claims: readonly ReviewedClaim[];
  /** Constants and variants as they are declared. */
  readonly defaults: Settings;
  readonly checks: readonly CheckResult[];
  /** What the compiler has against the spec under the settings of a check, and the checks that were not run for it. */
  readonly errors: readonly { readonly path: string; readonly line: number; readonly message: string }[];
  readonly unchecked: readonly string[];
  readonly scenarios: readonly ScenarioResult[];
  /** How the violated properties read of which a check has a race, by name. */
  readonly properties: readonly PropertyText[];
  /** The memory models of the checks; `sc`: all CPUs see the steps in one order. */
  readonly memory: readonly MemoryMode[];
  /** Null: nobody asked for one. */
  readonly audit: Audit | null;
  /** Changes under which what is violated holds; left out: nobody asked for them. */
  readonly suggestions?: Suggestions;
  /** What the checks exercise; null: not all of them were run to their ends, so it is not known what they leave out. */
  readonly coverage: Coverage | null;
  /** What it matters that something is one step; left out: nobody asked. */
  readonly split?: Split;
  readonly counters: readonly ReviewedCounter[];
  /** Paths that leak, put twice or conflict. */
  readonly ledger: readonly { readonly path: string; readonly line: number; readonly message: string }[];
  readonly uncovered: Uncovered;
}
