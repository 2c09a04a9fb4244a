import { join } from '@mmspec/semantics';
import type { ConcreteType } from '@mmspec/semantics';
import { and, asNumber, asTruth, compare, conditional, lookup, no, number, numeric, yes, zero } from '../ir/fold.ts';
import { faultIf, hold, kindOf } from './context.ts';
import type { Context, Value } from './context.ts';
import type { Expr } from '../ir/ir.ts';
import { boundsOfType, countOf, isScalar, partsOfType, sizeOf } from './scalars.ts';
import { breakSymmetryByConversion } from './symmetry_breaking.ts';

/*
 * A value as another type writes it: options, actors by kind or id, enums with other tags, sets over other domains.
 */

/** The number of a scalar value, truth values included. */
export function codeOf(value: Value): Expr {
  return asNumber(value.parts[0] ?? zero);
}

export function scalar(type: ConcreteType, part: Expr): Value {
  return { type, parts: [part] };
}

/** The number of `none` in a type; null where it has none. */
function noneCode(type: ConcreteType): number | null {
  if (type.kind === 'option') return 0;
  const at = type.kind === 'enum' ? type.tags.indexOf('none') : -1;
  return at < 0 ? null : at;
}

/** The value in a type; `none` where it is not allowed faults. Ranges are not checked. */
export function convert(context: Context, value: Value, to: ConcreteType): Value {
  const { world } = context.lowering;
  if (value.word === 'none') return noneOf(context, to);
  if (value.word === 'forever') return { type: to, parts: [number(to.kind === 'int' ? to.max + 1 : 0)] };
  const from = value.type;
  if (to.kind === 'option') {
    if (from.kind !== 'option') return wrap(context, convert(context, value, to.element), to);
    if (!isScalar(to.element)) return { type: to, parts: value.parts };
    const code = codeOf(value);
    const inner = codeOf(convert(context, scalar(from.element, unwrapped(context, code, from.element)), to.element));
    const wrapped = numeric('+', inner, number(1 - boundsOfType(world, to.element).min));
    if (code.kind !== 'number' && JSON.stringify(wrapped) === JSON.stringify(code)) return { type: to, parts: [code] };
    return { type: to, parts: [conditional(compare('===', code, zero), zero, wrapped)] };
  }
  if (from.kind === 'option') {
    if (!isScalar(from.element)) {
      faultIf(context, compare('===', codeOf(value), zero), 'null_reference');
      return convert(context, { type: from.element, parts: value.parts.slice(1) }, to);
    }
    const none = noneCode(to);
    const code = hold(context, codeOf(value), 'option');
    const inner = scalar(from.element, truthful(from.element, unwrapped(context, code, from.element)));
    if (none !== null) return { type: to, parts: [conditional(compare('===', code, zero), number(none), codeOf(convert(context, inner, to)))] };
    faultIf(context, compare('===', code, zero), 'null_reference');
    return convert(context, inner, to);
  }
  return { type: to, parts: convertPlain(context, value, to) };
}

/** A number that is a truth value, as one. */
export function truthful(type: ConcreteType, part: Expr): Expr {
  return type.kind === 'bool' ? asTruth(part) : part;
}

function unwrapped(context: Context, code: Expr, element: ConcreteType): Expr {
  return numeric('+', code, number(boundsOfType(context.lowering.world, element).min - 1));
}

function wrap(context: Context, inner: Value, to: ConcreteType & { kind: 'option' }): Value {
  if (!isScalar(to.element)) return { type: to, parts: [number(1), ...inner.parts] };
  const { min } = boundsOfType(context.lowering.world, to.element);
  return { type: to, parts: [numeric('+', codeOf(inner), number(1 - min))] };
}

function noneOf(context: Context, to: ConcreteType): Value {
  const none = noneCode(to);
  if (none === null) {
    context.out.push(...context.fault('null_reference'));
    return { type: to, parts: Array.from({ length: sizeOf(context.lowering.world, to) }, () => (to.kind === 'bool' ? no : zero)) };
  }
  return { type: to, parts: partsOfType(context.lowering.world, to).map(({ rest }, at) => number(at === 0 ? none : rest)) };
}

function convertPlain(context: Context, value: Value, to: ConcreteType): readonly Expr[] {
  const { world } = context.lowering;
  const { type: from, parts } = value;
  const [part = zero] = parts;
  breakSymmetryByConversion(context.lowering, from, to);
  if (from.kind === 'enum' && to.kind === 'enum') {
    if (from.tags === to.tags || (from.declaration !== null && from.declaration === to.declaration)) return parts;
    return [
      lookup(
        from.tags.map((tag) => to.tags.indexOf(tag)),
        part,
      ),
    ];
  }
  if (from.kind === 'actor' && to.kind === 'actor' && from.declaration !== to.declaration) {
    return [numeric('+', part, number(firstOf(context, from) - firstOf(context, to)))];
  }
  if (from.kind === 'int' && to.kind === 'int' && from.forever && to.forever && from.max !== to.max) {
    return [conditional(compare('===', part, number(from.max + 1)), number(to.max + 1), part)];
  }
  if (from.kind === 'set' && to.kind === 'set') return [convertSet(context, part, from.element, to.element)];
  if (from.kind === 'array' && to.kind === 'array') {
    const size = sizeOf(world, from.element);
    return Array.from({ length: countOf(world, from.key) }, (_, at) => parts.slice(at * size, at * size + size)).flatMap(
      (element) => convert(context, { type: from.element, parts: element }, to.element).parts,
    );
  }
  if (from.kind === 'record' && to.kind === 'record') {
    let at = 0;
    return from.fields.flatMap((field, index) => {
      const size = sizeOf(world, field.type);
      const element = { type: field.type, parts: parts.slice(at, at + size) };
      at += size;
      return convert(context, element, to.fields[index]?.type ?? field.type).parts;
    });
  }
  if (from.kind === 'seq' && to.kind === 'seq') {
    const length = sizeOf(world, to);
    return Array.from({ length }, (_, at) => parts[at] ?? zero);
  }
  return parts;
}

function firstOf(context: Context, type: ConcreteType): number {
  return type.kind === 'actor' && type.declaration !== null ? (kindOf(context, type.declaration)?.first ?? 0) : 0;
}

/** A bit mask over another domain; members that the new domain lacks are dropped (stores check for them). */
function convertSet(context: Context, mask: Expr, from: ConcreteType, to: ConcreteType): Expr {
  const { world } = context.lowering;
  if (from.kind === 'enum' && to.kind === 'enum' && from.tags !== to.tags) {
    return from.tags.reduce<Expr>((sum, tag, at) => {
      const target = to.tags.indexOf(tag);
      if (target < 0) return sum;
      const bit = numeric('&', numeric('>>', mask, number(at)), number(1));
      return numeric('|', sum, numeric('<<', bit, number(target)));
    }, zero);
  }
  const shift = originOf(context, from) - originOf(context, to);
  const moved = shift >= 0 ? numeric('<<', mask, number(shift)) : numeric('>>', mask, number(-shift));
  const all = 2 ** countOf(world, to) - 1;
  return shift + countOf(world, from) > countOf(world, to) ? numeric('&', moved, number(all)) : moved;
}

/** The value of the first bit of a set over a type, in the numbers that two such types share. */
function originOf(context: Context, type: ConcreteType): number {
  return type.kind === 'int' ? type.min : firstOf(context, type);
}

/** The part of a set that a smaller domain cannot hold, as a mask over the old domain. */
export function beyond(context: Context, from: ConcreteType, to: ConcreteType): number {
  const { world } = context.lowering;
  const count = countOf(world, from);
  let mask = 0;
  for (let at = 0; at < count; at++) {
    const inside =
      from.kind === 'enum' && to.kind === 'enum'
        ? to.tags.includes(from.tags[at] ?? '')
        : at + originOf(context, from) - originOf(context, to) >= 0 && at + originOf(context, from) - originOf(context, to) < countOf(world, to);
    if (!inside) mask |= 1 << at;
  }
  return mask;
}

/** Whether two values are equal; values of different types are compared as the smallest type that holds both. */
export function equal(context: Context, a: Value, b: Value): Expr {
  if (a.word === 'none' && b.word === 'none') return yes;
  if (a.word === 'none' || b.word === 'none') {
    const other = a.word === 'none' ? b : a;
    const none = noneCode(other.type);
    return none === null ? no : compare('===', codeOf(other), number(none));
  }
  if (a.word === 'forever' || b.word === 'forever') {
    const other = a.word === 'forever' ? b : a;
    if (other.word === 'forever') return yes;
    return other.type.kind === 'int' && other.type.forever ? compare('===', codeOf(other), number(other.type.max + 1)) : no;
  }
  const type = join(a.type, b.type);
  if (type === null) return no;
  const left = convert(context, a, type);
  const right = convert(context, b, type);
  return left.parts.reduce<Expr>((all, part, at) => and(all, equalParts(part, right.parts[at] ?? zero)), yes);
}

function equalParts(a: Expr, b: Expr): Expr {
  if (a.kind === 'truth') return a.value ? asTruth(b) : compareTruth(b, false);
  if (b.kind === 'truth') return b.value ? asTruth(a) : compareTruth(a, false);
  return compare('===', asNumber(a), asNumber(b));
}

function compareTruth(expr: Expr, value: boolean): Expr {
  return conditional(asTruth(expr), value ? yes : no, value ? no : yes);
}
