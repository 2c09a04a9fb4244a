import type { ConcreteType } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import { apart, newTemp, typeIn } from './context.ts';
import type { Context, Value } from './context.ts';
import { convert } from './convert.ts';
import { integer, lowerTruth, lowerValue } from './expressions.ts';
import { and, boundsOf, conditional, isBoolean, no, not, or, yes, zero } from '../ir/fold.ts';
import type { Bounds } from '../ir/fold.ts';
import type { Expr, Stmt } from '../ir/ir.ts';

/*
 * Expressions of which a side is evaluated only where it matters: what may fault on it is a branch.
 */

/** A conjunction, or a disjunction: its right side is evaluated only where it matters. */
export function lazy(context: Context, left: Expr, conjunction: boolean, right: (inner: Context) => Expr): Expr {
  if (left.kind === 'truth' && left.value !== conjunction) return left;
  const { result, out } = apart(context, right);
  if (out.length === 0) return conjunction ? and(left, result) : or(left, result);
  if (left.kind === 'truth') {
    context.out.push(...out);
    return result;
  }
  const temp = newTemp(context.lowering, 'both', { min: 0, max: 1 }, true);
  const then: readonly Stmt[] = [...out, { kind: 'set', temp, value: result }];
  context.out.push({ kind: 'let', temp, value: conjunction ? no : yes, mutable: true });
  context.out.push({ kind: 'if', condition: conjunction ? left : not(left), then, else: [] });
  return { kind: 'temp', temp };
}

export function lowerConditional(context: Context, expression: Expression & { kind: 'conditional' }, expected: ConcreteType | null): Value {
  const condition = lowerTruth(context, expression.condition);
  if (condition.kind === 'truth') return lowerValue(context, condition.value ? expression.consequent : expression.alternative, expected);
  const type = expected ?? typeIn(context, expression);
  const side = (inner: Context, part: Expression): Value => {
    const value = lowerValue(inner, part, type);
    return type === null || (type.kind === 'int' && value.word === undefined) ? value : convert(inner, value, type);
  };
  const then = apart(context, (inner) => side(inner, expression.consequent));
  const otherwise = apart(context, (inner) => side(inner, expression.alternative));
  const result = type === null || type.kind === 'int' ? then.result.type : type;
  if (then.out.length === 0 && otherwise.out.length === 0) {
    const parts = then.result.parts.map((part, at) => conditional(condition, part, otherwise.result.parts[at] ?? zero));
    return result.kind === 'int' && parts[0] !== undefined ? integer(parts[0]) : { type: result, parts };
  }
  const temps = then.result.parts.map((part, at) => {
    const other = otherwise.result.parts[at] ?? zero;
    const temp = newTemp(context.lowering, 'either', widest(part, other), isBoolean(part));
    context.out.push({ kind: 'let', temp, value: isBoolean(part) ? no : zero, mutable: true });
    return temp;
  });
  const set = (parts: readonly Expr[]): readonly Stmt[] => temps.map((temp, at) => ({ kind: 'set', temp, value: parts[at] ?? zero }));
  context.out.push({ kind: 'if', condition, then: [...then.out, ...set(then.result.parts)], else: [...otherwise.out, ...set(otherwise.result.parts)] });
  const parts = temps.map((temp): Expr => ({ kind: 'temp', temp }));
  return result.kind === 'int' && parts[0] !== undefined ? integer(parts[0]) : { type: result, parts };
}

function widest(a: Expr, b: Expr): Bounds {
  const left = boundsOf(a);
  const right = boundsOf(b);
  return { min: Math.min(left.min, right.min, 0), max: Math.max(left.max, right.max, 0) };
}
