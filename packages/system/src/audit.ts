import type { CheckResult, PropertyText } from './check.ts';
import type { MutationScore } from './coverage.ts';
import type { MemoryMode } from './memory_order.ts';

/*
 * What an audit of a design says: what each part of it is good for.
 */

/** What is taken out of a design, or changed in it. */
export type AuditKind = 'lock' | 'section' | 'off' | 'freeze' | 'recheck' | 'check' | 'wait' | 'retry' | 'atomic' | 'barrier' | 'order';

/** What may matter under tso and weak alone: without checks under these no answer says that it is superfluous. */
export function isMemoryKind(kind: AuditKind): boolean {
  return kind === 'barrier' || kind === 'order';
}

/**
 * What came of it: a fault appears; only something that has to happen, or may never happen, shows it; no property notices it;
 * it is a barrier or an order of accesses, which only checks under tso and weak tell, and none of these comes there; a limit ended the search before; the spec has errors without it.
 */
export type AuditVerdict = 'needed' | 'needed for progress' | 'superfluous' | 'not judged' | 'not decided' | 'not possible';

/** What was found without a part of a design. */
export interface AuditFinding {
  readonly verdict: AuditVerdict;
  /** Why it is not judged, not decided or not possible; of what is superfluous, which windows it is said of, where wider ones allow more, or that no check comes there. */
  readonly reason: string;
  /** The check that notices it, with its property; null: none does. */
  readonly check: string | null;
  readonly property: PropertyText | null;
  /** Steps of the race; null where there is none. */
  readonly depth: number | null;
  /** That check, with its race. */
  readonly result: CheckResult | null;
}

/** A part of a design that an audit tries to do without. */
export interface AuditPart {
  readonly kind: AuditKind;
  /** The actor or operation whose text it stands in. */
  readonly owner: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Lines of all places that are changed, in order. */
  readonly lines: readonly number[];
  /** What is taken out, on one line. */
  readonly text: string;
}

/** One part, and what it is good for. */
export interface AuditRow extends AuditPart, AuditFinding {}

/** Two parts of which each is superfluous alone, and what is found without both. */
export interface AuditPair extends AuditFinding {
  readonly parts: readonly [AuditPart, AuditPart];
}

/** The answer of an audit. */
export interface Audit {
  /** Checks that were audited: what holds in them and is not to be violated. */
  readonly checks: readonly string[];
  /** Checks that are not as expected to begin with: audited too, but in a review. */
  readonly unmet: readonly string[];
  /** Checks that a limit ended, which say nothing. */
  readonly unfinished: readonly string[];
  /** The memory models of these checks. */
  readonly memory: readonly MemoryMode[];
  readonly rows: readonly AuditRow[];
  /** Those of which one is needed, or that were not decided; both can be done without in all others. */
  readonly pairs: readonly AuditPair[];
  /** How well the properties of the spec guard it: of its parts alone. */
  readonly score: MutationScore;
  /** How many pairs were tried. */
  readonly pairsTried: number;
  /** States of all searches, and seconds. */
  readonly states: number;
  readonly seconds: number;
  /** False: it was ended before all was tried. */
  readonly complete: boolean;
}
