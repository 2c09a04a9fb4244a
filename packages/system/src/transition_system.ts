import type { DeadSlots } from './dead_values.ts';
import type { Dependencies } from './dependencies.ts';
import type { Family } from './symmetry.ts';
import type { Atom, TemporalProperty } from './temporal.ts';

/*
 * The narrow waist: what the checker explores, whoever made it.
 * A state is a fixed number of int32 slots; each slot says its exact range, from which the checker packs.
 */

/** One number of the state. */
export interface Slot {
  /** For people and for tests; unique within the system. */
  readonly name: string;
  /** Smallest and largest value the slot ever has, both included. */
  readonly min: number;
  readonly max: number;
}

/** A place in the sources, as plain numbers: index of the file, and half-open UTF-16 offsets. */
export interface SourceSpan {
  readonly file: number;
  readonly start: number;
  readonly end: number;
}

/** An actor instance. */
export interface ActorInstance {
  /** `vcpu[0]`, or `gup` where there is one. */
  readonly name: string;
  /** `vcpu` */
  readonly kind: string;
}

/**
 * One path through one step: everything that a property or a reader may want to know about the move is fixed by it.
 * Several successors of one state may have the same action (`choose`).
 */
export interface Action {
  /** Index into `actors`; -1 for an action of the environment. */
  readonly actor: number;
  /** Name of the environment action, else null. */
  readonly environment: string | null;
  /** Innermost label of the actor's own text that covers the step, or null. */
  readonly label: string | null;
  /** Operations that were being called, outermost first. */
  readonly operations: readonly string[];
  /** Labels and operations from the outside in: what `at` and `step is` match. */
  readonly path: readonly string[];
  /** Paths of all statements that this path through the step executed; contains `path`. */
  readonly executed: readonly (readonly string[])[];
  /** The step's statement. */
  readonly span: SourceSpan;
  /** Indices of the slots whose values the step may depend on or change; exact up to indices known only at run time. */
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  /** Performed before something that comes first in the text of the actor; fairness of the actor does not ask for it. Left out where everything is in order. */
  readonly isAhead?: true;
  /** Something that follows in the text was performed before it: every behaviour performs it in the end. */
  readonly isOvertaken?: true;
}

/** What a kind is: `property_kinds.ts`. */
export type PropertyKind =
  | 'state' // an invariant over one state
  | 'step' // an invariant over a step
  | 'assertion'
  | 'range'
  | 'underflow'
  | 'overflow'
  | 'null_reference' // faults: no successor
  | 'live'
  | 'get_at_zero'
  | 'sleeps_in_atomic' // flags on a step, which goes on
  | 'lost_reference' // judged like `state`
  | 'deadlock'
  | 'reachable' // judged like `state`: wants one state where it is true
  | 'possible'
  | 'temporal';

export interface Property {
  /** `no_new_refs`, `walker.touch`, `Folio.live`, `range of folio.safe`, `deadlock` */
  readonly name: string;
  readonly kind: PropertyKind;
  /** The text of the property as written, for reports; empty for implicit ones. */
  readonly text: string;
  /** Its `///` comment on one line: what the property means to people. */
  readonly doc?: string;
  readonly span: SourceSpan | null;
  /** `expect violated` at the declaration. */
  readonly expectViolated: boolean;
  /** Of kind `temporal`: what it says. */
  readonly temporal?: TemporalProperty;
}

/**
 * Called with the number of the action; the successor stands in the `next` buffer and is copied by the callee.
 * `instance` stands for the values of the parameters of an action of the environment: equal for equal ones; left out where there are none.
 */
export type Emit = (action: number, flags: number, instance?: number) => void;
/**
 * The step ends in a fault: `property` is an index into `properties`; there is no successor. `flags` are those of the step
 * so far; left out: none. `instance` as of `Emit`; left out also where a parameter has no value yet.
 */
export type Fault = (action: number, property: number, flags?: number, instance?: number) => void;

/** A value as people see it: a number, a truth value, or text (`none`, `vcpu[0]`, `{a, b}`). */
export type Plain = number | boolean | string;

/** One row of a described state. */
export interface Described {
  readonly name: string;
  readonly value: Plain;
}

/** How a state is packed: each slot, less its minimum, lies in some bits of one 32-bit word. */
export interface PackedLayout {
  /** In order of slots. A slot of width 0 has one value, its minimum. */
  readonly bitFields: readonly { readonly word: number; readonly shift: number; readonly width: number; readonly min: number }[];
  readonly wordCount: number;
}

/** The steps of a system over packed states. */
export interface PackedSteps {
  readonly text: string;
  /** Indices of the properties over states that the text judges too. */
  readonly properties: readonly number[];
  /** Numbers of the atoms that the text judges too. */
  readonly atoms: readonly number[];
}

export interface TransitionSystem {
  readonly name: string;
  readonly slots: readonly Slot[];
  readonly actors: readonly ActorInstance[];
  readonly actions: readonly Action[];
  readonly properties: readonly Property[];
  /** What the formulas of temporal properties are made of; left out where there are none. */
  readonly atoms?: readonly Atom[];
  /** Writes each initial state to `next` and calls `emit(-1, 0)`; an initial fault calls `fault(-1, property)`. */
  initial(next: Int32Array, emit: Emit, fault: Fault): void;
  /** Writes each successor of `state` to `next` and calls `emit`. Never changes `state`; keeps neither buffer. */
  successors(state: Int32Array, next: Int32Array, emit: Emit, fault: Fault): void;
  /** The truth of a property of kind `state`, `lost_reference`, `reachable` or `possible` in a state. */
  holdsInState(property: number, state: Int32Array): boolean;
  /** The truth of a property of kind `step` on a step. */
  holdsOnStep(property: number, before: Int32Array, after: Int32Array, action: number): boolean;
  /** The truth of an atom: in the state `before`, or on the step; an atom over states looks at neither `after` nor `action`. */
  atomHolds?(atom: number, before: Int32Array, after: Int32Array, action: number): boolean;
  /** Actions that fairness counts as possible in a state though they lead nowhere, beside those of its successors; left out: there are none. */
  offered?(state: Int32Array): readonly number[];
  /** The values of the parameters that an instance of an action of the environment stands for, by name; left out where no action has any. */
  parametersOf?(action: number, instance: number): readonly Described[];
  /** Every actor is done or waits at an `idle await`, or is a handler at its beginning. */
  isQuiescent(state: Int32Array): boolean;
  /**
   * The steps over packed states as text: JavaScript functions, among them `expand(v0, v1, …)`, that call
   * `enter(w0, w1, …, action, flags)` and `fault(action, property, flags)` as `successors` calls `emit` and `fault`, in the same
   * order. `expandOne(process, v0, v1, …)` takes the steps of one process, by its number among those of `dependencies`.
   * For some properties over states there is `holds_K(v0, v1, …)`, which equals `holdsInState(K, state)`.
   * `stateAtom(atom, v0, v1, …)` and `stepAtom(atom, v0, v1, …, w0, w1, …, action)` equal `atomHolds` for some atoms over states and over steps.
   * Left out where there is only `successors`.
   */
  packedSteps?(layout: PackedLayout): PackedSteps;
  /** The body of a function without parameters that makes this system, without what is optional; left out for systems made by hand. */
  source?(): string;
  /** The families of members that no step tells apart; left out where nobody has looked. */
  symmetry?(): readonly Family[];
  /** Numbers that nothing depends on, where these properties are judged; left out where nobody has looked. */
  deadValues?(judged: readonly number[]): readonly DeadSlots[];
  /** What steps and properties have to do with each other; left out where nobody has looked. */
  dependencies?(): Dependencies;
  /** Why there are no `dependencies`, for people; left out where nobody has looked. */
  readonly withoutDependencies?: string;
  /** Why members that look alike are no family: one sentence each. */
  readonly withoutSymmetry?: readonly string[];
  /**
   * The state for people, in a fixed order, variables out of scope left out.
   * An actor's location is a row named after the instance: `label.operation@offsets`, or `done`.
   */
  describe(state: Int32Array): readonly Described[];
}
