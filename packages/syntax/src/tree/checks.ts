import type { Span } from '@mmspec/source';
import type { Declared, Name } from './names.ts';
import type { Expression, StepPath } from './expressions.ts';
import type { Fairness, PropertyPath } from './properties.ts';

/* Checks and scenarios. */

/** `check NAME [of A, B] [for a in S, b where P] { settings } [expect …]` */
export interface CheckDeclaration extends Declared {
  readonly kind: 'check';
  /** Empty: all properties. */
  readonly of: readonly PropertyPath[];
  readonly matrix: readonly MatrixAxis[];
  readonly where: Expression | null;
  readonly settings: readonly Setting[];
  readonly expectation: Expectation | null;
}
/** `a in S`, or `a` alone: all its values; `a in 1..`: every number from the one in `domain` on. */
export interface MatrixAxis {
  readonly kind: 'matrix_axis';
  readonly name: Name;
  readonly domain: Expression | null;
  readonly isOpen: boolean;
  readonly span: Span;
}
export type Setting = ValueSetting | MemorySetting | WindowSetting | IgnoreSetting | BoundSetting;
export interface ValueSetting {
  readonly kind: 'value_setting';
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
}
/** `memory tso` */
export interface MemorySetting {
  readonly kind: 'memory_setting';
  readonly model: Name;
  readonly span: Span;
}
/** `window 3`: so many accesses of one actor may be under way at a time. */
export interface WindowSetting {
  readonly kind: 'window_setting';
  readonly size: number;
  readonly span: Span;
}
/** `ignore deadlock, overflow`: implicit properties that this check does not judge. */
export interface IgnoreSetting {
  readonly kind: 'ignore_setting';
  readonly names: readonly PropertyPath[];
  readonly span: Span;
}

/** `bound clock <= 3`: states in which it is false are not expanded. */
export interface BoundSetting {
  readonly kind: 'bound_setting';
  readonly condition: Expression;
  readonly span: Span;
}

/** `expect holds [A, …]`, `expect violates A within 15, B`, `expect deadlocks`, `expect undecided A`; several clauses may follow one another. */
export interface Expectation {
  readonly kind: 'expectation';
  readonly clauses: readonly ExpectationClause[];
  readonly span: Span;
}
export interface ExpectationClause {
  readonly kind: 'expectation_clause';
  readonly verdict: 'holds' | 'violates' | 'deadlocks' | 'undecided';
  readonly items: readonly ExpectationItem[];
  /** `when c` after a bare `holds` or `deadlocks`. */
  readonly when: Expression | null;
  readonly span: Span;
}
export interface ExpectationItem {
  readonly kind: 'expectation_item';
  readonly property: PropertyPath;
  readonly within: Expression | null;
  readonly fairness: Fairness | null;
  readonly when: Expression | null;
  readonly span: Span;
}

/** `scenario NAME { a ; b ;; c } is possible`, `scenario NAME { a ; b waits at l ; deadlock }` */
export interface ScenarioDeclaration extends Declared {
  readonly kind: 'scenario';
  readonly steps: readonly ScenarioStep[];
  /** How it ends; null: with its last step. */
  readonly end: ScenarioEnd | null;
  readonly settings: readonly Setting[];
  readonly expected: 'possible' | 'impossible' | null;
}
export interface ScenarioStep {
  readonly kind: 'scenario_step';
  readonly path: StepPath;
  /** `a waits`, `a waits at l`: the actor of the path stands there and cannot move; null: it takes a step. */
  readonly waits: ScenarioWait | null;
  /** True after `;;`: nothing may come between this step and the one before. */
  readonly immediate: boolean;
  readonly span: Span;
}

/** `waits`, `waits at l` */
export interface ScenarioWait {
  readonly kind: 'scenario_wait';
  /** Null: anywhere. */
  readonly place: StepPath | null;
  readonly span: Span;
}

/** `deadlock`, `violates p` */
export interface ScenarioEnd {
  readonly kind: 'scenario_end';
  /** The property that the run violates in the end. */
  readonly property: PropertyPath;
  /** Written as `deadlock`. */
  readonly isDeadlock: boolean;
  readonly immediate: boolean;
  readonly span: Span;
}
