import type { Operator } from '../syntax/tree.ts';

/*
 * Values that are known, or follow from what loads give.
 * A variable is its address: numbers from `firstAddress` on, `stride` apart.
 */

export const firstAddress = 0x4000_0000;
export const stride = 0x1000;

/** What a load gives, by the number of its event in its thread; or a computation. */
export type Unknown =
  | { readonly kind: 'load'; readonly event: number }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Symbolic; readonly right: Symbolic };

export type Symbolic = number | Unknown;

/** The value of an operation of C on two numbers; division by zero gives 0. */
function compute(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? 0 : Math.trunc(left / right);
    case '&':
      return bits(left, right, (a, b) => a & b);
    case '|':
      return bits(left, right, (a, b) => a | b);
    case '^':
      return bits(left, right, (a, b) => a ^ b);
    case '&~':
      return bits(left, right, (a, b) => a & ~b);
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '<':
      return Number(left < right);
    case '>':
      return Number(left > right);
    case '<=':
      return Number(left <= right);
    case '>=':
      return Number(left >= right);
  }
}

function bits(left: number, right: number, by: (left: bigint, right: bigint) => bigint): number {
  return Number(BigInt.asIntN(64, by(BigInt(left), BigInt(right))));
}

/** An operation; known where its operands are, or where one of them decides (`r0 & 0`). */
export function operation(operator: Operator, left: Symbolic, right: Symbolic): Symbolic {
  if (typeof left === 'number' && typeof right === 'number') return compute(operator, left, right);
  if ((operator === '&' || operator === '*') && (left === 0 || right === 0)) return 0;
  if (operator === '^' && left === right) return 0;
  if (operator === '+' && left === 0) return right;
  if ((operator === '+' || operator === '-') && right === 0) return left;
  return { kind: 'operation', operator, left, right };
}

/** The value, where all that it follows from is known; null otherwise. `loaded` gives what a load of the same thread has given. */
export function valueOf(symbolic: Symbolic, loaded: (event: number) => number | null): number | null {
  if (typeof symbolic === 'number') return symbolic;
  if (symbolic.kind === 'load') return loaded(symbolic.event);
  const left = valueOf(symbolic.left, loaded);
  if (left === null) return null;
  const right = valueOf(symbolic.right, loaded);
  return right === null ? null : compute(symbolic.operator, left, right);
}
