import { buildWorld, flow, holdingsAt, ledger, textOfTerm } from '@mmspec/semantics';
import type { ActorFlow, ActorLedger, FlowLocal, Location, Model, World } from '@mmspec/semantics';
import type { HeldReferences, Settings } from '@mmspec/system';

/** Who holds references where: actors at their locations, locals and shared variables that own one. Names are those of a trace. */
export function heldReferences(model: Model, settings: Settings): HeldReferences {
  const found = ledger(flow(buildWorld(model, settings)));
  return {
    actors: byLocation(found.actors, (actor, location) =>
      holdingsAt(actor, location).map(({ text, count }) => (textOfTerm(count) === '1' ? text : `${textOfTerm(count)} on ${text}`)),
    ),
    locals: byLocation(found.actors, ({ flow: own }, location) => owningLocals(own, location)),
    shared: owningVariables(found.flow.world),
  };
}

/** By kind of actor, and by location as in the states of a trace; empty lists are left out. */
function byLocation(actors: readonly ActorLedger[], textsAt: (actor: ActorLedger, location: Location | null) => string[]): HeldReferences['actors'] {
  return Object.fromEntries(
    actors.map((actor) => {
      const rows = [...actor.flow.locations, null].map((location): [string, string[]] => [
        location === null ? 'done' : `${location.path.join('.')}@${location.chain.join('/')}`,
        textsAt(actor, location),
      ]);
      return [actor.flow.actor.name.text, Object.fromEntries(rows.filter(([, texts]) => texts.length > 0))];
    }),
  );
}

function owningLocals({ top }: ActorFlow, location: Location | null): string[] {
  const owning = ({ owns }: FlowLocal): boolean => owns;
  return [...top, ...(location?.scope ?? [])].filter(owning).map(({ frame, name }) => [...frame.operations, name].join('.'));
}

function owningVariables(world: World): string[] {
  const variables = world.variables.filter(({ declaration }) => declaration.owns).map(({ name }) => name);
  const fields = world.model.objects.flatMap((object) => {
    const owning = object.members.flatMap((member) => (member.kind === 'variable' && member.owns ? [member.name.text] : []));
    return world.objects(object).flatMap((instance) => owning.map((name) => `${instance.name}.${name}`));
  });
  return [...variables, ...fields];
}
