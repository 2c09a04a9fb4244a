import { buildWorld, flow, holdingsAt, ledger } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { HeldReferences, Settings } from '@mmspec/system';

/** Which references each kind of actor holds at each of its locations, as the actor calls them; locations are written as in a trace. */
export function heldReferences(model: Model, settings: Settings): HeldReferences {
  const found = ledger(flow(buildWorld(model, settings)));
  return Object.fromEntries(found.actors.map((actor) => {
    const rows = [...actor.flow.locations, null].map((location): [string, string[]] => [
      location === null ? 'done' : `${location.path.join('.')}@${location.chain.join('/')}`,
      holdingsAt(actor, location).map(({ text, count }) => (count === 1 ? text : `${count} on ${text}`)),
    ]);
    return [actor.flow.actor.name.text, Object.fromEntries(rows.filter(([, held]) => held.length > 0))];
  }));
}
