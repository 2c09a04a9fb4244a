import { fieldOf, variableType } from '@mmspec/semantics';
import type { ConcreteType, World } from '@mmspec/semantics';
import type { ActorDeclaration, ObjectDeclaration, VariableDeclaration } from '@mmspec/syntax';
import { boundsOfType, countOf, fieldsOfCode, isScalar, sizeOf } from '../../lower/scalars.ts';
import type { Layout } from '../../lower/layout.ts';

/*
 * What becomes of actors, objects, values and cells when two members of a family change places.
 */

/** What may be a family: the instances of an actor, or the objects of a pool that numbers index. */
export type Members =
  | { readonly kind: 'actor'; readonly name: string; readonly size: number; readonly declaration: ActorDeclaration }
  | { readonly kind: 'pool'; readonly name: string; readonly size: number; readonly declaration: VariableDeclaration };

/** Everything that may be a family. */
export function membersOf(world: World): readonly Members[] {
  const actors = world.model.actors.map((declaration): Members => ({
    kind: 'actor',
    name: declaration.name.text,
    size: world.actorsOf(declaration).length,
    declaration,
  }));
  const pools = world.variables.flatMap(({ declaration, name, type }): Members[] =>
    type.kind === 'array' && type.key.kind === 'int' && type.element.kind === 'place'
      ? [{ kind: 'pool', name, size: countOf(world, type.key), declaration }]
      : [],
  );
  return [...actors, ...pools].filter(({ size }) => size > 1);
}

/** Two members that change places. */
export interface Swap {
  /** By id among all actors. */
  readonly actors: readonly number[];
  /** By id among the objects of a type. */
  objects(declaration: ObjectDeclaration): readonly number[];
}

export function swapOf(world: World, members: Members, one: number, other: number): Swap {
  const swapped = (index: number): number => (index === one ? other : index === other ? one : index);
  const first = members.kind === 'actor' ? (world.actorsOf(members.declaration)[0]?.id ?? 0) : 0;
  const actors = world.actors.map(({ id, declaration, index }) =>
    members.kind === 'actor' && declaration === members.declaration ? first + swapped(index) : id,
  );
  const known = new Map<ObjectDeclaration, number[]>();
  const swap: Swap = {
    actors,
    objects: (declaration) => {
      const found = known.get(declaration) ?? objectsUnder(declaration);
      known.set(declaration, found);
      return found;
    },
  };
  function objectsUnder(declaration: ObjectDeclaration): number[] {
    const ids = world.objects(declaration).map(({ id }) => id);
    for (const variable of world.variables) {
      if (placedIn(variable.type) !== declaration) continue;
      const base = world.firstObjectOf(variable.declaration);
      const isPool = members.kind === 'pool' && members.declaration === variable.declaration;
      placesUnder(world, swap, variable.type, isPool ? swapped : null).forEach((to, from) => (ids[base + from] = base + to));
    }
    for (const owner of world.model.objects) {
      for (const member of owner.members) {
        if (member.kind !== 'variable') continue;
        const type = variableType(world, member);
        if (placedIn(type) !== declaration) continue;
        const { base, perOwner } = world.embedded(owner, member);
        const inner = placesUnder(world, swap, type, null);
        swap
          .objects(owner)
          .forEach((toOwner, fromOwner) => inner.forEach((to, from) => (ids[base + fromOwner * perOwner + from] = base + toOwner * perOwner + to)));
      }
    }
    return ids;
  }
  return swap;
}

/** The object type under all arrays of a place, or null for other types. */
function placedIn(type: ConcreteType): ObjectDeclaration | null {
  if (type.kind === 'array') return placedIn(type.element);
  return type.kind === 'place' ? type.declaration : null;
}

/** Where each of the objects of a place goes. `outer` is for the keys of the outermost array. */
function placesUnder(world: World, swap: Swap, type: ConcreteType, outer: ((key: number) => number) | null): readonly number[] {
  if (type.kind !== 'array') return [0];
  const inner = placesUnder(world, swap, type.element, null);
  const key = outer ?? keyUnder(world, swap, type.key);
  return Array.from({ length: countOf(world, type.key) }, (_, at) => inner.map((each) => key(at) * inner.length + each)).flat();
}

/** Where the element of a key goes, counted from the smallest key. */
function keyUnder(world: World, swap: Swap, type: ConcreteType): (at: number) => number {
  const { min } = boundsOfType(world, type);
  return (at) => codeUnder(world, swap, type, min + at) - min;
}

/** What the number of a scalar becomes. */
function codeUnder(world: World, swap: Swap, type: ConcreteType, code: number): number {
  switch (type.kind) {
    case 'object':
      return swap.objects(type.declaration)[code] ?? code;
    case 'actor': {
      if (type.declaration === null) return swap.actors[code] ?? code;
      const first = world.actorsOf(type.declaration)[0]?.id ?? 0;
      return (swap.actors[first + code] ?? first + code) - first;
    }
    case 'option': {
      const { min } = boundsOfType(world, type.element);
      return code <= 0 ? code : codeUnder(world, swap, type.element, code - 1 + min) + 1 - min;
    }
    // As an element of a set.
    case 'record': {
      const fields = fieldsOfCode(world, type, code);
      return type.fields.reduce((sum, field, at) => {
        const { min } = boundsOfType(world, field.type);
        return sum * countOf(world, field.type) + codeUnder(world, swap, field.type, fields[at] ?? min) - min;
      }, 0);
    }
    case 'array':
    case 'bool':
    case 'enum':
    case 'int':
    case 'place':
    case 'ref':
    case 'seq':
    case 'set':
      return code;
  }
}

/** A cell that goes somewhere, and how its value changes on the way. */
export interface Moved {
  readonly from: number;
  readonly to: number;
  readonly kind: 'value' | 'bits';
  /** Pairs of values or bits that change places. */
  readonly pairs: readonly (readonly [number, number])[];
  /** The value means something only where this cell has one of these values; null: always. */
  readonly when: { readonly cell: number; readonly values: readonly number[] } | null;
}

/** Every cell of the layout. */
export function cellsUnder(world: World, layout: Layout, swap: Swap): readonly Moved[] {
  const found: Moved[] = [];
  const visit = (type: ConcreteType, from: number, to: number, when: Moved['when']): void => {
    switch (type.kind) {
      case 'place':
        return;
      case 'array': {
        const size = sizeOf(world, type.element);
        const key = keyUnder(world, swap, type.key);
        for (let at = 0; at < countOf(world, type.key); at++) visit(type.element, from + at * size, to + key(at) * size, when);
        return;
      }
      case 'record': {
        let at = 0;
        for (const field of type.fields) {
          visit(field.type, from + at, to + at, when);
          at += sizeOf(world, field.type);
        }
        return;
      }
      case 'seq': {
        const size = sizeOf(world, type.element);
        found.push({ from, to, kind: 'value', pairs: [], when: null });
        for (let at = 0; at < type.capacity; at++) {
          const longer = Array.from({ length: type.capacity - at }, (_, more) => at + 1 + more);
          visit(type.element, from + 1 + at * size, to + 1 + at * size, { cell: from, values: longer });
        }
        return;
      }
      case 'option':
        if (!isScalar(type.element)) {
          found.push({ from, to, kind: 'value', pairs: [], when: null });
          visit(type.element, from + 1, to + 1, { cell: from, values: [1] });
          return;
        }
        break;
      case 'actor':
      case 'bool':
      case 'enum':
      case 'int':
      case 'object':
      case 'ref':
      case 'set':
        break;
    }
    found.push({ from, to, ...pairsOf(world, swap, type), when });
  };
  for (const { declaration, type } of world.variables) {
    const base = layout.variables.get(declaration);
    if (base !== undefined) visit(type, base, base, null);
  }
  for (const [declaration, { base, size, fields }] of layout.objects) {
    swap.objects(declaration).forEach((to, from) => {
      for (const [name, offset] of fields) {
        const field = fieldOf(declaration, name);
        const type = field === undefined ? null : variableType(world, field);
        if (type !== null && sizeOf(world, type) > 0) visit(type, base + from * size + offset, base + to * size + offset, null);
      }
    });
  }
  for (const { base, size, count, first, flow, locals, counts } of layout.kinds.values()) {
    for (let instance = 0; instance < count; instance++) {
      const from = base + instance * size;
      const to = base + ((swap.actors[first + instance] ?? 0) - first) * size;
      found.push({ from, to, kind: 'value', pairs: [], when: null });
      for (const [local, { offset }] of locals) {
        const values = flow.locations.filter((location) => location.scope.includes(local)).map((location) => location.id);
        visit(local.type, from + offset, to + offset, local.role === 'top' ? null : { cell: from, values });
      }
      for (const offset of counts.values()) found.push({ from: from + offset, to: to + offset, kind: 'value', pairs: [], when: null });
    }
  }
  return found;
}

/** Larger types than this are not listed value by value. */
const listedMax = 4096;

/** Which values, or bits of a set, change places. */
function pairsOf(world: World, swap: Swap, type: ConcreteType): Pick<Moved, 'kind' | 'pairs'> {
  const inner = type.kind === 'set' ? type.element : type;
  const { min, max } = boundsOfType(world, inner);
  const pairs: [number, number][] = [];
  if (inner.kind === 'object' || inner.kind === 'actor' || inner.kind === 'option' || inner.kind === 'record') {
    if (holdsSet(inner) || max - min > listedMax) throw new Unlisted();
    for (let code = min; code <= max; code++) {
      const other = codeUnder(world, swap, inner, code);
      if (other > code) pairs.push(type.kind === 'set' ? [code - min, other - min] : [code, other]);
    }
  }
  return { kind: type.kind === 'set' ? 'bits' : 'value', pairs };
}

function holdsSet(type: ConcreteType): boolean {
  return type.kind === 'option' ? holdsSet(type.element) : type.kind === 'set';
}

/** A type whose values cannot be listed: nothing is said about the family. */
export class Unlisted extends Error {}
