import type { ActorFlow, Location, Scoped } from '@mmspec/semantics';

/** References that an actor holds at a location, all on one `ref`. */
export interface Holding {
  /** The object, or the `ref` variable, as the actor's text names it at the location. */
  readonly target: Scoped;
  readonly count: number;
}

/** What the ledger says about a location; null is `done`. */
export type HoldingsOf = (actor: ActorFlow, location: Location | null) => readonly Holding[];

/** No ledger: nobody holds anything. */
export const noHoldings: HoldingsOf = () => [];
