import type { Plain } from './transition_system.ts';

/*
 * What all checks of a spec together have exercised.
 */

/** A step of the spec's own text. */
export interface CoveredStep {
  /** The actor, or the action of the environment. */
  readonly owner: string;
  /** Labels and operations from the outside in; empty where there are none. */
  readonly name: string;
  readonly line: number;
  readonly column: number;
  /** Its first line. */
  readonly text: string;
  /** How often it was taken, in the searches of all checks. */
  readonly count: number;
}

/** A block of an `if`, an `either` or a loop that has a step or a label, by which it is told whether somebody comes there. */
export interface CoveredBranch {
  readonly owner: string;
  readonly line: number;
  readonly column: number;
  /** The line in which it begins. */
  readonly text: string;
  readonly count: number;
}

/** An invariant that is an implication. */
export interface CoveredImplication {
  readonly property: string;
  readonly line: number;
  /** The left side, on one line. */
  readonly left: string;
  /** Whether it holds in some state or step of some check. */
  readonly held: boolean;
}

/** A value of a constant or variant, and how many checks have it. */
export interface CoveredValue {
  readonly name: string;
  readonly value: Plain;
  readonly checks: number;
}

export interface Coverage {
  readonly checks: readonly string[];
  /** In order of the text. */
  readonly steps: readonly CoveredStep[];
  readonly branches: readonly CoveredBranch[];
  readonly implications: readonly CoveredImplication[];
  readonly values: readonly CoveredValue[];
  readonly states: number;
  readonly seconds: number;
  /** False: a limit ended a search, so what was not exercised is not known. */
  readonly complete: boolean;
}

/** How many of the mutants of an audit some property notices. */
export interface MutationScore {
  readonly noticed: number;
  /** Those that were decided: needed, needed for progress, superfluous. */
  readonly decided: number;
}
