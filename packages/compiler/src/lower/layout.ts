import { countMax, fieldOf, ownCounts, treesAfter, variableType } from '@mmspec/semantics';
import type { ActorFlow, ConcreteType, CountName, Flow, FlowLocal, Tree, World } from '@mmspec/semantics';
import type { ActorDeclaration, ObjectDeclaration, VariableDeclaration } from '@mmspec/syntax';
import type { Cell, CellInfo } from '../ir/ir.ts';
import { me } from '../ir/terms.ts';
import { mustFit } from './exact.ts';
import { holdsObjects, isScalar, partsOfType, sizeOf } from './scalars.ts';
import type { Part } from './scalars.ts';

/*
 * Which cell is what: module variables in order, then the objects of each type (one record after the other),
 * then the actors of each kind: location and locals, one instance after the other.
 */

export interface Layout {
  readonly cells: readonly CellInfo[];
  /** First cell of a module variable; places have none. */
  readonly variables: ReadonlyMap<VariableDeclaration, number>;
  readonly objects: ReadonlyMap<ObjectDeclaration, ObjectLayout>;
  readonly kinds: ReadonlyMap<ActorDeclaration, KindLayout>;
  /** First cell of the CPUs that are shared. */
  readonly cpuBase: number;
}

export interface ObjectLayout {
  readonly base: number;
  readonly size: number;
  readonly fields: ReadonlyMap<string, number>;
}

export interface KindLayout {
  readonly flow: ActorFlow;
  readonly index: number;
  readonly base: number;
  /** Cells of one instance; the location is the first. */
  readonly size: number;
  readonly count: number;
  /** Id of the first instance. */
  readonly first: number;
  readonly locals: ReadonlyMap<FlowLocal, LocalCells>;
  /** Offsets of the counts that some instance has of its own. */
  readonly counts: ReadonlyMap<CountName, number>;
}

export interface LocalCells {
  readonly offset: number;
  readonly parts: readonly Part[];
  /** The first number of a variable that is not declared yet; null for locals whose scope says so. */
  readonly unset: number | null;
}

export function layoutOf(world: World, flow: Flow): Layout {
  const cells: CellInfo[] = [];
  const add = (name: string, type: ConcreteType, declaration: VariableDeclaration): number => {
    const base = cells.length;
    for (const part of partsOfType(world, type)) cells.push({ name: name + part.suffix, ...mustFit(part.bounds, declaration) });
    return base;
  };
  const variables = new Map<VariableDeclaration, number>();
  for (const variable of world.variables) {
    if (!holdsObjects(variable.type)) variables.set(variable.declaration, add(variable.name, variable.type, variable.declaration));
  }
  const objects = new Map<ObjectDeclaration, ObjectLayout>();
  for (const declaration of world.model.objects) objects.set(declaration, objectLayout(world, declaration, cells.length, add));
  const kinds = new Map<ActorDeclaration, KindLayout>();
  for (const actor of flow.actors) kinds.set(actor.actor, kindLayout(world, actor, kinds.size, cells));
  const cpuBase = cells.length;
  for (const { number, actors } of world.cpus) {
    for (const name of ['irq_off', 'bh_off']) cells.push({ name: `cpu#${number}.${name}`, min: 0, max: countMax });
    cells.push({ name: `cpu#${number}.holder`, min: 0, max: actors.length });
  }
  return { cells, variables, objects, kinds, cpuBase };
}

function objectLayout(
  world: World,
  declaration: ObjectDeclaration,
  base: number,
  add: (name: string, type: ConcreteType, declaration: VariableDeclaration) => number,
): ObjectLayout {
  const fields = new Map<string, number>();
  let size = 0;
  for (const member of declaration.members) {
    if (member.kind !== 'variable') continue;
    const type = variableType(world, member);
    fields.set(member.name.text, size);
    size += sizeOf(world, type);
  }
  for (const object of world.objects(declaration)) {
    for (const name of fields.keys()) {
      const field = fieldOf(declaration, name);
      if (field !== undefined) add(`${object.name}.${name}`, variableType(world, field), field);
    }
  }
  return { base, size, fields };
}

function kindLayout(world: World, flow: ActorFlow, index: number, cells: CellInfo[]): KindLayout {
  const instances = world.actorsOf(flow.actor);
  const base = cells.length;
  const locals = new Map<FlowLocal, LocalCells>();
  let size = 1;
  for (const local of flow.locals) {
    const stored = flow.stored.includes(local);
    if (local.alias !== null && !(local.role === 'top' && !declaredAtOnce(flow, local))) continue;
    if (!stored && isScalar(local.type)) continue;
    const parts = partsOfType(world, local.type);
    const first = parts[0];
    const unset = local.role === 'top' && first !== undefined && !declaredAtOnce(flow, local) ? first.bounds.min - 1 : null;
    for (const { bounds } of parts) mustFit({ min: unset ?? bounds.min, max: bounds.max }, local);
    locals.set(local, { offset: size, parts, unset });
    size += parts.length;
  }
  const counts = new Map<CountName, number>();
  for (const count of new Set(instances.flatMap((instance) => ownCounts(world, instance)))) counts.set(count, size++);
  const locationMax = mayEnd(flow) ? flow.locations.length : flow.locations.length - 1;
  for (const instance of instances) {
    cells.push({ name: instance.name, min: 0, max: locationMax });
    for (const [local, { parts, unset }] of locals) {
      const name = [instance.name, ...local.frame.operations, local.name].join('.') + (local.frame.parent === null ? '' : `#${local.id}`);
      parts.forEach((part, at) => cells.push({ name: name + part.suffix, min: at === 0 && unset !== null ? unset : part.bounds.min, max: part.bounds.max }));
    }
    for (const count of counts.keys()) cells.push({ name: `${instance.name}#${count}`, min: 0, max: countMax });
  }
  return { flow, index, base, size, count: instances.length, first: instances[0]?.id ?? 0, locals, counts };
}

/** True if the variable has its value from the initial state on. */
function declaredAtOnce(flow: ActorFlow, local: FlowLocal): boolean {
  return flow.initial.items.some((item) => item.kind === 'declare' && item.local === local);
}

/** Whether some path through the text ends in `done`; an actor that loops for ever needs no number for it. */
function mayEnd({ initial, steps }: ActorFlow): boolean {
  return [initial, ...steps.map(({ tree }) => tree)].some(endsInDone);
}

function endsInDone({ end }: Tree): boolean {
  return end.kind === 'leaf' ? end.target === null : treesAfter(end).some(endsInDone);
}

/** The location of the moving instance, or of one that is given. */
export function locationCell(kind: KindLayout, instance: number | null = null): Cell {
  return instanceCell(kind, 0, instance);
}

/** A cell of the moving instance, or of one that is given. */
export function instanceCell(kind: KindLayout, offset: number, instance: number | null = null): Cell {
  if (instance !== null) return { base: kind.base + instance * kind.size + offset, terms: [] };
  return { base: kind.base + offset, terms: kind.count === 1 ? [] : [{ index: me(kind.count), stride: kind.size, count: kind.count }] };
}
