import type { ActorInstance, Atom, Property, SourceSpan } from '@mmspec/system';

/*
 * The program that a spec lowers to under one setting: steps over numbered cells.
 * Cells are numbered before anything is known about who writes them; cells that keep one value for ever become
 * constants, the others become the slots of the state (`slots.ts`).
 */

/** A number of the state, before slots are given out. */
export interface CellInfo {
  /** For people; unique. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/** `base + Σ stride * index`; each index lies in `0..count-1` when the cell is used. */
export interface Cell {
  readonly base: number;
  readonly terms: readonly Term[];
}
export interface Term {
  readonly index: Expr;
  readonly stride: number;
  readonly count: number;
}

/** A local of the generated code. */
export interface Temp {
  readonly id: number;
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly boolean: boolean;
}

export type NumericOperator = '+' | '-' | '*' | '&' | '|' | '^' | '<<' | '>>';
export type Comparison = '===' | '!==' | '<' | '<=' | '>' | '>=';
export type Helper = 'quotient' | 'remainder' | 'size' | 'least' | 'greatest';

/** A value without effect; evaluating it cannot fault. */
export type Expr =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'truth'; readonly value: boolean }
  /** Index of the moving instance among its kind, of which there are `count`. */
  | { readonly kind: 'me'; readonly count: number }
  | { readonly kind: 'temp'; readonly temp: Temp }
  /** `before`: the state; `after`: what the step has made of it so far. */
  | { readonly kind: 'load'; readonly from: 'before' | 'after'; readonly cell: Cell; readonly min: number; readonly max: number }
  | { readonly kind: 'numeric'; readonly operator: NumericOperator; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'and' | 'or'; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'not'; readonly operand: Expr }
  | { readonly kind: 'conditional'; readonly condition: Expr; readonly consequent: Expr; readonly alternative: Expr }
  | { readonly kind: 'helper'; readonly helper: Helper; readonly operands: readonly Expr[] }
  /** A constant of a table; the index lies within it. */
  | { readonly kind: 'lookup'; readonly table: readonly number[]; readonly index: Expr }
  /** The action of the step, in properties over steps. */
  | { readonly kind: 'action'; readonly count: number }
  /** Whether an instance can take a step, by one of the actions that `wanted` marks (null: any); in properties, where it stands at the step. */
  | { readonly kind: 'enabled'; readonly from: 'before' | 'after'; readonly step: number; readonly me: Expr; readonly wanted: readonly number[] | null };

/** Which action a leaf or fault has: the leaf's number, with the statements executed on the way. */
export interface LeafReference {
  /** Index in the `leaves` of the step. */
  readonly leaf: number;
  /** True where the number of executed marks is added at run time. */
  readonly marked: boolean;
  /** Of an action of the environment: the numbers of its parameters; left out where it has none, or not all have a value yet. */
  readonly instance?: readonly Expr[];
}

export type Stmt =
  | { readonly kind: 'let'; readonly temp: Temp; readonly value: Expr; readonly mutable: boolean }
  | { readonly kind: 'set'; readonly temp: Temp; readonly value: Expr }
  | { readonly kind: 'store'; readonly cell: Cell; readonly value: Expr }
  | { readonly kind: 'if'; readonly condition: Expr; readonly then: readonly Stmt[]; readonly else: readonly Stmt[] }
  /** Ends the alternative. */
  | { readonly kind: 'leaf'; readonly leaf: LeafReference }
  | { readonly kind: 'fault'; readonly leaf: LeafReference; readonly property: number }
  | { readonly kind: 'blocked' }
  /** Ends a property. */
  | { readonly kind: 'result'; readonly value: Expr }
  /** `leave` inside it goes on after it. */
  | { readonly kind: 'block'; readonly label: number; readonly body: readonly Stmt[] }
  | { readonly kind: 'leave'; readonly label: number }
  /** Rounds one after the other, with `temp` in `0..count-1`; `leave` goes on after them. They store nothing: what they find are locals. */
  | { readonly kind: 'loop'; readonly label: number; readonly temp: Temp; readonly count: number; readonly body: readonly Stmt[] }
  /** One alternative; what it stores is undone after it. */
  | { readonly kind: 'alternative'; readonly body: readonly Stmt[] }
  /** An alternative for each value of `temp` in `0..count-1`. */
  | { readonly kind: 'each'; readonly temp: Temp; readonly count: number; readonly body: readonly Stmt[] }
  /** The step violates the `live when` of this number. */
  | { readonly kind: 'flag'; readonly bit: number }
  /** A statement was executed that not all paths to the leaf execute. */
  | { readonly kind: 'mark'; readonly bit: number };

/** One path through a step, or up to a fault in it. */
export interface Leaf {
  /** Paths of the statements that were executed for certain, in order. */
  readonly executed: readonly (readonly string[])[];
  /** Paths that the marks stand for, one per bit; empty where none are used. */
  readonly marks: readonly (readonly string[])[];
}

/** A step of every instance of an actor kind, or an action of the environment. */
export interface StepProgram {
  readonly id: number;
  /** Index in `kinds`; -1 for the environment. */
  readonly kind: number;
  readonly environment: string | null;
  /** Location of the actor, -1 for the environment. */
  readonly location: number;
  readonly label: string | null;
  readonly operations: readonly string[];
  readonly path: readonly string[];
  readonly span: SourceSpan;
  /** The line of the spec that the step begins with. */
  readonly comment: string;
  readonly leaves: readonly Leaf[];
  readonly body: readonly Stmt[];
  /** Of an action of the environment: what people see of its parameters. */
  readonly parameters: readonly ParameterRow[];
}

/** A row for a parameter, or for a part of it, out of some of the numbers of an instance. */
export interface ParameterRow {
  readonly name: string;
  readonly format: Format;
  readonly first: number;
  readonly length: number;
}

/** The instances of an actor declaration; their cells lie `stride` apart. */
export interface KindProgram {
  readonly name: string;
  readonly count: number;
  /** Id of the first instance among all actors. */
  readonly first: number;
  readonly locationCell: Cell;
  /** Number of locations; the number itself is `done`. */
  readonly locationCount: number;
  /** Locations at which waiting for ever is legal. */
  readonly idle: readonly number[];
  /** Local work before the first step; a `leaf` ends it. */
  readonly begin: readonly Stmt[];
}

export interface PropertyProgram {
  readonly property: Property;
  /** For properties over a state or a step; ends in `result`. */
  readonly body: readonly Stmt[] | null;
}

/** What formulas of temporal properties are made of; ends in `result`. */
export interface AtomProgram extends Atom {
  readonly body: readonly Stmt[];
}

/** How a value of a row is written. */
export type Format =
  | { readonly kind: 'bool' }
  | { readonly kind: 'int'; readonly forever: number | null }
  /** Texts by value, from `min` on. */
  | { readonly kind: 'texts'; readonly min: number; readonly texts: readonly string[] }
  | { readonly kind: 'option'; readonly min: number; readonly inner: Format }
  | { readonly kind: 'set'; readonly texts: readonly string[] }
  /** The first number says whether there is a value, which is the numbers behind it. */
  | { readonly kind: 'maybe'; readonly inner: Format }
  /** The numbers of the fields, one field behind the other. */
  | { readonly kind: 'record'; readonly name: string; readonly fields: readonly FieldFormat[] }
  /** The first number is the length; elements follow it, `size` numbers each. */
  | { readonly kind: 'seq'; readonly inner: Format; readonly capacity: number; readonly size: number };

/** How a field of a record is written that is part of a row; it has `size` numbers. */
export interface FieldFormat {
  readonly name: string;
  readonly format: Format;
  readonly size: number;
}

/** A row of `describe`. */
export interface Row {
  readonly name: string;
  /** A cell, or a constant. */
  readonly cell: number | null;
  readonly constant: number;
  readonly format: Format;
  /** The row is present where each of these cells has one of its values. */
  readonly when: readonly { readonly cell: number; readonly values: readonly number[] }[];
  /** Absent where the cell (of the first number of the variable) has this value. */
  readonly unset: { readonly cell: number; readonly value: number } | null;
}

export interface Program {
  readonly name: string;
  readonly cells: readonly CellInfo[];
  readonly kinds: readonly KindProgram[];
  readonly actors: readonly ActorInstance[];
  readonly steps: readonly StepProgram[];
  /** Initial values of all cells; afterwards every kind begins, instance by instance. */
  readonly initial: readonly Stmt[];
  /** What begins with any of several values: every way to choose ends in a `leaf`. Empty where everything begins with one. */
  readonly choices: readonly Stmt[];
  readonly properties: readonly PropertyProgram[];
  readonly atoms: readonly AtomProgram[];
  readonly rows: readonly Row[];
  /** Of a check with a bound: where it is false, no step is taken. */
  readonly bound: readonly Stmt[] | null;
  /** Cells that have one value for ever. */
  readonly constants: ReadonlyMap<number, number>;
  /** Slot of every other cell. */
  readonly slotOf: ReadonlyMap<number, number>;
}
