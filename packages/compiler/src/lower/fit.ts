import type { ConcreteType } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import { apart, faultIf, hold, newTemp } from './context.ts';
import type { Context, Value } from './context.ts';
import { convert } from './convert.ts';
import { lowerTruth, lowerValue } from './expressions.ts';
import { asNumber, boundsOf, compare, conditional, number, numeric, or, zero } from '../ir/fold.ts';
import type { Expr, Stmt } from '../ir/ir.ts';
import { boundsOfType, countOf, isScalar, partsOfType, sizeOf } from './scalars.ts';
import { lowerSet } from './sets.ts';
import { breakSymmetryByConversion } from './symmetry_breaking.ts';

/**
 * The numbers of an expression as a variable of the type stores it; what does not fit is a fault that names the variable.
 * `reading`: the context in which the expression is evaluated, where faults end differently from those of the store.
 */
export function fitExpression(context: Context, expression: Expression, type: ConcreteType, name: string, reading: Context = context): readonly Expr[] {
  const { world } = context.lowering;
  if (type.kind === 'set')
    return [expression.kind === 'conditional' ? fitEither(context, expression, type, name, reading) : lowerSet(context, expression, type.element, name)];
  if (type.kind === 'seq' && expression.kind === 'set') {
    const size = sizeOf(world, type.element);
    const elements = expression.elements.flatMap((element) => fitExpression(context, element, type.element, name));
    if (expression.elements.length > type.capacity) context.out.push(...context.fault(`range of ${name}`));
    const rests = partsOfType(world, type).map((part) => number(part.rest));
    return rests.map((rest, at) =>
      at === 0 ? number(expression.elements.length) : at <= expression.elements.length * size ? (elements[at - 1] ?? rest) : rest,
    );
  }
  if (type.kind === 'array' && expression.kind !== 'name_expression' && expression.kind !== 'field' && expression.kind !== 'index') {
    const element = fitExpression(context, expression, type.element, name).map((part) => hold(context, part, 'element'));
    return Array.from({ length: countOf(world, type.key) }, () => element).flat();
  }
  return fitValue(context, lowerValue(reading, expression, type), type, name);
}

/** One of two sets: only of the one that is stored the members have to fit. */
function fitEither(
  context: Context,
  expression: Expression & { kind: 'conditional' },
  type: ConcreteType & { kind: 'set' },
  name: string,
  reading: Context,
): Expr {
  const condition = lowerTruth(reading, expression.condition);
  const side = (part: Expression): { readonly result: Expr; readonly out: readonly Stmt[] } =>
    apart(context, (inner) => fitExpression(inner, part, type, name, { ...reading, out: inner.out })[0] ?? zero);
  const [then, otherwise] = [side(expression.consequent), side(expression.alternative)];
  if (then.out.length === 0 && otherwise.out.length === 0) return conditional(condition, then.result, otherwise.result);
  const temp = newTemp(context.lowering, 'mask', boundsOfType(context.lowering.world, type), false);
  const set = (value: Expr): Stmt => ({ kind: 'set', temp, value });
  context.out.push(
    { kind: 'let', temp, value: zero, mutable: true },
    { kind: 'if', condition, then: [...then.out, set(then.result)], else: [...otherwise.out, set(otherwise.result)] },
  );
  return { kind: 'temp', temp };
}

/** The numbers of a value as a variable of the type stores it. */
export function fitValue(context: Context, value: Value, type: ConcreteType, name: string): readonly Expr[] {
  const { world } = context.lowering;
  if (type.kind === 'array' && value.type.kind !== 'array') {
    const element = fitValue(context, value, type.element, name).map((part) => hold(context, part, 'element'));
    return Array.from({ length: countOf(world, type.key) }, () => element).flat();
  }
  if (type.kind === 'array' && value.type.kind === 'array') {
    breakSymmetryByConversion(context.lowering, value.type, type);
    const from = value.type.element;
    const size = sizeOf(world, from);
    return Array.from({ length: countOf(world, type.key) }, (_, at) =>
      fitValue(context, { type: from, parts: value.parts.slice(at * size, at * size + size) }, type.element, name),
    ).flat();
  }
  if (type.kind === 'record' && value.type.kind === 'record') {
    let at = 0;
    const { fields, declaration } = type;
    return value.type.fields.flatMap((field, index) => {
      const size = sizeOf(world, field.type);
      const part: Value = { type: field.type, parts: value.parts.slice(at, at + size) };
      at += size;
      return fitValue(context, part, fields[index]?.type ?? field.type, `${declaration.name.text}.${field.name}`);
    });
  }
  if (type.kind === 'option' && !isScalar(type)) return fitOption(context, value, type, name);
  const { parts } = convert(context, value, type);
  if (!isScalar(type)) return parts;
  return [checked(context, parts[0] ?? zero, type, name)];
}

/** An optional record: where it is none its numbers mean nothing, and fit. */
function fitOption(context: Context, value: Value, type: ConcreteType & { kind: 'option' }, name: string): readonly Expr[] {
  if (value.word === 'none') return convert(context, value, type).parts;
  if (value.type.kind !== 'option') return [number(1), ...fitValue(context, value, type.element, name)];
  const tag = hold(context, asNumber(value.parts[0] ?? zero), 'there');
  const rests = partsOfType(context.lowering.world, type.element);
  const inner = value.parts
    .slice(1)
    .map((part, at) => hold(context, conditional(compare('===', tag, zero), number(rests[at]?.rest ?? 0), asNumber(part)), 'part'));
  return [tag, ...fitValue(context, { type: value.type.element, parts: inner }, type.element, name)];
}

/** Faults where a number lies outside of the type's range. */
function checked(context: Context, part: Expr, type: ConcreteType, name: string): Expr {
  const { world } = context.lowering;
  const inner = type.kind === 'option' ? type.element : type;
  if (inner.kind !== 'int' && inner.kind !== 'ref') return part;
  const { min, max } = boundsOfType(world, type);
  const bounds = boundsOf(part);
  if (bounds.min >= min && bounds.max <= max) return part;
  const value = hold(context, part, 'value');
  if (inner.kind === 'ref' && type.kind === 'ref') {
    faultIf(context, compare('<', value, zero), 'underflow');
    faultIf(context, compare('>', value, number(max)), 'overflow');
    return narrow(value, min, max);
  }
  if (type.kind === 'option') {
    // 0 is `none`; a number below the range would fall on it or under it.
    faultIf(context, or(compare('<', value, zero), compare('>', value, number(max))), `range of ${name}`);
    return narrow(value, min, max);
  }
  faultIf(context, or(compare('<', value, number(min)), compare('>', value, number(max))), `range of ${name}`);
  return narrow(value, min, max);
}

/** A held value that was checked. */
function narrow(value: Expr, min: number, max: number): Expr {
  if (value.kind !== 'temp') return value;
  return { kind: 'temp', temp: { ...value.temp, min: Math.max(min, value.temp.min), max: Math.min(max, value.temp.max) } };
}

/** The number of a counter after `change`, checked. */
export function changedCount(context: Context, before: Expr, change: Expr, limit: number): Expr {
  const after = hold(context, numeric('+', before, change), 'count');
  faultIf(context, compare('<', after, zero), 'underflow');
  faultIf(context, compare('>', after, number(limit)), 'overflow');
  return narrow(after, 0, limit);
}
