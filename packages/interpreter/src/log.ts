import type { LocalNode } from '@mmspec/semantics';
import type { Statement } from '@mmspec/syntax';
import type { Entry } from './state.ts';
import { textOf, type Value } from './value.ts';

/*
 * What a step does, noted while it is taken: which statements are executed, what becomes of each condition,
 * which cells are read and written. A cell is a variable, a field, or the part of one that has no parts itself.
 */

export interface Cell {
  /** As the rows of a described state name it; of a local, without its actor. */
  readonly name: string;
  /** Null: shared. */
  readonly local: LocalNode | null;
}

export interface Load extends Cell {
  readonly value: Value;
}

export interface Store extends Cell {
  /** Undefined where there was no value. */
  readonly from: Value | undefined;
  readonly to: Value;
}

/**
 * `choice`: between an `either` and the first step of a branch; `step`: the step itself, with all that is atomic with it;
 * `local`: the work on locals and the control flow that join it.
 */
export type Phase = 'choice' | 'step' | 'local';

/** `statement` was executed, `guard` of an action was true, `enter`: a call of an operation that has steps of its own, `leave`: the end of one. */
export type DoneKind = 'statement' | 'guard' | 'enter' | 'leave';

/** One statement that was executed. */
export interface Done {
  readonly kind: DoneKind;
  /** Null for a guard. Of a call that was left, the statement that called. */
  readonly statement: Statement | null;
  /** Where it stands: blocks, loops and calls around it. */
  readonly stack: readonly Entry[];
  readonly phase: Phase;
  /** Of a condition: what came of it. */
  readonly outcome: boolean | null;
  /** The value that was chosen, loaded into a variable, or returned; undefined where there is none. */
  readonly value: Value | undefined;
  readonly loads: readonly Load[];
  readonly stores: readonly Store[];
  /** What an operation of one step did inside. */
  readonly inside: readonly Done[];
}

interface Noted extends Done {
  outcome: boolean | null;
  value: Value | undefined;
  readonly loads: Load[];
  readonly stores: Store[];
  readonly inside: Noted[];
}

/** Filled while a step is taken. */
export interface StepLog {
  readonly done: Noted[];
  /** Calls of operations of one step that are going on, innermost last. */
  readonly open: Noted[];
  phase: Phase;
}

export function newLog(): StepLog {
  return { done: [], open: [], phase: 'choice' };
}

/** What is logged in: a run, or the run of a context. */
type Logging = { readonly log: StepLog | null; readonly stack: readonly Entry[] } | null;

/** A statement begins; what is noted from here on is its doing. */
export function noteDone(run: Logging, kind: DoneKind, statement: Statement | null): void {
  if (run === null || run.log === null) return;
  const { log, stack } = run;
  (log.open.at(-1)?.inside ?? log.done).push({ kind, statement, stack, phase: log.phase, outcome: null, value: undefined, loads: [], stores: [], inside: [] });
}

/** The statement that was noted last is a call whose inside follows. */
export function noteEntered({ log }: NonNullable<Logging>): void {
  const last = log === null ? undefined : lastIn(log);
  if (last !== undefined) log?.open.push(last);
}

/** A call is left. False where the call is none of this step's. */
export function noteLeft({ log }: NonNullable<Logging>): boolean {
  return log?.open.pop() !== undefined;
}

export function noteOutcome({ log }: NonNullable<Logging>, outcome: boolean): void {
  const last = log === null ? undefined : lastIn(log);
  if (last !== undefined) last.outcome = outcome;
}

export function noteValue({ log }: NonNullable<Logging>, value: Value): void {
  const last = log === null ? undefined : lastIn(log);
  if (last !== undefined) last.value = value;
}

export function noteLoad(run: Logging, name: string, local: LocalNode | null, value: Value): void {
  if (run === null || run.log === null) return;
  lastIn(run.log)?.loads.push({ name, local, value });
}

/** A store into a cell, or into all cells of an array or record. */
export function noteStore({ log }: NonNullable<Logging>, name: string, local: LocalNode | null, from: Value | undefined, to: Value): void {
  const last = log === null ? undefined : lastIn(log);
  if (last === undefined) return;
  const before = new Map(from === undefined ? [] : cellsOf(name, from));
  for (const [cell, value] of cellsOf(name, to)) last.stores.push({ name: cell, local, from: before.get(cell), to: value });
}

function lastIn(log: StepLog): Noted | undefined {
  const open = log.open.at(-1);
  return open === undefined ? log.done.at(-1) : (open.inside.at(-1) ?? open);
}

/** The cells of a value: arrays and records have parts, everything else is one cell. */
export function cellsOf(name: string, value: Value): [string, Value][] {
  if (value !== null && typeof value === 'object') {
    if (value.kind === 'array') return value.keys.flatMap((key, index) => cellsOf(`${name}[${textOf(key)}]`, value.elements[index] ?? null));
    if (value.kind === 'record') return value.fields.flatMap((field) => cellsOf(`${name}.${field.name}`, field.value));
  }
  return [[name, value]];
}
