import { describeType } from '@mmspec/semantics';
import { statementsUnder, walk } from '@mmspec/syntax';
import type { LabelStatement, OperationDeclaration, Statement } from '@mmspec/syntax';
import { builtinDocs, contextDocs } from './builtin_docs.ts';
import type { Owner } from './owners.ts';
import { textUnder, type Snapshot } from './snapshot.ts';
import { nameOf, type Named, type Target } from './target.ts';

/** A target on one line, as it is declared, without what follows in braces. */
export function signatureOf(snapshot: Snapshot, target: Target): string {
  switch (target.kind) {
    case 'tag':
    case 'any_field':
      return target.text;
    case 'builtin':
      return builtinDocs[target.text]?.signature ?? target.text;
    case 'live':
      return textUnder(snapshot, target.member.span);
    case 'label':
      return `${target.labels[0]?.name.text ?? ''}:`;
    case 'declaration':
      return declarationLine(snapshot, target.declaration);
  }
}

function declarationLine(snapshot: Snapshot, declaration: Named): string {
  const text = textUnder(snapshot, declaration.span);
  const name = nameOf(declaration)?.text ?? '';
  const type = snapshot.analysed.typing.locals.get(declaration as never);
  switch (declaration.kind) {
    case 'binder':
    case 'choose':
    case 'key_binder':
      return type === undefined ? firstLine(text) : `${firstLine(text)} // ${describeType(type)}`;
    case 'parameter':
      return `${firstLine(text)} // a parameter`;
    case 'record':
    case 'object':
    case 'actor':
    case 'action':
    case 'operation':
      return beforeBlock(text);
    case 'check':
    case 'scenario':
      return `${declaration.kind} ${name}`;
    case 'local':
      return declaration.type === null && type !== undefined ? `${firstLine(text)} // ${describeType(type)}` : firstLine(text);
    case 'const':
    case 'define':
    case 'enum':
    case 'invariant':
    case 'possible':
    case 'reachable':
    case 'record_field':
    case 'temporal':
    case 'variable':
    case 'variant':
      return text
        .replaceAll(/\s*\/\/[^\n]*/gu, '')
        .replaceAll(/\s*\n\s*/gu, ' ')
        .trim();
  }
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').replace(/\s*\/\/.*$/u, '').trim();
const beforeBlock = (text: string): string => (text.split('{')[0] ?? '').replaceAll(/\s*\n\s*/gu, ' ').trim();

/** The comment above a declaration, as Markdown. */
export function docOf(target: Target): string {
  if (target.kind === 'builtin') return builtinDocs[target.text]?.text ?? contextDocs[target.text] ?? '';
  if (target.kind !== 'declaration' || !('doc' in target.declaration)) return '';
  return target.declaration.doc.join('\n');
}

/** The steps of an operation, a line each: its label and the beginning of its text. */
export function stepsOf(snapshot: Snapshot, operation: OperationDeclaration): string[] {
  if (operation.atomic) return [];
  const lines: string[] = [];
  let label = '';
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'label') {
        label = `${statement.name.text}: `;
        continue;
      }
      const inner = statementsUnder(statement);
      if (inner.length === 0 || statement.kind === 'atomic' || statement.kind === 'if' || statement.kind === 'while') {
        lines.push(`${label}${firstLine(textUnder(snapshot, statement.span)).replace(/\s*\{.*$/u, '')}`);
        label = '';
      }
      if (statement.kind !== 'atomic') for (const block of inner) visit(block);
    }
  };
  visit(operation.body.statements);
  return lines;
}

/** The beginning of the statement that a label stands before, as Markdown. */
export function stepAfter(snapshot: Snapshot, owner: Owner, label: LabelStatement): string[] {
  let found: Statement | undefined;
  walk(owner.body, (node) => {
    if (node.kind !== 'block') return;
    const index = node.statements.indexOf(label);
    if (index >= 0) found = node.statements[index + 1];
  });
  return found === undefined ? [] : [`\`\`\`mmspec\n${firstLine(textUnder(snapshot, found.span))}\n\`\`\``];
}
