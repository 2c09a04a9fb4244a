import type { ActorIdentity, ObjectInstance } from '@mmspec/semantics';
import type { Plain } from '@mmspec/system';

/**
 * A value of the language. Tags and `forever` are texts, `none` is null.
 * Objects and actors are the instances of the world themselves.
 */
export type Value =
  | number
  | boolean
  | string
  | null
  | { readonly kind: 'object'; readonly object: ObjectInstance }
  | { readonly kind: 'actor'; readonly actor: ActorIdentity }
  | SetValue
  | SequenceValue
  | RecordValue
  | ArrayValue
  | AwaitedValue;

/** What a local has that waits for an access which is not performed (`window/`); equal keys stand for what will be equal. No state of a whole has one. */
export interface AwaitedValue {
  readonly kind: 'awaited';
  readonly key: string;
}

export interface SetValue {
  readonly kind: 'set';
  readonly elements: readonly Value[];
}

export interface SequenceValue {
  readonly kind: 'seq';
  readonly elements: readonly Value[];
}

export interface RecordValue {
  readonly kind: 'record';
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly value: Value }[];
}

export interface ArrayValue {
  readonly kind: 'array';
  readonly keys: readonly Value[];
  readonly elements: readonly Value[];
}

/** The value, where a sequence may be wanted: `{}` is the empty one too. */
export function asSequence(value: Value, type: { readonly kind: string } | null): Value {
  const isSet = type?.kind === 'seq' && value !== null && typeof value === 'object' && value.kind === 'set';
  return isSet ? { kind: 'seq', elements: value.elements } : value;
}

/** The value as people see it; equal values have equal texts, within one type. */
export function textOf(value: Value): string {
  if (value === null) return 'none';
  if (typeof value !== 'object') return String(value);
  switch (value.kind) {
    case 'object':
      return value.object.name;
    case 'actor':
      return value.actor.name;
    case 'set':
      return `{${value.elements.map(textOf).join(', ')}}`;
    case 'seq':
      return `[${value.elements.map(textOf).join(', ')}]`;
    case 'record':
      return `${value.name}(${value.fields.map((field) => `${field.name}: ${textOf(field.value)}`).join(', ')})`;
    case 'array':
      return `[${value.elements.map(textOf).join(', ')}]`;
    case 'awaited':
      return '?';
    default:
      return unexpected(value);
  }
}

/** A scalar as a row of a described state. */
export function plainOf(value: Value): Plain {
  return typeof value === 'number' || typeof value === 'boolean' ? value : textOf(value);
}

/** The rows of a value: arrays and records are flattened, everything else is one row. */
export function rowsOf(name: string, value: Value): { readonly name: string; readonly value: Plain }[] {
  if (value !== null && typeof value === 'object') {
    if (value.kind === 'array') return value.keys.flatMap((key, index) => rowsOf(`${name}[${textOf(key)}]`, value.elements[index] ?? null));
    if (value.kind === 'record') return value.fields.flatMap((field) => rowsOf(`${name}.${field.name}`, field.value));
  }
  return [{ name, value: plainOf(value) }];
}

/** A text that is equal for equal values and for no others. */
export function keyOf(value: Value): string {
  if (value === null || typeof value !== 'object') return typeof value === 'string' ? `'${value}` : String(value);
  switch (value.kind) {
    case 'object':
      return `object ${value.object.declaration.name.text} ${value.object.id}`;
    case 'actor':
      return `actor ${value.actor.id}`;
    case 'set':
      return `{${value.elements.map(keyOf).sort().join()}}`;
    case 'seq':
      return `seq [${value.elements.map(keyOf).join()}]`;
    case 'record':
      return `${value.name}(${value.fields.map((field) => keyOf(field.value)).join()})`;
    case 'array':
      return `array [${value.elements.map(keyOf).join()}]`;
    case 'awaited':
      return `?${value.key}`;
    default:
      return unexpected(value);
  }
}

export function isAwaited(value: Value | undefined): value is AwaitedValue {
  return typeof value === 'object' && value !== null && value.kind === 'awaited';
}

export function equal(a: Value, b: Value): boolean {
  return keyOf(a) === keyOf(b);
}

export function contains(values: readonly Value[], value: Value): boolean {
  return values.some((other) => equal(other, value));
}

/** The values in the given order, each once. */
export function distinct(values: readonly Value[]): Value[] {
  return values.filter((value, index) => values.findIndex((other) => equal(other, value)) === index);
}

/** An exhaustive switch never comes here. */
export function unexpected(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
