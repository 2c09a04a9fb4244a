import type { ActorState, CpuState, MachineState } from '../state.ts';
import type { Value } from '../value.ts';

/*
 * States of the window machine. What an actor has fetched and not performed follows from where its frontier is and from
 * what came of the accesses beyond: everything else is found by walking through its text again (`walk.ts`).
 */

/** A state of the whole system; `shared` is memory. Actors are as of their frontiers, with the references that entries beyond have moved. */
export interface WindowState extends MachineState {
  /** By the id of the actor. */
  readonly windows: readonly ActorWindow[];
  /** Cells between the two halves of a read-modify-write, with the id of the actor. */
  readonly reserved: ReadonlyMap<string, number>;
}

export interface ActorWindow {
  /** The actor at its frontier, with what it holds there. */
  readonly base: ActorState;
  /** Steps, conditions and barriers from the frontier on, in program order, as far as they are fetched. */
  readonly items: readonly Item[];
}

export interface Item {
  readonly kind: 'step' | 'assumption' | 'barrier';
  /** How far a step is performed: not, its load, or all of it; whether a condition is known and a barrier is passed: not, or all. */
  readonly phase: 'fetched' | 'loaded' | 'performed';
  /** What is assumed of a read-modify-write that may fail. */
  readonly way: 'any' | 'success' | 'failure';
  /** What is assumed of a condition. */
  readonly holds: boolean;
  /** The memory that a step, or its load, was performed on. */
  readonly seen: ReadonlyMap<string, Value> | null;
  /** The CPUs that it was performed on. */
  readonly cpus: readonly CpuState[];
  /** The alternatives that it took. */
  readonly picks: readonly number[];
  /** What a load must give, since a later one of the cell has given it; undefined: open. */
  readonly fixed: Value | undefined;
  /** Cells of accesses that were performed on the assumption that this one, whose address was not known, is of another. */
  readonly differs: readonly string[];
  /** What the ghost work after a performed step gave, as far as it has been done. */
  readonly ghosts: readonly Value[];
  /** How many references a performed step moved, by counter. */
  readonly moved: ReadonlyMap<string, number>;
}

const nothingMoved: ReadonlyMap<string, number> = new Map();

/** An item as it is fetched. */
export const fetched: Item = {
  kind: 'step',
  phase: 'fetched',
  way: 'any',
  holds: false,
  seen: null,
  cpus: [],
  picks: [],
  fixed: undefined,
  differs: [],
  ghosts: [],
  moved: nothingMoved,
};
