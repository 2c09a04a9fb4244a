import type { Walk } from './builder.ts';
import { effectOf, enter, marksOfCall } from './calls.ts';
import { inside, next, settle, statementAt } from './positions.ts';
import type { StatementPosition } from './positions.ts';
import { effectCall, isAtomicHere, isStep, targetGhost } from './shared.ts';
import type { FlowItem } from './types.ts';
import { assertItem, declareAt, originAt, scoped } from './made_at.ts';
import type { Statement } from '@mmspec/syntax';

/*
 * Code that runs through without a step, a jump or a choice: then the two sides of an `if` can join again.
 */

/** The items of a block, or null if control can leave it or fork in it. */
export function straight(walk: Walk, block: StatementPosition): readonly FlowItem[] | null {
  const items: FlowItem[] = [];
  let at = settle(block);
  for (let statement = statementAt(at); statement !== undefined; at = settle(at), statement = statementAt(at)) {
    if (!at.atomic && isStep(walk.builder.world, statement, at.frame)) return null;
    const found = straightStatement(walk, at, statement);
    if (found === null) return null;
    items.push(...found);
    const declared = statement.kind === 'local' ? (at.frame.locals.get(statement) ?? null) : null;
    at = next(at, declared);
  }
  return items;
}

function straightStatement(walk: Walk, at: StatementPosition, statement: Statement): readonly FlowItem[] | null {
  const { world } = walk.builder;
  const origin = originAt(at);
  switch (statement.kind) {
    case 'local': {
      if (effectCall(world, statement.initial) !== null) return null;
      const value = { kind: 'expression', scoped: scoped(at, statement.initial) } as const;
      return [{ kind: 'declare', local: declareAt(walk, at, statement, value), value, ...origin }];
    }
    case 'assign': {
      if (effectCall(world, statement.value) !== null) return null;
      const ghost = targetGhost(world, statement.target, at.frame);
      const value = { kind: 'expression', scoped: scoped(at, statement.value) } as const;
      return [{ kind: 'assign', target: scoped(at, statement.target), operator: statement.operator, value, ghost, ...origin }];
    }
    case 'call_statement':
      return straightCall(walk, at, statement);
    case 'if': {
      const known = world.constant(statement.condition);
      const alternative =
        statement.alternative === null ? [] : statement.alternative.kind === 'if' ? [statement.alternative] : statement.alternative.statements;
      const sides = [statement.consequent.statements, alternative] as const;
      if (typeof known === 'boolean') return straight(walk, inside(at, known ? sides[0] : sides[1], next(at)));
      if (effectCall(world, statement.condition) !== null) return null;
      const then = straight(walk, inside(at, sides[0], next(at)));
      const otherwise = straight(walk, inside(at, sides[1], next(at)));
      if (then === null || otherwise === null) return null;
      const condition = { kind: 'expression', scoped: scoped(at, statement.condition) } as const;
      return [{ kind: 'if', condition, negated: false, then, else: otherwise, ...origin }];
    }
    case 'atomic': {
      if (isAtomicHere(world, statement) && !at.atomic) return null;
      const body = straight(walk, inside(at, statement.body.statements, next(at)));
      return body === null || !isAtomicHere(world, statement) ? body : [{ kind: 'mark', ...origin }, ...body];
    }
    case 'assert':
      return [assertItem(walk, at, statement)];
    case 'skip':
      return [{ kind: 'mark', ...origin }];
    case 'error_statement':
      return [];
    case 'await':
    case 'break':
    case 'choose':
    case 'continue':
    case 'either':
    case 'for':
    case 'goto':
    case 'label':
    case 'repeat':
    case 'return':
    case 'while':
      return null;
  }
}

function straightCall(walk: Walk, at: StatementPosition, statement: Statement & { kind: 'call_statement' }): readonly FlowItem[] | null {
  const call = effectCall(walk.builder.world, statement.call);
  if (call === null) return [];
  if (call.kind === 'builtin') {
    if (call.builtin === 'try_get') return null;
    return [{ kind: 'effect', effect: effectOf(walk.builder.world, at, call), result: null, ...originAt(at) }];
  }
  const entered = enter(walk, at, call.call);
  if (entered === null) return [];
  if (!entered.atomic) return null;
  const body = straight(walk, entered.body);
  if (body === null) return null;
  return [...marksOfCall(at, entered, entered.items), ...body];
}
