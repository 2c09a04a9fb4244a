import { treesAfter } from '@mmspec/semantics';
import type { FlowLocal, Location, Tree } from '@mmspec/semantics';
import { apart, faultIf, hold, newTemp, Unsupported } from './context.ts';
import type { Context, Value } from './context.ts';
import { beyond, codeOf, truthful } from './convert.ts';
import { noteHolder } from './cpus.ts';
import { lowerAttempt } from './effects.ts';
import { lazy } from './branches.ts';
import { lowerTruth } from './expressions.ts';
import { fitValue } from './fit.ts';
import { compare, lookup, not, number, numeric, zero } from '../ir/fold.ts';
import type { Expr, Stmt } from '../ir/ir.ts';
import { lowerItems } from './items.ts';
import { instanceCell, locationCell } from './layout.ts';
import { lowerPlace, placeOfLocal, readPlace, writePlace } from './places.ts';
import { pushIf } from './push_if.ts';
import { domainOf } from './sets.ts';
import type { Member } from './sets.ts';
import { subsetsOf } from './subsets.ts';
import { breakSymmetryByRounds } from './symmetry_breaking.ts';
import { declareIn, execute, faulting, isMutable, leafOf, truthOf } from './step_path.ts';
import type { Continuation, StepPath } from './step_path.ts';

/*
 * The tree of a step as statements. Paths that fork are nested, so that what follows a fork knows which path was taken.
 */

export function lowerTree(outer: Context, stepPath: StepPath, tree: Tree): void {
  const { context, stepPath: after } = lowerItems(outer, stepPath, tree.items);
  lowerEnd(context, after, tree);
}

function lowerEnd(context: Context, stepPath: StepPath, tree: Tree): void {
  const { end } = tree;
  switch (end.kind) {
    case 'leaf':
      lowerLeaf(context, stepPath, end.target);
      return;
    case 'blocked':
      context.out.push({ kind: 'blocked' });
      return;
    case 'next_element':
      if (stepPath.element === null) throw new Error('the end of a round outside a `for`');
      stepPath.element(context, stepPath);
      return;
    case 'branch': {
      const here = execute(context, stepPath, end.path);
      // The value of a `return` is evaluated before the statement that tests it.
      const isReturned = end.condition.kind === 'expression' && end.condition.scoped.frame !== end.frame;
      const inside = faulting({ ...context, frame: end.frame }, isReturned ? stepPath : here);
      const condition = truthOf(inside, end.condition);
      fork(context, end.negated ? not(condition) : condition, here, end.then, end.else);
      return;
    }
    case 'rounds':
      lowerRounds(context, stepPath, end);
      return;
    case 'attempt': {
      const here = execute(context, stepPath, end.path);
      const { condition, success } = lowerAttempt(faulting(context, here), end.effect);
      const then = apart(context, (inner) => {
        success(faulting(inner, here));
        lowerTree(inner, here, end.success);
      });
      const otherwise = apart(context, (inner) => lowerTree(inner, here, end.failure));
      pushIf(context, condition, then.out, otherwise.out);
      return;
    }
    case 'await': {
      const here = execute(context, stepPath, end.path);
      const inside = faulting({ ...context, frame: end.condition.frame }, here);
      const condition = lowerTruth(inside, end.condition.expression);
      if (condition.kind === 'truth' && !condition.value) {
        context.out.push({ kind: 'blocked' });
        return;
      }
      if (condition.kind !== 'truth') context.out.push({ kind: 'if', condition: not(condition), then: [{ kind: 'blocked' }], else: [] });
      lowerTree(context, here, end.next);
      return;
    }
    case 'choose':
      lowerChoose(context, stepPath, end);
      return;
    case 'either':
      for (const branch of end.branches) alternative(context, (inner) => lowerTree(inner, stepPath, branch));
      return;
    case 'for_each':
      lowerForEach(context, stepPath, end);
      return;
  }
}

function fork(context: Context, condition: Expr, stepPath: StepPath, then: Tree, otherwise: Tree): void {
  if (condition.kind === 'truth') {
    lowerTree(context, stepPath, condition.value ? then : otherwise);
    return;
  }
  const yesSide = apart(context, (inner) => lowerTree(inner, stepPath, then));
  const noSide = apart(context, (inner) => lowerTree(inner, stepPath, otherwise));
  pushIf(context, condition, yesSide.out, noSide.out);
}

/** The next location: locals that are out of scope there are reset, so that states do not differ by them. */
function lowerLeaf(context: Context, stepPath: StepPath, target: Location | null): void {
  const { kind } = context;
  if (kind !== null) {
    for (const local of new Set(stepPath.alive)) {
      if (local.role === 'top' || target?.scope.includes(local) === true) continue;
      const cells = kind.locals.get(local);
      cells?.parts.forEach((part, at) => context.out.push({ kind: 'store', cell: instanceCell(kind, cells.offset + at), value: number(part.rest) }));
    }
    if (target !== stepPath.from || target === null) {
      context.out.push({ kind: 'store', cell: locationCell(kind), value: number(target === null ? kind.flow.locations.length : target.id) });
    }
  }
  if (kind !== null && stepPath.from !== null) noteHolder(context, kind, target);
  context.out.push({ kind: 'leaf', leaf: leafOf(context, stepPath) });
}

function lowerRounds(context: Context, stepPath: StepPath, end: Tree['end'] & { kind: 'rounds' }): void {
  const place = placeOfLocal(context, end.local);
  const rounds = codeOf(readPlace(context, place));
  const then = apart(context, (inner) => {
    writePlace(inner, place, [numeric('+', rounds, number(1))]);
    lowerTree(inner, stepPath, end.again);
  });
  const otherwise = apart(context, (inner) => lowerTree(inner, stepPath, end.leave));
  pushIf(context, compare('<', rounds, number(end.limit - 1)), then.out, otherwise.out);
}

/** An alternative: mutable locals of the generated code get copies, and stores are undone after it. */
function alternative(context: Context, lower: (inner: Context) => void): void {
  const out: Stmt[] = [];
  lower(copied({ ...context, out }));
  context.out.push({ kind: 'alternative', body: out });
}

function copied(context: Context): Context {
  const locals = new Map(context.locals);
  for (const [local, temps] of context.locals) {
    if (!isMutable(local)) continue;
    const copies = temps.map((temp) => {
      const copy = newTemp(context.lowering, temp.name, temp, temp.boolean);
      context.out.push({ kind: 'let', temp: copy, value: { kind: 'temp', temp }, mutable: true });
      return copy;
    });
    locals.set(local, copies);
  }
  return { ...context, locals };
}

function lowerChoose(context: Context, stepPath: StepPath, end: Tree['end'] & { kind: 'choose' }): void {
  const here = execute(context, stepPath, end.path);
  const inside = faulting({ ...context, frame: end.domain.frame }, here);
  if (end.subset) {
    const { temp, count, value, outside } = subsetsOf(inside, end.domain.expression);
    const body: Stmt[] = [];
    const inner = copied({ ...context, out: body });
    pushIf(inner, outside, [{ kind: 'blocked' }], []);
    lowerChosen(inner, here, end, value);
    context.out.push({ kind: 'each', temp, count, body });
    return;
  }
  const domain = domainOf(inside, end.domain.expression);
  // What an alternative stores must not change who else is in the set.
  const members: readonly Member[] = domain.members.map(({ value, member }) => ({ value, member: hold(context, member, 'member') }));
  const [only] = members;
  if (only === undefined) {
    context.out.push({ kind: 'blocked' });
    return;
  }
  if (members.length === 1 && only.member.kind === 'truth') {
    lowerChosen(context, here, end, only.value);
    return;
  }
  const codes = members.map(({ value, member }) =>
    member.kind === 'truth' && value.parts.length === 1 && value.parts[0]?.kind === 'number' ? value.parts[0].value : null,
  );
  if (codes.every((code) => code !== null)) {
    const temp = newTemp(context.lowering, 'way', { min: 0, max: codes.length - 1 }, false);
    const body: Stmt[] = [];
    const inner = copied({ ...context, out: body });
    const part = lookup(codes, { kind: 'temp', temp });
    lowerChosen(inner, here, end, { type: domain.element, parts: [truthful(domain.element, part)] });
    context.out.push({ kind: 'each', temp, count: codes.length, body });
    return;
  }
  for (const { value, member } of members) {
    const out: Stmt[] = [];
    alternative({ ...context, out }, (inner) => lowerChosen(inner, here, end, value));
    pushIf(context, member, out, []);
  }
}

/** One value of a `choose`: it is stored, the condition is asked, and control goes on. */
function lowerChosen(outer: Context, stepPath: StepPath, end: Tree['end'] & { kind: 'choose' }, value: Value): void {
  let context = outer;
  let here = stepPath;
  if (end.local !== null) {
    const declared = declareIn(faulting(context, stepPath), end.local, value.parts);
    context = { ...declared, fault: context.fault };
    here = { ...stepPath, alive: [...stepPath.alive, end.local] };
  } else if (end.target !== null) {
    const inside = faulting({ ...context, frame: end.target.frame }, stepPath);
    const place = lowerPlace(inside, end.target.expression);
    if (place?.type.kind === 'set' && value.type.kind === 'set') {
      const beyondPlace = beyond(inside, value.type.element, place.type.element);
      faultIf(inside, compare('!==', numeric('&', value.parts[0] ?? zero, number(beyondPlace)), zero), `range of ${place.name}`);
    }
    if (place !== null) writePlace(inside, place, fitValue(inside, value, place.type, place.name));
  }
  if (end.condition !== null) {
    const condition = lowerTruth(faulting({ ...context, frame: end.condition.frame }, here), end.condition.expression);
    if (condition.kind !== 'truth' || !condition.value) pushIf(context, not(condition), [{ kind: 'blocked' }], []);
  }
  lowerTree(context, here, end.next);
}

// ---------------------------------------------------------------- a `for` whose body may leave it, or go on in several paths

type ForEachEnd = Extract<Tree['end'], { kind: 'for_each' }>;

/** More paths through all rounds of one `for` are refused. */
const pathsMax = 4096;

/** Lowers the rounds of a `for` one after the other; where a round has several paths, each goes on with rounds of its own. */
function lowerForEach(context: Context, stepPath: StepPath, end: ForEachEnd): void {
  const here = execute(context, stepPath, end.path);
  const inside = faulting({ ...context, frame: end.domain.frame }, here);
  const members = domainOf(inside, end.domain.expression).members.map(({ value, member }) => ({
    value: { ...value, parts: value.parts.map((part) => hold(inside, part, 'element')) },
    member: hold(inside, member, 'member'),
  }));
  const elements = members.map(({ value }) => value.type);
  if (!forks(end.body)) {
    breakSymmetryByRounds(inside, end.domain.expression, elements, lowerInRow(context, here, end, members));
    return;
  }
  breakSymmetryByRounds(inside, end.domain.expression, elements, null);
  if (pathsOn(end.body) ** members.length > pathsMax)
    throw new Unsupported('this `for` has too many paths through it', end.domain.expression, 'Choose in fewer rounds, or once before the `for`.');
  const roundsFrom = (inner: Context, so: StepPath, index: number): void => {
    const member = members[index];
    const rest: Continuation = (deep, after) => roundsFrom(deep, after, index + 1);
    if (member === undefined) lowerTree(inner, { ...so, element: stepPath.element }, end.next);
    else lowerRound(inner, so, end, member, rest, rest);
  };
  roundsFrom(context, here, 0);
}

/** Rounds that join at their end: what they executed is known at run time. */
function lowerInRow(context: Context, stepPath: StepPath, end: ForEachEnd, members: readonly Member[]): readonly (readonly Stmt[])[] {
  const rounds: (readonly Stmt[])[] = [];
  const alive = new Set<FlowLocal>(stepPath.alive);
  for (const member of members) {
    context.lowering.counter += 1;
    const label = context.lowering.counter;
    const leave: Continuation = (deep, after) => {
      after.alive.forEach((local) => alive.add(local));
      deep.out.push({ kind: 'leave', label });
    };
    const { out } = apart(context, (inner) => lowerRound(inner, { ...stepPath, conditional: true }, end, member, leave, null));
    if (out.length === 0) continue;
    const round: Stmt = { kind: 'block', label, body: out };
    context.out.push(round);
    rounds.push([round]);
  }
  lowerTree(context, { ...stepPath, alive: [...alive] }, end.next);
  return rounds;
}

/** One round: the body and then `rest` where the element is chosen, `skipped` where it is not. */
function lowerRound(context: Context, stepPath: StepPath, end: ForEachEnd, { value, member }: Member, rest: Continuation, skipped: Continuation | null): void {
  const element: Context = { ...context, elements: new Map([...context.elements, [end.local, value]]) };
  const { condition } = end;
  const chosen =
    condition === null
      ? member
      : lazy(faulting({ ...element, frame: condition.frame }, stepPath), member, true, (inner) => lowerTruth(inner, condition.expression));
  const body = apart(element, (inner) => lowerTree(inner, { ...stepPath, element: rest }, end.body));
  const otherwise = apart(context, (inner) => skipped?.(inner, stepPath));
  pushIf(context, chosen, body.out, otherwise.out);
}

/** True where a body has several paths to go on from one state. */
function forks(tree: Tree): boolean {
  const { end } = tree;
  if (end.kind === 'choose' || end.kind === 'either') return true;
  return treesAfter(tree.end).some(forks);
}

/** Number of paths through a body that go on with the next round. */
function pathsOn(tree: Tree): number {
  if (tree.end.kind === 'next_element') return 1;
  return treesAfter(tree.end).reduce((sum, side) => sum + pathsOn(side), 0);
}
