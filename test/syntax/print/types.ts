import { bindings, minusBinding } from '../../../packages/syntax/src/parser/operators.ts';
import type { Expression, Key, TypeNode } from '@mmspec/syntax';
import type { ExpressionPrinter } from './expressions.ts';
import type { Writer } from './writer.ts';

type How = 'blank' | 'tight';

export interface TypePrinter {
  readonly type: (type: TypeNode, how?: How) => void;
  /** A bound: an expression of which `[` after it is no part. */
  readonly bound: (expression: Expression, how?: How) => void;
}

const sums: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%']);

export function typePrinter(out: Writer, expressions: ExpressionPrinter): TypePrinter {
  const printer: TypePrinter = { type, bound: (expression, how = 'blank') => bound(expression, 0, how) };

  function bound(expression: Expression, binding: number, how: How): void {
    out.before(expression.span.start, expression.span);
    switch (expression.kind) {
      case 'number':
      case 'name_expression':
      case 'call':
        return expressions.expression(expression, how);
      case 'unary':
        if (expression.operator !== '-') break;
        out.token('-', how);
        return bound(expression.operand, minusBinding, 'tight');
      case 'binary': {
        const own = bindings.get(expression.operator) ?? 0;
        if (!sums.has(expression.operator) || own < binding) break;
        bound(expression.left, own, how);
        out.token(expression.operator);
        return bound(expression.right, own + 1, 'blank');
      }
      case 'at':
      case 'boolean':
      case 'comprehension':
      case 'conditional':
      case 'count':
      case 'sum':
      case 'enabled':
      case 'error_expression':
      case 'field':
      case 'forever':
      case 'holders':
      case 'holds':
      case 'index':
      case 'mover':
      case 'new_refs':
      case 'none':
      case 'prime':
      case 'quantifier':
      case 'quiescent':
      case 'range':
      case 'refs':
      case 'self':
      case 'set':
      case 'size':
      case 'step_is':
      case 'temporal_expression':
        break;
    }
    out.token('(', how);
    expressions.expression(expression, 'tight');
    out.token(')', 'tight');
  }

  function range(low: Expression, high: Expression, how: How): void {
    printer.bound(low, how);
    out.token('..', 'tight');
    printer.bound(high, 'tight');
  }

  function key(each: Key): void {
    out.token('[', 'tight');
    if (each.kind === 'key_count') printer.bound(each.count, 'tight');
    else range(each.type.low, each.type.high, 'tight');
    out.token(']', 'tight');
  }

  function type(each: TypeNode, how: How = 'blank'): void {
    out.before(each.span.start, each.span);
    switch (each.kind) {
      case 'bool_type':
        return out.token('bool', how);
      case 'range_type':
        range(each.low, each.high, how);
        if (!each.forever) return;
        out.token('|');
        return out.token('forever');
      case 'named_type':
        return out.token(each.name.text, how);
      case 'tags_type':
        return each.tags.forEach((tag, index) => {
          if (index > 0) out.token('|');
          out.token(tag.text, index > 0 ? 'blank' : how);
        });
      case 'option_type':
        type(each.element, how);
        return out.token('?', 'tight');
      case 'array_type': {
        // `T[J][K]` has the key J outside.
        const keys: Key[] = [];
        let element: TypeNode = each;
        for (; element.kind === 'array_type'; element = element.element) keys.push(element.key);
        type(element, how);
        return keys.forEach(key);
      }
      case 'set_type':
        out.token('set', how);
        out.token('<', 'tight');
        type(each.element, 'tight');
        return out.token('>', 'tight');
      case 'seq_type':
        out.token('seq', how);
        out.token('<', 'tight');
        type(each.element, 'tight');
        out.token(',', 'tight');
        printer.bound(each.capacity);
        return out.token('>', 'tight');
      case 'ref_type':
        out.token('ref', how);
        if (each.limit === null) return;
        out.token('to');
        return printer.bound(each.limit);
      case 'error_type':
        throw new Error('a tree with mistakes cannot be printed');
      default:
        return unexpected(each);
    }
  }

  return printer;
}

function unexpected(node: never): never {
  throw new Error(`unknown type ${JSON.stringify(node)}`);
}
