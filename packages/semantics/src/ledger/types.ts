import type { Diagnostic } from '@mmspec/source';
import type { Statement, VariableDeclaration } from '@mmspec/syntax';
import type { ActorFlow, Flow, FlowLocal, Frame, Location, Scoped } from '../flow/types.ts';
import type { Term } from './term.ts';
import type { ObjectInstance } from '../world/world.ts';

/*
 * Which references an actor holds where (grammar/references.md, grammar/owners.md): a function of its location.
 */

/** How a reference is found again: by the object itself, or by something that keeps its value while the reference is held. */
export type Root =
  /** A place that is fixed by the text, such as `folio` or `pool[1]`. */
  | { readonly kind: 'object'; readonly object: ObjectInstance }
  /** A local; where it is `none`, nothing is held. */
  | { readonly kind: 'local'; readonly local: FlowLocal }
  /** An expression whose value does not change while the reference is held, such as `slot[self]`. */
  | { readonly kind: 'expression'; readonly scoped: Scoped }
  /** A module-level `ref` that belongs to no object. */
  | { readonly kind: 'variable' };

/** References on one counter that an actor holds at a location. */
export interface Holding {
  readonly root: Root;
  /** The counter: a `ref` field of the object that `root` names, or a module-level variable. */
  readonly ref: VariableDeclaration;
  /** Where the counter is an element of an array of `ref`. */
  readonly index: Scoped | null;
  /** More than none. */
  readonly count: Term;
  /** `f`, `folio`, `pgmap_refs`: as the actor calls it. */
  readonly text: string;
  /** What took it, on all paths. */
  readonly taken: readonly Taken[];
}

/** A statement that gave the actor a reference. */
export interface Taken {
  readonly statement: Statement | null;
  readonly frame: Frame;
  readonly path: readonly string[];
  readonly how: 'get' | 'try_get' | 'put' | 'add' | 'store' | 'xchg' | 'cmpxchg' | 'lock';
}

export interface ActorLedger {
  readonly flow: ActorFlow;
  /** By the id of the location. */
  readonly holdings: readonly (readonly Holding[])[];
  readonly atDone: readonly Holding[];
  /** False where a location cannot be reached by any path that the ledger believes in. */
  readonly reached: readonly boolean[];
  readonly endReached: boolean;
}

export interface Ledger {
  readonly flow: Flow;
  readonly actors: readonly ActorLedger[];
  /** Errors forbid a run: the holdings are then not a function of the location. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What an actor kind holds at a location; null is `done`. */
export function holdingsAt(actor: ActorLedger, location: Location | null): readonly Holding[] {
  return (location === null ? actor.atDone : actor.holdings[location.id]) ?? [];
}
