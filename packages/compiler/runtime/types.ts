import type * as system from '@mmspec/system';

/*
 * The types of a generated module, which stands on its own: those of `@mmspec/system`, and those of its tables.
 * `scripts/embed.js` takes the regions; `PropertyKind` is written out there, kind by kind (`src/emit/runtime_text.ts`).
 */

// #region system
export type Plain = number | boolean | string;
export interface Slot {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}
export interface SourceSpan {
  readonly file: number;
  readonly start: number;
  readonly end: number;
}
export interface ActorInstance {
  readonly name: string;
  readonly kind: string;
}
export interface Action {
  readonly actor: number;
  readonly environment: string | null;
  readonly label: string | null;
  readonly operations: readonly string[];
  readonly path: readonly string[];
  readonly executed: readonly (readonly string[])[];
  readonly span: SourceSpan;
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}
export type PropertyKind = system.PropertyKind;
export interface Property {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly text: string;
  readonly doc?: string;
  readonly span: SourceSpan | null;
  readonly expectViolated: boolean;
  readonly temporal?: TemporalProperty;
}
export interface Atom {
  readonly over: 'state' | 'step';
}
export type Formula =
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'atom'; readonly atom: number }
  | { readonly kind: 'not'; readonly operand: Formula }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Formula[]; readonly each?: string }
  | { readonly kind: 'always'; readonly steps: boolean; readonly operand: Formula }
  | { readonly kind: 'eventually'; readonly operand: Formula }
  | { readonly kind: 'until'; readonly left: Formula; readonly right: Formula };
export interface FairnessItem {
  readonly strong: boolean;
  readonly actor: string | null;
  readonly index: number | null;
  readonly environment: string | null;
  readonly names: readonly string[];
}
export interface TemporalProperty {
  readonly formula: Formula;
  readonly fairness: readonly FairnessItem[];
  readonly goals: readonly string[];
}
export type Emit = (action: number, flags: number, instance?: number) => void;
export type Fault = (action: number, property: number, flags?: number, instance?: number) => void;
export interface Described {
  readonly name: string;
  readonly value: Plain;
}
export interface TransitionSystem {
  readonly name: string;
  readonly slots: readonly Slot[];
  readonly actors: readonly ActorInstance[];
  readonly actions: readonly Action[];
  readonly properties: readonly Property[];
  readonly atoms?: readonly Atom[];
  initial(next: Int32Array, emit: Emit, fault: Fault): void;
  successors(state: Int32Array, next: Int32Array, emit: Emit, fault: Fault): void;
  holdsInState(property: number, state: Int32Array): boolean;
  holdsOnStep(property: number, before: Int32Array, after: Int32Array, action: number): boolean;
  atomHolds?(atom: number, before: Int32Array, after: Int32Array, action: number): boolean;
  parametersOf?(action: number, instance: number): readonly Described[];
  isQuiescent(state: Int32Array): boolean;
  describe(state: Int32Array): readonly Described[];
}
// #endregion

// #region tables
export type Step = (me: number, state: Int32Array, next: Int32Array, emit: Emit, fault: Fault) => void;
export type Format =
  | readonly [0]
  | readonly [1, number, number]
  | readonly [2, number, readonly number[]]
  | readonly [3, number, Format, number]
  | readonly [4, readonly number[]]
  | readonly [5, Format, number]
  | readonly [6, Format, number]
  | readonly [7, number, readonly (readonly [number, Format, number])[]];
export type Row = readonly [
  number,
  number,
  readonly (readonly [number, number])[],
  readonly (readonly [number, readonly number[]])[],
  readonly [number, number] | null,
];
export type ParameterData = readonly [number, number, readonly (readonly [number, number, number, number])[], readonly (readonly [number, number])[]];
export type StepData = readonly [
  number,
  number,
  number,
  readonly number[],
  number,
  readonly [number, number, number],
  readonly (readonly [readonly number[], readonly number[]])[],
  readonly (readonly number[])[],
  readonly (readonly number[])[],
];
// #endregion

// #region checks
export type Settings = Readonly<Record<string, Plain>>;
export interface SettingInfo {
  readonly name: string;
  readonly kind: 'const' | 'variant';
  readonly values: readonly Plain[];
  readonly default: Plain;
}
export interface ExpectedItem {
  readonly property: string;
  readonly within: number | null;
  readonly fairness: string | null;
}
export interface CheckExpectation {
  readonly kind: 'holds' | 'violates';
  readonly items: readonly ExpectedItem[];
  readonly holds: readonly string[];
}
export interface PlannedCheck {
  readonly name: string;
  readonly matrix: string | null;
  readonly settings: Settings;
  readonly of: readonly string[] | null;
  readonly ignored: readonly string[];
  readonly expectation: CheckExpectation | null;
  readonly fairness?: Readonly<Record<string, readonly FairnessItem[]>>;
  readonly memory?: 'sc' | 'tso' | 'weak';
  readonly window?: number;
  readonly span: SourceSpan;
}
// #endregion

// #region windows
/** A memory model, and how many accesses of one actor may be under way at a time; left out: 2, then 3, then 4, as far as the effort goes. */
export interface WindowMode {
  readonly memory: 'tso' | 'weak';
  readonly window?: number | undefined;
}
/** What could have been done early and was not; `wider`: a wider window may show more. */
export interface WindowBound {
  readonly window: number;
  readonly where: string;
  readonly wider: boolean;
}
/** A state is its number, and there are the states that were found. */
export interface WindowSystem extends TransitionSystem {
  readonly window: number;
  readonly bounded: WindowBound | null;
  /** Steps over several shared locations that are performed as one. */
  readonly indivisible: readonly SourceSpan[];
  /** Why there are more states than were looked at; empty: there are none. */
  readonly cut: string;
  /** Actions that fairness counts as possible in a state though they lead nowhere. */
  offered?(state: Int32Array): readonly number[];
}
/** The texts of a spec, the spec first; of each import the file in which it stands, the module, and the file that it leads to. */
export interface Texts {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly imports: readonly (readonly [number, string, number])[];
}
/** What mmspec-runtime.js and the package mmspec have by this name. */
export type Windows = (texts: Texts, settings: Settings, mode: WindowMode) => WindowSystem;
// #endregion

/** What a module gives is what the checker takes, and checks are the same on both sides. */
export const conforms = (own: TransitionSystem, checks: readonly PlannedCheck[], settings: readonly SettingInfo[]): readonly unknown[] => [
  own satisfies system.TransitionSystem,
  checks satisfies readonly system.PlannedCheck[],
  settings satisfies readonly system.SettingInfo[],
];

/** And so is what is taken from outside. */
export const conformsInWindows = (own: WindowSystem, theirs: system.WindowSystem): readonly unknown[] => [
  own satisfies system.WindowSystem,
  theirs satisfies WindowSystem,
];
