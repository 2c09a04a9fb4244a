import type { ConcreteType, World } from '@mmspec/semantics';
import type { Bounds } from '../ir/fold.ts';
import type { Format } from '../ir/ir.ts';

/*
 * How values become numbers. A scalar is one number; records, arrays and sequences are several.
 * An option is 0 for `none`, else one more than its place from the smallest value; a set is a bit mask;
 * `forever` is one more than the largest number; an actor of a kind is its index there, of any kind its id.
 */

/** Sets over more elements do not fit the bits of a number. */
export const setMax = 30;

export function isScalar(type: ConcreteType): boolean {
  if (type.kind === 'option') return isScalar(type.element);
  return type.kind !== 'array' && type.kind !== 'record' && type.kind !== 'seq' && type.kind !== 'place';
}

/** True for places of objects, and arrays of them, which have no numbers of their own; other arrays may be empty too. */
export function holdsObjects(type: ConcreteType): boolean {
  return type.kind === 'array' ? holdsObjects(type.element) : type.kind === 'place';
}

/** Number of values of a type that arrays are indexed by and sets contain. */
export function countOf(world: World, type: ConcreteType): number {
  const { min, max } = boundsOfType(world, type);
  return max - min + 1;
}

/** Smallest and largest number of a scalar type. */
export function boundsOfType(world: World, type: ConcreteType): Bounds {
  switch (type.kind) {
    case 'bool':
      return { min: 0, max: 1 };
    case 'int':
      return { min: type.min, max: type.forever ? type.max + 1 : type.max };
    case 'enum':
      return { min: 0, max: type.tags.length - 1 };
    case 'object':
      return { min: 0, max: world.objects(type.declaration).length - 1 };
    case 'actor':
      return { min: 0, max: (type.declaration === null ? world.actors : world.actorsOf(type.declaration)).length - 1 };
    case 'option':
      return { min: 0, max: countOf(world, type.element) };
    case 'set':
      return { min: 0, max: 2 ** Math.min(31, countOf(world, type.element)) - 1 };
    case 'ref':
      return { min: 0, max: type.limit };
    // As an element of a set: what its fields are, the last of them counted first.
    case 'record':
      return { min: 0, max: type.fields.reduce((count, field) => count * countOf(world, field.type), 1) - 1 };
    case 'array':
    case 'seq':
    case 'place':
      throw new Error(`no number for ${type.kind}`);
  }
}

/** The numbers of the fields of a record, by its own as an element of a set. */
export function fieldsOfCode(world: World, type: ConcreteType & { readonly kind: 'record' }, code: number): readonly number[] {
  let left = code;
  return type.fields
    .toReversed()
    .map((field) => {
      const { min } = boundsOfType(world, field.type);
      const count = countOf(world, field.type);
      const value = min + (left % count);
      left = Math.floor(left / count);
      return value;
    })
    .reverse();
}

/** Objects of an array of them, at any depth; 1 for one object. */
export function objectCount(world: World, type: ConcreteType): number {
  return type.kind === 'array' ? countOf(world, type.key) * objectCount(world, type.element) : 1;
}

/** Number of cells of a value. */
export function sizeOf(world: World, type: ConcreteType): number {
  switch (type.kind) {
    case 'array':
      return countOf(world, type.key) * sizeOf(world, type.element);
    case 'record':
      return type.fields.reduce((sum, field) => sum + sizeOf(world, field.type), 0);
    case 'seq':
      return 1 + type.capacity * sizeOf(world, type.element);
    case 'place':
      return 0;
    case 'option':
      return isScalar(type.element) ? 1 : 1 + sizeOf(world, type.element);
    case 'actor':
    case 'bool':
    case 'enum':
    case 'int':
    case 'object':
    case 'ref':
    case 'set':
      return 1;
  }
}

/** One number of a value, with the name that follows the variable's. */
export interface Part {
  readonly suffix: string;
  readonly bounds: Bounds;
  /** What the number is where it means nothing: out of scope, behind the end of a sequence. */
  readonly rest: number;
}

/** The numbers of a value, in order. */
export function partsOfType(world: World, type: ConcreteType): readonly Part[] {
  switch (type.kind) {
    case 'array': {
      const parts = partsOfType(world, type.element);
      return textsOf(world, type.key).flatMap((key) => parts.map((part) => ({ ...part, suffix: `[${key}]${part.suffix}` })));
    }
    case 'record':
      return type.fields.flatMap((field) => partsOfType(world, field.type).map((part) => ({ ...part, suffix: `.${field.name}${part.suffix}` })));
    case 'seq': {
      const parts = partsOfType(world, type.element);
      const elements = Array.from({ length: type.capacity }, (_, at) => parts.map((part) => ({ ...part, suffix: `.${at}${part.suffix}` })));
      return [{ suffix: '.length', bounds: { min: 0, max: type.capacity }, rest: 0 }, ...elements.flat()];
    }
    case 'place':
      return [];
    case 'option':
      if (!isScalar(type.element)) return [{ suffix: '?', bounds: { min: 0, max: 1 }, rest: 0 }, ...partsOfType(world, type.element)];
      return [{ suffix: '', bounds: boundsOfType(world, type), rest: 0 }];
    case 'actor':
    case 'bool':
    case 'enum':
    case 'int':
    case 'object':
    case 'ref':
    case 'set': {
      const { min, max } = boundsOfType(world, type);
      // Of a type without values, where there is nothing to store, the number is what it is where it means nothing.
      const bounds = { min, max: Math.max(min, max) };
      return [{ suffix: '', bounds, rest: min <= 0 && bounds.max >= 0 ? 0 : min }];
    }
  }
}

/** The texts of the values of a small type, in order of their numbers. */
export function textsOf(world: World, type: ConcreteType): readonly string[] {
  switch (type.kind) {
    case 'bool':
      return ['false', 'true'];
    case 'int':
      return [...numbers(type.min, type.max).map(String), ...(type.forever ? ['forever'] : [])];
    case 'enum':
      return type.tags;
    case 'object':
      return world.objects(type.declaration).map((object) => object.name);
    case 'actor':
      return (type.declaration === null ? world.actors : world.actorsOf(type.declaration)).map((actor) => actor.name);
    case 'option':
      return ['none', ...textsOf(world, type.element)];
    case 'ref':
      return numbers(0, type.limit).map(String);
    case 'record': {
      const texts = type.fields.map((field) => ({ name: field.name, min: boundsOfType(world, field.type).min, of: textsOf(world, field.type) }));
      return Array.from({ length: countOf(world, type) }, (_, code) => {
        const values = fieldsOfCode(world, type, code).map((value, at) => `${texts[at]?.name ?? ''}: ${texts[at]?.of[value - texts[at].min] ?? ''}`);
        return `${type.declaration.name.text}(${values.join(', ')})`;
      });
    }
    case 'array':
    case 'place':
    case 'seq':
    case 'set':
      throw new Error(`no texts for ${type.kind}`);
  }
}

function numbers(low: number, high: number): number[] {
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index);
}

/** How people see a value that is one row: a scalar, a sequence, or an element of one. */
export function formatOf(world: World, type: ConcreteType): Format {
  switch (type.kind) {
    case 'bool':
      return { kind: 'bool' };
    case 'int':
      return { kind: 'int', forever: type.forever ? type.max + 1 : null };
    case 'ref':
      return { kind: 'int', forever: null };
    case 'enum':
    case 'object':
    case 'actor':
      return { kind: 'texts', min: 0, texts: textsOf(world, type) };
    case 'option':
      return isScalar(type.element)
        ? { kind: 'option', min: boundsOfType(world, type.element).min, inner: formatOf(world, type.element) }
        : { kind: 'maybe', inner: formatOf(world, type.element) };
    case 'set':
      return { kind: 'set', texts: textsOf(world, type.element) };
    case 'seq':
      return { kind: 'seq', inner: formatOf(world, type.element), capacity: type.capacity, size: sizeOf(world, type.element) };
    case 'record': {
      const fields = type.fields.map((field) => ({ name: field.name, format: formatOf(world, field.type), size: sizeOf(world, field.type) }));
      return { kind: 'record', name: type.declaration.name.text, fields };
    }
    case 'array':
    case 'place':
      throw new Error(`no format for ${type.kind}`);
  }
}
