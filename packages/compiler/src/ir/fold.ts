import type { Cell, Comparison, Expr, Helper, NumericOperator } from './ir.ts';

/*
 * Makers of expressions that fold constants, and the bounds of an expression.
 */

export const truth = (value: boolean): Expr => ({ kind: 'truth', value });
export const number = (value: number): Expr => ({ kind: 'number', value });
export const yes: Expr = truth(true);
export const no: Expr = truth(false);
export const zero: Expr = number(0);

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Structural equality of expressions without effect. */
export function same(a: Expr, b: Expr): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Smallest and largest value that a numeric expression can have. */
export function boundsOf(expr: Expr): Bounds {
  switch (expr.kind) {
    case 'number':
      return { min: expr.value, max: expr.value };
    case 'me':
    case 'action':
      return { min: 0, max: expr.count - 1 };
    case 'temp':
      return { min: expr.temp.min, max: expr.temp.max };
    case 'load':
      return { min: expr.min, max: expr.max };
    case 'numeric':
      return numericBounds(expr.operator, boundsOf(expr.left), boundsOf(expr.right));
    case 'conditional': {
      const a = boundsOf(expr.consequent);
      const b = boundsOf(expr.alternative);
      return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
    }
    case 'helper':
      return helperBounds(expr.helper, expr.operands.map(boundsOf));
    case 'lookup':
      return { min: Math.min(...expr.table), max: Math.max(...expr.table) };
    case 'truth':
    case 'compare':
    case 'and':
    case 'or':
    case 'not':
    case 'enabled':
      return { min: 0, max: 1 };
  }
}

function numericBounds(operator: NumericOperator, a: Bounds, b: Bounds): Bounds {
  switch (operator) {
    case '+':
      return { min: a.min + b.min, max: a.max + b.max };
    case '-':
      return { min: a.min - b.max, max: a.max - b.min };
    case '*': {
      const products = [a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max];
      return { min: Math.min(...products), max: Math.max(...products) };
    }
    case '&':
      return a.min >= 0 ? { min: 0, max: a.max } : { min: -(2 ** 31), max: 2 ** 31 - 1 };
    case '|':
    case '^': {
      if (a.min < 0 || b.min < 0) return { min: -(2 ** 31), max: 2 ** 31 - 1 };
      const bits = 32 - Math.clz32(Math.max(a.max, b.max));
      return { min: 0, max: 2 ** bits - 1 };
    }
    case '<<':
      return { min: 0, max: a.max * 2 ** Math.min(b.max, 31) };
    case '>>':
      return { min: 0, max: a.max };
  }
}

function helperBounds(helper: Helper, bounds: readonly Bounds[]): Bounds {
  const first = bounds[0] ?? { min: 0, max: 0 };
  const second = bounds[1] ?? first;
  switch (helper) {
    case 'size':
      return { min: 0, max: 31 };
    case 'least':
      return { min: Math.min(...bounds.map((b) => b.min)), max: Math.min(...bounds.map((b) => b.max)) };
    case 'greatest':
      return { min: Math.max(...bounds.map((b) => b.min)), max: Math.max(...bounds.map((b) => b.max)) };
    case 'quotient': {
      const size = Math.max(Math.abs(first.min), Math.abs(first.max));
      return { min: first.min < 0 || second.min < 0 ? -size : 0, max: size };
    }
    case 'remainder': {
      const size = Math.max(Math.abs(second.min), Math.abs(second.max));
      const max = Math.max(0, Math.max(size, 1) - 1);
      return { min: second.min < 0 ? -max : 0, max: first.min >= 0 && second.min >= 0 ? Math.min(max, first.max) : max };
    }
  }
}

/** Floor division and its remainder, as in TLA+. */
export function quotient(a: number, b: number): number {
  return Math.floor(a / b);
}
export function remainder(a: number, b: number): number {
  return a - b * Math.floor(a / b);
}

export function computeNumeric(operator: NumericOperator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
  }
}

export function numeric(operator: NumericOperator, left: Expr, right: Expr): Expr {
  if (left.kind === 'number' && right.kind === 'number') return number(computeNumeric(operator, left.value, right.value));
  if (right.kind === 'number' && right.value === 0 && operator !== '*' && operator !== '&') return left;
  if (left.kind === 'number' && left.value === 0 && (operator === '+' || operator === '|' || operator === '^')) return right;
  if (operator === '*' && left.kind === 'number' && left.value === 1) return right;
  if (operator === '*' && right.kind === 'number' && right.value === 1) return left;
  if (operator === '*' && ((left.kind === 'number' && left.value === 0) || (right.kind === 'number' && right.value === 0))) return zero;
  if (operator === '&' && ((left.kind === 'number' && left.value === 0) || (right.kind === 'number' && right.value === 0))) return zero;
  // (x + a) + b, (x + a) - b
  if ((operator === '+' || operator === '-') && right.kind === 'number' && left.kind === 'numeric' && left.right.kind === 'number') {
    const delta = operator === '+' ? right.value : -right.value;
    if (left.operator === '+' || left.operator === '-') {
      const sum = (left.operator === '+' ? left.right.value : -left.right.value) + delta;
      return sum >= 0 ? numeric('+', left.left, number(sum)) : numeric('-', left.left, number(-sum));
    }
  }
  return { kind: 'numeric', operator, left, right };
}

export function computeCompare(operator: Comparison, a: number, b: number): boolean {
  switch (operator) {
    case '===':
      return a === b;
    case '!==':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

/** A comparison of numbers, decided where the bounds decide it. */
export function compare(operator: Comparison, left: Expr, right: Expr): Expr {
  if (left.kind === 'number' && right.kind === 'number') return truth(computeCompare(operator, left.value, right.value));
  const a = boundsOf(left);
  const b = boundsOf(right);
  const always = { '===': false, '!==': a.max < b.min || b.max < a.min, '<': a.max < b.min, '<=': a.max <= b.min, '>': a.min > b.max, '>=': a.min >= b.max };
  const never = { '===': a.max < b.min || b.max < a.min, '!==': false, '<': a.min >= b.max, '<=': a.min > b.max, '>': a.max <= b.min, '>=': a.max < b.min };
  if (always[operator]) return yes;
  if (never[operator]) return no;
  // x + c == d
  if (right.kind === 'number' && left.kind === 'numeric' && left.right.kind === 'number' && (left.operator === '+' || left.operator === '-')) {
    return compare(operator, left.left, number(right.value - (left.operator === '+' ? left.right.value : -left.right.value)));
  }
  return { kind: 'compare', operator, left, right };
}

export const opposite: Readonly<Record<Comparison, Comparison>> = { '===': '!==', '!==': '===', '<': '>=', '<=': '>', '>': '<=', '>=': '<' };

export function not(operand: Expr): Expr {
  if (operand.kind === 'truth') return truth(!operand.value);
  if (operand.kind === 'not') return operand.operand;
  if (operand.kind === 'compare') return { ...operand, operator: opposite[operand.operator] };
  return { kind: 'not', operand };
}

export function and(left: Expr, right: Expr): Expr {
  if (left.kind === 'truth') return left.value ? right : no;
  if (right.kind === 'truth') return right.value ? left : no;
  return { kind: 'and', left, right };
}

export function or(left: Expr, right: Expr): Expr {
  if (left.kind === 'truth') return left.value ? yes : right;
  if (right.kind === 'truth') return right.value ? yes : left;
  return { kind: 'or', left, right };
}

export function conditional(condition: Expr, consequent: Expr, alternative: Expr): Expr {
  if (condition.kind === 'truth') return condition.value ? consequent : alternative;
  if (consequent.kind === 'truth' && alternative.kind === 'truth') {
    if (consequent.value === alternative.value) return consequent;
    return consequent.value ? condition : not(condition);
  }
  if (consequent.kind === 'number' && alternative.kind === 'number' && consequent.value === alternative.value) return consequent;
  return { kind: 'conditional', condition, consequent, alternative };
}

export function helper(name: Helper, ...operands: readonly Expr[]): Expr {
  const values = operands.flatMap((operand) => (operand.kind === 'number' ? [operand.value] : []));
  if (values.length === operands.length) {
    const [a = 0, b = 1] = values;
    switch (name) {
      case 'quotient':
        return number(quotient(a, b));
      case 'remainder':
        return number(remainder(a, b));
      case 'size':
        return number(bitCount(a));
      case 'least':
        return number(Math.min(...values));
      case 'greatest':
        return number(Math.max(...values));
    }
  }
  return { kind: 'helper', helper: name, operands };
}

export function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

export function lookup(table: readonly number[], index: Expr): Expr {
  const first = table[0] ?? 0;
  if (table.every((value) => value === first)) return number(first);
  if (index.kind === 'number') return number(table[index.value] ?? 0);
  if (table.every((value, at) => value === first + at)) return numeric('+', index, number(first));
  return { kind: 'lookup', table, index };
}

/** A truth value as the number that is stored. */
export function asNumber(expr: Expr): Expr {
  return isBoolean(expr) ? conditional(expr, number(1), zero) : expr;
}

export function isBoolean(expr: Expr): boolean {
  switch (expr.kind) {
    case 'truth':
    case 'compare':
    case 'and':
    case 'or':
    case 'not':
    case 'enabled':
      return true;
    case 'temp':
      return expr.temp.boolean;
    case 'conditional':
      return isBoolean(expr.consequent);
    case 'action':
    case 'helper':
    case 'load':
    case 'lookup':
    case 'me':
    case 'number':
    case 'numeric':
      return false;
  }
}

/** A number that is 0 or 1 as a truth value. */
export function asTruth(expr: Expr): Expr {
  if (expr.kind === 'conditional' && expr.consequent.kind === 'number' && expr.alternative.kind === 'number') {
    if (expr.consequent.value === 1 && expr.alternative.value === 0) return expr.condition;
  }
  return isBoolean(expr) ? expr : compare('!==', expr, zero);
}

/** A cell shifted by a constant, and by `stride` for each unit of an index in `0..count-1`. */
export function offset(cell: Cell, by: number): Cell {
  return by === 0 ? cell : { base: cell.base + by, terms: cell.terms };
}
export function indexed(cell: Cell, index: Expr, stride: number, count: number): Cell {
  if (index.kind === 'number') return offset(cell, index.value * stride);
  if (stride === 0 || count <= 1) return cell;
  return { base: cell.base, terms: [...cell.terms, { index, stride, count }] };
}
