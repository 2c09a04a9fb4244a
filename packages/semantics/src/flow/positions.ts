import type { LabelStatement, RepeatStatement, Statement, WhileStatement } from '@mmspec/syntax';
import type { World } from '../world.ts';
import { isAtomicHere } from './shared.ts';
import { localOf } from './typing.ts';
import type { FlowLocal, Frame } from './types.ts';

/*
 * Where control stands, as an immutable chain: what is to be done next, and after it.
 */

export type Position = StatementPosition | LoopPosition | ReturnPosition | ElementPosition | DonePosition;

export interface StatementPosition {
  readonly kind: 'statements';
  readonly statements: readonly Statement[];
  readonly index: number;
  readonly frame: Frame;
  /** Path of the block, and the label that covers `index`. */
  readonly prefix: readonly string[];
  readonly label: string | null;
  /** Labels of the actor's own text that cover the block, outermost first. */
  readonly outer: readonly LabelStatement[];
  /** Those that cover `index`. */
  readonly labels: readonly LabelStatement[];
  /** Locals that have a value here, outermost first, without those at the top level of an actor. */
  readonly scope: readonly FlowLocal[];
  /** Inside an atomic step. */
  readonly atomic: boolean;
  /** The text of the actor itself: its locals live for ever. */
  readonly top: boolean;
  readonly after: Position;
}

/** The end of the body of a loop. */
export interface LoopPosition {
  readonly kind: 'loop';
  readonly statement: WhileStatement | RepeatStatement;
  /** The loop statement itself. */
  readonly at: StatementPosition;
  readonly counter: FlowLocal | null;
  readonly limit: number | null;
  /** Null inside the body's chain is never seen: control goes on after the loop here. */
  readonly after: Position;
}

/** The end of an operation. */
export interface ReturnPosition {
  readonly kind: 'return';
  readonly frame: Frame;
  /** The statement that calls. */
  readonly at: StatementPosition;
  readonly negated: boolean;
  readonly after: Position;
}

/** The end of the body of a `for`. */
export interface ElementPosition {
  readonly kind: 'element';
  readonly after: Position;
}

export interface DonePosition {
  readonly kind: 'done';
}

export const done: DonePosition = { kind: 'done' };

/** The statement at a position; undefined at the end of the block. */
export function statementAt(at: StatementPosition): Statement | undefined {
  return at.statements[at.index];
}

/** The path of the statement at a position. */
export function pathAt(at: StatementPosition): readonly string[] {
  return at.label === null ? at.prefix : [...at.prefix, at.label];
}

/** The position after the statement, with another local in scope if it declared one. */
export function next(at: StatementPosition, declared: FlowLocal | null = null): StatementPosition {
  const scope = declared === null || declared.role === 'top' ? at.scope : [...at.scope, declared];
  return { ...at, index: at.index + 1, scope };
}

/** The beginning of a block inside the statement at a position. */
export function inside(at: StatementPosition, statements: readonly Statement[], after: Position, atomic: boolean = at.atomic): StatementPosition {
  return { ...at, statements, index: 0, prefix: pathAt(at), label: null, outer: at.labels, top: false, atomic, after };
}

/** Skips labels. */
export function settle(at: StatementPosition): StatementPosition {
  let here = at;
  for (let statement = statementAt(here); statement?.kind === 'label'; statement = statementAt(here)) {
    const label = statement.name.text;
    here = { ...here, index: here.index + 1, label, labels: here.frame.parent === null ? [...here.outer, statement] : here.labels };
  }
  return here;
}

/** The innermost loop or `for` around a position; null where there is none in this activation. */
export function enclosingLoop(position: Position): LoopPosition | ElementPosition | null {
  let at = position;
  while (at.kind === 'statements') at = at.after;
  return at.kind === 'loop' || at.kind === 'element' ? at : null;
}

/** The call that the current operation returns to; null in the text of an actor. */
export function enclosingCall(position: Position): ReturnPosition | null {
  let at = position;
  while (at.kind !== 'return') {
    if (at.kind === 'done') return null;
    at = at.after;
  }
  return at;
}

/** The position of a label of the same activation: of an enclosing block, or inside an `if` or plain block of one. */
export function findLabel(world: World, position: Position, label: string): StatementPosition | null {
  for (let at: Position = position; at.kind !== 'return' && at.kind !== 'done'; at = at.after) {
    if (at.kind !== 'statements') continue;
    const found = searchBlock(world, { ...at, index: 0, label: null }, label);
    if (found !== null) return found;
  }
  return null;
}

function searchBlock(world: World, block: StatementPosition, label: string): StatementPosition | null {
  const locals: FlowLocal[] = [];
  const outer = block.scope.filter((local) => !block.statements.some((statement) => statement === local.node));
  let current: LabelStatement | null = null;
  for (let index = 0; index < block.statements.length; index++) {
    const statement = block.statements[index];
    if (statement === undefined) break;
    if (statement.kind === 'label') current = statement;
    const here: StatementPosition = {
      ...block,
      index,
      label: current?.name.text ?? null,
      labels: block.frame.parent === null && current !== null ? [...block.outer, current] : block.outer,
      scope: [...outer, ...locals],
    };
    if (statement.kind === 'label' && statement.name.text === label) return here;
    if (statement.kind === 'local' || statement.kind === 'choose') {
      const local = localOf(statement, block.frame);
      if (local !== null && local.role !== 'top') locals.push(local);
    }
    const found = searchInside(world, here, statement, label);
    if (found !== null) return found;
  }
  return null;
}

function searchInside(world: World, here: StatementPosition, statement: Statement, label: string): StatementPosition | null {
  if (statement.kind === 'atomic' && !isAtomicHere(world, statement)) {
    return searchBlock(world, inside(here, statement.body.statements, next(here)), label);
  }
  if (statement.kind !== 'if') return null;
  const known = world.constant(statement.condition);
  if (known !== false) {
    const found = searchBlock(world, inside(here, statement.consequent.statements, next(here)), label);
    if (found !== null) return found;
  }
  if (known === true || statement.alternative === null) return null;
  const statements = statement.alternative.kind === 'if' ? [statement.alternative] : statement.alternative.statements;
  return searchBlock(world, inside(here, statements, next(here)), label);
}
