import type { Expression } from '@mmspec/syntax';
import { faultIf, hold } from './context.ts';
import type { Context, Value } from './context.ts';
import { lowerNumber } from './expressions.ts';
import { fitExpression } from './fit.ts';
import { compare, conditional, indexed, number, numeric, offset, or, zero } from '../ir/fold.ts';
import type { Expr } from '../ir/ir.ts';
import { elementAt, narrowed } from './place_parts.ts';
import { readPlace, writePlace } from './places.ts';
import type { Place } from './places.ts';
import { partsOfType, sizeOf } from './scalars.ts';
import { elementParts, lengthOf, narrowIndex, typeOfSequence } from './sequences.ts';
import type { SeqType } from './sequences.ts';

/*
 * What changes a sequence.
 */

/** What an element is where there is none. */
function restParts(context: Context, type: SeqType): readonly Expr[] {
  return partsOfType(context.lowering.world, type.element).map(({ rest }) => number(rest));
}

/** Stores a sequence whose elements are made from the old ones; `at` gives the parts of each. */
function rebuild(context: Context, place: Place, type: SeqType, length: Expr, at: (position: number) => readonly Expr[]): void {
  writePlace(context, place, [length, ...Array.from({ length: type.capacity }, (_, position) => at(position)).flat()]);
}

function choose(condition: Expr, then: readonly Expr[], otherwise: readonly Expr[]): readonly Expr[] {
  return then.map((part, at) => conditional(condition, part, otherwise[at] ?? zero));
}

/** `append(q, v)` */
export function appendTo(context: Context, place: Place, value: Expression): void {
  const type = typeOfSequence(place);
  const size = sizeOf(context.lowering.world, type.element);
  const parts = fitExpression(context, value, type.element, place.name).map((part) => hold(context, part, 'new'));
  const length = lengthOf(context, place);
  faultIf(context, compare('>=', length, number(type.capacity)), `range of ${place.name}`);
  const index = narrowIndex(length, type.capacity);
  if (place.kind !== 'cells') {
    const old = readPlace(context, place).parts;
    rebuild(context, place, type, numeric('+', index, number(1)), (at) =>
      choose(compare('===', index, number(at)), parts, elementParts(context, type, old, at)),
    );
    return;
  }
  const element = indexed(offset(place.cell, 1), index, size, type.capacity);
  parts.forEach((part, at) => context.out.push({ kind: 'store', cell: offset(element, at), value: part }));
  context.out.push({ kind: 'store', cell: place.cell, value: numeric('+', index, number(1)) });
}

/** `pop(q)` */
export function popFrom(context: Context, place: Place): Value {
  const type = typeOfSequence(place);
  const { world } = context.lowering;
  const size = sizeOf(world, type.element);
  const whole = readPlace(context, place);
  const length = hold(context, whole.parts[0] ?? zero, 'length');
  faultIf(context, compare('===', length, zero), `range of ${place.name}`);
  const first = whole.parts.slice(1, 1 + size).map((part) => hold(context, part, 'first'));
  if (place.kind !== 'cells') {
    removeFrom(context, place, zero);
    return { type: type.element, parts: first };
  }
  const rest = partsOfType(world, type);
  for (let at = 1; at < rest.length; at++) {
    const value = whole.parts[at + size] ?? number(rest[at]?.rest ?? 0);
    context.out.push({ kind: 'store', cell: offset(place.cell, at), value });
  }
  context.out.push({ kind: 'store', cell: place.cell, value: numeric('-', length, number(1)) });
  return { type: type.element, parts: first };
}

/** `insert(q, i, v)`: what stood at `i` and behind it moves up. */
export function insertInto(context: Context, place: Place, index: Expression, value: Expression): void {
  const type = typeOfSequence(place);
  const at = hold(context, lowerNumber(context, index), 'at');
  const parts = fitExpression(context, value, type.element, place.name).map((part) => hold(context, part, 'new'));
  const old = readPlace(context, place).parts;
  const length = hold(context, old[0] ?? zero, 'length');
  faultIf(context, or(compare('<', at, zero), compare('>', at, length)), `range of ${place.name}`);
  faultIf(context, compare('>=', length, number(type.capacity)), `range of ${place.name}`);
  rebuild(context, place, type, numeric('+', narrowIndex(length, type.capacity), number(1)), (position) => {
    const behind = position === 0 ? parts : choose(compare('===', at, number(position)), parts, elementParts(context, type, old, position - 1));
    return choose(compare('<', number(position), at), elementParts(context, type, old, position), behind);
  });
}

/** Takes out the element at a position that exists; what stood behind it moves down. */
export function removeFrom(context: Context, place: Place, at: Expr): void {
  const type = typeOfSequence(place);
  const old = readPlace(context, place).parts;
  const length = hold(context, old[0] ?? zero, 'length');
  rebuild(context, place, type, numeric('-', length, number(1)), (position) => {
    const next = position + 1 < type.capacity ? elementParts(context, type, old, position + 1) : restParts(context, type);
    return choose(compare('<', number(position), at), elementParts(context, type, old, position), next);
  });
}

/** `remove_at(q, i)`: the element that was there. */
export function removeAt(context: Context, place: Place, index: Expression): Value {
  const type = typeOfSequence(place);
  const at = hold(context, lowerNumber(context, index), 'at');
  const length = lengthOf(context, place);
  faultIf(context, or(compare('<', at, zero), compare('>=', at, length)), `range of ${place.name}`);
  const inside = narrowed(at, 0, Math.max(0, type.capacity - 1));
  const { parts } = readPlace(context, elementAt(context, place, type.element, inside, type.capacity, 1));
  const taken = { type: type.element, parts: parts.map((part) => hold(context, part, 'taken')) };
  removeFrom(context, place, inside);
  return taken;
}
