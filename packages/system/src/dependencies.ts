/*
 * What steps and properties have to do with each other: for searches that take steps in some of their orders only.
 * What a step reads and writes is told by its action.
 */

/** Somebody who takes steps one after the other: an instance of an actor, or an action of the environment. */
export interface Process {
  /** Index into `actors`; -1 for an action of the environment. */
  readonly actor: number;
  /** The slot that says where it stands, which only its own steps change; null: it always stands at the one place it has. */
  readonly slot: number | null;
  /** By the value of the slot. Beyond the last one it is done. */
  readonly locations: readonly ProcessLocation[];
}

/** A place where a process stands. */
export interface ProcessLocation {
  /** Indices of all actions that it may take from there. */
  readonly actions: readonly number[];
  /** Where these may lead to. */
  readonly next: readonly number[];
}

/** What a property over states or steps looks at, or the formula of one over paths. */
export interface PropertyDependencies {
  /** Indices of the slots that its truth may depend on, before and after the step. */
  readonly reads: readonly number[];
  /** Of slots among these that say where a process stands: values that it cannot tell apart have the same number. */
  readonly classes: readonly { readonly slot: number; readonly ofValue: readonly number[] }[];
  /** Indices of the actions by which a step may violate it that changes nothing of what it looks at. */
  readonly visibleActions: readonly number[];
}

export interface Dependencies {
  /** In the order in which `successors` takes their steps. */
  readonly processes: readonly Process[];
  /** By property; null where it is about what steps themselves report, and where it is about paths and an atom of it looks at steps. */
  readonly properties: readonly (PropertyDependencies | null)[];
}
