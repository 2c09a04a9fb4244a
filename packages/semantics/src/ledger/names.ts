import { textOf } from '@mmspec/source';
import { isPath } from '@mmspec/syntax';
import type { Expression, Name, VariableDeclaration } from '@mmspec/syntax';
import { counterIn } from '../counted.ts';
import { isStatic } from '../flow/shared.ts';
import { fieldOf, localOf, meaningOf, typeOf, variableType } from '../flow/typing.ts';
import type { FlowLocal, Frame, Scoped } from '../flow/types.ts';
import type { ConcreteType, ObjectInstance, World } from '../world/world.ts';
import type { Root } from './types.ts';

/*
 * Names of values: how a value is found again later on the same path, and what must not change until then.
 */

export interface ValueName {
  /** Equal keys mean the same value as long as nothing that the name depends on changes. */
  readonly key: string;
  readonly text: string;
  readonly root: Root;
  readonly locals: ReadonlySet<FlowLocal>;
  /** Shared variables and fields that steps write: the name is good within one step only. */
  readonly reads: ReadonlySet<VariableDeclaration>;
}

/** What names depend on. */
export interface Naming {
  readonly world: World;
  /** Variables and fields that some step writes. */
  readonly written: ReadonlySet<VariableDeclaration>;
  /** Locals that get another value after their declaration. */
  readonly assigned: ReadonlySet<FlowLocal>;
}

const noLocals: ReadonlySet<FlowLocal> = new Set();
const noReads: ReadonlySet<VariableDeclaration> = new Set();

function merge<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  if (a.size === 0) return b;
  return b.size === 0 ? a : new Set([...a, ...b]);
}

/** The text of an expression as written. */
export function sourceText(world: World, expression: Expression): string {
  const file = world.model.files[expression.span.file];
  return file === undefined ? expression.kind : textOf(file, expression.span).replace(/\s+/g, ' ');
}

export function nameOfLocal(local: FlowLocal): ValueName {
  return { key: `%${local.id}`, text: local.name, root: { kind: 'local', local }, locals: new Set([local]), reads: noReads };
}

export function nameOfObject(object: ObjectInstance): ValueName {
  const key = `${object.declaration.name.text}#${object.id}`;
  return { key, text: object.name, root: { kind: 'object', object }, locals: noLocals, reads: noReads };
}

/** A name for people: of a parameter what the caller wrote for it, and its name `here`: `slot` (`t` in put_item()). */
export function callersText(world: World, { text, root }: ValueName, here: ValueName): { readonly text: string; readonly inside: string } {
  const argument = root.kind === 'local' ? argumentOf(world, root.local) : null;
  const operation = here.root.kind === 'local' ? here.root.local.frame.operation : null;
  return argument === null || operation === null
    ? { text, inside: '' }
    : { text: sourceText(world, argument.expression), inside: ` (\`${here.text}\` in ${operation.name.text}())` };
}

/** What was written at the outermost call that a parameter comes from; null of what is none. */
function argumentOf(world: World, { role, argument }: FlowLocal): Scoped | null {
  if (role !== 'parameter' || argument === null) return null;
  const meaning = argument.expression.kind === 'name_expression' ? meaningOf(world, argument.expression.name) : undefined;
  const outer = meaning?.kind === 'local' ? localOf(meaning.declaration, argument.frame) : null;
  return (outer === null ? null : argumentOf(world, outer)) ?? argument;
}

/** The name of an expression, seen through parameters and aliases to what the caller calls it; null where it has none. */
export function nameOf(naming: Naming, expression: Expression, frame: Frame): ValueName | null {
  const { world } = naming;
  const place = placeOf(world, expression, frame);
  if (place !== null) return nameOfObject(place);
  const plain = (key: string): ValueName => ({
    key,
    text: sourceText(world, expression),
    root: { kind: 'expression', scoped: { expression, frame } },
    locals: noLocals,
    reads: noReads,
  });
  const constant = world.constant(expression);
  if (constant !== undefined) return plain(`=${constant}`);
  switch (expression.kind) {
    case 'self':
      return plain('self');
    case 'name_expression':
      return nameOfName(naming, expression.name, frame, plain);
    case 'field': {
      const base = nameOf(naming, expression.object, frame);
      if (base === null) return null;
      const object = objectOf(typeOf(world, expression.object, frame));
      const field = object === null ? undefined : fieldOf(object, expression.name.text);
      const reads = field !== undefined && naming.written.has(field) ? merge(base.reads, new Set([field])) : base.reads;
      return { ...plain(`${base.key}.${expression.name.text}`), locals: base.locals, reads };
    }
    case 'index': {
      const base = nameOf(naming, expression.array, frame);
      const index = nameOf(naming, expression.index, frame);
      if (base === null || index === null) return null;
      return { ...plain(`${base.key}[${index.key}]`), locals: merge(base.locals, index.locals), reads: merge(base.reads, index.reads) };
    }
    case 'at':
    case 'binary':
    case 'boolean':
    case 'call':
    case 'comprehension':
    case 'conditional':
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
    case 'set':
    case 'size':
    case 'step_is':
    case 'temporal_expression':
    case 'unary':
      return isStatic(world, expression, frame) ? plain(`${frame.id}:${sourceText(world, expression)}`) : null;
  }
}

function nameOfName(naming: Naming, name: Name, frame: Frame, plain: (key: string) => ValueName): ValueName | null {
  const meaning = meaningOf(naming.world, name);
  switch (meaning?.kind) {
    case 'local': {
      const local = localOf(meaning.declaration, frame);
      if (local === null) return null;
      return local.alias === null ? nameOfLocal(local) : nameOf(naming, local.alias.expression, local.alias.frame);
    }
    case 'variable': {
      const { declaration } = meaning;
      return { ...plain(`$${declaration.span.file}:${declaration.span.start}`), reads: naming.written.has(declaration) ? new Set([declaration]) : noReads };
    }
    case 'define':
      return meaning.declaration.parameters === null ? nameOf(naming, meaning.declaration.body, frame) : null;
    case 'actor':
    case 'tag':
      return plain(`=${name.text}`);
    case undefined:
    case 'all_actors':
    case 'any_object':
    case 'builtin':
    case 'const':
    case 'enum':
    case 'object':
    case 'operation':
    case 'own_field':
    case 'record':
    case 'variant':
      return null;
  }
}

/** The object type that an expression of this type refers to. */
export function objectOf(type: ConcreteType | null): (ConcreteType & { kind: 'object' | 'place' })['declaration'] | null {
  if (type === null) return null;
  if (type.kind === 'option') return objectOf(type.element);
  return type.kind === 'object' || type.kind === 'place' ? type.declaration : null;
}

/** The only object of a type, where there is just one. */
export function soleObject(world: World, type: ConcreteType | null): ObjectInstance | null {
  const declaration = objectOf(type);
  const objects = declaration === null ? [] : world.objects(declaration);
  return objects.length === 1 ? (objects[0] ?? null) : null;
}

/** The object that stands at a place which the text fixes; null for references and for places found at run time. */
export function placeOf(world: World, expression: Expression, frame: Frame): ObjectInstance | null {
  const place = addressOf(world, expression, frame);
  return place === null || place.type.kind !== 'place' ? null : (world.objects(place.type.declaration)[place.first] ?? null);
}

interface Address {
  /** A place, or an array of places. */
  readonly type: ConcreteType;
  /** Id of its first object. */
  readonly first: number;
}

function addressOf(world: World, expression: Expression, frame: Frame): Address | null {
  if (!isPath(expression)) return null;
  switch (expression.kind) {
    case 'name_expression': {
      const meaning = meaningOf(world, expression.name);
      if (meaning?.kind === 'local') {
        const alias = localOf(meaning.declaration, frame)?.alias ?? null;
        return alias === null ? null : addressOf(world, alias.expression, alias.frame);
      }
      if (meaning?.kind !== 'variable') return null;
      const type = variableType(world, meaning.declaration);
      return innermost(type).kind === 'place' ? { type, first: world.firstObjectOf(meaning.declaration) } : null;
    }
    case 'field': {
      const owner = placeOf(world, expression.object, frame);
      const field = owner === null ? undefined : fieldOf(owner.declaration, expression.name.text);
      if (owner === null || field === undefined) return null;
      const type = variableType(world, field);
      if (innermost(type).kind !== 'place') return null;
      const { base, perOwner } = world.embedded(owner.declaration, field);
      return { type, first: base + owner.id * perOwner };
    }
    case 'index': {
      const array = addressOf(world, expression.array, frame);
      if (array?.type.kind !== 'array') return null;
      const key = keyNumber(array.type.key, constantOf(world, expression.index, frame));
      const each = placeCount(array.type.element);
      return key === null || each === null ? null : { type: array.type.element, first: array.first + key * each };
    }
  }
}

function innermost(type: ConcreteType): ConcreteType {
  return type.kind === 'array' ? innermost(type.element) : type;
}

/** The value of an expression that is constant, also through parameters and `let`; undefined where it is not. */
export function constantOf(world: World, expression: Expression, frame: Frame): number | boolean | string | undefined {
  const known = world.constant(expression);
  if (known !== undefined || expression.kind !== 'name_expression') return known;
  const meaning = meaningOf(world, expression.name);
  const alias = meaning?.kind === 'local' ? (localOf(meaning.declaration, frame)?.alias ?? null) : null;
  return alias === null ? undefined : constantOf(world, alias.expression, alias.frame);
}

/** The place of a constant key in the order of its type; null for actors and objects, which the text cannot number. */
function keyNumber(key: ConcreteType, value: number | boolean | string | undefined): number | null {
  if (key.kind === 'int' && typeof value === 'number') return value < key.min || value > key.max ? null : value - key.min;
  if (key.kind === 'enum' && typeof value === 'string') return key.tags.includes(value) ? key.tags.indexOf(value) : null;
  return null;
}

function placeCount(type: ConcreteType): number | null {
  if (type.kind === 'place') return 1;
  if (type.kind !== 'array') return null;
  const each = placeCount(type.element);
  const keys = type.key.kind === 'int' ? type.key.max - type.key.min + 1 : type.key.kind === 'enum' ? type.key.tags.length : null;
  return each === null || keys === null ? null : each * keys;
}

/** The variable or field that a store to this target writes; null for locals. */
export function declarationOf(world: World, target: Expression, frame: Frame): VariableDeclaration | null {
  if (!isPath(target)) return null;
  switch (target.kind) {
    case 'index':
      return declarationOf(world, target.array, frame);
    case 'field': {
      const type = typeOf(world, target.object, frame);
      const object = objectOf(type);
      return object === null ? declarationOf(world, target.object, frame) : (fieldOf(object, target.name.text) ?? null);
    }
    case 'name_expression': {
      const meaning = meaningOf(world, target.name);
      return meaning?.kind === 'variable' ? meaning.declaration : null;
    }
  }
}

/** The local that a store to this target changes, whole or in part; null for shared state. */
export function targetLocal(world: World, target: Expression, frame: Frame): FlowLocal | null {
  if (target.kind === 'index') return targetLocal(world, target.array, frame);
  if (target.kind === 'field') return objectOf(typeOf(world, target.object, frame)) === null ? targetLocal(world, target.object, frame) : null;
  if (target.kind !== 'name_expression') return null;
  const meaning = meaningOf(world, target.name);
  return meaning?.kind === 'local' ? localOf(meaning.declaration, frame) : null;
}

/** The counter that a `ref` expression designates. */
export interface Counter {
  /** The object that has it; null for a module-level `ref`. */
  readonly object: Scoped | null;
  readonly ref: VariableDeclaration;
  /** Where it is an element of an array. */
  readonly index: Scoped | null;
}

/** The counter that an expression of type `ref` designates, seen through parameters; null in a spec with errors. */
export function counterOf(world: World, expression: Expression, frame: Frame): Counter | null {
  if (!isPath(expression)) return null;
  switch (expression.kind) {
    case 'index': {
      const array = counterOf(world, expression.array, frame);
      return array === null ? null : { ...array, index: { expression: expression.index, frame } };
    }
    case 'field': {
      const object = objectOf(typeOf(world, expression.object, frame));
      const ref = object === null ? undefined : fieldOf(object, expression.name.text);
      return ref === undefined ? null : { object: { expression: expression.object, frame }, ref, index: null };
    }
    case 'name_expression': {
      const meaning = meaningOf(world, expression.name);
      if (meaning?.kind === 'variable') return { object: null, ref: meaning.declaration, index: null };
      const local = meaning?.kind === 'local' ? localOf(meaning.declaration, frame) : null;
      return local?.argument == null ? null : counterOf(world, local.argument.expression, local.argument.frame);
    }
  }
}

/** The `ref` that `holders` and `owns` mean: the first one of the object. */
export function firstRefOf(type: ConcreteType | null): VariableDeclaration | null {
  const object = objectOf(type);
  return object === null ? null : counterIn(object);
}
