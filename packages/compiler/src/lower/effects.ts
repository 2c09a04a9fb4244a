import { isContextEffect, localOf, meaningOf } from '@mmspec/semantics';
import type { Effect, Frame } from '@mmspec/semantics';
import { isPath } from '@mmspec/syntax';
import type { Expression } from '@mmspec/syntax';
import { faultIf, hold, Unsupported } from './context.ts';
import type { Context, Value } from './context.ts';
import { codeOf, equal } from './convert.ts';
import { lowerContextEffect } from './cpus.ts';
import { integer, lowerNumber, lowerValue, numberOf } from './expressions.ts';
import { changedCount, fitExpression, fitValue } from './fit.ts';
import { and, compare, number, numeric, zero } from '../ir/fold.ts';
import type { Expr, Stmt } from '../ir/ir.ts';
import { flagStmt, watchTouch } from './live.ts';
import { lowerPlace, objectOf, readPlace, watchPlace, writePlace } from './places.ts';
import type { Place } from './places.ts';
import { isScalar, sizeOf } from './scalars.ts';
import { appendTo, insertInto, popFrom, removeAt, removeFrom } from './sequence_effects.ts';
import { positionOf } from './sequences.ts';

/** Executes an effect; the value is what it returns, where it returns one. */
export function lowerEffect(context: Context, effect: Effect): Value | null {
  const inside: Context = { ...context, frame: effect.frame };
  const argument = (index: number): Expression => required(effect, index);
  const { builtin } = effect;
  if (isContextEffect(builtin)) {
    lowerContextEffect(inside, builtin);
    return null;
  }
  switch (builtin) {
    case 'touch': {
      const found = objectOf(inside, lowerValue(inside, argument(0)));
      if (found !== null) watchTouch(inside, found.declaration, found.id);
      return null;
    }
    case 'get': {
      const place = counter(inside, argument(0));
      addReferences(inside, place, amountOf(inside, effect));
      return null;
    }
    case 'put':
    case 'sub_and_test': {
      const place = counter(inside, argument(0));
      const left = dropReferences(inside, place, amountOf(inside, effect), argument(0));
      return builtin === 'put' ? integer(left) : { type: { kind: 'bool' }, parts: [compare('===', left, zero)] };
    }
    case 'unfreeze': {
      const place = counter(inside, argument(0));
      writePlace(inside, place, fitExpression(inside, argument(1), place.type, place.name));
      return null;
    }
    case 'xchg': {
      const place = storable(inside, argument(0));
      const parts = fitExpression(inside, argument(1), place.type, place.name);
      const old = readPlace(inside, place);
      const held = { type: old.type, parts: old.parts.map((part) => hold(inside, part, 'old')) };
      writePlace(inside, place, parts);
      return held;
    }
    case 'append': {
      appendTo(inside, storable(inside, argument(0)), argument(1));
      return null;
    }
    case 'pop':
      return popFrom(inside, storable(inside, argument(0)));
    case 'insert':
      insertInto(inside, storable(inside, argument(0)), argument(1), argument(2));
      return null;
    case 'remove_at':
      return removeAt(inside, storable(inside, argument(0)), argument(1));
    case 'try_get':
    case 'freeze':
    case 'remove':
    case 'cmpxchg': {
      const { condition, success } = lowerAttempt(context, effect);
      const then: Stmt[] = [];
      success({ ...context, out: then });
      context.out.push({ kind: 'if', condition, then, else: [] });
      return null;
    }
  }
}

/** An effect that may fail: the condition under which it succeeds, and what it does then. */
export function lowerAttempt(context: Context, effect: Effect): { readonly condition: Expr; readonly success: (inner: Context) => void } {
  const inside: Context = { ...context, frame: effect.frame };
  const place = storable(inside, required(effect, 0));
  switch (effect.builtin) {
    case 'try_get': {
      const before = hold(inside, codeOf(readPlace(inside, place)), 'count');
      return { condition: compare('!==', before, zero), success: (inner) => addReferences({ ...inner, frame: effect.frame }, place, number(1), true) };
    }
    case 'freeze': {
      const expected = lowerNumber(inside, required(effect, 1));
      const condition = hold(inside, compare('===', codeOf(readPlace(inside, place)), expected), 'frozen');
      return { condition, success: (inner) => writePlace(inner, place, [zero]) };
    }
    case 'cmpxchg': {
      const expected = lowerValue(inside, required(effect, 1), place.type);
      const held = { ...expected, parts: expected.parts.map((part) => hold(inside, part, 'expected')) };
      // What does not fit is a fault only where it is stored.
      const single = isScalar(place.type) && place.type.kind !== 'set';
      const given = single
        ? lowerValue(inside, required(effect, 2), place.type)
        : { type: place.type, parts: fitExpression(inside, required(effect, 2), place.type, place.name) };
      const replacement = { ...given, parts: given.parts.map((part) => hold(inside, part, 'new')) };
      const condition = hold(inside, equal(inside, readPlace(inside, place), held), 'same');
      return { condition, success: (inner) => writePlace(inner, place, single ? fitValue(inner, replacement, place.type, place.name) : replacement.parts) };
    }
    case 'remove': {
      const at = positionOf(inside, place, required(effect, 1));
      return { condition: at.found, success: (inner) => removeFrom(inner, place, at.position) };
    }
    case 'append':
    case 'get':
    case 'insert':
    case 'pop':
    case 'put':
    case 'remove_at':
    case 'sub_and_test':
    case 'touch':
    case 'unfreeze':
    case 'xchg':
    case 'might_sleep':
    case 'irq_count_inc':
    case 'irq_count_dec':
    case 'bh_count_inc':
    case 'bh_count_dec':
    case 'preempt_count_inc':
    case 'preempt_count_dec':
    case 'rcu_depth_inc':
    case 'rcu_depth_dec':
      throw new Unsupported(`${effect.builtin} cannot fail`, effect.call);
  }
}

function required(effect: Effect, index: number): Expression {
  const found = effect.arguments[index];
  if (found === undefined) throw new Unsupported(`too few arguments of ${effect.builtin}`, effect.call);
  return found;
}

function storable(context: Context, expression: Expression): Place {
  const place = lowerPlace(context, expression);
  if (place === null) throw new Unsupported('this is no variable', expression);
  return place;
}

function counter(context: Context, expression: Expression): Place {
  return storable(context, expression);
}

function limitOf(place: Place): number {
  return place.type.kind === 'ref' ? place.type.limit : place.type.kind === 'int' ? place.type.max : 2 ** 31 - 1;
}

/** How many references an effect is about; a negative number is a fault. */
function amountOf(context: Context, effect: Effect): Expr {
  const [, count] = effect.arguments;
  if (count === undefined) return number(1);
  const amount = hold(context, lowerNumber(context, count), 'amount');
  faultIf(context, compare('<', amount, zero), 'underflow');
  return amount;
}

/** Adds references; adding to none is a violation unless the caller has looked already, and the count is raised all the same. */
function addReferences(context: Context, place: Place, count: Expr, looked: boolean = false): void {
  const before = codeOf(readPlace(context, place));
  if (!looked) flagIf(context, and(compare('>', count, zero), compare('===', before, zero)), 'get_at_zero');
  writePlace(context, place, [changedCount(context, before, count, limitOf(place))]);
}

function flagIf(context: Context, condition: Expr, property: string): void {
  if (condition.kind !== 'truth') context.out.push({ kind: 'if', condition, then: [flagStmt(context, property)], else: [] });
  else if (condition.value) context.out.push(flagStmt(context, property));
}

/** Drops references; an `owns` variable that names the object becomes empty. The value is the new count. */
function dropReferences(context: Context, place: Place, count: Expr, named: Expression): Expr {
  const before = codeOf(readPlace(context, place));
  const after = changedCount(context, before, numeric('-', zero, count), limitOf(place));
  const held = hold(context, after, 'count');
  const owner = named.kind === 'field' ? ownerNamed({ ...context, watch: false }, named.object, context.frame) : null;
  writePlace(context, place, [held]);
  if (owner !== null) watchPlace(context, owner);
  if (owner !== null && owner.kind !== 'value')
    writePlace(
      context,
      owner,
      Array.from({ length: sizeOf(context.lowering.world, owner.type) }, () => zero),
    );
  return held;
}

/** The `owns` variable that an expression names, also as the argument of a parameter. */
function ownerNamed(context: Context, expression: Expression, frame: Frame): Place | null {
  if (expression.kind === 'name_expression') {
    const meaning = meaningOf(context.lowering.world, expression.name);
    const local = meaning?.kind === 'local' ? localOf(meaning.declaration, frame) : null;
    if (local !== null && local.role === 'parameter') {
      return local.argument === null ? null : ownerNamed({ ...context, frame: local.argument.frame }, local.argument.expression, local.argument.frame);
    }
  }
  if (!isPath(expression)) return null;
  const place = lowerPlace(context, expression);
  return place !== null && place.owns && place.type.kind === 'option' ? place : null;
}

/** `r += n` and `r -= n` on a counter. */
export function changeReferences(context: Context, place: Place, value: Value, increase: boolean, named: Expression): void {
  const amount = hold(context, numberOf(context, value), 'amount');
  const sides: readonly [Stmt[], Stmt[]] = [[], []];
  const adds = { ...context, out: sides[0] };
  const drops = { ...context, out: sides[1] };
  const size = increase ? amount : numeric('-', zero, amount);
  const positive = compare('>=', size, zero);
  const grows = positive.kind !== 'truth' || positive.value;
  const shrinks = positive.kind !== 'truth' || !positive.value;
  if (grows) {
    const before = codeOf(readPlace(adds, place));
    const some = compare('>', size, zero);
    flagIf(adds, and(some, compare('===', before, zero)), 'get_at_zero');
    writePlace(adds, place, [changedCount(adds, before, size, limitOf(place))]);
  }
  if (shrinks) dropReferences(drops, place, numeric('-', zero, size), named);
  if (positive.kind === 'truth') context.out.push(...(positive.value ? sides[0] : sides[1]));
  else context.out.push({ kind: 'if', condition: positive, then: sides[0], else: sides[1] });
}
