import type { ConcreteType, LocalNode, ObjectInstance } from '@mmspec/semantics';
import { isPath } from '@mmspec/syntax';
import type { Expression } from '@mmspec/syntax';
import { children } from './children.ts';
import { Fault } from './choices.ts';
import { emptyContext } from './context.ts';
import { evaluate } from './evaluate.ts';
import { isStatic } from './reads.ts';
import { addressOf, domainOf, fieldOf, isAddress, meaningOf, typeOfVariable, type Scene } from './scene.ts';
import { equal, type Value } from './value.ts';

/*
 * The cells that the `live when` of an object names: who asks whether the object lives must be able to look at them.
 * A cell is what a variable or field holds that has no parts of its own; an optional record has one more, which says
 * whether it is there. A cell is written as the variable or field, and the positions of elements and fields from there.
 */

/** A part of a variable or field; `tags` are the cells that say whether the optional records around it are there. */
interface Part {
  readonly type: ConcreteType;
  readonly cell: string;
  readonly tags: readonly string[];
}

/** What a step looks at: a whole part, or only whether an optional record is there. */
export type Look = 'all' | 'presence';

/** What a path leads to that does not go through references: a part, an object, or an array of objects. */
type Spot = { readonly kind: 'part'; readonly part: Part } | { readonly kind: 'address'; readonly address: Value };

/** What bound names stand for. */
type Bound = ReadonlyMap<LocalNode, readonly Spot[]>;

const known = new WeakMap<Scene, Map<string, ReadonlySet<string>>>();

/** The cells that the object's own `live when` names; empty where it has none. An index that is no constant names every element. */
export function namedCells(scene: Scene, object: ObjectInstance): ReadonlySet<string> {
  const ofScene = known.get(scene) ?? new Map<string, ReadonlySet<string>>();
  known.set(scene, ofScene);
  const found = ofScene.get(object.name) ?? findNamed(scene, object);
  ofScene.set(object.name, found);
  return found;
}

function findNamed(scene: Scene, object: ObjectInstance): ReadonlySet<string> {
  const found = new Set<string>();
  for (const member of object.declaration.members) {
    if (member.kind === 'live') new Naming(scene, object, found).visit(member.condition, new Map());
  }
  return found;
}

/** The cells of a part of a variable or field that a step looks at. */
export function cellsOf(scene: Scene, row: string, positions: readonly number[], look: Look): readonly string[] {
  let part = rootPart(scene, row);
  for (const at of positions) part = partAt(part, at) ?? part;
  return look === 'presence' ? [`${part.cell}?`] : cellsIn(scene, { ...part, tags: [] });
}

function rootPart(scene: Scene, row: string): Part {
  const root = scene.rootOf.get(row);
  if (root === undefined) throw new Error(`no variable ${row}`);
  return { type: root.type, cell: row, tags: [] };
}

/** An element or field, by its position; null where the whole is one cell, as a sequence is. */
function partAt({ type, cell, tags }: Part, at: number): Part | null {
  const plain = type.kind === 'option' ? type.element : type;
  const inner = plain.kind === 'array' ? plain.element : plain.kind === 'record' ? plain.fields[at]?.type : undefined;
  return inner === undefined ? null : { type: inner, cell: `${cell}.${at}`, tags: type === plain ? tags : [...tags, `${cell}?`] };
}

function cellsIn(scene: Scene, part: Part): readonly string[] {
  const { type, cell, tags } = part;
  if (type.kind === 'array') return domainOf(scene.world, type.key).flatMap((_, at) => cellsIn(scene, partAt(part, at) ?? part));
  if (type.kind === 'record') return type.fields.flatMap((_, at) => cellsIn(scene, partAt(part, at) ?? part));
  if (type.kind === 'option' && type.element.kind === 'record') return [...tags, `${cell}?`, ...cellsIn(scene, { ...part, type: type.element })];
  return [...tags, cell];
}

/** Walks through the condition of one object. */
class Naming {
  readonly #scene: Scene;
  readonly #object: ObjectInstance;
  readonly #found: Set<string>;

  constructor(scene: Scene, object: ObjectInstance, found: Set<string>) {
    this.#scene = scene;
    this.#object = object;
    this.#found = found;
  }

  visit(expression: Expression, bound: Bound): void {
    switch (expression.kind) {
      case 'name_expression': {
        const meaning = meaningOf(this.#scene, expression.name);
        if (meaning.kind === 'define') this.visit(meaning.declaration.body, bound);
        else this.#note(this.#spots(expression, bound));
        return;
      }
      case 'field':
      case 'index':
        this.#note(this.#spots(expression, bound));
        this.#visitInside(expression, bound);
        return;
      case 'call': {
        const meaning = meaningOf(this.#scene, expression.callee);
        for (const argument of expression.arguments) this.visit(argument.value, bound);
        if (meaning.kind !== 'define') return;
        const given = expression.arguments.map((argument) => this.#spots(argument.value, bound));
        this.visit(
          meaning.declaration.body,
          new Map([...bound, ...(meaning.declaration.parameters ?? []).map((parameter, at) => [parameter, given[at] ?? []] as const)]),
        );
        return;
      }
      case 'quantifier':
      case 'comprehension':
      case 'count':
      case 'sum': {
        const elements = this.#spots(expression.binder.domain, bound).flatMap((spot) => this.#elements(spot, null));
        const inside: Bound = new Map([...bound, [expression.binder, elements]]);
        this.visit(expression.binder.domain, bound);
        if (expression.kind !== 'count' && expression.condition !== null) this.visit(expression.condition, inside);
        if (expression.kind !== 'comprehension') this.visit(expression.body, inside);
        return;
      }
      case 'at':
      case 'binary':
      case 'boolean':
      case 'conditional':
      case 'enabled':
      case 'error_expression':
      case 'forever':
      case 'holders':
      case 'holds':
      case 'mover':
      case 'new_refs':
      case 'none':
      case 'number':
      case 'prime':
      case 'quiescent':
      case 'range':
      case 'refs':
      case 'self':
      case 'set':
      case 'size':
      case 'step_is':
      case 'temporal_expression':
      case 'unary':
        for (const child of children(expression)) this.visit(child, bound);
    }
  }

  /** What is read while a path is followed: indices, and references that it follows. */
  #visitInside(path: Extract<Expression, { kind: 'field' | 'index' }>, bound: Bound): void {
    if (path.kind === 'index') this.visit(path.index, bound);
    const whole = path.kind === 'index' ? path.array : path.object;
    const isPart = this.#spots(path, bound).length > 0 && isPath(whole);
    if (!isPart) this.visit(whole, bound);
    else if (isPath(whole) && whole.kind !== 'name_expression') this.#visitInside(whole, bound);
  }

  #note(spots: readonly Spot[]): void {
    for (const spot of spots) if (spot.kind === 'part') for (const cell of cellsIn(this.#scene, spot.part)) this.#found.add(cell);
  }

  /** What a path can lead to. */
  #spots(expression: Expression, bound: Bound): readonly Spot[] {
    switch (expression.kind) {
      case 'name_expression': {
        const meaning = meaningOf(this.#scene, expression.name);
        if (meaning.kind === 'own_field') return this.#fieldOf(this.#object, expression.name.text);
        if (meaning.kind === 'variable') return [this.#root(meaning.declaration.name.text, typeOfVariable(this.#scene, meaning.declaration))];
        if (meaning.kind === 'object')
          return domainOf(this.#scene.world, { kind: 'object', declaration: meaning.declaration }).map((address) => ({ kind: 'address', address }));
        if (meaning.kind === 'define') return this.#spots(meaning.declaration.body, bound);
        return meaning.kind === 'local' ? (bound.get(meaning.declaration) ?? []) : [];
      }
      case 'field':
        return this.#spots(expression.object, bound).flatMap((owner) => this.#inside(owner, expression.name.text));
      case 'index': {
        const wanted = this.#constant(expression.index);
        return this.#spots(expression.array, bound).flatMap((whole) => this.#elements(whole, wanted));
      }
      case 'conditional':
        return [...this.#spots(expression.consequent, bound), ...this.#spots(expression.alternative, bound)];
      case 'at':
      case 'binary':
      case 'boolean':
      case 'call':
      case 'comprehension':
      case 'count':
      case 'sum':
      case 'enabled':
      case 'error_expression':
      case 'forever':
      case 'holders':
      case 'holds':
      case 'mover':
      case 'new_refs':
      case 'none':
      case 'number':
      case 'prime':
      case 'quantifier':
      case 'quiescent':
      case 'range':
      case 'refs':
      case 'self':
      case 'set':
      case 'size':
      case 'step_is':
      case 'temporal_expression':
      case 'unary':
        return [];
    }
  }

  #constant(index: Expression): { readonly key: Value } | null {
    const isTag = index.kind === 'field' && index.object.kind === 'name_expression' && meaningOf(this.#scene, index.object.name).kind === 'enum';
    if (!isTag && !isStatic(this.#scene, index)) return null;
    try {
      return { key: evaluate(index, emptyContext(this.#scene)) };
    } catch (error) {
      if (error instanceof Fault) return null;
      throw error;
    }
  }

  #root(row: string, type: ConcreteType): Spot {
    if (isAddress(type)) return { kind: 'address', address: addressOf(this.#scene, row, type) };
    return { kind: 'part', part: rootPart(this.#scene, row) };
  }

  #fieldOf(owner: ObjectInstance, name: string): readonly Spot[] {
    const field = fieldOf(owner.declaration, name);
    return field === null ? [] : [this.#root(`${owner.name}.${name}`, typeOfVariable(this.#scene, field))];
  }

  #inside(owner: Spot, name: string): readonly Spot[] {
    if (owner.kind === 'address') {
      const { address } = owner;
      return address !== null && typeof address === 'object' && address.kind === 'object' ? this.#fieldOf(address.object, name) : [];
    }
    const plain = owner.part.type.kind === 'option' ? owner.part.type.element : owner.part.type;
    const part =
      plain.kind === 'record'
        ? partAt(
            owner.part,
            plain.fields.findIndex((field) => field.name === name),
          )
        : null;
    return part === null ? [] : [{ kind: 'part', part }];
  }

  /** The element of a key, or all elements; a single object is the set of itself. */
  #elements(whole: Spot, wanted: { readonly key: Value } | null): readonly Spot[] {
    const isWanted = (key: Value | undefined): boolean => wanted === null || (key !== undefined && equal(key, wanted.key));
    if (whole.kind === 'address') {
      const { address } = whole;
      if (address === null || typeof address !== 'object') return [];
      if (address.kind === 'object') return wanted === null ? [whole] : [];
      if (address.kind !== 'array') return [];
      return address.elements.flatMap((element, at): Spot[] => (isWanted(address.keys[at]) ? [{ kind: 'address', address: element }] : []));
    }
    const { part } = whole;
    if (part.type.kind === 'seq') return [whole];
    if (part.type.kind !== 'array') return [];
    return domainOf(this.#scene.world, part.type.key).flatMap((key, at): Spot[] => {
      const element = isWanted(key) ? partAt(part, at) : null;
      return element === null ? [] : [{ kind: 'part', part: element }];
    });
  }
}
