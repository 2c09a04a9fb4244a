import type { ActorIdentity, LocalNode, ObjectInstance } from '@mmspec/semantics';
import type { Scene } from './scene.ts';
import { weightOf } from './place.ts';
import { counterOf } from './references.ts';
import type { ActorState, MachineState } from './state.ts';
import { equal, textOf, type Value } from './value.ts';

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
export function refsByActor(scene: Scene, state: MachineState, actor: ActorIdentity, counter: Counter): number {
  const own = state.actors[actor.id];
  return own === undefined ? 0 : refsOf(scene, own, counter);
}

/** The same of an actor as it stands. */
export function refsOf(scene: Scene, actor: Pick<ActorState, 'held' | 'top' | 'stack'>, counter: Counter): number {
  return (actor.held.get(counter.row) ?? 0) + pointing(ownedLocals(scene, actor), counter);
}

/** All references of the counter that are attributed to somebody. */
export function refsByAll(scene: Scene, state: MachineState, counter: Counter): number {
  const byActors = scene.world.actors.map((actor) => refsByActor(scene, state, actor, counter));
  return pointing(sharedOwners(scene, state), counter) + byActors.reduce((sum, count) => sum + count, 0);
}

/** What an owning variable points to, and how many references it has on that. */
export interface Owned {
  readonly value: Value;
  readonly weight: number;
}

/** How many references on the counter owning variables have. */
export function pointing(owned: readonly Owned[], counter: Counter): number {
  const { object } = counter;
  if (object === null) return 0;
  return owned.filter(({ value }) => equal(value, { kind: 'object', object })).reduce((sum, { weight }) => sum + weight, 0);
}

/** What the elements of an owning variable have. */
export function ownedBy(value: Value, weight: number): Owned[] {
  return scalars(value).map((each) => ({ value: each, weight }));
}

function sharedOwners(scene: Scene, state: MachineState): Owned[] {
  const owners = scene.roots.filter((root) => root.declaration.owns);
  return owners.flatMap((root) => ownedBy(state.shared.get(root.row) ?? null, weightOf(scene, root.declaration)));
}

/** The shared variables, fields and elements that own references of the counter, and how many. */
export function holdersInShared(scene: Scene, state: MachineState, counter: Counter): { readonly holder: string; readonly count: number }[] {
  const owners = scene.roots.filter((root) => root.declaration.owns);
  const elements = owners.flatMap(({ row, declaration }) =>
    elementsNamed(row, state.shared.get(row) ?? null).map(({ name, value }) => ({
      holder: name,
      count: pointing([{ value, weight: weightOf(scene, declaration) }], counter),
    })),
  );
  return elements.filter(({ count }) => count > 0);
}

function elementsNamed(name: string, value: Value): { readonly name: string; readonly value: Value }[] {
  if (value === null || typeof value !== 'object' || value.kind !== 'array') return [{ name, value }];
  return value.keys.flatMap((key, at) => elementsNamed(`${name}[${textOf(key)}]`, value.elements[at] ?? null));
}

function ownedLocals(scene: Scene, actor: Pick<ActorState, 'top' | 'stack'>): Owned[] {
  const owned = (locals: ReadonlyMap<LocalNode, Value>): Owned[] =>
    [...locals].flatMap(([node, value]) => (node.kind === 'local' && node.owns ? ownedBy(value, weightOf(scene, node)) : []));
  return [...owned(actor.top), ...actor.stack.flatMap((entry) => (entry.kind === 'block' ? owned(entry.locals) : []))];
}

/** The values in an array of arrays. */
function scalars(value: Value): Value[] {
  return value !== null && typeof value === 'object' && value.kind === 'array' ? value.elements.flatMap(scalars) : [value];
}
