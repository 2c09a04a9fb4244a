import { positionAt } from '@mmspec/source';
import type { Expression, IfStatement, Statement, WhileStatement } from '@mmspec/syntax';
import { declareLocal, locationAt, newResult, pass, reportCycle, tree, typeAt } from './builder.ts';
import type { FirstStep, Walk } from './builder.ts';
import { invoke, returnFrom } from './calls.ts';
import { enclosingCall, enclosingLoop, findLabel, inside, next, pathAt, settle, statementAt } from './positions.ts';
import type { LoopPosition, Position, StatementPosition } from './positions.ts';
import { effectCall, isAtomicHere, isStep, targetGhost } from './shared.ts';
import { straight } from './straight.ts';
import { elementOf, meaningOf } from './typing.ts';
import type { FlowItem, FlowLocal, FlowValue, Scoped, Tree } from './types.ts';

/*
 * Walks control from a position to the next location, and makes the tree of what happens on the way.
 */

/** Where an item at a position comes from. */
export function originAt(at: StatementPosition): { readonly statement: Statement | null; readonly frame: StatementPosition['frame']; readonly path: readonly string[] } {
  return { statement: statementAt(at) ?? null, frame: at.frame, path: pathAt(at) };
}

export function scoped(at: StatementPosition, expression: Expression): Scoped {
  return { expression, frame: at.frame };
}

/** Puts items before a tree. */
export function prepend(items: readonly FlowItem[], rest: Tree): Tree {
  return items.length === 0 ? rest : tree([...items, ...rest.items], rest.end);
}

/** Local work and control from a position to the next location. */
export function proceed(walk: Walk, position: Position): Tree {
  switch (position.kind) {
    case 'done':
      return tree([], isElsewhere(walk) ? { kind: 'blocked' } : { kind: 'leaf', target: null });
    case 'element':
      return tree([], { kind: 'next_element' });
    case 'return':
      return returnFrom(walk, position, null);
    case 'loop':
      return again(walk, position);
    case 'statements':
      break;
  }
  const at = settle(position);
  const statement = statementAt(at);
  if (statement === undefined) return proceed(walk, at.after);
  if (!at.atomic && isStep(walk.builder.world, statement, at.frame)) {
    if (walk.first === null) return tree([], { kind: 'leaf', target: locationAt(walk.builder, at, statement) });
    if (statement.kind === 'either') return nestedEither(walk, walk.first, at, statement);
    if (isElsewhere(walk)) return tree([], { kind: 'blocked' });
    walk.first.found(at);
    return execute({ ...walk, first: null, passed: new Set() }, at, statement);
  }
  return execute(walk, at, statement);
}

/** True where a way met fewer branchings than the candidate whose first step is looked for. */
function isElsewhere({ first }: Walk): boolean {
  return first !== null && first.met < first.taken.length;
}

/** An `either` in front of the first step of a branch. */
function nestedEither(walk: Walk, first: FirstStep, at: StatementPosition, statement: Statement & { kind: 'either' }): Tree {
  if (first.met === first.taken.length) first.open(statement.branches.length);
  const branch = statement.branches[first.taken[first.met] ?? -1];
  if (branch === undefined) return tree([], { kind: 'blocked' });
  return proceed({ ...walk, first: { ...first, met: first.met + 1 } }, inside(at, branch.statements, next(at)));
}

/** Executes the statement at a position and goes on. */
export function execute(walk: Walk, at: StatementPosition, statement: Statement): Tree {
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
      return call === null ? proceed(walk, next(at)) : invoke(walk, at, call);
    }
    case 'if':
    case 'while':
      return executeCondition(walk, at, statement);
    case 'repeat':
      return executeRepeat(walk, at, statement);
    case 'either': {
      const branches = statement.branches.map((branch) => proceed(walk, inside(at, branch.statements, next(at))));
      return tree([], { kind: 'either', branches, ...originAt(at) });
    }
    case 'choose':
      return executeChoose(walk, at, statement);
    case 'await':
      return tree([], {
        kind: 'await',
        condition: scoped(at, statement.condition),
        idle: statement.idle,
        next: proceed(walk, next(at)),
        ...originAt(at),
      });
    case 'atomic': {
      const atomic = at.atomic || isAtomicHere(world, statement);
      const body = proceed(walk, inside(at, statement.body.statements, next(at), atomic));
      return isAtomicHere(world, statement) ? prepend([{ kind: 'mark', ...originAt(at) }], body) : body;
    }
    case 'for':
      return executeFor(walk, at, statement);
    case 'assert':
      return prepend([assertItem(walk, at, statement)], proceed(walk, next(at)));
    case 'break':
    case 'continue':
    case 'goto':
      return prepend([{ kind: 'mark', ...originAt(at) }], jump(walk, at, statement));
    case 'skip':
      return prepend([{ kind: 'mark', ...originAt(at) }], proceed(walk, next(at)));
    case 'label':
    case 'error_statement':
      return proceed(walk, next(at));
  }
}

/** The assertion at a position, with the name of its property: actor and path, or the line where there is no label. */
export function assertItem(walk: Walk, at: StatementPosition, statement: Statement & { kind: 'assert' }): FlowItem {
  const { world, name, actor } = walk.builder;
  // The path of an action begins with its name.
  const path = actor === null ? pathAt(at).slice(1) : pathAt(at);
  const file = world.model.files[statement.span.file];
  const line = file === undefined ? 0 : positionAt(file, statement.span.start).line;
  const property = [name, ...(path.length > 0 ? path : [`line ${line}`])].join('.');
  return { kind: 'assert', condition: scoped(at, statement.condition), property, ...originAt(at) };
}

function literal(expression: Expression): FlowValue | null {
  return expression.kind === 'boolean' ? { kind: 'known', value: expression.value } : null;
}

/** Control goes on with the value of the statement at a position: it is stored, returned or tested. */
export function useValue(walk: Walk, at: StatementPosition, value: FlowValue, negated: boolean = false): Tree {
  const statement = statementAt(at);
  const origin = originAt(at);
  const result: FlowValue = value.kind === 'known' && negated ? { kind: 'known', value: !value.value } : value;
  switch (statement?.kind) {
    case 'local': {
      const local = declareAt(walk, at, statement, result);
      return prepend([{ kind: 'declare', local, value: result, ...origin }], proceed(walk, next(at, local)));
    }
    case 'assign': {
      const ghost = targetGhost(walk.builder.world, statement.target, at.frame);
      const item: FlowItem = { kind: 'assign', target: scoped(at, statement.target), operator: statement.operator, value: result, ghost, ...origin };
      return prepend([item], proceed(walk, next(at)));
    }
    case 'return':
      return returnFrom(walk, at, result, [{ kind: 'mark', ...origin }]);
    case 'if':
    case 'while':
      return branchOn(walk, at, statement, result, value.kind === 'known' ? false : negated);
    default:
      return proceed(walk, next(at));
  }
}

/** The local that a declaration at a position makes. */
export function declareAt(walk: Walk, at: StatementPosition, statement: Statement & { kind: 'local' }, value: FlowValue): FlowLocal {
  const { builder } = walk;
  const declared = statement.type === null ? null : builder.world.concrete(statement.type, 'value');
  const initial = value.kind === 'expression' && value.scoped.frame === at.frame ? value.scoped : null;
  const inferred = value.kind === 'result' ? value.result.type : typeAt(builder, at, statement.initial);
  const type = declared ?? inferred;
  return declareLocal(builder, {
    name: statement.name.text,
    node: statement,
    frame: at.frame,
    type: type?.kind === 'place' ? { kind: 'object', declaration: type.declaration } : type,
    role: at.top ? 'top' : 'scoped',
    owns: statement.owns,
    ghost: statement.storage === 'ghost',
    immutable: statement.storage === 'let',
    initial,
  });
}

function executeCondition(walk: Walk, at: StatementPosition, statement: IfStatement | WhileStatement): Tree {
  const known = walk.builder.world.constant(statement.condition);
  if (typeof known === 'boolean') return followCondition(walk, at, statement, known);
  const call = effectCall(walk.builder.world, statement.condition);
  if (call !== null) return invoke(walk, at, call);
  return useValue(walk, at, { kind: 'expression', scoped: scoped(at, statement.condition) });
}

function branchOn(walk: Walk, at: StatementPosition, statement: IfStatement | WhileStatement, value: FlowValue, negated: boolean): Tree {
  const origin = originAt(at);
  if (value.kind === 'known') return prepend([{ kind: 'mark', ...origin }], followCondition(walk, at, statement, value.value));
  if (statement.kind === 'if') {
    const then = straight(walk, sidePosition(at, statement, true));
    const otherwise = then === null ? null : straight(walk, sidePosition(at, statement, false));
    if (then !== null && otherwise !== null) {
      return prepend([{ kind: 'if', condition: value, negated, then, else: otherwise, ...origin }], proceed(walk, next(at)));
    }
  }
  return tree([], {
    kind: 'branch',
    condition: value,
    negated,
    then: followCondition(walk, at, statement, true),
    else: followCondition(walk, at, statement, false),
    ...origin,
  });
}

function sidePosition(at: StatementPosition, statement: IfStatement, truth: boolean): StatementPosition {
  if (truth) return inside(at, statement.consequent.statements, next(at));
  const { alternative } = statement;
  if (alternative === null) return inside(at, [], next(at));
  return inside(at, alternative.kind === 'if' ? [alternative] : alternative.statements, next(at));
}

function followCondition(walk: Walk, at: StatementPosition, statement: IfStatement | WhileStatement, truth: boolean): Tree {
  if (statement.kind === 'if') return proceed(walk, sidePosition(at, statement, truth));
  if (!truth) return proceed(walk, next(at));
  const loop: LoopPosition = { kind: 'loop', statement, at, counter: null, limit: null, after: next(at) };
  return proceed(walk, inside(at, statement.body.statements, loop));
}

function executeRepeat(walk: Walk, at: StatementPosition, statement: Statement & { kind: 'repeat' }): Tree {
  const { builder } = walk;
  const count = statement.count === null ? 'forever' : builder.world.constant(statement.count);
  const limit = typeof count === 'number' ? count : null;
  if (limit !== null && limit <= 0) return proceed(walk, next(at));
  const passed = pass(walk, at);
  if (passed === null) return reportCycle(walk, statement.span);
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
  const body = proceed(passed, roundOf(loop));
  return counter === null ? body : prepend([{ kind: 'counter', local: counter, ...originAt(at), path: [...pathAt(at)] }], body);
}

function roundOf(loop: LoopPosition): StatementPosition {
  const body = inside(loop.at, loop.statement.body.statements, loop);
  return loop.counter === null ? body : { ...body, scope: [...body.scope, loop.counter] };
}

/** The end of a round. */
function again(walk: Walk, loop: LoopPosition): Tree {
  const { at, statement } = loop;
  if (statement.kind === 'while') {
    const passed = pass(walk, at);
    return passed === null ? reportCycle(walk, statement.span) : proceed(passed, at);
  }
  if (loop.limit === 1) return proceed(walk, loop.after);
  const passed = pass(walk, { ...at, prefix: [...at.prefix, 'round'] });
  if (passed === null) return reportCycle(walk, statement.span);
  const round = proceed(passed, roundOf(loop));
  if (loop.counter === null || loop.limit === null) return round;
  return tree([], { kind: 'rounds', local: loop.counter, limit: loop.limit, again: round, leave: proceed(walk, loop.after), ...originAt(at) });
}

function jump(walk: Walk, at: StatementPosition, statement: Statement & { kind: 'break' | 'continue' | 'goto' }): Tree {
  if (statement.kind === 'goto') {
    const target = findLabel(walk.builder.world, at, statement.label.text);
    if (target === null) return tree([], { kind: 'blocked' });
    const passed = pass(walk, target);
    return passed === null ? reportCycle(walk, statement.span) : proceed(passed, target);
  }
  const loop = enclosingLoop(at);
  if (loop === null) return tree([], { kind: 'blocked' });
  return proceed(walk, statement.kind === 'break' ? loop.after : loop);
}

function executeChoose(walk: Walk, at: StatementPosition, statement: Statement & { kind: 'choose' }): Tree {
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
          type: elementOf(typeAt(builder, at, statement.domain)),
          role: at.top ? 'top' : 'scoped',
        })
      : null;
  return tree([], {
    kind: 'choose',
    local,
    target: declares ? null : scoped(at, target),
    domain: scoped(at, statement.domain),
    condition: statement.condition === null ? null : scoped(at, statement.condition),
    next: proceed(walk, next(at, local)),
    ...originAt(at),
  });
}

function executeFor(walk: Walk, at: StatementPosition, statement: Statement & { kind: 'for' }): Tree {
  const { builder } = walk;
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
  const rest = proceed(walk, next(at));
  if (body !== null) return prepend([{ kind: 'for', local, domain, condition, body, ...originAt(at) }], rest);
  return tree([], { kind: 'for_each', local, domain, condition, body: proceed(walk, block), next: rest, ...originAt(at) });
}

/** True where a position is inside an operation. */
export function inOperation(position: Position): boolean {
  return enclosingCall(position) !== null;
}

/** The result of an effect of a type. */
export function resultOf(walk: Walk, at: StatementPosition, expression: Expression): ReturnType<typeof newResult> {
  return newResult(walk.builder, typeAt(walk.builder, at, expression));
}
