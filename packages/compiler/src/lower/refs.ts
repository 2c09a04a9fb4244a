import { fieldOf, variableType, weightIn, weightOfLocal } from '@mmspec/semantics';
import type { ConcreteType } from '@mmspec/semantics';
import { isPath } from '@mmspec/syntax';
import type { Expression, ObjectDeclaration, VariableDeclaration } from '@mmspec/syntax';
import { instancesOf } from './atoms.ts';
import { hold, noteCounted, Unsupported } from './context.ts';
import type { Context, Value } from './context.ts';
import { codeOf, convert, equal, scalar } from './convert.ts';
import { lowerValue, numberOf } from './expressions.ts';
import { and, compare, conditional, indexed, lookup, no, number, numeric, or, yes, zero } from '../ir/fold.ts';
import type { Holding } from './holdings.ts';
import type { Cell, Expr } from '../ir/ir.ts';
import { instanceCell } from './layout.ts';
import type { KindLayout } from './layout.ts';
import { isAtAny } from './locations.ts';
import { lowerPlace, objectOf, placeOfLocal, readPlace } from './places.ts';
import type { Place } from './places.ts';
import { sizeOf } from './scalars.ts';
import { isIn } from './sets.ts';

/*
 * Who has references on what: the actors' locations (the ledger), and the variables that own one.
 */

/** A counter that properties ask about. */
export interface RefTarget {
  /** The object whose counter it is; null for a `ref` variable of the module. */
  readonly object: { readonly declaration: ObjectDeclaration; readonly id: Expr } | null;
  readonly ref: VariableDeclaration;
  /** The number, in the state that the context reads. */
  count(context: Context): Expr;
  /** The cell of the counter. */
  readonly cell: Cell;
}

/** The first `ref` of an object type. */
export function counterOf(context: Context, declaration: ObjectDeclaration): VariableDeclaration | null {
  for (const member of declaration.members) {
    if (member.kind === 'variable' && variableType(context.lowering.world, member).kind === 'ref') return member;
  }
  return null;
}

/** What `refs(f)`, `holders(f)`, `on f` are about; null is the object of the surrounding declaration. */
export function refTarget(context: Context, expression: Expression | null): RefTarget {
  if (expression === null) {
    if (context.own === null) throw new Unsupported('no object is named, and none is around', null);
    return objectTarget(context, context.own.declaration, context.own.id);
  }
  const place = lowerPlace(context, expression);
  if (place?.type.kind === 'ref' && place.kind === 'cells') return counterTarget(context, expression, place);
  const found = objectOf(context, place === null ? lowerValue(context, expression) : readPlace(context, place));
  if (found === null) throw new Unsupported('this has no references', expression);
  return objectTarget(context, found.declaration, found.id);
}

export function objectTarget(context: Context, declaration: ObjectDeclaration, id: Expr): RefTarget {
  const { layout, world } = context.lowering;
  const ref = counterOf(context, declaration);
  const objects = layout.objects.get(declaration);
  if (ref === null || objects === undefined) throw new Unsupported(`${declaration.name.text} has no ref`, null);
  const base: Cell = { base: objects.base + (objects.fields.get(ref.name.text) ?? 0), terms: [] };
  const cell = indexed(base, id, objects.size, world.objects(declaration).length);
  return { object: { declaration, id }, ref, cell, count: (inner) => loadCell(inner, cell, variableType(world, ref)) };
}

function counterTarget(context: Context, expression: Expression, place: Place & { kind: 'cells' }): RefTarget {
  if (expression.kind === 'field') {
    const owner = objectOf(context, lowerValue(context, expression.object));
    const ref = owner === null ? undefined : fieldOf(owner.declaration, expression.name.text);
    if (owner !== null && ref !== undefined) return { object: owner, ref, cell: place.cell, count: (inner) => loadCell(inner, place.cell, place.type) };
  }
  const variable = context.lowering.world.variables.find(({ name }) => name === place.name);
  if (variable === undefined) throw new Unsupported('this is no counter', expression);
  return { object: null, ref: variable.declaration, cell: place.cell, count: (inner) => loadCell(inner, place.cell, place.type) };
}

function loadCell(context: Context, cell: Cell, type: ConcreteType): Expr {
  return { kind: 'load', from: context.source, cell, min: 0, max: type.kind === 'ref' ? type.limit : 0 };
}

/** References that an instance holds on a counter by its location. */
function heldBy(context: Context, kind: KindLayout, instance: Expr, target: RefTarget): Expr {
  const { holdings } = context.lowering;
  const inside: Context = { ...context, kind, self: instance, frame: kind.flow.root, binders: new Map(), locals: new Map(), elements: new Map() };
  const places = [
    ...kind.flow.locations.map((location) => ({ id: location.id, list: holdings(kind.flow, location) })),
    { id: kind.flow.locations.length, list: holdings(kind.flow, null) },
  ];
  // By what they are on, and how many: the locations. Most actors hold the same over several locations.
  const groups = new Map<string, { readonly on: Expr; readonly counts: Map<string, { readonly count: Expr; readonly at: number[] }> }>();
  for (const { id, list } of places) {
    for (const { on, count } of heldAt(inside, list, target)) {
      const group = groups.get(JSON.stringify(on)) ?? { on, counts: new Map() };
      groups.set(JSON.stringify(on), group);
      const same = group.counts.get(JSON.stringify(count)) ?? { count, at: [] };
      group.counts.set(JSON.stringify(count), same);
      same.at.push(id);
    }
  }
  let sum: Expr = zero;
  for (const { on, counts } of groups.values()) {
    for (const { count, at } of counts.values()) sum = numeric('+', sum, conditional(and(isAtAny(context, kind, instance, at), on), count, zero));
  }
  return sum;
}

/** What is held on a counter at a location, added up for each thing that it is on. */
function heldAt(inside: Context, list: readonly Holding[], target: RefTarget): readonly { readonly on: Expr; readonly count: Expr }[] {
  const found = new Map<string, { readonly on: Expr; count: Expr }>();
  for (const holding of list) {
    if (holding.ref !== target.ref) continue;
    const on = concerns(inside, holding, target);
    const key = JSON.stringify(on);
    const known = found.get(key);
    const count = countOf(inside, holding);
    if (known === undefined) found.set(key, { on, count });
    else known.count = numeric('+', known.count, count);
  }
  return [...found.values()];
}

/** How many references are held, by the locals that say so. */
function countOf(inside: Context, { count }: Holding): Expr {
  let sum: Expr = number(count.constant);
  for (const [local, times] of count.locals) {
    sum = numeric('+', sum, numeric('*', number(times), numberOf(inside, readPlace(inside, placeOfLocal(inside, local)))));
  }
  return sum;
}

/** True where a holding is on this counter. */
function concerns(inside: Context, holding: Holding, target: RefTarget): Expr {
  const { root } = holding;
  if (target.object === null) return holding.index === null ? yes : indexMatches(inside, holding, target);
  const asked: Value = scalar({ kind: 'object', declaration: target.object.declaration }, target.object.id);
  switch (root.kind) {
    case 'object':
      return compare('===', target.object.id, number(root.object.id));
    case 'local':
      return equal(inside, readPlace(inside, placeOfLocal(inside, root.local)), asked);
    case 'expression':
      return equal(inside, lowerValue({ ...inside, frame: root.scoped.frame }, root.scoped.expression), asked);
    case 'variable':
      return no;
  }
}

function indexMatches(inside: Context, holding: Holding, target: RefTarget): Expr {
  if (holding.index === null) return yes;
  const index = codeOf(lowerValue({ ...inside, frame: holding.index.frame }, holding.index.expression));
  const asked = target.cell.terms[0]?.index ?? number(target.cell.base - (inside.lowering.layout.variables.get(target.ref) ?? 0));
  return compare('===', index, asked);
}

/** Every variable and field that owns references, as numbers with the object that they point to. */
interface Owner {
  readonly declaration: VariableDeclaration | null;
  /** How many references it has. */
  readonly weight: Expr;
  readonly value: (context: Context) => Value;
  readonly actor: number | null;
}

function owners(context: Context): readonly Owner[] {
  const { world, layout } = context.lowering;
  const found: Owner[] = [];
  const add = (declaration: VariableDeclaration | null, weight: Expr, type: ConcreteType, cell: Cell, actor: number | null): void => {
    if (type.kind === 'array') {
      const count = elementsOf(context, type.key);
      for (let at = 0; at < count; at++)
        add(declaration, weight, type.element, { base: cell.base + at * sizeIn(context, type.element), terms: cell.terms }, actor);
    } else if (type.kind === 'option')
      found.push({ declaration, weight, value: (inner) => readPlace(inner, { kind: 'cells', type, name: '', owns: true, cell }), actor });
  };
  for (const { declaration, type } of world.variables) {
    const base = layout.variables.get(declaration);
    if (declaration.owns && base !== undefined) add(declaration, number(weightIn(world, declaration)), type, { base, terms: [] }, null);
  }
  for (const [declaration, objects] of layout.objects) {
    for (const member of declaration.members) {
      if (member.kind !== 'variable' || !member.owns) continue;
      for (const { id } of world.objects(declaration)) {
        const weight = number(weightIn(world, member));
        add(
          member,
          weight,
          variableType(world, member),
          { base: objects.base + id * objects.size + (objects.fields.get(member.name.text) ?? 0), terms: [] },
          null,
        );
      }
    }
  }
  for (const kind of layout.kinds.values()) {
    for (const [local, cells] of kind.locals) {
      if (!local.owns) continue;
      for (let at = 0; at < kind.count; at++) add(null, number(weightOfLocal(world, local)), local.type, instanceCell(kind, cells.offset, at), kind.first + at);
    }
  }
  return found;
}

function elementsOf(context: Context, key: ConcreteType): number {
  return key.kind === 'int'
    ? key.max - key.min + 1
    : key.kind === 'object'
      ? context.lowering.world.objects(key.declaration).length
      : key.kind === 'actor'
        ? (key.declaration === null ? context.lowering.world.actors : context.lowering.world.actorsOf(key.declaration)).length
        : key.kind === 'enum'
          ? key.tags.length
          : 2;
}

function sizeIn(context: Context, type: ConcreteType): number {
  return type.kind === 'array' ? elementsOf(context, type.key) * sizeIn(context, type.element) : 1;
}

function owns(context: Context, owner: Owner, target: RefTarget): Expr {
  if (target.object === null) return no;
  const value = owner.value(context);
  const element = value.type.kind === 'option' ? value.type.element : value.type;
  if (element.kind !== 'object' || element.declaration !== target.object.declaration) return no;
  if (counterOf(context, element.declaration) !== target.ref) return no;
  // An undeclared variable of the top level is less than 0.
  return compare('===', codeOf(value), codeOf(convert(context, scalar(element, target.object.id), value.type)));
}

/** References of one instance: by its location, and in its own variables. */
function refsOfInstance(context: Context, kind: KindLayout, index: Expr, target: RefTarget): Expr {
  const own = owners(context).filter((owner) => owner.actor !== null && owner.actor >= kind.first && owner.actor < kind.first + kind.count);
  const inOwn = own.reduce<Expr>(
    (sum, owner) =>
      numeric('+', sum, conditional(and(compare('===', index, number((owner.actor ?? 0) - kind.first)), owns(context, owner, target)), owner.weight, zero)),
    zero,
  );
  return numeric('+', heldBy(context, kind, index, target), inOwn);
}

export function holdsRef(context: Context, actor: Value, target: RefTarget): Expr {
  return instancesOf(context, actor).reduce<Expr>(
    (found, { kind, index, is }) => or(found, and(is, compare('>', refsOfInstance(context, kind, index, target), zero))),
    no,
  );
}

/** The actors that hold a reference, as a bit mask over their ids. */
export function holderMask(context: Context, target: RefTarget): Expr {
  let mask: Expr = zero;
  for (const kind of context.lowering.layout.kinds.values()) {
    for (let at = 0; at < kind.count; at++) {
      const holds = compare('>', refsOfInstance(context, kind, number(at), target), zero);
      mask = numeric('|', mask, conditional(holds, number(2 ** (kind.first + at)), zero));
    }
  }
  return mask;
}

/** `refs(f)`, or those of a set of actors or of an owning variable. */
export function lowerRefs(context: Context, target: RefTarget, by: Expression | null): Expr {
  if (by !== null) {
    const place = isPath(by) ? lowerPlace(context, by) : null;
    if (place?.owns === true) return refsOfOwner(context, place, target);
  }
  let sum: Expr = zero;
  for (const kind of context.lowering.layout.kinds.values()) {
    for (let at = 0; at < kind.count; at++) {
      const actor = scalar({ kind: 'actor', declaration: kind.flow.actor }, number(at));
      const counted = by === null ? yes : isIn(context, actor, by);
      if (counted.kind === 'truth' && !counted.value) continue;
      if (kind.count > 1) noteCounted(context, kind.count);
      sum = numeric('+', sum, conditional(counted, refsOfInstance(context, kind, number(at), target), zero));
    }
  }
  if (by !== null) return sum;
  return owners(context)
    .filter((owner) => owner.actor === null)
    .reduce<Expr>((total, owner) => numeric('+', total, conditional(owns(context, owner, target), owner.weight, zero)), sum);
}

function refsOfOwner(context: Context, place: Place, target: RefTarget): Expr {
  if (target.object === null) return zero;
  const asked = scalar({ kind: 'object', declaration: target.object.declaration }, target.object.id);
  const owned = ({ type, parts }: Value): Expr => {
    if (type.kind !== 'array') return conditional(equal(context, { type, parts }, asked), number(place.weight ?? 1), zero);
    const size = sizeOf(context.lowering.world, type.element);
    const elements = Array.from({ length: size === 0 ? 0 : parts.length / size }, (_, at) => parts.slice(at * size, (at + 1) * size));
    return elements.reduce<Expr>((sum, element) => numeric('+', sum, owned({ type: type.element, parts: element })), zero);
  };
  return owned(readPlace(context, place));
}

/** The references that neither an actor nor a variable had at the beginning. */
export function lowerRest(context: Context, target: RefTarget): Expr {
  const { rest } = context.lowering;
  if (target.cell.terms.length === 0) return number(rest.get(target.cell.base) ?? 0);
  if (target.object === null) throw new Unsupported('rest of an element that is known only at run time', null, 'Name the element by a constant.');
  const objects = context.lowering.layout.objects.get(target.object.declaration);
  const count = context.lowering.world.objects(target.object.declaration).length;
  const table = Array.from(
    { length: count },
    (_, id) => rest.get((objects?.base ?? 0) + id * (objects?.size ?? 0) + (objects?.fields.get(target.ref.name.text) ?? 0)) ?? 0,
  );
  return lookup(table, hold(context, target.object.id, 'object'));
}
