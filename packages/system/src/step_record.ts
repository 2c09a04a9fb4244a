import type { Plain } from './transition_system.ts';

/*
 * What a step did, as the interpreter took it: the lines of every drawing are made from this.
 * Cells are named as in the states of a trace.
 */

/** What kind of statement a deed is. */
export type DeedKind = 'condition' | 'await' | 'assert' | 'assign' | 'choose' | 'call' | 'return' | 'jump' | 'for' | 'skip';

/** A cell that was stored into, with the value before; null where it had none. */
export interface CellStore {
  readonly cell: string;
  readonly from: Plain | null;
  readonly to: Plain;
  /** A ghost, or a cell of the library's own data, such as the bit inside a lock: told only where the property names it, or another actor. */
  readonly aside: boolean;
  /** A local of the actor: its name there; of a shared cell null. */
  readonly local: string | null;
}

/** One statement that was executed. */
export interface Deed {
  readonly kind: DeedKind;
  /** On one line: constants folded, arguments in place of parameters. */
  readonly text: string;
  /** Of a condition: what came of it. */
  readonly outcome?: boolean;
  /** What was chosen, or returned. */
  readonly value?: Plain;
  /** Values of the cells that were read, in order of reading. */
  readonly loads: readonly (readonly [cell: string, value: Plain])[];
  /** Cells that were stored into, in order, those of `inside` left out. */
  readonly stores: readonly CellStore[];
  /** What an operation of one step did. */
  readonly inside: readonly Deed[];
}

/** An operation of several steps around a step. */
export interface Frame {
  /** `filemap_try_get(mapping, f)` */
  readonly text: string;
  /** One of the library: `kernel.*`. */
  readonly library: boolean;
}

export interface StepRecord {
  /** Of an action: what its parameters were. */
  readonly parameters: Readonly<Record<string, Plain>>;
  /** The step itself. */
  readonly deeds: readonly Deed[];
  /** Work on locals and control flow that joins it. */
  readonly after: readonly Deed[];
  /** Operations of several steps around the step, outermost first. */
  readonly frames: readonly Frame[];
  /** Of these, how many it is the last step of. */
  readonly left: number;
  /** Texts of the operations of several steps that were left with a value, and the values, innermost first. */
  readonly returned: readonly (readonly [frame: string, value: Plain])[];
}
