import type { Model } from '@mmspec/semantics';
import { positionAt, textOf } from '@mmspec/source';
import type { SourceFile, Span } from '@mmspec/source';
import type { Block, Expression, Statement } from '@mmspec/syntax';
import { placeKey } from './places.ts';
import type { PlaceOf, PlaceRow, StepPlace } from './places.ts';

/*
 * The text of each statement of a spec as a trace shows it: on one line, without comments,
 * without the blocks that a condition guards; an atomic block is the statements in it.
 */

/** Places of all statements of a model. */
export function placesOfModel(model: Model): PlaceOf {
  let table: Map<string, StepPlace> | null = null;
  return (span) => {
    table ??= new Map(statementsOf(model).map((statement) => [placeKey(statement.span), placeOfStatement(model, statement)]));
    const known = table.get(placeKey(span));
    if (known !== undefined) return known;
    const file = model.files[span.file];
    return file === undefined ? { path: '', line: 1, column: 1, text: '' } : placeIn(file, span, oneLine(textOf(file, span)));
  };
}

/** The table that a compiled spec carries. */
export function placeRows(model: Model): PlaceRow[] {
  const rows = new Map<string, PlaceRow>();
  for (const statement of statementsOf(model)) {
    const { path, line, column, text } = placeOfStatement(model, statement);
    const { file, start, end } = statement.span;
    rows.set(placeKey(statement.span), [file, start, end, path, line, column, text]);
  }
  return [...rows.values()];
}

function placeOfStatement(model: Model, statement: Statement): StepPlace {
  const file = model.files[statement.span.file];
  if (file === undefined) throw new Error(`a statement lies in file ${statement.span.file}, which does not exist`);
  return placeIn(file, statement.span, statementText(file, statement));
}

function placeIn(file: SourceFile, span: Span, text: string): StepPlace {
  return { path: file.path, ...positionAt(file, span.start), text };
}

const statementKinds: ReadonlySet<string> = new Set([
  'local', 'assign', 'call_statement', 'if', 'while', 'repeat', 'either', 'choose', 'await', 'atomic', 'for', 'assert', 'goto', 'return', 'skip',
]);

/** All statements of actors and operations, outer ones first. */
function statementsOf(model: Model): Statement[] {
  const found: Statement[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const element of value) visit(element);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if ('kind' in value && typeof value.kind === 'string' && statementKinds.has(value.kind)) found.push(value as Statement);
    for (const part of Object.values(value)) if (typeof part === 'object') visit(part);
  };
  for (const module of model.modules) for (const item of module.items) if (item.kind === 'actor' || item.kind === 'operation') visit(item);
  return found;
}

function statementText(file: SourceFile, statement: Statement): string {
  const source = (node: Expression): string => oneLine(textOf(file, node.span));
  switch (statement.kind) {
    case 'if': return `if ${source(statement.condition)}`;
    case 'while': return `while ${source(statement.condition)}`;
    case 'atomic': return blockText(file, statement.body);
    case 'repeat': return statement.count === null ? 'loop' : `repeat ${source(statement.count)}`;
    case 'either': return 'either';
    case 'for': return `for ${oneLine(textOf(file, statement.binder.span))}`;
    default: return oneLine(textOf(file, statement.span));
  }
}

/** The statements of a block behind one another, with their blocks. */
function blockText(file: SourceFile, block: Block): string {
  return block.statements.filter((statement) => statement.kind !== 'label').map((statement) => nestedText(file, statement)).join('; ');
}

function nestedText(file: SourceFile, statement: Statement): string {
  switch (statement.kind) {
    case 'if': {
      const { alternative } = statement;
      const rest = alternative === null ? '' : alternative.kind === 'if' ? ` else ${nestedText(file, alternative)}` : ` else { ${blockText(file, alternative)} }`;
      return `${statementText(file, statement)} { ${blockText(file, statement.consequent)} }${rest}`;
    }
    case 'for': return `${statementText(file, statement)} { ${blockText(file, statement.body)} }`;
    case 'either': return statement.branches.map((branch, index) => `${index === 0 ? 'either' : 'or'} { ${blockText(file, branch)} }`).join(' ');
    default: return statementText(file, statement);
  }
}

function oneLine(text: string): string {
  return text.replace(/\/\/[^\r\n]*/gu, '').replace(/\s+/gu, ' ').trim();
}
