import type { ActorIdentity, LocalNode, ObjectInstance } from '@mmspec/semantics';
import type { Scene } from './scene.ts';
import { counterOf } from './references.ts';
import type { ActorState, MachineState } from './state.ts';
import { equal, type Value } from './value.ts';

/*
 * Who holds the references that exist (grammar/references.md, grammar/owners.md).
 */

/** A `ref` variable, and the object whose only counter it is. */
export interface Counter {
  readonly row: string;
  readonly object: ObjectInstance | null;
}

export function counterOfObject(scene: Scene, object: ObjectInstance): Counter {
  const row = counterOf(scene, object);
  if (row === null) throw new Error(`${object.name} has no reference counter`);
  return { row, object };
}

/** All counters of the system. */
export function counters(scene: Scene): Counter[] {
  return scene.roots
    .filter((root) => root.type.kind === 'ref')
    .map(({ row, object }) => ({ row, object: object !== null && counterOf(scene, object) === row ? object : null }));
}

/** References of the counter that an actor holds, in its hands or in variables of its own. */
export function refsByActor(state: MachineState, actor: ActorIdentity, counter: Counter): number {
  const own = state.actors[actor.id];
  return own === undefined ? 0 : (own.held.get(counter.row) ?? 0) + pointing(ownedLocals(own), counter);
}

/** All references of the counter that are attributed to somebody. */
export function refsByAll(scene: Scene, state: MachineState, counter: Counter): number {
  const byActors = scene.world.actors.map((actor) => refsByActor(state, actor, counter));
  return pointing(sharedOwners(scene, state), counter) + byActors.reduce((sum, count) => sum + count, 0);
}

/** How many of the values of owning variables point to the object of the counter. */
export function pointing(values: readonly Value[], counter: Counter): number {
  const { object } = counter;
  if (object === null) return 0;
  return values.filter((value) => equal(value, { kind: 'object', object })).length;
}

function sharedOwners(scene: Scene, state: MachineState): Value[] {
  return scene.roots.filter((root) => root.declaration.owns).flatMap((root) => scalars(state.shared.get(root.row) ?? null));
}

function ownedLocals(actor: ActorState): Value[] {
  const owned = (locals: ReadonlyMap<LocalNode, Value>): Value[] =>
    [...locals].flatMap(([node, value]) => (node.kind === 'local' && node.owns ? scalars(value) : []));
  return [...owned(actor.top), ...actor.stack.flatMap((entry) => (entry.kind === 'block' ? owned(entry.locals) : []))];
}

/** The values in an array of arrays. */
export function scalars(value: Value): Value[] {
  return value !== null && typeof value === 'object' && value.kind === 'array' ? value.elements.flatMap(scalars) : [value];
}
