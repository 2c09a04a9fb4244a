import { cover } from '@mmspec/source';
import type { Span } from '@mmspec/source';
import type { BinaryOperator, Expression, PlaceRange } from '../tree.ts';

/*
 * The grammar reads an expression as a flat list of operands and operators; this file nests them.
 * A list of any length is nested without recursion.
 */

/** An operator between two operands, or `at` with its places. */
export type Infix = BinaryOperator | '..' | 'holds' | 'at';

/** How tightly each operator binds; `not` stands between `and` and the comparisons, unary `-` above all. */
export const bindings: ReadonlyMap<Infix, number> = new Map<Infix, number>([
  ['iff', 1],
  ['implies', 2],
  ['or', 3],
  ['and', 4],
  ...(['==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'within', 'holds', 'at'] as const).map((operator): [Infix, number] => [operator, 6]),
  ['..', 7],
  ['+', 8],
  ['-', 8],
  ['*', 9],
  ['/', 9],
  ['%', 9],
]);

export const notBinding = 5;
export const comparisonBinding = 6;
export const minusBinding = 10;

const bindingOf = (operator: Infix): number => bindings.get(operator) ?? 0;

/** A prefix that waits for its operand, or an operator that waits for its right-hand side. */
type Waiting =
  | { readonly kind: 'prefix'; readonly operator: 'not' | '-'; readonly start: Span; readonly binding: number }
  | { readonly kind: 'infix'; readonly operator: BinaryOperator | '..' | 'holds'; readonly binding: number };

/** Takes an expression in text order and builds its tree; operators of the same level nest to the left, `implies` to the right. */
export class OperatorStack {
  private readonly operands: Expression[] = [];
  private readonly waiting: Waiting[] = [];
  /** The last comparison built here, as opposed to those in parentheses. */
  private comparison: Expression | null = null;
  private readonly onChain: (span: Span) => void;

  /** `onChain` is called for each comparison of a comparison. */
  constructor(onChain: (span: Span) => void) {
    this.onChain = onChain;
  }

  prefix(operator: 'not' | '-', start: Span): void {
    this.waiting.push({ kind: 'prefix', operator, start, binding: operator === 'not' ? notBinding : minusBinding });
  }

  operand(expression: Expression): void {
    this.operands.push(expression);
  }

  infix(operator: BinaryOperator | '..' | 'holds'): void {
    const binding = bindingOf(operator);
    this.reduce(operator === 'implies' ? binding + 1 : binding);
    this.watch(binding);
    this.waiting.push({ kind: 'infix', operator, binding });
  }

  at(places: readonly PlaceRange[], end: Span): void {
    this.reduce(comparisonBinding);
    this.watch(comparisonBinding);
    const actor = this.take();
    this.comparison = { kind: 'at', actor, places, span: cover(actor.span, end) };
    this.operands.push(this.comparison);
  }

  result(): Expression {
    this.reduce(0);
    return this.take();
  }

  private watch(binding: number): void {
    const last = this.operands.at(-1);
    if (binding === comparisonBinding && last !== undefined && last === this.comparison) this.onChain(last.span);
  }

  private take(): Expression {
    const expression = this.operands.pop();
    if (expression === undefined) throw new Error('an operator without an operand');
    return expression;
  }

  /** Builds what binds at least as tightly as `binding`. */
  private reduce(binding: number): void {
    for (;;) {
      const last = this.waiting.at(-1);
      if (last === undefined || last.binding < binding) return;
      this.waiting.pop();
      const right = this.take();
      if (last.kind === 'prefix') {
        this.operands.push({ kind: 'unary', operator: last.operator, operand: right, span: cover(last.start, right.span) });
        continue;
      }
      const left = this.take();
      const built = combine(last.operator, left, right);
      if (last.binding === comparisonBinding) this.comparison = built;
      this.operands.push(built);
    }
  }
}

function combine(operator: BinaryOperator | '..' | 'holds', left: Expression, right: Expression): Expression {
  const span = cover(left.span, right.span);
  switch (operator) {
    case '..':
      return { kind: 'range', low: left, high: right, span };
    case 'holds':
      return { kind: 'holds', actor: left, target: right, span };
    case '!=':
    case '%':
    case '*':
    case '+':
    case '-':
    case '/':
    case '<':
    case '<=':
    case '==':
    case '>':
    case '>=':
    case 'and':
    case 'iff':
    case 'implies':
    case 'in':
    case 'not in':
    case 'or':
    case 'within':
      return { kind: 'binary', operator, left, right, span };
  }
}
