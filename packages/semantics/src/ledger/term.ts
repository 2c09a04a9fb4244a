import { constantOf } from './names.ts';
import type { Expression } from '@mmspec/syntax';
import { localOf, meaningOf } from '../flow/typing.ts';
import type { FlowLocal, Frame } from '../flow/types.ts';
import type { World } from '../world/world.ts';

/*
 * Numbers of references that a location has for ever: constants, and locals that keep their value.
 */

/** `2 + n`: a constant, and locals, each so many times (never 0). */
export interface Term {
  readonly constant: number;
  readonly locals: ReadonlyMap<FlowLocal, number>;
}

const noLocals: ReadonlyMap<FlowLocal, number> = new Map();

export function constantTerm(constant: number): Term {
  return { constant, locals: noLocals };
}

export function plus(a: Term, b: Term, times: number = 1): Term {
  if (b.locals.size === 0) return { constant: a.constant + times * b.constant, locals: a.locals };
  if (times === 0) return a;
  const locals = new Map(a.locals);
  for (const [local, count] of b.locals) {
    const sum = (locals.get(local) ?? 0) + times * count;
    if (sum === 0) locals.delete(local);
    else locals.set(local, sum);
  }
  return { constant: a.constant + times * b.constant, locals };
}

export function minus(a: Term, b: Term): Term {
  return plus(a, b, -1);
}

export function isZero({ constant, locals }: Term): boolean {
  return constant === 0 && locals.size === 0;
}

export function sameTerm(a: Term, b: Term): boolean {
  return isZero(minus(a, b));
}

/** The least number that it can be, by the types of its locals. */
export function leastOf({ constant, locals }: Term): number {
  let least = constant;
  for (const [local, count] of locals) {
    const { min, max } = boundsOf(local);
    least += count > 0 ? count * min : count * max;
  }
  return least;
}

function boundsOf({ type }: FlowLocal): { readonly min: number; readonly max: number } {
  if (type.kind === 'int') return type;
  return { min: type.kind === 'ref' ? 0 : -Infinity, max: type.kind === 'ref' ? type.limit : Infinity };
}

/** `3`, `n`, `n + 1`, `2 * n - 1` */
export function textOfTerm({ constant, locals }: Term): string {
  const parts = [...locals].map(([{ name }, count], at) => {
    const size = Math.abs(count) === 1 ? name : `${Math.abs(count)} * ${name}`;
    return at === 0 ? `${count < 0 ? '-' : ''}${size}` : `${count < 0 ? '- ' : '+ '}${size}`;
  });
  if (parts.length === 0) return String(constant);
  if (constant !== 0) parts.push(`${constant < 0 ? '-' : '+'} ${Math.abs(constant)}`);
  return parts.join(' ');
}

/** The term that an expression is, seen through parameters; null where its value may change, or is none of a sum. */
export function termOf(world: World, expression: Expression, frame: Frame, assigned: ReadonlySet<FlowLocal>): Term | null {
  const constant = constantOf(world, expression, frame);
  if (typeof constant === 'number') return constantTerm(constant);
  const part = (inner: Expression): Term | null => termOf(world, inner, frame, assigned);
  if (expression.kind === 'name_expression') {
    const meaning = meaningOf(world, expression.name);
    const local = meaning?.kind === 'local' ? localOf(meaning.declaration, frame) : null;
    if (local?.argument != null) return termOf(world, local.argument.expression, local.argument.frame, assigned);
    if (local === null || local.ghost || local.alias !== null || local.type.kind !== 'int' || assigned.has(local)) return null;
    return { constant: 0, locals: new Map([[local, 1]]) };
  }
  if (expression.kind !== 'binary') return null;
  const [left, right] = [part(expression.left), part(expression.right)];
  if (left === null || right === null) return null;
  if (expression.operator === '+') return plus(left, right);
  if (expression.operator === '-') return minus(left, right);
  if (expression.operator !== '*') return null;
  if (left.locals.size === 0) return plus(constantTerm(0), right, left.constant);
  return right.locals.size === 0 ? plus(constantTerm(0), left, right.constant) : null;
}
