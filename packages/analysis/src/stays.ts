import { walk } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { Block, IfStatement, Statement } from '@mmspec/syntax';
import type { Stay } from './step_text.ts';

/*
 * An `if` whose block is a jump: where an actor goes on tells whether it jumped.
 */

/** Statements that are steps whatever they contain. */
const sureSteps: ReadonlySet<string> = new Set(['call_statement', 'choose', 'await', 'atomic', 'skip']);

/** Whether a statement is a step for certain. */
export function isStep(statement: Statement | undefined): boolean {
  return statement !== undefined && sureSteps.has(statement.kind);
}

/** The surroundings of a block, within one actor or operation. */
interface Around {
  /** The innermost loop, and whether it ends only by a jump. */
  readonly loop: { readonly start: number; readonly end: number; readonly isEndless: boolean } | null;
  /** Offsets of sure steps that come after the block, in its loop and in all. */
  readonly laterInLoop: readonly number[];
  readonly later: readonly number[];
  /** Offsets of the labels of the whole text. */
  readonly labels: ReadonlyMap<string, number>;
}

/** For each `if` whose block is a jump, where its actor goes on if it does not jump. */
export function staysOf(model: Model): ReadonlyMap<IfStatement, Stay> {
  const stays = new Map<IfStatement, Stay>();
  const bodies = [...model.operations, ...model.actors, ...model.actors.flatMap((actor) => actor.operations)].map((declaration) => declaration.body);
  for (const body of bodies) visit(body, { loop: null, laterInLoop: [], later: [], labels: labelsOf(body) }, stays);
  return stays;
}

function visit(block: Block, around: Around, stays: Map<IfStatement, Stay>): void {
  block.statements.forEach((statement, index) => {
    const following = block.statements.slice(index + 1).filter(isStep).map(({ span }) => span.start);
    const here = { ...around, laterInLoop: [...following, ...around.laterInLoop], later: [...following, ...around.later] };
    switch (statement.kind) {
      case 'if': visitIf(statement, here, stays); break;
      case 'while':
      case 'repeat': {
        const isEndless = statement.kind === 'repeat' && statement.count === null;
        visit(statement.body, { ...here, loop: { ...statement.span, isEndless }, laterInLoop: [] }, stays);
        break;
      }
      case 'either': for (const branch of statement.branches) visit(branch, here, stays); break;
      default:
    }
  });
}

function visitIf(statement: IfStatement, around: Around, stays: Map<IfStatement, Stay>): void {
  const stay = stayOf(statement, around);
  if (stay !== null) stays.set(statement, stay);
  visit(statement.consequent, around, stays);
  if (statement.alternative?.kind === 'if') visitIf(statement.alternative, around, stays);
  else if (statement.alternative !== null) visit(statement.alternative, around, stays);
}

function stayOf(statement: IfStatement, { loop, laterInLoop, later, labels }: Around): Stay | null {
  const [only, ...others] = statement.consequent.statements;
  if (only === undefined || others.length > 0 || statement.alternative !== null) return null;
  const { start, end } = statement.span;
  switch (only.kind) {
    case 'return': return { start: 0, end: Infinity, isSure: later.length > 0 };
    case 'continue': return { start: end, end: Infinity, isSure: laterInLoop.length > 0 };
    case 'break': return loop === null ? null : { start: loop.start, end: loop.end, isSure: loop.isEndless || laterInLoop.length > 0 };
    case 'goto': {
      const target = labels.get(only.label.text);
      if (target === undefined) return null;
      if (target <= start) return { start: end, end: Infinity, isSure: later.length > 0 };
      return { start: end, end: target, isSure: later.some((offset) => offset < target) };
    }
    default: return null;
  }
}

function labelsOf(body: Block): Map<string, number> {
  const labels = new Map<string, number>();
  walk(body, (node) => {
    if (node.kind === 'label') labels.set(node.name.text, node.span.start);
  });
  return labels;
}
