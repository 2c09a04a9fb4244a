import type { ActorFlow, FlowLocal, Location, ObjectInstance, Scoped } from '@mmspec/semantics';
import type { VariableDeclaration } from '@mmspec/syntax';

/*
 * What the ledger knows, as far as properties need it: which references an actor holds where.
 */

/** References on one counter that an actor holds at a location. */
export interface Holding {
  readonly root:
    | { readonly kind: 'object'; readonly object: ObjectInstance }
    | { readonly kind: 'local'; readonly local: FlowLocal }
    | { readonly kind: 'expression'; readonly scoped: Scoped }
    | { readonly kind: 'variable' };
  /** The counter: a `ref` field of the object that `root` names, or a module variable. */
  readonly ref: VariableDeclaration;
  readonly index: Scoped | null;
  readonly count: { readonly constant: number; readonly locals: ReadonlyMap<FlowLocal, number> };
}

/** What the ledger says about a location; null is `done`. */
export type HoldingsOf = (actor: ActorFlow, location: Location | null) => readonly Holding[];
