import type { FlowLocal, Tree } from '@mmspec/semantics';
import { apart, hold, Unsupported } from './context.ts';
import type { Context } from './context.ts';
import { lazy, lowerTruth } from './expressions.ts';
import { domainOf } from './sets.ts';
import type { Member } from './sets.ts';
import type { Stmt } from './ir.ts';
import { tellOfRounds } from './symmetry/told.ts';
import { execute, faulting, lowerTree, pushIf } from './trees.ts';
import type { Continuation, Way } from './trees.ts';

/*
 * A `for` whose body may leave it, or go on in several ways.
 */

type ForEachEnd = Extract<Tree['end'], { kind: 'for_each' }>;

/** More ways through all rounds of one `for` are refused. */
const waysMax = 4096;

/** Lowers the rounds of a `for` one after the other; where a round has several ways, each goes on with rounds of its own. */
export function lowerForEach(context: Context, way: Way, end: ForEachEnd): void {
  const here = execute(context, way, end.path);
  const inside = faulting({ ...context, frame: end.domain.frame }, here);
  const members = domainOf(inside, end.domain.expression).members.map(({ value, member }) => ({
    value: { ...value, parts: value.parts.map((part) => hold(inside, part, 'element')) },
    member: hold(inside, member, 'member'),
  }));
  const elements = members.map(({ value }) => value.type);
  if (!forks(end.body)) {
    tellOfRounds(inside, end.domain.expression, elements, lowerInRow(context, here, end, members));
    return;
  }
  tellOfRounds(inside, end.domain.expression, elements, null);
  if (waysOn(end.body) ** members.length > waysMax) throw new Unsupported('this `for` has too many ways through it', end.domain.expression, 'Choose in fewer rounds, or once before the `for`.');
  const roundsFrom = (inner: Context, so: Way, index: number): void => {
    const member = members[index];
    const rest: Continuation = (deep, after) => roundsFrom(deep, after, index + 1);
    if (member === undefined) lowerTree(inner, { ...so, element: way.element }, end.next);
    else lowerRound(inner, so, end, member, rest, rest);
  };
  roundsFrom(context, here, 0);
}

/** Rounds that join at their end: what they executed is known at run time. */
function lowerInRow(context: Context, way: Way, end: ForEachEnd, members: readonly Member[]): readonly (readonly Stmt[])[] {
  const rounds: (readonly Stmt[])[] = [];
  const alive = new Set<FlowLocal>(way.alive);
  for (const member of members) {
    context.lowering.counter += 1;
    const label = context.lowering.counter;
    const leave: Continuation = (deep, after) => {
      after.alive.forEach((local) => alive.add(local));
      deep.out.push({ kind: 'leave', label });
    };
    const { out } = apart(context, (inner) => lowerRound(inner, { ...way, conditional: true }, end, member, leave, null));
    if (out.length === 0) continue;
    const round: Stmt = { kind: 'block', label, body: out };
    context.out.push(round);
    rounds.push([round]);
  }
  lowerTree(context, { ...way, alive: [...alive] }, end.next);
  return rounds;
}

/** One round: the body and then `rest` where the element is chosen, `skipped` where it is not. */
function lowerRound(context: Context, way: Way, end: ForEachEnd, { value, member }: Member, rest: Continuation, skipped: Continuation | null): void {
  const element: Context = { ...context, elements: new Map([...context.elements, [end.local, value]]) };
  const { condition } = end;
  const chosen = condition === null ? member : lazy(faulting({ ...element, frame: condition.frame }, way), member, true, (inner) => lowerTruth(inner, condition.expression));
  const body = apart(element, (inner) => lowerTree(inner, { ...way, element: rest }, end.body));
  const otherwise = apart(context, (inner) => skipped?.(inner, way));
  pushIf(context, chosen, body.out, otherwise.out);
}

/** True where a body has several ways to go on from one state. */
function forks(tree: Tree): boolean {
  const { end } = tree;
  if (end.kind === 'choose' || end.kind === 'either') return true;
  return sidesOf(tree).some(forks);
}

/** Number of ways through a body that go on with the next round. */
function waysOn(tree: Tree): number {
  if (tree.end.kind === 'next_element') return 1;
  return sidesOf(tree).reduce((sum, side) => sum + waysOn(side), 0);
}

/** The trees that follow a tree; those of the rounds of an inner `for` count once. */
function sidesOf({ end }: Tree): readonly Tree[] {
  switch (end.kind) {
    case 'leaf':
    case 'blocked':
    case 'next_element':
      return [];
    case 'branch':
      return [end.then, end.else];
    case 'rounds':
      return [end.again, end.leave];
    case 'attempt':
      return [end.success, end.failure];
    case 'await':
    case 'choose':
      return [end.next];
    case 'either':
      return end.branches;
    case 'for_each':
      return [end.body, end.next];
  }
}
