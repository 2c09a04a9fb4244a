import type { Expression } from '@mmspec/syntax';
import { meaningOf, typeOf } from '../flow/typing.ts';
import type { FlowValue, Scoped } from '../flow/types.ts';
import { nameOf, objectOf } from './names.ts';
import { addFact, freshValue, lookup, resultName, unify } from './state.ts';
import type { State } from './state.ts';
import { differ, exists, valueOfExpression, worldOf } from './walker.ts';
import type { Found, Walker } from './walker.ts';

/*
 * What a test tells: which side of a branch can be taken, and what is known there.
 */

/** The state where a condition has this truth; null where it cannot. */
export function refine(walker: Walker, state: State, condition: FlowValue, truth: boolean): State | null {
  switch (condition.kind) {
    case 'known':
      return condition.value === truth ? state : null;
    case 'expression':
      return refineExpression(walker, state, condition.scoped, truth);
    case 'result': {
      const value = lookup(state, resultName(condition.result.id));
      if (value.fact !== null) return value.fact === truth ? state : null;
      return addFact(state, value, truth).state;
    }
  }
}

export function refineExpression(walker: Walker, state: State, scoped: Scoped, truth: boolean): State | null {
  const { expression, frame } = scoped;
  const known = worldOf(walker).constant(expression);
  if (typeof known === 'boolean') return known === truth ? state : null;
  const part = (inner: Expression, wanted: boolean, from: State): State | null => refineExpression(walker, from, { expression: inner, frame }, wanted);
  if (expression.kind === 'unary' && expression.operator === 'not') return part(expression.operand, !truth, state);
  if (expression.kind === 'binary') {
    const { operator, left, right } = expression;
    if ((operator === 'and' && truth) || (operator === 'or' && !truth)) {
      const first = part(left, truth, state);
      return first === null ? null : part(right, truth, first);
    }
    if (operator === 'implies' && !truth) {
      const first = part(left, true, state);
      return first === null ? null : part(right, false, first);
    }
    if (operator === '==') return refineEqual(walker, state, scoped, left, right, truth);
    if (operator === '!=') return refineEqual(walker, state, scoped, left, right, !truth);
    return state;
  }
  if (expression.kind === 'name_expression') {
    const meaning = meaningOf(worldOf(walker), expression.name);
    if (meaning?.kind === 'define' && meaning.declaration.parameters === null) return part(meaning.declaration.body, truth, state);
  }
  if (typeOf(worldOf(walker), expression, frame)?.kind !== 'bool') return state;
  const name = nameOf(walker.naming, expression, frame);
  if (name === null) return state;
  const value = lookup(state, name);
  if (value.fact !== null) return value.fact === truth ? state : null;
  return addFact(state, value, truth).state;
}

function refineEqual(walker: Walker, state: State, scoped: Scoped, left: Expression, right: Expression, truth: boolean): State | null {
  const { frame } = scoped;
  if (left.kind === 'none') return refineNone(walker, state, right, frame, truth);
  if (right.kind === 'none') return refineNone(walker, state, left, frame, truth);
  const type = typeOf(worldOf(walker), left, frame);
  if (objectOf(type) === null) return state;
  const a = valueOfExpression(walker, state, { expression: left, frame });
  const b = valueOfExpression(walker, state, { expression: right, frame });
  if (!truth) return a === b && a.fact === 'some' ? null : state;
  if (a === b) return state;
  if (a.fact !== null && b.fact !== null && (a.fact !== b.fact || (a.fact === 'some' && differ(a, b)))) return null;
  const same = unify(state, a, b);
  return same.value.fact === 'some' ? exists(walker, same, type).state : same.state;
}

function refineNone(walker: Walker, state: State, operand: Expression, frame: Scoped['frame'], truth: boolean): State | null {
  const value = valueOfExpression(walker, state, { expression: operand, frame });
  const wanted = truth ? 'none' : 'some';
  if (value.fact === 'none' || value.fact === 'some') return value.fact === wanted ? state : null;
  if (value.names.size === 0 && !value.pinned) return state;
  const found: Found = { state, value };
  if (wanted === 'some') return exists(walker, found, typeOf(worldOf(walker), operand, frame)).state;
  const empty = addFact(state, value, 'none');
  return dropHeld(empty);
}

/** Nothing is held on `none`. */
function dropHeld(found: Found): State {
  if (found.value.held.size === 0) return found.state;
  const others = found.state.filter((value) => value !== found.value);
  return [...others, { ...freshValue(null, 'none'), names: found.value.names, pinned: found.value.pinned }];
}
