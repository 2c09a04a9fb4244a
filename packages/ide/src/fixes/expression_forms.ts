import type { Expression } from '@mmspec/syntax';

/** How an expression is written: a value that is always the same, a place or a name, a call, something in brackets of its own, or with operators that a larger one may bind tighter. */
export type Form = 'value' | 'place' | 'call' | 'closed' | 'open';

export function formOf(expression: Expression): Form {
  switch (expression.kind) {
    case 'number':
    case 'boolean':
    case 'none':
    case 'forever':
    case 'self':
      return 'value';
    case 'name_expression':
    case 'field':
    case 'index':
      return 'place';
    case 'call':
      return 'call';
    case 'set':
    case 'comprehension':
    case 'size':
    case 'count':
    case 'sum':
    case 'enabled':
    case 'mover':
    case 'quiescent':
      return 'closed';
    case 'at':
    case 'binary':
    case 'conditional':
    case 'error_expression':
    case 'holders':
    case 'holds':
    case 'new_refs':
    case 'prime':
    case 'quantifier':
    case 'range':
    case 'refs':
    case 'step_is':
    case 'temporal_expression':
    case 'unary':
      return 'open';
  }
}
