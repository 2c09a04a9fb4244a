import type { SearchResult } from '@mmspec/checker';
import type { Diagnostic } from '@mmspec/source';
import type { CheckResult, PlannedCheck, PropertyText } from '@mmspec/system';
import type { NotedStep } from './vacuity/steps.ts';

/** What somebody else has found about a check: plain data, which may pass from thread to thread. */
export interface FoundCheck {
  readonly result: CheckResult;
  /** The properties of its system; null where a limit was reached before there was one. */
  readonly properties: readonly PropertyText[] | null;
  /** What was searched for it, of an open check its numbers. */
  readonly searched: readonly PlannedCheck[];
  /** How each search ended that was begun for it. */
  readonly searches: readonly Pick<SearchResult, 'finished' | 'isLate'>[];
  /** The steps that these took. */
  readonly steps: readonly NotedStep[];
  /** What the compiler has said. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Who runs units of the checks of a spec beside the caller. A unit is run by who takes it first. */
export interface CheckHelpers {
  /** Says how many units there are. */
  readonly begin: (units: number) => void;
  /** Takes a unit; false where somebody else has. */
  readonly claim: (unit: number) => boolean;
  /** What somebody else has found about each check of a unit that he has taken, in order; null: the caller is to run it after all. */
  readonly found: (unit: number) => Promise<readonly FoundCheck[] | null>;
  /** After an interruption: what somebody else has found of a unit that he has taken, which may be less than all; null: nobody has, or nothing in time. */
  readonly left: (unit: number) => Promise<readonly FoundCheck[] | null>;
}
