import type { BinaryExpression, Expression, UnaryExpression } from '@mmspec/syntax';
import { bare, bool, comparable, describeType, elementOf, int, unknown, type Type } from '../types.ts';
import { report, type Context } from './context.ts';
import { expectType, expectSet, fitted, infer, wrongType } from './expressions.ts';
import { lookUp } from './names.ts';
import { replacement, rule, type Rule } from '../rule.ts';
import { exchangeAdvice, simpleText } from './type_advice.ts';

/** Only values of one type are compared. */
export const unlikeOperands: Rule = rule({
  code: 'MM0211',
  title: 'values that are never equal',
  why: 'A comparison of two types would always have the same answer.',
  text: 'Enums are compared by their tags, so two enums may be compared if they share one.',
  example: `module m
shared n: 0..3 = 0
invariant small: n != false
`,
  fix: `module m
shared n: 0..3 = 0
invariant small: n != 3
`,
});

export function inferUnary(context: Context, expression: UnaryExpression): Type {
  return expectType(context, expression.operand, expression.operator === 'not' ? bool : int);
}

export function inferBinary(context: Context, expression: BinaryExpression): Type {
  const { left, right } = expression;
  switch (expression.operator) {
    case 'implies':
    case 'iff':
    case 'or':
    case 'and':
      expectType(context, left, bool);
      expectType(context, right, bool);
      return bool;
    case '<':
    case '<=':
    case '>':
    case '>=':
      expectType(context, left, int);
      expectType(context, right, int);
      return bool;
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return inferNumber(context, expression);
    case '==':
    case '!=':
      return inferEquality(context, expression);
    case 'in':
    case 'not in': {
      const first = isBareTag(context, left) ? null : infer(context, left, null);
      const element = expectSet(context, right, first === null ? null : { kind: 'set', element: bare(first) });
      const member = first ?? infer(context, left, element);
      if (!comparable(member, element)) unlike(context, expression, member, element);
      return bool;
    }
    case 'within': {
      const first = expectSet(context, left, null);
      const second = expectSet(context, right, { kind: 'set', element: first });
      if (!comparable(first, second)) unlike(context, expression, first, second);
      return bool;
    }
  }
}

/** What stands for the operators of sets. */
const setForms: Readonly<Partial<Record<BinaryExpression['operator'], string>>> = {
  '+': 'Write `s += {x}` as a statement; in a property ask for membership in either set.',
  '-': 'Write `s -= {x}` as a statement, and `{x in s where x not in t}` as a value.',
  '*': 'What is in both is `{x in s where x in t}`.',
};

function inferNumber(context: Context, expression: BinaryExpression): Type {
  const { left, right, operator } = expression;
  const [first, second] = [infer(context, left, int), infer(context, right, int)];
  if (first.kind === 'set' || second.kind === 'set') {
    const help = setForms[operator] ?? 'How many members a set has is `|s|`.';
    report(context, wrongType, expression.span, `\`${operator}\` is for numbers, and a set stands beside it.`, help);
    return unknown;
  }
  fitted(context, left, first, int);
  fitted(context, right, second, int);
  return int;
}

function inferEquality(context: Context, expression: BinaryExpression): Type {
  const { left, right } = expression;
  if (asksWhere(left) && infer(context, left, null).kind === 'unknown') return bool;
  const rightFirst = isBareTag(context, left);
  const first = infer(context, rightFirst ? right : left, null);
  const second = infer(context, rightFirst ? left : right, withoutOption(first));
  const [a, b] = rightFirst ? [second, first] : [first, second];
  if (!comparable(a, b)) unlike(context, expression, a, b);
  return bool;
}

/** `p[0].pc == l` of PlusCal: the field is reported, and the label is no name of a value. */
function asksWhere(expression: Expression): boolean {
  return expression.kind === 'field' && expression.name.text === 'pc';
}

function withoutOption(type: Type): Type {
  return type.kind === 'option' && type.element.kind === 'enum' ? type : bare(type);
}

/** A name that only the other operand can explain. */
function isBareTag(context: Context, expression: Expression): boolean {
  if (expression.kind === 'none') return true;
  return expression.kind === 'name_expression' && context.tables.declarations.tags.has(expression.name.text) && lookUp(context, expression.name.text) === null;
}

function unlike(context: Context, expression: BinaryExpression, left: Type, right: Type): void {
  const message = `${capital(describeType(left))} is never compared with ${describeType(right)}.`;
  const exchanged = exchangeAdvice(context, expression.left) ?? exchangeAdvice(context, expression.right);
  if (exchanged !== null) return report(context, unlikeOperands, expression.span, message, exchanged);
  const truth = comparedTruth(context, expression, left, right) ?? comparedNumber(context, expression, left, right);
  const help = elementOf(left) !== null && expression.operator.startsWith('=') ? 'Use `in` for membership.' : 'Compare values of one type.';
  report(context, unlikeOperands, expression.span, message, truth === null ? help : `Write \`${truth}\`.`, {
    fixes: truth === null ? [] : [replacement(expression.span, truth)],
  });
}

/** `self == 0`: what it means of the number of an actor; null for any other comparison. */
function comparedNumber(context: Context, { left, right, operator }: BinaryExpression, leftType: Type, rightType: Type): string | null {
  const [one, other] = [simpleText(context, left), simpleText(context, right)];
  if (one === null || other === null) return null;
  if (leftType.kind === 'actor' && rightType.kind === 'int') return `index(${one}) ${operator} ${other}`;
  return leftType.kind === 'int' && rightType.kind === 'actor' ? `${one} ${operator} index(${other})` : null;
}

/** `f == 1` of C, for a truth value `f`: what it means here; null for any other comparison. */
function comparedTruth(context: Context, { left, right, operator }: BinaryExpression, leftType: Type, rightType: Type): string | null {
  const [asked, number] = leftType.kind === 'bool' ? [left, right] : rightType.kind === 'bool' ? [right, left] : [null, null];
  if (asked === null || number.kind !== 'number' || (operator !== '==' && operator !== '!=')) return null;
  const text = simpleText(context, asked);
  if (text === null) return null;
  return (number.value !== 0) === (operator === '==') ? text : `not ${text}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
