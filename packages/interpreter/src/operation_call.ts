import type { ActorDeclaration, CallExpression, Expression, OperationDeclaration, Statement } from '@mmspec/syntax';
import { meaningOf, type Scene } from './scene.ts';

/** A call of an operation, and whether `not` stands before it. */
export interface OperationCall {
  readonly operation: OperationDeclaration;
  readonly call: CallExpression;
  readonly negated: boolean;
}

/** The operation that an expression calls, as a whole or under one `not`; `caller`: an actor whose calls outside of steps may take another form. */
export function operationCall(scene: Scene, expression: Expression | null, caller: ActorDeclaration | null = null): OperationCall | null {
  if (expression?.kind === 'unary' && expression.operator === 'not') {
    const inner = operationCall(scene, expression.operand, caller);
    return inner === null ? null : { ...inner, negated: !inner.negated };
  }
  if (expression?.kind !== 'call') return null;
  const meaning = meaningOf(scene, expression.callee);
  if (meaning.kind !== 'operation') return null;
  const placed = caller === null || caller.cpu === null ? undefined : scene.model.placedForms.get(meaning.declaration);
  return { operation: placed ?? meaning.declaration, call: expression, negated: false };
}

/** The expression of a statement that may be a call of an operation. */
export function callPosition(statement: Statement): Expression | null {
  switch (statement.kind) {
    case 'call_statement':
      return statement.call;
    case 'local':
      return statement.initial;
    case 'assign':
    case 'return':
      return statement.value;
    case 'if':
    case 'while':
      return statement.condition;
    case 'assert':
    case 'atomic':
    case 'await':
    case 'break':
    case 'choose':
    case 'continue':
    case 'either':
    case 'error_statement':
    case 'for':
    case 'goto':
    case 'label':
    case 'repeat':
    case 'skip':
      return null;
  }
}
