import type { ConcreteType, CountName, LocalNode } from '@mmspec/semantics';
import type { Block, ForStatement, OperationDeclaration, Parameter, RepeatStatement, WhileStatement } from '@mmspec/syntax';
import type { Place } from './place.ts';
import type { Value } from './value.ts';

/** A state of the whole system; never changed once made. */
export interface MachineState {
  /** The value of every shared and ghost variable and every field of every object, by name: `seq`, `pool[1].lock.held`. */
  readonly shared: ReadonlyMap<string, Value>;
  /** By the id of the actor. */
  readonly actors: readonly ActorState[];
  /** Those that several actors share, in order of their numbers. */
  readonly cpus: readonly CpuState[];
}

/** What a CPU that several actors share remembers. */
export interface CpuState {
  readonly irq_off: number;
  readonly bh_off: number;
  /** The id of the task that it cannot be taken from. */
  readonly holder: number | null;
}

export interface ActorState {
  /** Variables of the top level that were declared so far; they outlive the actor's text. */
  readonly top: ReadonlyMap<LocalNode, Value>;
  /** What is still to do, outermost first; empty when the actor is done. */
  readonly stack: readonly Entry[];
  /** Names of `ref` variables, and how many of their references the actor holds; no zeros. */
  readonly held: ReadonlyMap<string, number>;
  /** The counts that are its own. */
  readonly counts: ReadonlyMap<CountName, number>;
  /** Where it stands before its first step. */
  readonly beginning: string;
}

/**
 * One level of unfinished work. The last entry of a stack is a `block`, or the `while` whose condition comes next;
 * a `block` points to the statement that is being executed, also while entries above it do the work of that statement.
 */
export type Entry = BlockEntry | WhileEntry | RepeatEntry | CallEntry | AtomicEntry | ForEntry;

export interface BlockEntry {
  readonly kind: 'block';
  readonly block: Block;
  readonly index: number;
  readonly locals: ReadonlyMap<LocalNode, Value>;
}

export interface WhileEntry {
  readonly kind: 'while';
  readonly statement: WhileStatement;
}

export interface RepeatEntry {
  readonly kind: 'repeat';
  readonly statement: RepeatStatement;
  readonly limit: number | 'forever';
  /** Completed rounds; stays 0 in an endless loop. */
  readonly rounds: number;
}

export interface CallEntry {
  readonly kind: 'call';
  readonly operation: OperationDeclaration;
  readonly arguments: ReadonlyMap<Parameter, Passed>;
}

export interface AtomicEntry {
  readonly kind: 'atomic';
}

export interface ForEntry {
  readonly kind: 'for';
  readonly statement: ForStatement;
  readonly items: readonly Value[];
  readonly index: number;
}

/** What a parameter stands for during a call. */
export interface Passed {
  readonly value: Value;
  readonly type: ConcreteType | null;
  /** The `owns` variable that the argument names, also through parameters of the caller. */
  readonly owner: Place | null;
}
