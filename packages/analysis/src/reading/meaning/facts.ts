import type { Action, CellStore, Deed, DeedKind, Plain, StepRecord } from '@mmspec/system';
import { tokensOf } from './normal.ts';
import type { Tokens } from './normal.ts';

/*
 * What can be said about a step: what a line of a drawing is compared with. Of a step that was taken it is known what it
 * did; of one that may be taken, what its text says.
 */

/** One statement. */
export interface Fact {
  readonly kind: DeedKind;
  readonly tokens: Tokens;
  /** What came of a condition; null where it is none, or nobody knows. */
  readonly outcome: boolean | null;
  /** Index of the outermost statement that it is a part of. */
  readonly part: number;
  readonly loads: readonly (readonly [cell: string, value: Plain])[];
  readonly stores: readonly CellStore[];
}

export interface StepFacts {
  /** Labels and operations that the step lies in or executes, and the name of an action of the environment. */
  readonly names: ReadonlySet<string>;
  /** Statements, those inside of operations of one step included. */
  readonly facts: readonly Fact[];
  /** Calls of operations of several steps around it. */
  readonly frames: readonly Tokens[];
  readonly libraryFrames: readonly boolean[];
  /** Of these, how many end with it; null: nobody knows. */
  readonly left: number | null;
  /** Values of the parameters of an action. */
  readonly parameters: Readonly<Record<string, Plain>>;
  readonly returned: readonly Plain[];
  /** Only what its text says: outcomes and values are not known, cells are what it may touch. */
  readonly mayReads: readonly string[] | null;
  readonly mayWrites: readonly string[] | null;
}

/** Statements of local work that joins a step are parts from here on. */
export const localPart = 1000;

/** The names under which a step is known. */
export function namesOf(action: Action): ReadonlySet<string> {
  return new Set([...action.executed.flat(), ...action.path, ...action.operations, ...(action.environment === null ? [] : [action.environment])]);
}

export function factsOfRecord(names: ReadonlySet<string>, record: StepRecord): StepFacts {
  const facts: Fact[] = [];
  const visit = (deed: Deed, part: number): void => {
    facts.push({ kind: deed.kind, tokens: tokensOf(deed.text), outcome: deed.outcome ?? null, part, loads: deed.loads, stores: deed.stores });
    for (const inner of deed.inside) visit(inner, part);
  };
  record.deeds.forEach((deed, index) => visit(deed, index));
  // Work on locals that joins the step has no step of its own.
  record.after.forEach((deed, index) => visit(deed, localPart + index));
  if (record.deeds.length === 0) facts.push({ kind: 'skip', tokens: ['skip'], outcome: null, part: 0, loads: [], stores: [] });
  return {
    names,
    facts,
    frames: record.frames.map(({ text }) => tokensOf(text)),
    libraryFrames: record.frames.map(({ library }) => library),
    left: record.left,
    parameters: record.parameters,
    returned: record.returned.map(([, value]) => value),
    mayReads: null,
    mayWrites: null,
  };
}
