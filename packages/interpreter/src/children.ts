import type { Expression } from '@mmspec/syntax';
import { unexpected } from './value.ts';

/** The expressions that stand directly in an expression, in the order of their text. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'boolean':
    case 'none':
    case 'forever':
    case 'self':
    case 'name_expression':
    case 'step_is':
    case 'mover':
    case 'enabled':
    case 'quiescent':
    case 'error_expression':
      return [];
    case 'field':
      return [expression.object];
    case 'index':
      return [expression.array, expression.index];
    case 'prime':
    case 'unary':
    case 'size':
      return [expression.operand];
    case 'call':
      return expression.arguments.map((argument) => argument.value);
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.consequent, expression.condition, expression.alternative];
    case 'range':
      return [expression.low, expression.high];
    case 'set':
      return expression.elements;
    case 'comprehension':
      return [expression.binder.domain, expression.condition];
    case 'quantifier':
      return [expression.binder.domain, ...present(expression.condition), expression.body];
    case 'sum':
      return [expression.binder.domain, ...present(expression.condition), expression.body];
    case 'count':
      return [expression.binder.domain, expression.body];
    case 'at':
      return [expression.actor];
    case 'new_refs':
      return [...present(expression.on), ...present(expression.by)];
    case 'holds':
      return [expression.actor, expression.target];
    case 'refs':
      return [...present(expression.target), ...present(expression.by)];
    case 'holders':
      return present(expression.target);
    case 'temporal_expression':
      return [...present(expression.left), expression.right];
    default:
      return unexpected(expression);
  }
}

function present(expression: Expression | null): readonly Expression[] {
  return expression === null ? [] : [expression];
}
