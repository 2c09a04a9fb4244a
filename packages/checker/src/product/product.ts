import type { TransitionSystem } from '@mmspec/system';
import type { Path } from '../options.ts';

/*
 * What is searched: the product of a system with an automaton that reads its steps.
 * The automaton is nondeterministic; it may also go on without a step, and say which steps may not be taken.
 * After Vardi and Wolper, "An automata-theoretic approach to automatic program verification", LICS 1986.
 */

/** A step of the system as an automaton reads it. */
export interface ReadStep {
  readonly action: number;
  readonly before: Int32Array;
  /** Null: the step ends in a fault. */
  readonly after: Int32Array | null;
  /** Bits of the `live` properties that it violates. */
  readonly flags: number;
  /** Index of the property that the fault violates; -1 where there is none. */
  readonly fault: number;
  /** The path to `before`. */
  readonly path: () => Path;
}

/** A state of the product before it is expanded. */
export interface Standing {
  readonly state: Int32Array;
  readonly path: () => Path;
}

/** A state of the product after its steps were taken. */
export interface Expanded extends Standing {
  /** By actor: 1 where it has a step, one that ends in a fault included. */
  readonly moves: Uint8Array;
  /** Nobody has a step. */
  readonly isStuck: boolean;
}

export interface Automaton {
  /** Its modes are numbers from 0 up to this, excluded. */
  readonly modes: number;
  readonly start: number;
  /** Whether the action may be taken at all in a mode. */
  readonly allows: (mode: number, action: number) => boolean;
  /** Calls `enter` with each mode that the step may lead to. */
  readonly step: (mode: number, step: ReadStep, enter: (mode: number) => void) => void;
  /** Calls `enter` with each mode that is reached in this state without a step. */
  readonly rest: (mode: number, expanded: Expanded, enter: (mode: number) => void) => void;
  /** Nothing follows. */
  readonly isOver: (mode: number) => boolean;
  /** The last step was a fault. */
  readonly isFault: (mode: number) => boolean;
  readonly accepts: (mode: number, state: Int32Array) => boolean;
  /** From here the automaton cannot accept any more. */
  readonly isHopeless: (mode: number, state: Int32Array) => boolean;
  /** How far the automaton has come. */
  readonly progress: (mode: number) => number;
}

export interface Product {
  readonly system: TransitionSystem;
  readonly automaton: Automaton;
  /** By action: 0 where it need not be taken. */
  readonly taken: Uint8Array;
  /** `short`: the accepted path has the fewest steps. `far`: those are expanded first that have come farthest. */
  readonly search: 'short' | 'far';
  /** How many accepted paths are looked for; one where it is left out. */
  readonly wanted?: number;
}
