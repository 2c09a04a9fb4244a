import type { Statement } from '@mmspec/syntax';
import { expressionText, spliceTexts, withoutBrackets } from './expression_text.ts';
import type { TextScope } from './expression_text.ts';
import type { Expression } from '@mmspec/syntax';

/** A statement on one line as a drawing shows it: of an `if` or a loop only the question. */
export function statementText(statement: Statement, scope: TextScope): string {
  switch (statement.kind) {
    case 'if':
      return `if ${alone(statement.condition, scope)}`;
    case 'while':
      return `while ${alone(statement.condition, scope)}`;
    case 'await':
      return `await ${alone(statement.condition, scope)}`;
    case 'assert':
      return `assert ${alone(statement.condition, scope)}`;
    case 'local':
      return `${statement.storage} ${statement.name.text} = ${alone(statement.initial, scope)}`;
    case 'assign':
      if (statement.macro !== undefined) return spliceTexts(statement, scope);
      return `${expressionText(statement.target, scope).text} ${statement.operator} ${alone(statement.value, scope)}`;
    case 'return':
      return statement.value === null ? 'return' : `return ${alone(statement.value, scope)}`;
    case 'for': {
      const where = statement.condition === null ? '' : ` where ${alone(statement.condition, scope)}`;
      return `for ${spliceTexts(statement.binder, scope)}${where} { ... }`;
    }
    case 'choose': {
      const where = statement.condition === null ? '' : ` where ${alone(statement.condition, scope)}`;
      return `choose ${expressionText(statement.target, scope).text} ${statement.subset ? 'within' : 'in'} ${alone(statement.domain, scope)}${where}`;
    }
    case 'call_statement':
      return expressionText(statement.call, scope).text;
    case 'either':
      return 'either';
    case 'atomic':
      return 'atomic';
    case 'repeat':
      return 'repeat';
    case 'label':
      return `${statement.name.text}:`;
    case 'break':
    case 'continue':
    case 'goto':
    case 'skip':
    case 'error_statement':
      return spliceTexts(statement, scope);
  }
}

function alone(expression: Expression, scope: TextScope): string {
  return withoutBrackets(expressionText(expression, scope)).text;
}
