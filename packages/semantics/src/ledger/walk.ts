import { typeOf } from '../flow/typing.ts';
import type { Effect, FlowItem, FlowLocal, FlowResult, Location, Scoped, Tree, TreeEnd } from '../flow/types.ts';
import { declarationOf } from './names.ts';
import { followLock } from './locks.ts';
import { emptiedBy, ownerOf, ownerOfCounter, weightOf } from './owners.ts';
import { join, refOfConflicts } from './join.ts';
import { notConstant, pathsConflict, severalInLoop, spanOf, placeName, untested } from './problems.ts';
import type { Where } from './problems.ts';
import { refine, refineExpression } from './refine.ts';
import { addName, freshValue, lookup, removeNames, resultName, unify } from './state.ts';
import type { PathValue, State } from './state.ts';
import { constantTerm, isZero, leastOf, minus, sameTerm, termOf } from './term.ts';
import type { Term } from './term.ts';
import type { Taken } from './types.ts';
import { judgeEnd, judgeItem } from './uses.ts';
import { declare, drop, forget, give, locate, receive, store, take, report, unpin, valueOf, valueOfExpression, worldOf } from './walker.ts';
import type { Located, Walker } from './walker.ts';

/*
 * All paths through the tree of a step.
 */

/** Called at the end of every path; null is `done`. `where` is what happened last. */
export type Arrive = (target: Location | null, state: State, where: Where) => void;

interface Exits {
  readonly arrive: Arrive;
  /** Called at the end of a round of the `for` around. */
  readonly nextElement: (state: State) => void;
}

/** Follows every path of a tree from a state. */
export function walkTree(walker: Walker, tree: Tree, state: State, where: Where, arrive: Arrive): void {
  follow(walker, tree, state, where, { arrive, nextElement: () => undefined });
}

function follow(walker: Walker, tree: Tree, from: State, before: Where, exits: Exits): void {
  let state: State | null = from;
  let where = before;
  for (const item of tree.items) {
    judgeItem(walker, item, state);
    state = runItem(walker, item, state);
    where = item;
    if (state === null) return;
  }
  followEnd(walker, tree.end, state, where, exits);
}

function followEnd(walker: Walker, end: TreeEnd, state: State, where: Where, exits: Exits): void {
  judgeEnd(walker, end, state, where);
  const go = (tree: Tree, next: State | null, at: Where = where): void => {
    if (next !== null) follow(walker, tree, next, at, exits);
  };
  switch (end.kind) {
    case 'leaf':
      return exits.arrive(end.target, state, where);
    case 'blocked':
      return;
    case 'next_element':
      return exits.nextElement(state);
    case 'branch':
      go(end.then, refine(walker, state, end.condition, !end.negated), end);
      return go(end.else, refine(walker, state, end.condition, end.negated), end);
    case 'rounds':
      go(end.again, state, end);
      return go(end.leave, state, end);
    case 'attempt':
      go(end.success, runAttempt(walker, end.effect, state, end), end);
      return go(end.failure, state, end);
    case 'await':
      return go(end.next, refineExpression(walker, state, end.condition, true), end);
    case 'choose': {
      const chosen = freshValue(null);
      if (end.local !== null) return go(end.next, declare(walker, state, end.local, chosen, end), end);
      return go(end.next, end.target === null ? state : store(walker, state, end.target, chosen, end, 'assigned'), end);
    }
    case 'either':
      for (const branch of end.branches) go(branch, state, end);
      return;
    case 'for_each': {
      const rounds: State[] = [];
      const inner = declare(walker, state, end.local, freshValue(null), end);
      follow(walker, end.body, inner, end, { arrive: exits.arrive, nextElement: (after) => rounds.push(after) });
      return go(end.next, afterRounds(walker, state, rounds, end.local, end), end);
    }
  }
}

/** After a `for`, whose rounds must leave the references as they were. */
function afterRounds(walker: Walker, before: State, rounds: readonly State[], local: FlowLocal, where: Where): State {
  let state = before;
  for (const round of rounds) {
    const { state: after, lost } = removeNames(round, (name) => name.locals.has(local));
    const joined = join(state, after);
    const [text] = [...lost.map((one) => one.text), ...joined.conflicts.map((one) => one.text)];
    if (text !== undefined) report(walker, () => severalInLoop(worldOf(walker), where, text));
    state = joined.state;
  }
  return state;
}

/** What an item does to a state; null where the path ends. */
function runItem(walker: Walker, item: FlowItem, state: State): State | null {
  switch (item.kind) {
    case 'mark':
    case 'evaluate':
    case 'counter':
      return state;
    case 'declare':
      return declare(walker, state, item.local, valueOf(walker, state, item.value), item);
    case 'assign':
      return item.ghost ? state : runAssign(walker, item, state);
    case 'effect':
      return runEffect(walker, item.effect, item.result, state, item);
    case 'assert':
      return refineExpression(walker, state, item.condition, true);
    case 'if':
      return runIf(walker, item, state);
    case 'for': {
      const inner = declare(walker, state, item.local, freshValue(null), item);
      const after = runItems(walker, item.body, inner);
      return afterRounds(walker, state, after === null ? [] : [after], item.local, item);
    }
  }
}

function runItems(walker: Walker, items: readonly FlowItem[], from: State): State | null {
  let state: State | null = from;
  for (const item of items) {
    if (state === null) return null;
    judgeItem(walker, item, state);
    state = runItem(walker, item, state);
  }
  return state;
}

function runIf(walker: Walker, item: FlowItem & { kind: 'if' }, state: State): State | null {
  const side = (truth: boolean, items: readonly FlowItem[]): State | null => {
    const refined = refine(walker, state, item.condition, truth !== item.negated);
    return refined === null ? null : runItems(walker, items, refined);
  };
  const then = side(true, item.then);
  const otherwise = side(false, item.else);
  if (then === null || otherwise === null) return then ?? otherwise;
  const joined = join(then, otherwise);
  if (joined.conflicts.length > 0) {
    const world = worldOf(walker);
    const about = refOfConflicts(joined.conflicts);
    report(
      walker,
      () => {
        const span = spanOf(world, item);
        const place = `the end of the \`if\` at ${placeName(world, item)}`;
        return pathsConflict(
          world,
          item,
          place,
          walker.name,
          joined.conflicts,
          { text: 'the condition is true', span },
          { text: 'the condition is false', span },
        );
      },
      about,
    );
  }
  return joined.state;
}

function runAssign(walker: Walker, item: FlowItem & { kind: 'assign' }, state: State): State {
  const { target, operator, value } = item;
  const world = worldOf(walker);
  if (typeOf(world, target.expression, target.frame)?.kind === 'ref') return runCount(walker, item, state);
  const stored = operator === '=' ? valueOf(walker, state, value) : freshValue(null);
  return store(walker, followLock(walker, item, state), target, stored, item, 'assigned');
}

/** `r = n`, `r += n`, `r -= n` on a counter. */
function runCount(walker: Walker, item: FlowItem & { kind: 'assign' }, state: State): State {
  const { target, operator, value } = item;
  const world = worldOf(walker);
  const count = value.kind === 'expression' ? termIn(walker, value.scoped) : null;
  if (count === null) {
    report(walker, () => notConstant(world, item, value.kind === 'expression' ? value.scoped.expression : target.expression));
    return state;
  }
  const at = locate(walker, state, target.expression, target.frame);
  if (at === null) return state;
  const drops = operator === '-=' ? count : minus(none, count);
  if (isZero(count)) return unpin(walker, at.state, item);
  if (leastOf(drops) >= 0) {
    const owner = operator === '-=' ? ownerOfCounter(world, target) : null;
    return owner === null ? unpin(walker, drop(walker, at, drops, item, 'put'), item) : putOwned(walker, at, owner, drops, item);
  }
  const gains = minus(none, drops);
  if (leastOf(gains) < 0) report(walker, () => notConstant(world, item, value.kind === 'expression' ? value.scoped.expression : target.expression));
  return unpin(walker, take(at, gains, takenBy(item, operator === '=' ? 'store' : 'add')), item);
}

const none = constantTerm(0);

/** The number of references that an expression is, where a location has it for ever. */
function termIn({ naming }: Walker, { expression, frame }: Scoped): Term | null {
  return termOf(naming.world, expression, frame, naming.assigned);
}

/** Gives up references, those of an `owns` variable first, which is empty then; what it had more than that the actor keeps. */
function putOwned(walker: Walker, at: Located, owner: Scoped, count: Term, where: Where): State {
  const weight = weightOf(worldOf(walker), owner.expression, owner.frame);
  const more = minus(count, weight);
  const isMore = leastOf(more) >= 0;
  const rest = isZero(more) ? at.state : isMore ? drop(walker, at, more, where, 'put') : take(at, minus(none, more), takenBy(where, 'put'));
  return store(walker, unpin(walker, rest, where), owner, freshValue(null, 'none'), where, 'emptied');
}

function takenBy(where: Where, how: Taken['how']): Taken {
  return { statement: where.statement, frame: where.frame, path: where.path, how };
}

function runEffect(walker: Walker, effect: Effect, result: FlowResult | null, state: State, where: Where): State {
  const [first, second] = effect.arguments;
  if (first === undefined) return state;
  const { frame } = effect;
  switch (effect.builtin) {
    case 'get':
    case 'try_get': {
      const count = amountOf(walker, effect, where);
      const at = count === null ? null : locate(walker, state, first, frame);
      return at === null || count === null ? state : unpin(walker, take(at, count, takenBy(where, effect.builtin)), where);
    }
    case 'put':
    case 'sub_and_test':
      return runPut(walker, effect, state, where);
    case 'xchg':
      return second === undefined ? state : runExchange(walker, { expression: first, frame }, { expression: second, frame }, result, state, where);
    case 'cmpxchg': {
      const target = { expression: first, frame };
      if (ownerOf(worldOf(walker), first, frame) !== null) report(walker, () => untested(worldOf(walker), where));
      return store(walker, state, target, freshValue(null), where, 'emptied');
    }
    case 'append':
    case 'pop':
    case 'insert':
    case 'remove':
    case 'remove_at': {
      const declaration = declarationOf(worldOf(walker), first, frame);
      return forget(walker, state, (name) => declaration !== null && name.reads.has(declaration), where, 'assigned');
    }
    case 'freeze':
    case 'unfreeze':
    case 'touch':
    case 'might_sleep':
    case 'irq_count_inc':
    case 'irq_count_dec':
    case 'bh_count_inc':
    case 'bh_count_dec':
    case 'preempt_count_inc':
    case 'preempt_count_dec':
    case 'rcu_depth_inc':
    case 'rcu_depth_dec':
      return state;
  }
}

/** How many references an effect is about; null, and reported, where that is not known for ever. */
function amountOf(walker: Walker, effect: Effect, where: Where): Term | null {
  const [, count] = effect.arguments;
  if (count === undefined) return constantTerm(1);
  const term = termIn(walker, { expression: count, frame: effect.frame });
  if (term === null || leastOf(term) < 0) report(walker, () => notConstant(worldOf(walker), where, count));
  return term;
}

/** A put empties the `owns` variable that its argument names, or takes references from the actor. */
function runPut(walker: Walker, effect: Effect, state: State, where: Where): State {
  const [argument] = effect.arguments;
  const count = amountOf(walker, effect, where);
  const owner = emptiedBy(worldOf(walker), effect);
  const isWhole = owner !== null && count !== null && sameTerm(count, weightOf(worldOf(walker), owner.expression, owner.frame));
  if (isWhole) return store(walker, state, owner, freshValue(null, 'none'), where, 'emptied');
  const at = argument === undefined || count === null ? null : locate(walker, state, argument, effect.frame);
  if (at === null || count === null) return state;
  return owner === null ? unpin(walker, drop(walker, at, count, where, 'put'), where) : putOwned(walker, at, owner, count, where);
}

/** `xchg(place, value)`: the old value gets the name of the result; out of an `owns` variable it brings its reference along. */
function runExchange(walker: Walker, place: Scoped, value: Scoped, result: FlowResult | null, state: State, where: Where): State {
  const world = worldOf(walker);
  const owner = ownerOf(world, place.expression, place.frame);
  const type = typeOf(world, place.expression, place.frame);
  const weight = weightOf(world, place.expression, place.frame);
  let next = state;
  if (owner !== null) next = give(walker, next, valueOfExpression(walker, next, value), type, weight, where);
  next = unpin(walker, next, where);
  if (result !== null) next = addName(next, valueOfExpression(walker, next, place), resultName(result.id)).state;
  if (owner !== null) {
    const old = result === null ? valueOfExpression(walker, next, place) : lookup(next, resultName(result.id));
    next = receive(walker, next, old, type, weight, takenBy(where, 'xchg'));
  }
  return store(walker, next, place, valueOfExpression(walker, next, value), where, 'emptied');
}

/** The outcome in which the effect of an attempt succeeded; null where it cannot. */
function runAttempt(walker: Walker, effect: Effect, state: State, where: Where): State | null {
  if (effect.builtin === 'try_get' || effect.builtin === 'remove') return runEffect(walker, effect, null, state, where);
  if (effect.builtin !== 'cmpxchg') return state;
  const [place, expected, value] = effect.arguments.map((expression): Scoped => ({ expression, frame: effect.frame }));
  if (place === undefined || expected === undefined || value === undefined) return state;
  const world = worldOf(walker);
  const owner = ownerOf(world, place.expression, place.frame);
  const type = typeOf(world, place.expression, place.frame);
  const weight = weightOf(world, place.expression, place.frame);
  let next = state;
  let old: PathValue = valueOfExpression(walker, next, expected);
  const current = valueOfExpression(walker, next, place);
  if (old !== current && (old.names.size > 0 || old.fact === 'none')) ({ state: next, value: old } = unify(next, current, old));
  if (owner !== null) {
    next = unpin(walker, give(walker, next, valueOfExpression(walker, next, value), type, weight, where), where);
    old = valueOfExpression(walker, next, place);
    next = receive(walker, next, old, type, weight, takenBy(where, 'cmpxchg'));
  }
  return store(walker, next, place, valueOfExpression(walker, next, value), where, 'emptied');
}
