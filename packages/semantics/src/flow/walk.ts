import type { Expression, IfStatement, Statement, WhileStatement } from '@mmspec/syntax';
import { declareLocal, fork, fresh, guarded, isExhausted, locationAt, noteItems, noteRound, noteUnknown, pass, typeAt } from './builder.ts';
import type { FirstStep, Walk } from './builder.ts';
import { effectOf, enter, marksOfCall } from './calls.ts';
import { assertItem, declareAt, originAt, resultOf, scoped } from './made_at.ts';
import { enclosingCall, enclosingLoop, findLabel, inside, next, pathAt, settle, statementAt } from './positions.ts';
import type { LoopPosition, Position, StatementPosition } from './positions.ts';
import { ended, onward, prepend, prependTo } from './going.ts';
import type { Going } from './going.ts';
import { certainty } from './ranges.ts';
import { rootLocal } from './rounds.ts';
import { forOutside, forStandsOutside } from './for_outside.ts';
import { effectCall, isAtomicHere, isStep, targetGhost } from './shared.ts';
import type { EffectCall } from './shared.ts';
import { straight } from './straight.ts';
import { elementOf, meaningOf } from './typing.ts';
import type { FlowItem, FlowValue, Tree } from './types.ts';
import { violation } from '../rule.ts';
import type { ConcreteType } from '../world/world.ts';

/*
 * Walks control from a position to the next location, and makes the tree of what happens in between.
 */

/** Local work and control from a position to the next location. */
export function proceed(walk: Walk, position: Position): Tree {
  return complete(onward(walk, position));
}

/** Goes on to the next location, one statement after the other: text may be long. */
export function complete(begun: Going): Tree {
  const items: FlowItem[] = [];
  const passed = begun.kind === 'onward' ? begun.walk.passed : null;
  const before = passed?.log.length ?? 0;
  let going = begun;
  while (going.kind === 'onward') {
    for (const item of going.items) items.push(item);
    const walk = noteItems(going.walk, going.items);
    going = walk === null ? ended({ kind: 'blocked' }) : advance(walk, going.position);
  }
  if (passed !== null) for (const head of passed.log.splice(before)) passed.heads.delete(head);
  return prependTo(items, going);
}

/** One statement, or one move of control without any. */
function advance(walk: Walk, position: Position): Going {
  if (isExhausted(walk)) return ended({ kind: 'blocked' });
  switch (position.kind) {
    case 'done':
      return ended(isElsewhere(walk) ? { kind: 'blocked' } : { kind: 'leaf', target: null });
    case 'element':
      return ended({ kind: 'next_element' });
    case 'return':
      return returnFrom(walk, position, null);
    case 'loop':
      return again(walk, position);
    case 'statements':
      break;
  }
  const at = settle(position);
  const statement = statementAt(at);
  if (statement === undefined) return onward(walk, at.after);
  if (!at.atomic && isStep(walk.builder.world, statement, at.frame)) {
    if (walk.first === null) return ended({ kind: 'leaf', target: locationAt(walk.builder, at, statement) });
    if (statement.kind === 'either') return nestedEither(walk, walk.first, at, statement);
    if (isElsewhere(walk)) return ended({ kind: 'blocked' });
    walk.first.found(at);
    return execute(fresh(walk), at, statement);
  }
  return execute(walk, at, statement);
}

/** True where a path has passed fewer branchings than the candidate whose first step is looked for. */
function isElsewhere({ first }: Walk): boolean {
  return first !== null && first.met < first.taken.length;
}

/** An `either` in front of the first step of a branch. */
function nestedEither(walk: Walk, first: FirstStep, at: StatementPosition, statement: Statement & { kind: 'either' }): Going {
  if (first.met === first.taken.length) first.open(statement.branches.length);
  const branch = statement.branches[first.taken[first.met] ?? -1];
  if (branch === undefined) return ended({ kind: 'blocked' });
  return onward({ ...walk, first: { ...first, met: first.met + 1 } }, inside(at, branch.statements, next(at)));
}

/** Executes the statement at a position. */
export function execute(walk: Walk, at: StatementPosition, statement: Statement): Going {
  const { world } = walk.builder;
  switch (statement.kind) {
    case 'local':
    case 'assign':
    case 'return': {
      const value = statement.kind === 'local' ? statement.initial : statement.value;
      if (value === null) return returnFrom(walk, at, null, [{ kind: 'mark', ...originAt(at) }]);
      const call = effectCall(world, value);
      if (call !== null) return invoke(walk, at, call);
      return useValue(walk, at, literal(value) ?? { kind: 'expression', scoped: scoped(at, value) });
    }
    case 'call_statement': {
      const call = effectCall(world, statement.call);
      return call === null ? onward(walk, next(at)) : invoke(walk, at, call);
    }
    case 'if':
    case 'while':
      return executeCondition(walk, at, statement);
    case 'repeat':
      return executeRepeat(walk, at, statement);
    case 'either': {
      const branches = statement.branches.map((branch) => proceed(fork(walk, statement), inside(at, branch.statements, next(at))));
      return ended({ kind: 'either', branches, ...originAt(at) });
    }
    case 'choose':
      return executeChoose(walk, at, statement);
    case 'await':
      return ended({
        kind: 'await',
        condition: scoped(at, statement.condition),
        idle: statement.idle,
        next: proceed(fork(walk, statement), next(at)),
        ...originAt(at),
      });
    case 'atomic': {
      const atomic = at.atomic || isAtomicHere(world, statement);
      const body = onward(walk, inside(at, statement.body.statements, next(at), atomic));
      return isAtomicHere(world, statement) ? prepend([{ kind: 'mark', ...originAt(at) }], body) : body;
    }
    case 'for':
      return executeFor(walk, at, statement);
    case 'assert':
      return prepend([assertItem(walk, at, statement)], onward(walk, next(at)));
    case 'break':
    case 'continue':
    case 'goto':
      return prepend([{ kind: 'mark', ...originAt(at) }], jump(walk, at, statement));
    case 'skip':
      return prepend([{ kind: 'mark', ...originAt(at) }], onward(walk, next(at)));
    case 'label':
    case 'error_statement':
      return onward(walk, next(at));
  }
}

function literal(expression: Expression): FlowValue | null {
  return expression.kind === 'boolean' ? { kind: 'known', value: expression.value } : null;
}

/** Control goes on with the value of the statement at a position: it is stored, returned or tested. */
function useValue(walk: Walk, at: StatementPosition, value: FlowValue, negated: boolean = false): Going {
  const statement = statementAt(at);
  const origin = originAt(at);
  const result: FlowValue = value.kind === 'known' && negated ? { kind: 'known', value: !value.value } : value;
  switch (statement?.kind) {
    case 'local': {
      const local = declareAt(walk, at, statement, result);
      return prepend([{ kind: 'declare', local, value: result, ...origin }], onward(walk, next(at, local)));
    }
    case 'assign': {
      const ghost = targetGhost(walk.builder.world, statement.target, at.frame);
      const item: FlowItem = { kind: 'assign', target: scoped(at, statement.target), operator: statement.operator, value: result, ghost, ...origin };
      return prepend([item], onward(walk, next(at)));
    }
    case 'return':
      return returnFrom(walk, at, result, [{ kind: 'mark', ...origin }]);
    case 'if':
    case 'while':
      return branchOn(walk, at, statement, result, value.kind === 'known' ? false : negated);
    case undefined:
    case 'assert':
    case 'atomic':
    case 'await':
    case 'break':
    case 'call_statement':
    case 'choose':
    case 'continue':
    case 'either':
    case 'error_statement':
    case 'for':
    case 'goto':
    case 'label':
    case 'repeat':
    case 'skip':
      return onward(walk, next(at));
  }
}

function executeCondition(walk: Walk, at: StatementPosition, statement: IfStatement | WhileStatement): Going {
  const known = walk.builder.world.constant(statement.condition);
  if (typeof known === 'boolean') return followCondition(walk, at, statement, known);
  const call = effectCall(walk.builder.world, statement.condition);
  if (call !== null) return invoke(walk, at, call);
  return useValue(walk, at, { kind: 'expression', scoped: scoped(at, statement.condition) });
}

function branchOn(walk: Walk, at: StatementPosition, statement: IfStatement | WhileStatement, value: FlowValue, negated: boolean): Going {
  const origin = originAt(at);
  // Where the rounds of a loop are written out, what is certain is no fork.
  const certain = walk.ranges === null || value.kind !== 'expression' ? null : certainty(walk.builder.world, walk.ranges, value.scoped);
  if (certain !== null) return prepend([{ kind: 'evaluate', value, ...origin }], followCondition(walk, at, statement, certain !== negated));
  if (value.kind === 'known') return prepend([{ kind: 'mark', ...origin }], followCondition(walk, at, statement, value.value));
  if (statement.kind === 'if') {
    const then = straight(walk, sidePosition(at, statement, true));
    const otherwise = then === null ? null : straight(walk, sidePosition(at, statement, false));
    if (then !== null && otherwise !== null) {
      return prepend([{ kind: 'if', condition: value, negated, then, else: otherwise, ...origin }], onward(walk, next(at)));
    }
  }
  const side = (truth: boolean): Tree => {
    const inner = guarded(fork(walk, statement), value, truth !== negated);
    return inner === null ? ended({ kind: 'blocked' }) : complete(followCondition(inner, at, statement, truth));
  };
  return ended({ kind: 'branch', condition: value, negated, then: side(true), else: side(false), ...origin });
}

function sidePosition(at: StatementPosition, statement: IfStatement, truth: boolean): StatementPosition {
  if (truth) return inside(at, statement.consequent.statements, next(at));
  const { alternative } = statement;
  if (alternative === null) return inside(at, [], next(at));
  return inside(at, alternative.kind === 'if' ? [alternative] : alternative.statements, next(at));
}

function followCondition(walk: Walk, at: StatementPosition, statement: IfStatement | WhileStatement, truth: boolean): Going {
  if (statement.kind === 'if') return onward(walk, sidePosition(at, statement, truth));
  if (!truth) return onward(walk, next(at));
  const loop: LoopPosition = { kind: 'loop', statement, at, counter: null, limit: null, after: next(at) };
  return onward(walk, inside(at, statement.body.statements, loop));
}

function executeRepeat(walk: Walk, at: StatementPosition, statement: Statement & { kind: 'repeat' }): Going {
  const { builder } = walk;
  const count = statement.count === null ? 'forever' : builder.world.constant(statement.count);
  const limit = typeof count === 'number' ? count : null;
  if (limit !== null && limit <= 0) return onward(walk, next(at));
  const passed = pass(walk, at, statement.span);
  if (passed === null) return ended({ kind: 'blocked' });
  const counter =
    limit === null
      ? null
      : declareLocal(builder, {
          name: `repeat@${statement.span.start}`,
          node: statement,
          frame: at.frame,
          type: { kind: 'int', min: 0, max: limit - 1, forever: false },
          role: 'counter',
        });
  const loop: LoopPosition = { kind: 'loop', statement, at, counter, limit, after: next(at) };
  const body = onward(passed, roundOf(loop));
  return counter === null ? body : prepend([{ kind: 'counter', local: counter, ...originAt(at), path: [...pathAt(at)] }], body);
}

function roundOf(loop: LoopPosition): StatementPosition {
  const body = inside(loop.at, loop.statement.body.statements, loop);
  return loop.counter === null ? body : { ...body, scope: [...body.scope, loop.counter] };
}

/** The end of a round. */
function again(walk: Walk, loop: LoopPosition): Going {
  const { at, statement } = loop;
  if (statement.kind === 'while') {
    const passed = pass(walk, at, statement.span);
    return passed === null ? ended({ kind: 'blocked' }) : onward(passed, at);
  }
  if (loop.limit === 1) return onward(walk, loop.after);
  const { counter, limit } = loop;
  const counted = counter === null || limit === null ? walk : noteRound(fork(walk, statement), counter, limit);
  const passed = counted === null ? null : pass(counted, { ...at, prefix: [...at.prefix, 'round'] }, statement.span);
  if (counter === null || limit === null) return passed === null ? ended({ kind: 'blocked' }) : onward(passed, roundOf(loop));
  const round = passed === null ? ended({ kind: 'blocked' }) : proceed(passed, roundOf(loop));
  return ended({ kind: 'rounds', local: counter, limit, again: round, leave: proceed(fork(walk, statement), loop.after), ...originAt(at) });
}

function jump(walk: Walk, at: StatementPosition, statement: Statement & { kind: 'break' | 'continue' | 'goto' }): Going {
  if (statement.kind === 'goto') {
    const target = findLabel(walk.builder.world, at, statement.label.text);
    const passed = target === null ? null : pass(walk, target, statement.span);
    return target === null || passed === null ? ended({ kind: 'blocked' }) : onward(passed, target);
  }
  const loop = enclosingLoop(at);
  if (loop === null) return ended({ kind: 'blocked' });
  return onward(walk, statement.kind === 'break' ? loop.after : loop);
}

/** The type of an element, or of a set of some of them. */
function chosenType(subset: boolean, element: ConcreteType | null): ConcreteType | null {
  return subset && element !== null ? { kind: 'set', element } : element;
}

function executeChoose(walk: Walk, at: StatementPosition, statement: Statement & { kind: 'choose' }): Going {
  const { builder } = walk;
  const { target } = statement;
  const meaning = target.kind === 'name_expression' ? meaningOf(builder.world, target.name) : undefined;
  const declares = meaning?.kind === 'local' && meaning.declaration === statement;
  const local =
    declares && target.kind === 'name_expression'
      ? declareLocal(builder, {
          name: target.name.text,
          node: statement,
          frame: at.frame,
          type: chosenType(statement.subset, elementOf(typeAt(builder, at, statement.domain))),
          role: at.top ? 'top' : 'scoped',
        })
      : null;
  const chosen = local ?? rootLocal(builder.world, scoped(at, target));
  const forked = fork(walk, statement);
  return ended({
    kind: 'choose',
    subset: statement.subset,
    local,
    target: declares ? null : scoped(at, target),
    domain: scoped(at, statement.domain),
    condition: statement.condition === null ? null : scoped(at, statement.condition),
    next: proceed(chosen === null ? forked : noteUnknown(forked, chosen), next(at, local)),
    ...originAt(at),
  });
}

function executeFor(walk: Walk, at: StatementPosition, statement: Statement & { kind: 'for' }): Going {
  const { builder } = walk;
  if (!at.atomic) builder.diagnostics.push(violation(forOutside, statement.span, forStandsOutside.message, forStandsOutside.help));
  const local = declareLocal(builder, {
    name: statement.binder.name.text,
    node: statement.binder,
    frame: at.frame,
    type: elementOf(typeAt(builder, at, statement.binder.domain)),
    role: 'scoped',
  });
  const domain = scoped(at, statement.binder.domain);
  const condition = statement.condition === null ? null : scoped(at, statement.condition);
  const block = inside(at, statement.body.statements, { kind: 'element', after: next(at) });
  const body = straight(walk, block);
  if (body !== null) return prepend([{ kind: 'for', local, domain, condition, body, ...originAt(at) }], onward(walk, next(at)));
  const inner = noteUnknown(fork(walk, statement));
  const rest = proceed(inner, next(at));
  return ended({ kind: 'for_each', local, domain, condition, body: proceed(inner, block), next: rest, ...originAt(at) });
}

/** Executes the effectful call of the statement at a position, and goes on with its result. */
function invoke(walk: Walk, at: StatementPosition, call: EffectCall): Going {
  return call.kind === 'builtin' ? invokeBuiltin(walk, at, call) : invokeOperation(walk, at, call);
}

function invokeBuiltin(walk: Walk, at: StatementPosition, call: EffectCall & { kind: 'builtin' }): Going {
  const effect = effectOf(walk.builder.world, at, call);
  const origin = originAt(at);
  const used = statementAt(at)?.kind !== 'call_statement';
  if (call.builtin === 'try_get' || ((call.builtin === 'freeze' || call.builtin === 'cmpxchg' || call.builtin === 'remove') && used)) {
    const outcome = (value: boolean): Tree => complete(useValue(fork(walk, call.call), at, { kind: 'known', value }, call.negated));
    return ended({ kind: 'attempt', effect, success: outcome(true), failure: outcome(false), ...origin });
  }
  const result = used ? resultOf(walk, at, call.call) : null;
  const item: FlowItem = { kind: 'effect', effect, result, ...origin };
  return prepend([item], result === null ? onward(walk, next(at)) : useValue(walk, at, { kind: 'result', result }, call.negated));
}

function invokeOperation(walk: Walk, at: StatementPosition, call: EffectCall & { kind: 'operation' }): Going {
  const entered = enter(walk, at, call.call);
  if (entered === null) return onward(walk, next(at));
  const { body, items } = entered;
  const after: Position = { kind: 'return', frame: entered.frame, at, negated: call.negated, after: next(at) };
  return prepend([...marksOfCall(at, entered, items)], onward(walk, { ...body, after }));
}

/** Leaves the operation around a position with a value; the actor ends where there is none. */
function returnFrom(walk: Walk, position: Position, value: FlowValue | null, items: readonly FlowItem[] = []): Going {
  const call = enclosingCall(position);
  if (call === null) return prepend(items, ended({ kind: 'leaf', target: null }));
  if (statementAt(call.at)?.kind === 'call_statement') {
    const dropped: readonly FlowItem[] =
      value?.kind === 'expression' && position.kind === 'statements' ? [{ kind: 'evaluate', value, ...originAt(position) }] : [];
    return prepend([...items, ...dropped], onward(walk, next(call.at)));
  }
  return prepend(items, useValue(walk, call.at, value ?? { kind: 'known', value: false }, call.negated));
}
