import type { ConcreteType } from '@mmspec/semantics';
import type { BinaryExpression, Expression } from '@mmspec/syntax';
import { lazy } from './branches.ts';
import { faultIf, hold, typeIn } from './context.ts';
import type { Context, Value } from './context.ts';
import { codeOf, convert, equal } from './convert.ts';
import { exact } from './exact.ts';
import { boolean, integer, lowerNumber, lowerTruth, lowerValue, numberOf, setValue } from './expressions.ts';
import { and, compare, conditional, helper, lookup, not, numeric, truth, zero } from '../ir/fold.ts';
import type { Comparison, Expr } from '../ir/ir.ts';
import { isIn, isOptionalSet, isSubset } from './sets.ts';
import { breakSymmetry } from './symmetry_breaking.ts';

/** What `<` compares and `index` gives: a number, or the place of an object or actor in its array. */
export function rankOf(context: Context, value: Value): Expr {
  breakSymmetry(context.lowering, value.type);
  if (value.word === 'none') return numberOf(context, value);
  if (value.type.kind === 'option') return rankOf(context, convert(context, value, value.type.element));
  if (value.type.kind === 'actor' && value.type.declaration === null) {
    return lookup(
      context.lowering.world.actors.map((actor) => actor.index),
      codeOf(value),
    );
  }
  return codeOf(value);
}

const comparisons: Readonly<Partial<Record<BinaryExpression['operator'], Comparison>>> = { '<': '<', '<=': '<=', '>': '>', '>=': '>=' };

export function lowerBinary(context: Context, expression: BinaryExpression, expected: ConcreteType | null): Value {
  const { operator, left, right } = expression;
  switch (operator) {
    case 'and':
      return boolean(lazily(context, lowerTruth(context, left), true, right));
    case 'or':
      return boolean(lazily(context, lowerTruth(context, left), false, right));
    case 'implies': {
      const premise = lowerTruth(context, left);
      return boolean(lazily(context, not(premise), false, right));
    }
    case 'iff': {
      const a = hold(context, lowerTruth(context, left), 'left');
      const b = lowerTruth(context, right);
      return boolean(conditional(a, b, not(b)));
    }
    case '==':
    case '!=': {
      const same = lowerEqual(context, left, right);
      return boolean(operator === '==' ? same : not(same));
    }
    case 'in':
    case 'not in': {
      const value = lowerValue(context, left, elementOfSet(context, right));
      const inside = isIn(context, value, right);
      return boolean(operator === 'in' ? inside : not(inside));
    }
    case 'within':
      return boolean(isSubset(context, left, right));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return boolean(lowerComparison(context, comparisons[operator] ?? '<', left, right));
    case '+':
    case '-': {
      if (typeIn(context, left)?.kind === 'set') return setValue(context, expression, expected);
      const a = lowerNumber(context, left);
      return integer(exact(numeric(operator, a, lowerNumber(context, right)), expression));
    }
    case '*': {
      const a = lowerNumber(context, left);
      return integer(exact(numeric('*', a, lowerNumber(context, right)), expression));
    }
    case '/':
    case '%': {
      const a = lowerNumber(context, left);
      const b = hold(context, lowerNumber(context, right), 'divisor');
      faultIf(context, compare('===', b, zero), 'range of division');
      // It has no value, so no bounds either.
      if (b.kind === 'number' && b.value === 0) return integer(zero);
      return integer(helper(operator === '/' ? 'quotient' : 'remainder', a, b));
    }
  }
}

function elementOfSet(context: Context, set: Expression): ConcreteType | null {
  const type = typeIn(context, set);
  return type?.kind === 'set' || type?.kind === 'seq' ? type.element : null;
}

function lowerComparison(context: Context, operator: Comparison, left: Expression, right: Expression): Expr {
  const a = lowerValue(context, left);
  const b = lowerValue(context, right);
  if (a.word === 'forever' || b.word === 'forever') return truth(foreverCompares(operator, a.word === 'forever', b.word === 'forever'));
  return compare(operator, rankOf(context, a), rankOf(context, b));
}

function foreverCompares(operator: Comparison, left: boolean, right: boolean): boolean {
  if (left && right) return operator === '<=' || operator === '>=';
  return left ? operator === '>' || operator === '>=' : operator === '<' || operator === '<=';
}

function lowerEqual(context: Context, left: Expression, right: Expression): Expr {
  const leftType = typeIn(context, left);
  const rightType = typeIn(context, right);
  const setLike = leftType?.kind === 'set' || rightType?.kind === 'set';
  if (setLike && leftType?.kind === 'option') return isOptionalSet(context, left, right);
  if (setLike && rightType?.kind === 'option') return isOptionalSet(context, right, left);
  if (setLike) return and(isSubset(context, left, right), isSubset(context, right, left));
  const a = lowerValue(context, left, enumOf(rightType));
  const b = lowerValue(context, right, enumOf(leftType));
  return equal(context, a, b);
}

/** The enum whose tags a bare tag on the other side may mean; a tag alone means nothing for it. */
function enumOf(type: ConcreteType | null): ConcreteType | null {
  const inner = type?.kind === 'option' ? type.element : type;
  return inner?.kind === 'enum' ? inner : null;
}

/** `left and right` (or `or`): the right side is evaluated only where it matters. */
function lazily(context: Context, left: Expr, conjunction: boolean, right: Expression): Expr {
  return lazy(context, left, conjunction, (inner) => lowerTruth(inner, right));
}
