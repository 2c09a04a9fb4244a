import { fieldOf, meaningOf, partsOf, variableType } from '@mmspec/semantics';
import type { ConcreteType, LocalNode, World } from '@mmspec/semantics';
import type { Binder, Expression, ObjectDeclaration } from '@mmspec/syntax';
import type { Layout } from './layout.ts';
import { countOf, holdsObjects, isScalar, sizeOf } from './scalars.ts';

/*
 * Which cells the `live when` of an object names. Every cell has a path from a module variable, and the condition is a
 * list of patterns of such paths; a reference ends a pattern, because what it leads to has a path of its own.
 */

/** Names of fields and positions of elements, the variable first; in a pattern null is any element. */
type Path = readonly (string | number)[];
type Pattern = readonly (string | number | null)[];

interface CellPath {
  readonly cell: number;
  readonly path: Path;
  /** Also a pattern that goes on names it: it says whether what follows is there, or is all of a sequence. */
  readonly open: boolean;
}

interface Paths {
  readonly cells: readonly CellPath[];
  readonly objects: ReadonlyMap<ObjectDeclaration, readonly Path[]>;
}

const known = new WeakMap<Layout, { readonly paths: Paths; readonly named: Map<ObjectDeclaration, readonly ReadonlySet<number>[]> }>();

/** By object of a type: the cells that the condition names for it. */
export function namedCells(world: World, layout: Layout, declaration: ObjectDeclaration, condition: Expression): readonly ReadonlySet<number>[] {
  const memory = known.get(layout) ?? { paths: pathsOf(world, layout), named: new Map() };
  known.set(layout, memory);
  const found = memory.named.get(declaration) ?? (memory.paths.objects.get(declaration) ?? []).map((own) => namedBy(world, memory.paths, own, condition));
  memory.named.set(declaration, found);
  return found;
}

function namedBy(world: World, paths: Paths, own: Path, condition: Expression): ReadonlySet<number> {
  const patterns = new Patterns(world, paths, own);
  patterns.add(condition, new Map());
  return new Set(paths.cells.filter((each) => patterns.found.some((pattern) => matches(pattern, each))).map(({ cell }) => cell));
}

function matches(pattern: Pattern, { path, open }: CellPath): boolean {
  if (pattern.length > path.length && !open) return false;
  return path.every((step, at) => pattern[at] === undefined || pattern[at] === null || pattern[at] === step);
}

/** The paths of all cells of module variables and objects. */
function pathsOf(world: World, layout: Layout): Paths {
  const cells: CellPath[] = [];
  const objects = new Map<ObjectDeclaration, Path[]>(world.model.objects.map((declaration) => [declaration, []]));
  const value = (type: ConcreteType, cell: number, path: Path): void => {
    switch (type.kind) {
      case 'array': {
        const size = sizeOf(world, type.element);
        for (let at = 0; at < countOf(world, type.key); at++) value(type.element, cell + at * size, [...path, at]);
        return;
      }
      case 'record': {
        let next = cell;
        for (const field of type.fields) {
          value(field.type, next, [...path, field.name]);
          next += sizeOf(world, field.type);
        }
        return;
      }
      case 'seq':
        for (let at = 0; at < sizeOf(world, type); at++) cells.push({ cell: cell + at, path, open: true });
        return;
      case 'actor':
      case 'bool':
      case 'enum':
      case 'int':
      case 'object':
      case 'option':
      case 'place':
      case 'ref':
      case 'set':
        if (type.kind !== 'option' || isScalar(type.element)) {
          cells.push({ cell, path, open: false });
          return;
        }
        cells.push({ cell, path, open: true });
        value(type.element, cell + 1, path);
    }
  };
  const place = (type: ConcreteType, first: number, path: Path): number => {
    if (type.kind === 'array') {
      let next = first;
      for (let at = 0; at < countOf(world, type.key); at++) next = place(type.element, next, [...path, at]);
      return next;
    }
    if (type.kind === 'place') object(type.declaration, first, path);
    return first + 1;
  };
  const object = (declaration: ObjectDeclaration, id: number, path: Path): void => {
    const own = layout.objects.get(declaration);
    (objects.get(declaration) ?? [])[id] = path;
    for (const [name, offset] of own?.fields ?? []) {
      const field = fieldOf(declaration, name);
      if (own === undefined || field === undefined) continue;
      const type = variableType(world, field);
      if (!holdsObjects(type)) value(type, own.base + id * own.size + offset, [...path, name]);
      else {
        const { base, perOwner } = world.embedded(declaration, field);
        place(type, base + id * perOwner, [...path, name]);
      }
    }
  };
  for (const { declaration, type, name } of world.variables) {
    const base = layout.variables.get(declaration);
    if (base === undefined) place(type, world.firstObjectOf(declaration), [name]);
    else value(type, base, [name]);
  }
  return { cells, objects };
}

/** A path in a condition: where it leads, and the type there. */
interface Lead {
  readonly pattern: Pattern;
  readonly type: ConcreteType;
}

type Leads = ReadonlyMap<LocalNode, readonly Lead[]>;

/** The patterns of a condition of one object. */
class Patterns {
  readonly found: Pattern[] = [];
  readonly #world: World;
  readonly #paths: Paths;
  readonly #own: Path;

  constructor(world: World, paths: Paths, own: Path) {
    this.#world = world;
    this.#paths = paths;
    this.#own = own;
  }

  add(expression: Expression, bound: Leads): void {
    for (const { pattern, type } of this.#leads(expression, bound)) if (!holdsObjects(type)) this.found.push(pattern);
    switch (expression.kind) {
      case 'name_expression': {
        const meaning = meaningOf(this.#world, expression.name);
        if (meaning?.kind === 'define') this.add(meaning.declaration.body, bound);
        return;
      }
      case 'field':
      case 'index':
        this.#addInside(expression, bound);
        return;
      case 'call': {
        const meaning = meaningOf(this.#world, expression.callee);
        const given = expression.arguments.map(({ value }) => value);
        given.forEach((each) => this.add(each, bound));
        if (meaning?.kind !== 'define') return;
        const { parameters, body } = meaning.declaration;
        this.add(
          body,
          new Map([...bound, ...(parameters ?? []).map((parameter, at) => [parameter, given[at] === undefined ? [] : this.#leads(given[at], bound)] as const)]),
        );
        return;
      }
      case 'quantifier':
      case 'comprehension':
      case 'count':
      case 'sum':
        this.#addBinder(expression, expression.binder, bound);
        return;
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
        partsOf(expression).forEach((part) => this.add(part, bound));
    }
  }

  #addBinder(expression: Expression, binder: Binder, bound: Leads): void {
    this.add(binder.domain, bound);
    const inside = new Map([...bound, [binder, this.#leads(binder.domain, bound).flatMap((lead) => this.#elements(lead, null))]]);
    for (const part of partsOf(expression)) if (part !== binder.domain) this.add(part, inside);
  }

  /** What a path reads before its end: indices, and references that it follows. */
  #addInside(expression: Expression & { kind: 'field' | 'index' }, bound: Leads): void {
    const whole = expression.kind === 'field' ? expression.object : expression.array;
    if (expression.kind === 'index') this.add(expression.index, bound);
    if (this.#leads(expression, bound).length === 0) this.add(whole, bound);
    else if (whole.kind === 'field' || whole.kind === 'index') this.#addInside(whole, bound);
  }

  #leads(expression: Expression, bound: Leads): readonly Lead[] {
    switch (expression.kind) {
      case 'name_expression': {
        const meaning = meaningOf(this.#world, expression.name);
        switch (meaning?.kind) {
          case 'own_field':
            return [{ pattern: [...this.#own, expression.name.text], type: variableType(this.#world, meaning.declaration) }];
          case 'variable':
            return [{ pattern: [expression.name.text], type: variableType(this.#world, meaning.declaration) }];
          case 'object':
            return (this.#paths.objects.get(meaning.declaration) ?? []).map((pattern) => ({
              pattern,
              type: { kind: 'place', declaration: meaning.declaration },
            }));
          case 'define':
            return this.#leads(meaning.declaration.body, bound);
          case 'local':
            return bound.get(meaning.declaration) ?? [];
          case undefined:
          case 'actor':
          case 'all_actors':
          case 'any_object':
          case 'builtin':
          case 'const':
          case 'enum':
          case 'operation':
          case 'record':
          case 'tag':
          case 'variant':
            return [];
        }
      }
      case 'field':
        return this.#leads(expression.object, bound).flatMap((lead) => this.#field(lead, expression.name.text));
      case 'index':
        return this.#leads(expression.array, bound).flatMap((lead) => this.#elements(lead, expression.index));
      case 'conditional':
        return [...this.#leads(expression.consequent, bound), ...this.#leads(expression.alternative, bound)];
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

  #field({ pattern, type }: Lead, name: string): readonly Lead[] {
    const plain = type.kind === 'option' ? type.element : type;
    if (plain.kind === 'record') return plain.fields.filter((field) => field.name === name).map((field) => ({ pattern: [...pattern, name], type: field.type }));
    const field = plain.kind === 'place' ? fieldOf(plain.declaration, name) : undefined;
    return field === undefined ? [] : [{ pattern: [...pattern, name], type: variableType(this.#world, field) }];
  }

  /** The elements of an array: all of them, or that of an index if it is a constant; a single object is the set of itself. */
  #elements({ pattern, type }: Lead, index: Expression | null): readonly Lead[] {
    if (type.kind === 'seq' || (type.kind === 'place' && index === null)) return [{ pattern, type }];
    if (type.kind !== 'array') return [];
    const at = index === null ? null : this.#position(index, type.key);
    return at === undefined ? [] : [{ pattern: [...pattern, at], type: type.element }];
  }

  /** Null: it is no constant; undefined: there is no such element. */
  #position(index: Expression, key: ConcreteType): number | null | undefined {
    const value = this.#constant(index);
    if (value === undefined) return null;
    switch (key.kind) {
      case 'bool':
        return Number(value);
      case 'int':
        return typeof value === 'number' && value >= key.min && value <= key.max ? value - key.min : undefined;
      case 'enum': {
        const at = key.tags.indexOf(String(value));
        return at < 0 ? undefined : at;
      }
      case 'actor':
      case 'array':
      case 'object':
      case 'option':
      case 'place':
      case 'record':
      case 'ref':
      case 'seq':
      case 'set':
        return null;
    }
  }

  #constant(index: Expression): number | boolean | string | undefined {
    const isTag = index.kind === 'field' && index.object.kind === 'name_expression' && meaningOf(this.#world, index.object.name)?.kind === 'enum';
    if (isTag) return index.name.text;
    if (index.kind === 'name_expression' && meaningOf(this.#world, index.name)?.kind === 'tag') return index.name.text;
    return this.#world.constant(index);
  }
}
