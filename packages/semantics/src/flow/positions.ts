import type { LabelStatement, RepeatStatement, Statement, WhileStatement } from '@mmspec/syntax';
import type { World } from '../world/world.ts';
import type { LocalNode } from '../model.ts';
import { hasJumpedOver, isJumpedOver } from '../jumped_over.ts';
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
    const scope = hasJumpedOver(here.statements) ? here.scope.filter((local) => !endsAt(here, local)) : here.scope;
    here = { ...here, index: here.index + 1, label, scope, labels: here.frame.parent === null ? [...here.outer, statement] : here.labels };
  }
  return here;
}

/** True where a local of the block has no value at a position, because a jump may have gone over its declaration. */
function endsAt(at: StatementPosition, local: FlowLocal): boolean {
  const { node } = local;
  return local.frame === at.frame && (node.kind === 'local' || node.kind === 'choose') && isJumpedOver(at.statements, node, at.index);
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

/** What a jump needs to know about the statements of a block. */
interface BlockIndex {
  /** By label: the places of the statements that are it, or have it inside, in order. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** By place: that of the label that covers it, or -1. */
  readonly covering: readonly number[];
  readonly locals: readonly { readonly place: number; readonly node: LocalNode }[];
  readonly all: ReadonlySet<unknown>;
}

const indices = new WeakMap<readonly Statement[], BlockIndex>();

function indexOf(statements: readonly Statement[]): BlockIndex {
  const known = indices.get(statements);
  if (known !== undefined) return known;
  const places = new Map<string, number[]>();
  const covering: number[] = [];
  const locals: { place: number; node: LocalNode }[] = [];
  let cover = -1;
  const add = (label: string, place: number): void => {
    const found = places.get(label);
    if (found === undefined) places.set(label, [place]);
    else if (found.at(-1) !== place) found.push(place);
  };
  statements.forEach((statement, place) => {
    if (statement.kind === 'label') {
      cover = place;
      add(statement.name.text, place);
    }
    covering.push(cover);
    if (statement.kind === 'local' || statement.kind === 'choose') locals.push({ place, node: statement });
    for (const inner of innerBlocks(statement)) for (const label of indexOf(inner).places.keys()) add(label, place);
  });
  const index = { places, covering, locals, all: new Set<unknown>(statements) };
  indices.set(statements, index);
  return index;
}

/** The blocks inside a statement that a jump may go into. */
function innerBlocks(statement: Statement): readonly (readonly Statement[])[] {
  if (statement.kind === 'atomic') return [statement.body.statements];
  if (statement.kind !== 'if') return [];
  return [statement.consequent.statements, alternativeOf(statement)];
}

const wrapped = new WeakMap<Statement, readonly Statement[]>();

/** The statements of the other side; those of `else if` are always the same list. */
function alternativeOf({ alternative }: Statement & { kind: 'if' }): readonly Statement[] {
  if (alternative === null) return [];
  if (alternative.kind !== 'if') return alternative.statements;
  const known = wrapped.get(alternative) ?? [alternative];
  wrapped.set(alternative, known);
  return known;
}

function searchBlock(world: World, block: StatementPosition, label: string): StatementPosition | null {
  const { places, covering, locals, all } = indexOf(block.statements);
  const candidates = places.get(label);
  if (candidates === undefined) return null;
  const outer = block.scope.filter((local) => !all.has(local.node));
  for (const index of candidates) {
    const statement = block.statements[index];
    if (statement === undefined) break;
    const cover = block.statements[covering[index] ?? -1];
    const current = cover?.kind === 'label' ? cover : null;
    const here: StatementPosition = {
      ...block,
      index,
      label: current?.name.text ?? null,
      labels: block.frame.parent === null && current !== null ? [...block.outer, current] : block.outer,
      scope: [...outer, ...declaredBefore(block.statements, locals, index, block.frame)],
    };
    if (statement.kind === 'label' && statement.name.text === label) return here;
    const found = searchInside(world, here, statement, label);
    if (found !== null) return found;
  }
  return null;
}

function declaredBefore(statements: readonly Statement[], locals: BlockIndex['locals'], index: number, frame: Frame): FlowLocal[] {
  const found: FlowLocal[] = [];
  for (const { place, node } of locals) {
    if (place >= index) break;
    const declaration = statements[place];
    const local = declaration !== undefined && isJumpedOver(statements, declaration, index) ? null : localOf(node, frame);
    if (local !== null && local.role !== 'top') found.push(local);
  }
  return found;
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
  return searchBlock(world, inside(here, alternativeOf(statement), next(here)), label);
}
