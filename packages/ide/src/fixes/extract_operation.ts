import type { Meaning, Type } from '@mmspec/semantics';
import type { Edit } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { ActorDeclaration, Block, Node, Statement } from '@mmspec/syntax';
import type { CodeAction } from './code_actions.ts';
import { saysNothingNew, withEdits } from './edited.ts';
import { indentAt, movedText } from './layout.ts';
import { nameThatIsFree } from './free_name.ts';
import { isCovered } from './named_labels.ts';
import type { Snapshot } from '../names/snapshot.ts';
import { nameOf } from '../names/target.ts';

/**
 * The selected statements of an actor as an operation of that actor, which sees its variables; the steps stay the same ones.
 * Nothing where labels would cover other statements than before, where a jump would leave the operation, or where something is said then that was not.
 */
export function extractOperation(snapshot: Snapshot, from: number, to: number): CodeAction[] {
  const selection = from < to ? selectionIn(snapshot, from, to) : null;
  if (selection === null || !mayMove(snapshot, selection) || isRangeEnd(snapshot, selection)) return [];
  const name = nameThatIsFree(snapshot, 'extracted');
  const given = parametersOf(snapshot, selection);
  if (given === null) return [];
  // Every statement stays a step, or a part of the one around it.
  for (const atomic of selection.inStep ? ['', 'atomic '] : ['']) {
    const edits = extraction(snapshot, selection, { name, atomic, given });
    if (saysNothingNew(snapshot, withEdits(snapshot, edits))) {
      return [{ title: 'Extract into an operation', kind: 'refactor.extract', edits, diagnostic: null, renames: name }];
    }
  }
  return [];
}

interface Selection {
  readonly actor: ActorDeclaration;
  readonly block: Block;
  /** What is selected, in order, and what follows in the block. */
  readonly statements: readonly Statement[];
  readonly next: Statement | undefined;
  /** A step is around them, whatever is set. */
  readonly inStep: boolean;
}

/** The statements of the innermost block around a selection that it touches. */
function selectionIn({ module }: Snapshot, from: number, to: number): Selection | null {
  const around = ({ span }: Node): boolean => span.start <= from && to <= span.end;
  const actor = module.items.find((item): item is ActorDeclaration => item.kind === 'actor' && around(item));
  if (actor === undefined || actor.operations.some(around)) return null;
  let best: Selection | null = null;
  let inStep = false;
  walk(actor.body, (node) => {
    if (!around(node)) return false;
    if (node.kind === 'atomic' && node.when === null) inStep = true;
    if (node.kind === 'block') {
      const all = node.statements.filter(({ span }) => span.start < to && from < span.end);
      // The labels in front cover the call.
      const touched = all.slice(all.findIndex(({ kind }) => kind !== 'label'));
      const last = touched.at(-1);
      const next = last === undefined ? undefined : node.statements[node.statements.indexOf(last) + 1];
      if (touched.some(({ kind }) => kind !== 'label')) best = { actor, block: node, statements: touched, next, inStep };
    }
    return true;
  });
  return best;
}

/** Do labels cover what they covered, is everything that is declared used inside, and does no jump go out? */
function mayMove(snapshot: Snapshot, { statements, next, block }: Selection): boolean {
  const first = statements[0];
  const hasLabel = statements.some(({ kind }) => kind === 'label');
  // A label before the call would cover what others have covered.
  if (hasLabel && first !== undefined && isCovered(snapshot, block, first)) return false;
  if (first === undefined || statements.at(-1)?.kind === 'label' || (hasLabel && next !== undefined && next.kind !== 'label')) return false;
  const own = new Set<string>();
  let jumps = false;
  for (const statement of statements) {
    walk(statement, (node) => {
      if (node.kind === 'return' || node.kind === 'error_statement' || node.kind === 'error_expression') jumps = true;
      if (node.kind === 'local' || node.kind === 'choose') own.add(nameOf(node)?.text ?? '');
    });
  }
  const later = block.statements.slice(block.statements.indexOf(statements.at(-1) ?? first) + 1);
  return !jumps && !later.some((statement) => names(statement).some((text) => own.has(text)));
}

/** Does a range of places, as `at {get..put}`, begin or end at a label of the selection? It goes through the text of the actor. */
function isRangeEnd({ analysed: { model } }: Snapshot, { statements }: Selection): boolean {
  const labels = new Set<string>();
  for (const statement of statements) {
    walk(statement, (node) => {
      if (node.kind === 'label') labels.add(node.name.text);
    });
  }
  let found = false;
  for (const module of labels.size === 0 ? [] : model.modules) {
    walk(module, (node) => {
      if (node.kind !== 'place_range' || node.high === null) return;
      found ||= [...node.low.parts, ...node.high.parts].some(({ text }) => labels.has(text));
    });
  }
  return found;
}

function names(statement: Statement): string[] {
  const found: string[] = [];
  walk(statement, (node) => {
    if (node.kind === 'name') found.push(node.text);
  });
  return found;
}

/** What the selection reads of the blocks around it, which an operation does not see: name and type; null where it writes there, or where a type has no name. */
function parametersOf({ main, analysed: { model, typing } }: Snapshot, { actor, statements }: Selection): readonly Given[] | null {
  const start = statements[0]?.span.start ?? 0;
  const end = statements.at(-1)?.span.end ?? start;
  const given = new Map<string, string>();
  let isClosed = true;
  for (const statement of statements) {
    walk(statement, (node) => {
      const written = node.kind === 'assign' || node.kind === 'choose' ? node.target : null;
      const name = node.kind === 'name_expression' ? node.name : null;
      const meaning = name === null ? undefined : model.meanings.get(name);
      if (written?.kind === 'name_expression' && isBetween(model.meanings.get(written.name), actor, start, end)) isClosed = false;
      if (name === null || meaning?.kind !== 'local' || !isBetween(meaning, actor, start, end)) return;
      const declared = 'type' in meaning.declaration ? meaning.declaration.type : null;
      const type = typing.locals.get(meaning.declaration);
      const text = declared !== null ? main.text.slice(declared.span.start, declared.span.end) : type === undefined ? null : typeText(type);
      if (text === null) isClosed = false;
      else given.set(name.text, text);
    });
  }
  return isClosed ? [...given].map(([name, type]) => ({ name, type })) : null;
}

interface Given {
  readonly name: string;
  readonly type: string;
}

/** Is this a local of a block between the actor's own text and the selection? */
function isBetween(meaning: Meaning | undefined, { body }: ActorDeclaration, start: number, end: number): boolean {
  if (meaning?.kind !== 'local') return false;
  const { span } = meaning.declaration;
  const isOwn = body.statements.some((statement) => statement === meaning.declaration);
  return !isOwn && (span.end <= start || span.start >= end);
}

/** A type as a parameter has it; null where it has no name, as numbers, which would need a range. */
function typeText(type: Type): string | null {
  switch (type.kind) {
    case 'bool':
      return 'bool';
    case 'option': {
      const element = typeText(type.element);
      return element === null ? null : `${element}?`;
    }
    case 'enum':
    case 'actor':
      return type.declaration?.name.text ?? null;
    case 'object':
    case 'record':
      return type.declaration.name.text;
    case 'array':
    case 'int':
    case 'none':
    case 'nothing':
    case 'ref':
    case 'seq':
    case 'set':
    case 'tag':
    case 'unknown':
      return null;
  }
}

interface Extracted {
  readonly name: string;
  readonly atomic: string;
  readonly given: readonly Given[];
}

function extraction({ main }: Snapshot, { actor, statements }: Selection, { name, atomic, given }: Extracted): Edit[] {
  const start = statements[0]?.span.start ?? 0;
  const end = statements.at(-1)?.span.end ?? start;
  const last = actor.operations.findLast(({ span }) => span.end <= start);
  const begin = last?.span.end ?? main.text.indexOf('{', actor.body.span.start) + 1;
  const inner = `${indentAt(main, actor.span.start)}  `;
  const body = movedText(main, start, end, `${inner}  `);
  const parameters = given.map((each) => `${each.name}: ${each.type}`).join(', ');
  const operation = `\n${inner}${atomic}op ${name}(${parameters}) {\n${inner}  ${body}\n${inner}}`;
  // What stands in the same line goes on below.
  const blanks = /^[^\S\n]*/u.exec(main.text.slice(begin))?.[0].length ?? 0;
  const isLineEnd = main.text[begin + blanks] === '\n';
  return [
    { span: { file: 0, start: begin, end: isLineEnd ? begin : begin + blanks }, text: isLineEnd ? operation : `${operation}\n${inner}` },
    { span: { file: 0, start, end }, text: `${name}(${given.map((each) => each.name).join(', ')})` },
  ];
}
