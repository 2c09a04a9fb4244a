import { bindings, comparisonBinding, minusBinding, notBinding } from '../../../packages/syntax/src/parser/operators.ts';
import { isPath } from '@mmspec/syntax';
import type { Argument, Binder, Expression, PlaceRange, StepPath } from '@mmspec/syntax';
import type { Writer } from './writer.ts';

/** Operands bind tighter than every operator. */
const operandBinding = 20;

/** How tightly an expression holds together: that of its outermost operator; 0 if it reaches as far right as it can. */
function bindingOf(expression: Expression): number {
  switch (expression.kind) {
    case 'conditional':
    case 'quantifier':
    case 'temporal_expression':
      return 0;
    case 'binary':
      return bindings.get(expression.operator) ?? 0;
    case 'at':
    case 'holds':
      return comparisonBinding;
    case 'range':
      return bindings.get('..') ?? 0;
    case 'unary':
      return expression.operator === 'not' ? notBinding : minusBinding;
    case 'boolean':
    case 'call':
    case 'comprehension':
    case 'count':
    case 'sum':
    case 'enabled':
    case 'error_expression':
    case 'field':
    case 'forever':
    case 'holders':
    case 'index':
    case 'mover':
    case 'name_expression':
    case 'new_refs':
    case 'none':
    case 'number':
    case 'prime':
    case 'quiescent':
    case 'refs':
    case 'self':
    case 'set':
    case 'size':
    case 'step_is':
      return operandBinding;
  }
}

/** What `.`, `[ ]` and `'` may hang on. */
function isOperand(expression: Expression): boolean {
  switch (expression.kind) {
    case 'name_expression':
    case 'self':
    case 'field':
    case 'index':
    case 'prime':
    case 'call':
      return true;
    case 'at':
    case 'binary':
    case 'boolean':
    case 'comprehension':
    case 'conditional':
    case 'count':
    case 'sum':
    case 'enabled':
    case 'error_expression':
    case 'forever':
    case 'holders':
    case 'holds':
    case 'mover':
    case 'new_refs':
    case 'none':
    case 'number':
    case 'quantifier':
    case 'quiescent':
    case 'range':
    case 'refs':
    case 'set':
    case 'size':
    case 'step_is':
    case 'temporal_expression':
    case 'unary':
      return false;
  }
}

/** Prints expressions; the first token of each is blank or tight as told, all others by their kind. */
export interface ExpressionPrinter {
  readonly expression: (expression: Expression, how?: 'blank' | 'tight' | 'glued') => void;
  /** An expression that must hold together at least as tightly as `binding`; `tail`: nothing follows it. */
  readonly operand: (expression: Expression, binding: number, how?: 'blank' | 'tight' | 'glued', tail?: boolean) => void;
  readonly binder: (binder: Binder) => void;
  readonly path: (path: StepPath, how?: 'blank' | 'tight') => void;
}

/** A chain of `and`, `or`, `implies` wider than this is broken before its operators. */
const chainWidth = 96;

export function expressionPrinter(out: Writer, width: (expression: Expression) => number): ExpressionPrinter {
  const printer: ExpressionPrinter = {
    expression: (expression, how = 'blank') => print(expression, how, true),
    operand(expression, binding, how = 'blank', tail = false) {
      const own = bindingOf(expression);
      if (own >= binding || (tail && own === 0 && expression.kind === 'quantifier')) print(expression, how, tail);
      else parenthesised(expression, how);
    },
    binder(binder) {
      out.before(binder.span.start, binder.span);
      out.token(binder.name.text);
      out.token('in');
      printer.operand(binder.domain, comparisonBinding + 1);
    },
    path(path, how = 'blank') {
      out.before(path.span.start, path.span);
      path.parts.forEach((part, index) => {
        if (index > 0) out.token('.', 'tight');
        out.token(part.text, index > 0 ? 'tight' : how);
        if (index > 0 || path.index === null) return;
        out.token('[', 'tight');
        printer.expression(path.index, 'tight');
        out.token(']', 'tight');
      });
    },
  };

  function parenthesised(expression: Expression, how: 'blank' | 'tight' | 'glued'): void {
    out.token('(', how);
    printer.expression(expression, 'tight');
    out.token(')', 'tight');
  }

  function list<T>(items: readonly T[], open: string, close: string, how: 'blank' | 'tight' | 'glued', one: (item: T, how: 'blank' | 'tight') => void): void {
    out.token(open, how);
    items.forEach((item, index) => {
      if (index > 0) out.token(',', 'tight');
      one(item, index > 0 ? 'blank' : 'tight');
    });
    out.token(close, 'tight');
  }

  function hung(expression: Expression, how: 'blank' | 'tight' | 'glued'): void {
    if (isOperand(expression)) print(expression, how, false);
    else parenthesised(expression, how);
  }

  function argument({ label, value, span }: Argument, how: 'blank' | 'tight'): void {
    out.before(span.start, span);
    if (label === null) return printer.expression(value, how);
    out.token(label.text, how);
    out.token(':', 'tight');
    printer.expression(value);
  }

  function places(ranges: readonly PlaceRange[]): void {
    const [only] = ranges;
    if (ranges.length === 1 && only !== undefined && only.high === null) return printer.path(only.low);
    list(ranges, '{', '}', 'blank', (range, how) => {
      printer.path(range.low, how);
      if (range.high === null) return;
      out.token('..', 'tight');
      printer.path(range.high, 'tight');
    });
  }

  function infix(
    left: Expression,
    operator: string,
    right: Expression,
    leftBinding: number,
    rightBinding: number,
    how: 'blank' | 'tight' | 'glued',
    tail: boolean,
  ): void {
    printer.operand(left, leftBinding, how);
    const long = ['and', 'or', 'implies', 'iff'].includes(operator) && chainTooLong(left, right);
    if (long) {
      out.wrap();
      out.indent();
    }
    out.token(operator);
    if (long) out.dedent();
    printer.operand(right, rightBinding, 'blank', tail);
  }

  function chainTooLong(left: Expression, right: Expression): boolean {
    return width(left) + width(right) > chainWidth;
  }

  function binary(expression: Expression & { readonly kind: 'binary' }, how: 'blank' | 'tight' | 'glued', tail: boolean): void {
    const { operator, left, right } = expression;
    const binding = bindings.get(operator) ?? 0;
    if (operator === 'implies') return infix(left, operator, right, binding + 1, binding, how, tail);
    infix(left, operator, right, binding === comparisonBinding ? binding + 1 : binding, binding + 1, how, tail);
  }

  function temporal(expression: Expression & { readonly kind: 'temporal_expression' }, how: 'blank' | 'tight' | 'glued'): void {
    const { operator, left, right } = expression;
    if (left === null) out.token(operator, how);
    else {
      printer.operand(left, 1, how);
      out.token(operator === 'leads_to' ? 'leads' : operator);
      if (operator === 'leads_to') out.token('to');
    }
    printer.expression(right);
  }

  function selection(target: Expression | null, by: Expression | null): void {
    if (target === null && by === null) return;
    out.token('(', 'tight');
    if (target !== null) printer.expression(target, 'tight');
    if (by !== null) {
      out.token('by', target === null ? 'tight' : 'blank');
      printer.expression(by);
    }
    out.token(')', 'tight');
  }

  function print(expression: Expression, how: 'blank' | 'tight' | 'glued', tail: boolean): void {
    if (how !== 'glued') out.before(expression.span.start, expression.span);
    if (isPath(expression) && expression.macro !== undefined) {
      const { macro, ...place } = expression;
      out.token(macro, how);
      out.token('(', 'tight');
      printer.expression(place, 'tight');
      return out.token(')', 'tight');
    }
    switch (expression.kind) {
      case 'number':
      case 'boolean':
        return out.token(String(expression.value), how);
      case 'none':
      case 'forever':
      case 'self':
      case 'mover':
      case 'quiescent':
        return out.token(expression.kind, how);
      case 'name_expression':
        return out.token(expression.name.text, how);
      case 'field':
        hung(expression.object, how);
        out.token('.', 'tight');
        return out.token(expression.name.text, 'tight');
      case 'index':
        hung(expression.array, how);
        out.token('[', 'tight');
        printer.expression(expression.index, 'tight');
        return out.token(']', 'tight');
      case 'prime':
        hung(expression.operand, how);
        return out.token("'", 'tight');
      case 'call':
        out.token(expression.callee.text, how);
        return list(expression.arguments, '(', ')', 'tight', argument);
      case 'unary':
        out.token(expression.operator, how);
        return printer.operand(expression.operand, bindingOf(expression), expression.operator === '-' ? 'tight' : 'blank', tail);
      case 'binary':
        return binary(expression, how, tail);
      case 'holds':
        return infix(expression.actor, 'holds', expression.target, comparisonBinding + 1, comparisonBinding + 1, how, tail);
      case 'range':
        printer.operand(expression.low, bindingOf(expression), how);
        out.token('..', 'tight');
        return printer.operand(expression.high, bindingOf(expression) + 1, 'tight');
      case 'at':
        printer.operand(expression.actor, comparisonBinding + 1, how);
        out.token('at');
        return places(expression.places);
      case 'conditional':
        printer.operand(expression.consequent, 1, how);
        out.token('if');
        printer.operand(expression.condition, 1);
        out.token('else');
        return expression.alternative.kind === 'temporal_expression'
          ? parenthesised(expression.alternative, 'blank')
          : print(expression.alternative, 'blank', tail);
      case 'set':
        return list(expression.elements, '{', '}', how, (element, place) => printer.expression(element, place));
      case 'comprehension':
        out.token('{', how);
        out.before(expression.binder.span.start, expression.binder.span);
        out.token(expression.binder.name.text, 'tight');
        out.token('in');
        printer.operand(expression.binder.domain, comparisonBinding + 1);
        out.token('where');
        printer.expression(expression.condition);
        return out.token('}', 'tight');
      case 'quantifier':
        out.token(expression.quantifier, how);
        printer.binder(expression.binder);
        if (expression.condition !== null) {
          out.token('where');
          printer.operand(expression.condition, 1);
        }
        out.token(':', 'tight');
        return printer.expression(expression.body);
      case 'count':
        out.token('|', how);
        out.before(expression.binder.span.start, expression.binder.span);
        out.token(expression.binder.name.text, 'tight');
        out.token('in');
        printer.operand(expression.binder.domain, comparisonBinding + 1);
        out.token(':', 'tight');
        printer.operand(expression.body, 1);
        return out.token('|', 'tight');
      case 'sum':
        out.token('sum', how);
        out.token('(', 'tight');
        out.before(expression.binder.span.start, expression.binder.span);
        out.token(expression.binder.name.text, 'tight');
        out.token('in');
        printer.operand(expression.binder.domain, comparisonBinding + 1);
        if (expression.condition !== null) {
          out.token('where');
          printer.operand(expression.condition, 1);
        }
        out.token(':', 'tight');
        printer.expression(expression.body);
        return out.token(')', 'tight');
      case 'size':
        out.token('|', how);
        printer.operand(expression.operand, comparisonBinding + 1, 'tight');
        return out.token('|', 'tight');
      case 'step_is':
        out.token('step', how);
        out.token('is');
        return printer.path(expression.path);
      case 'new_refs':
        if (expression.negated) out.token('no', how);
        out.token('new', expression.negated ? 'blank' : how);
        out.token('refs');
        if (expression.on !== null) {
          out.token('on');
          printer.operand(expression.on, operandBinding);
        }
        if (expression.by !== null) {
          out.token('by');
          printer.operand(expression.by, operandBinding);
        }
        return;
      case 'refs':
        out.token('refs', how);
        return selection(expression.target, expression.by);
      case 'holders':
        out.token('holders', how);
        return selection(expression.target, null);
      case 'enabled':
        out.token('enabled', how);
        out.token('(', 'tight');
        printer.path(expression.path, 'tight');
        return out.token(')', 'tight');
      case 'temporal_expression':
        return temporal(expression, how);
      case 'error_expression':
        throw new Error('a tree with mistakes cannot be printed');
      default:
        return unexpected(expression);
    }
  }

  return printer;
}

function unexpected(node: never): never {
  throw new Error(`unknown expression ${JSON.stringify(node)}`);
}
