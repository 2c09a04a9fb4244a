import { holdingsAt } from '@mmspec/semantics';
import type { ActorFlow, Holding, Ledger, Location } from '@mmspec/semantics';

/**
 * What an actor kind holds at a location; null is `done`.
 * A holding names its object by `root`: the object itself, a local that is in scope there (`none`: nothing is held),
 * or an expression that keeps its value; `ref` is the counter, a field of that object or a module-level `ref`.
 */
export type HoldingsOf = (actor: ActorFlow, location: Location | null) => readonly Holding[];

/** What the ledger says. */
export function holdingsOf(ledger: Ledger): HoldingsOf {
  const byFlow = new Map(ledger.actors.map((actor) => [actor.flow, actor]));
  return (flow, location) => {
    const actor = byFlow.get(flow);
    return actor === undefined ? [] : holdingsAt(actor, location);
  };
}
