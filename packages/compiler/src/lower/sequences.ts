import type { ConcreteType } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import { faultIf, hold, Unsupported } from './context.ts';
import type { Context, Value } from './context.ts';
import { equal } from './convert.ts';
import { lowerValue } from './expressions.ts';
import { and, compare, conditional, number, numeric, zero } from '../ir/fold.ts';
import type { Expr } from '../ir/ir.ts';
import { elementAt, narrowed } from './place_parts.ts';
import { lowerPlace, placeOfDefine, readPlace, valuePlace, watchPlace } from './places.ts';
import type { Place } from './places.ts';
import { sizeOf } from './scalars.ts';

/*
 * Sequences, looked at: a length, and the elements one after the other; what lies behind the end is at rest.
 */

export type SeqType = Extract<ConcreteType, { kind: 'seq' }>;

export function typeOfSequence({ type, name }: Place): SeqType {
  if (type.kind !== 'seq') throw new Unsupported(`${name} is no sequence`, null);
  return type;
}

/** The parts of the element at a position. */
export function elementParts(context: Context, type: SeqType, parts: readonly Expr[], at: number): readonly Expr[] {
  const size = sizeOf(context.lowering.world, type.element);
  return parts.slice(1 + at * size, 1 + (at + 1) * size);
}

export function lengthOf(context: Context, place: Place): Expr {
  return hold(context, readPlace(context, place).parts[0] ?? zero, 'length');
}

export function narrowIndex(index: Expr, count: number): Expr {
  return index.kind === 'temp' ? { kind: 'temp', temp: { ...index.temp, max: Math.min(index.temp.max, count - 1) } } : index;
}

/** Where the first element that equals a value stands, and whether there is one. */
export function positionOf(context: Context, place: Place, wanted: Expression): { readonly found: Expr; readonly position: Expr } {
  const type = typeOfSequence(place);
  const given = lowerValue(context, wanted, type.element);
  const value: Value = { ...given, parts: given.parts.map((part) => hold(context, part, 'wanted')) };
  const old = readPlace(context, place).parts;
  const length = hold(context, old[0] ?? zero, 'length');
  let position: Expr = number(type.capacity);
  for (let at = type.capacity - 1; at >= 0; at--) {
    const element: Value = { type: type.element, parts: elementParts(context, type, old, at) };
    position = conditional(and(compare('>', length, number(at)), equal(context, value, element)), number(at), position);
  }
  const held = hold(context, position, 'position');
  return { found: hold(context, compare('<', held, number(type.capacity)), 'found'), position: narrowIndex(held, type.capacity) };
}

/** The sequence that an expression is about, to be looked at. */
function sequenceOf(context: Context, expression: Expression): Place {
  const named = lowerPlace(context, expression);
  if (named !== null) return named;
  const defined = placeOfDefine(context, expression);
  if (defined !== null) {
    watchPlace(context, defined);
    return defined;
  }
  return { ...valuePlace(lowerValue(context, expression)), name: 'index' };
}

/** `first(q)` and `last(q)` */
export function lowerEnd(context: Context, name: 'first' | 'last', queue: Expression): Value {
  const place = sequenceOf(context, queue);
  const type = typeOfSequence(place);
  const length = lengthOf(context, place);
  faultIf(context, compare('===', length, zero), `range of ${place.name}`);
  const at = name === 'first' ? zero : hold(context, numeric('-', length, number(1)), 'last');
  return readPlace(context, elementAt(context, place, type.element, narrowed(at, 0, Math.max(0, type.capacity - 1)), type.capacity, 1));
}

/** `find(q, v)`: the position of the first that equals it, or `none`. */
export function lowerFind(context: Context, queue: Expression, wanted: Expression): Value {
  const place = sequenceOf(context, queue);
  const { capacity } = typeOfSequence(place);
  const { found, position } = positionOf(context, place, wanted);
  const element: ConcreteType = { kind: 'int', min: 0, max: Math.max(0, capacity - 1), forever: false };
  return { type: { kind: 'option', element }, parts: [conditional(found, numeric('+', position, number(1)), zero)] };
}
