import type { CheckResult, ResultSettings, ScenarioResult, Verdict } from './check.ts';

/*
 * What is different between two specs.
 */

/** What became of a property of a check that both have. */
export interface VerdictChange {
  readonly check: string;
  readonly property: string;
  /** Null: the check did not judge it. */
  readonly before: Verdict | null;
  readonly after: Verdict | null;
  /** Steps of the shortest race of the new one; null where there is none. */
  readonly depth: number | null;
}

/** Sequences of labelled steps of a check that only one of two specs has. */
export interface BehaviourChange {
  readonly check: string;
  /** Only the new one has it; or only the old one. */
  readonly kind: 'newly possible' | 'no longer possible';
  /** The shortest such sequence: `actor.label`, of labels that both have. */
  readonly steps: readonly string[];
  /** A run of it, of the spec that has it; null where it was not drawn. */
  readonly run: ScenarioResult | null;
}

/** A text that one of the two has, and in its place the other. */
export interface TextChange {
  readonly what: string;
  /** Empty: there is none. */
  readonly before: string;
  readonly after: string;
}

/** What of a check only one of two specs looks at. */
export interface CoverageChange {
  readonly check: string;
  /** Properties that it judges; labels of steps, of those that both have, that it takes; implicit properties that it ignores; its bound; its memory model. */
  readonly what: 'judges' | 'takes' | 'ignores' | 'bound' | 'memory';
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What of a check was not compared, or not to its end, and why. */
export interface Uncompared {
  readonly check: string;
  /** Verdicts: both searches ended before they had one. */
  readonly of: 'verdicts' | 'behaviours';
  readonly reason: string;
}

/** The answer of a comparison. */
export interface Comparison {
  /** Checks that only one has, with what came of them. */
  readonly added: readonly Pick<CheckResult, 'name' | 'settings' | 'verdict' | 'property'>[];
  readonly removed: readonly Pick<CheckResult, 'name' | 'settings' | 'verdict' | 'property'>[];
  readonly verdicts: readonly VerdictChange[];
  /** Checks that both have, under other settings. */
  readonly settings: readonly { readonly check: string; readonly before: ResultSettings; readonly after: ResultSettings }[];
  readonly behaviours: readonly BehaviourChange[];
  /** Labels of steps that only one of them has: they are no part of behaviours. */
  readonly labels: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** What checks look at, of those that both have. */
  readonly coverage: readonly CoverageChange[];
  /** Reference counters: what they are equal to; who holds what where; and paths that do not add up. */
  readonly ledger: readonly TextChange[];
  /** What was not compared, or not to the end. */
  readonly undecided: readonly Uncompared[];
}
