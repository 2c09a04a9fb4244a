import { constantsUnder } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { mayBeStep, walk } from '@mmspec/syntax';
import type { Block, Statement } from '@mmspec/syntax';
import type { Settings, SourceSpan } from '@mmspec/system';
import type { TextScope } from './expression_text.ts';
import { statementText } from './statement_text.ts';

/** The texts of statements before anybody executes them: all that may be done in a step, whichever way is taken. */
export function statementTexts(model: Model, settings: Settings): (span: SourceSpan) => string {
  const scope: TextScope = { model, constants: constantsUnder(model, settings), named: new Map() };
  const blocks = new Map<string, Statement | Block>();
  for (const module of model.modules) {
    for (const item of module.items) {
      if (item.kind === 'action') blocks.set(keyOf(item.span), item.body);
      if (item.kind === 'actor' || item.kind === 'operation') walk(item, (node) => void (mayBeStep(node) && blocks.set(keyOf(node.span), node)));
    }
  }
  return (span) => {
    const found = blocks.get(keyOf(span));
    if (found === undefined) return '';
    return found.kind === 'block' || found.kind === 'atomic' ? textsIn(found, scope).join('; ') : statementText(found, scope);
  };
}

function keyOf({ file, start, end }: SourceSpan): string {
  return `${file}:${start}:${end}`;
}

function textsIn(node: Statement | Block, scope: TextScope): string[] {
  switch (node.kind) {
    case 'block': return node.statements.flatMap((statement) => textsIn(statement, scope));
    case 'atomic':
    case 'for':
    case 'repeat': return textsIn(node.body, scope);
    case 'either': return node.branches.flatMap((branch) => textsIn(branch, scope));
    case 'if': return [statementText(node, scope), ...textsIn(node.consequent, scope), ...(node.alternative === null ? [] : textsIn(node.alternative, scope))];
    case 'label': return [];
    case 'assert': case 'assign': case 'await': case 'break': case 'call_statement': case 'choose': case 'continue': case 'error_statement':
    case 'goto': case 'local': case 'return': case 'skip': case 'while': return [statementText(node, scope)];
  }
}
