import type { Model } from '@mmspec/semantics';
import type { Edit } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { Block, CallExpression, Expression, Node, OperationDeclaration, ReturnStatement, Statement } from '@mmspec/syntax';
import type { CodeAction } from './code_actions.ts';
import { formOf } from './expression_forms.ts';
import { saysNothingNew, withEdits } from './edited.ts';
import { indentAt, movedText } from './layout.ts';
import { isCovered } from './named_labels.ts';
import { nodesAt } from '../names/nodes_at.ts';
import { occurrences } from '../names/occurrences.ts';
import type { Snapshot } from '../names/snapshot.ts';

/**
 * The text of an operation in place of a call of it, so that the steps stay the same ones; with its last call an operation of this file goes too.
 * Nothing where an argument would be read at another time, where labels would cover other statements, or where properties name the operation.
 */
export function inlineOperation(snapshot: Snapshot, offset: number): CodeAction[] {
  const found = callAt(snapshot, offset);
  if (found === null || snapshot.analysed.model.placedForms.has(found.operation)) return [];
  const written = replacementOf(snapshot, found);
  if (written === null) return [];
  const { uses, isNamed } = usesOf(snapshot, found.operation);
  if (isNamed) return [];
  const isLast = uses === 1 && found.operation.span.file === 0;
  const edits = [written, ...(isLast ? [removal(snapshot, found.operation)] : [])];
  if (!saysNothingNew(snapshot, withEdits(snapshot, edits))) return [];
  const title = isLast ? `Inline \`${found.operation.name.text}\` and remove it` : `Inline this call of \`${found.operation.name.text}\``;
  return [{ title, kind: 'refactor.inline', edits, diagnostic: null }];
}

interface Called {
  readonly call: CallExpression;
  readonly operation: OperationDeclaration;
  readonly block: Block;
  readonly statement: Statement;
  readonly next: Statement | undefined;
  readonly inStep: boolean;
}

function callAt({ module, analysed: { model } }: Snapshot, offset: number): Called | null {
  const around = nodesAt(module, offset);
  const call = around.findLast((node): node is CallExpression => node.kind === 'call');
  const meaning = call === undefined ? undefined : model.meanings.get(call.callee);
  if (call === undefined || meaning?.kind !== 'operation' || offset < call.callee.span.start || call.callee.span.end < offset) return null;
  const block = around.findLast((node) => node.kind === 'block');
  const statement = block?.statements.find(({ span }) => span.start <= offset && offset <= span.end && around.some((node) => node.span === span));
  if (block === undefined || statement === undefined) return null;
  const inStep = around.some((node) => (node.kind === 'atomic' && node.when === null) || (node.kind === 'operation' && node.atomic));
  return { call, operation: meaning.declaration, block, statement, next: block.statements[block.statements.indexOf(statement) + 1], inStep };
}

/** What is written in place of the call, or of its statement. */
function replacementOf(snapshot: Snapshot, called: Called): Edit | null {
  const { statement, call, operation } = called;
  const texts = substituted(snapshot, called);
  if (texts === null) return null;
  const { statements } = operation.body;
  const result = statements.at(-1);
  const [only] = statements;
  if (only?.kind === 'return' && only.value !== null && statements.length === 1) return { span: call.span, text: grouped(only, texts.of(only.value)) };
  const isWhole =
    statement.kind === 'call_statement' ? statement.call === call : statement.kind === 'assign' && statement.operator === '=' && statement.value === call;
  if (!isWhole || returnsInside(statements, result)) return null;
  const kept = result?.kind === 'return' ? statements.slice(0, -1) : statements;
  if (!mayStandHere(snapshot, called, kept) || kept.length === 0) return null;
  const lines = texts.between(kept[0] as Statement, kept.at(-1) as Statement);
  if (statement.kind !== 'assign')
    return result?.kind === 'return' && result.value !== null && !isPlain(result.value) ? null : { span: statement.span, text: texts.step(lines) };
  if (result?.kind !== 'return' || result.value === null || !operation.atomic) return null;
  const target = snapshot.main.text.slice(statement.target.span.start, statement.target.span.end);
  return { span: statement.span, text: texts.step(`${lines}\n${texts.indent}${target} = ${texts.of(result.value)}`) };
}

/** A value that nobody misses. */
function isPlain(value: Expression): boolean {
  return formOf(value) === 'value' || value.kind === 'name_expression';
}

/** A value inside of a larger expression. */
function grouped({ value }: ReturnStatement, text: string): string {
  return value === null || formOf(value) !== 'open' ? text : `(${text})`;
}

function returnsInside(statements: readonly Statement[], last: Statement | undefined): boolean {
  let found = false;
  for (const statement of statements) {
    walk(statement, (node) => {
      if (node.kind === 'return' && node !== last) found = true;
    });
  }
  return found;
}

/** Labels of the operation would cover what follows the call, if that has none, and end what a label before the call covers. */
function mayStandHere(snapshot: Snapshot, { block, statement, next, operation, inStep }: Called, statements: readonly Statement[]): boolean {
  const hasLabels = statements.some(({ kind }) => kind === 'label');
  if (operation.atomic || inStep || !hasLabels) return true;
  return (next === undefined || next.kind === 'label') && !isCovered(snapshot, block, statement);
}

interface Texts {
  readonly of: (expression: Expression) => string;
  /** From one statement to another one, each line where it will stand. */
  readonly between: (first: Statement, last: Statement) => string;
  /** Of one step, where the operation is one and no step is around. */
  readonly step: (lines: string) => string;
  readonly indent: string;
}

/** The text of the operation with the arguments for its parameters; null where one is no fixed value. */
function substituted(snapshot: Snapshot, { call, operation, statement, inStep }: Called): Texts | null {
  const { main, analysed } = snapshot;
  const { model } = analysed;
  const file = model.files[operation.span.file];
  if (file === undefined || call.arguments.length !== operation.parameters.length) return null;
  const values = new Map<Node, string>();
  for (const [index, parameter] of operation.parameters.entries()) {
    const value = call.arguments[index]?.value;
    if (value === undefined || !isFixed(model, value) || isWritten(operation, parameter.name.text)) return null;
    if (value.kind === 'name_expression' && isWritten(operation, value.name.text)) return null;
    values.set(parameter, main.text.slice(value.span.start, value.span.end));
  }
  const places: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  walk(operation.body, (node) => {
    if (node.kind !== 'name') return;
    const meaning = model.meanings.get(node);
    const text = meaning?.kind === 'local' ? values.get(meaning.declaration) : undefined;
    if (text !== undefined) places.push({ ...node.span, text });
  });
  const isStep = operation.atomic && !inStep;
  const outer = indentAt(main, statement.span.start);
  const indent = isStep ? `${outer}  ` : outer;
  const between = (start: number, end: number): string => {
    const inner = places.filter((place) => start <= place.start && place.end <= end).toSorted((a, b) => b.start - a.start);
    const text = inner.reduce((now, place) => now.slice(0, place.start) + place.text + now.slice(place.end), file.text);
    return movedText({ path: file.path, text }, start, end + text.length - file.text.length, indent);
  };
  return {
    indent,
    of: ({ span }) => between(span.start, span.end),
    between: (first, last) => between(first.span.start, last.span.end),
    step: (lines) => (!isStep ? lines : lines.includes('\n') ? `atomic {\n${indent}${lines}\n${outer}}` : `atomic { ${lines} }`),
  };
}

/** A value that is the same during the whole call, and costs no step: constants, locals, objects that are no variables. */
function isFixed(model: Model, value: Expression): boolean {
  if (formOf(value) === 'value') return true;
  if (value.kind === 'field') return isFixed(model, value.object) && isObjectField(model, value.name.text);
  if (value.kind !== 'name_expression') return false;
  const meaning = model.meanings.get(value.name);
  if (meaning?.kind === 'variable') return isObjectType(model, meaning.declaration);
  // Who owns a reference has none after it was put.
  if (meaning?.kind === 'local') return !('owns' in meaning.declaration && meaning.declaration.owns);
  return meaning?.kind === 'const' || meaning?.kind === 'variant' || meaning?.kind === 'tag';
}

/** Has every object a field of that name which is an object itself? */
function isObjectField(model: Model, text: string): boolean {
  const fields = model.objects.flatMap(({ members }) => members).filter((member) => member.kind === 'variable' && member.name.text === text);
  return fields.length > 0 && fields.every((field) => field.kind === 'variable' && isObjectType(model, field));
}

function isObjectType(model: Model, { type }: { readonly type: { readonly kind: string } }): boolean {
  const named = type as { readonly kind: string; readonly name?: Parameters<Model['meanings']['get']>[0] };
  return named.kind === 'named_type' && named.name !== undefined && model.meanings.get(named.name)?.kind === 'object';
}

function isWritten({ body }: OperationDeclaration, text: string): boolean {
  let found = false;
  walk(body, (node) => {
    if ((node.kind === 'assign' || node.kind === 'choose') && node.target.kind === 'name_expression' && node.target.name.text === text) found = true;
  });
  return found;
}

/** How often an operation is called, and whether a property or a scenario names it. */
function usesOf(snapshot: Snapshot, operation: OperationDeclaration): { readonly uses: number; readonly isNamed: boolean } {
  const { model } = snapshot.analysed;
  const callees = new Set<Node>();
  for (const module of model.modules) {
    walk(module, (node) => {
      if (node.kind === 'call') callees.add(node.callee);
    });
  }
  const all = occurrences(snapshot).filter(({ target, declares }) => !declares && target.kind === 'declaration' && target.declaration === operation);
  return { uses: all.length, isNamed: all.some(({ name }) => !callees.has(name)) };
}

/** The operation with the comment above it, and the blank line that sets it apart. */
function removal({ main, module }: Snapshot, { span }: OperationDeclaration): Edit {
  const { text } = main;
  let start = span.start;
  for (const comment of module.comments.toReversed()) {
    if (comment.style === 'doc' && comment.span.end <= start && text.slice(comment.span.end, start).trim() === '') start = comment.span.start;
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const end = /^[^\S\n]*\n?(?:[^\S\n]*\n)?/u.exec(text.slice(span.end))?.[0].length ?? 0;
  return { span: { file: 0, start: text.slice(lineStart, start).trim() === '' ? lineStart : start, end: span.end + end }, text: '' };
}
