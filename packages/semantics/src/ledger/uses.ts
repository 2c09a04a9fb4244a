import { children, isExpression } from '@mmspec/syntax';
import type { Expression } from '@mmspec/syntax';
import type { FlowItem, Scoped, TreeEnd } from '../flow/types.ts';
import { nameOf } from './names.ts';
import { ownerOf } from './owners.ts';
import { usedAfterPut } from './problems.ts';
import type { Where } from './problems.ts';
import { lookup } from './state.ts';
import type { State } from './state.ts';
import { report, worldOf } from './walker.ts';
import type { Walker } from './walker.ts';

/*
 * Uses of an `owns` variable that certainly is none, as after its put.
 */

/** Reports what an item looks for in an object that is certainly not there. */
export function judgeItem(walker: Walker, item: FlowItem, state: State): void {
  switch (item.kind) {
    case 'declare':
    case 'evaluate':
      if (item.value.kind === 'expression') judgeUses(walker, item.value.scoped, state, item);
      return;
    case 'assign':
      if (item.ghost) return;
      judgeUses(walker, item.target, state, item);
      if (item.value.kind === 'expression') judgeUses(walker, item.value.scoped, state, item);
      return;
    case 'effect':
      for (const expression of item.effect.arguments) judgeUses(walker, { expression, frame: item.effect.frame }, state, item);
      return;
    case 'assert':
      judgeUses(walker, item.condition, state, item);
      return;
    case 'if':
      if (item.condition.kind === 'expression') judgeUses(walker, item.condition.scoped, state, item);
      return;
    case 'for':
    case 'counter':
    case 'mark':
      return;
  }
}

/** The same of what a branch or a wait asks. */
export function judgeEnd(walker: Walker, end: TreeEnd, state: State, where: Where): void {
  if (end.kind === 'branch' && end.condition.kind === 'expression') judgeUses(walker, end.condition.scoped, state, end);
  if (end.kind === 'await') judgeUses(walker, end.condition, state, end);
  if (end.kind === 'attempt') {
    for (const expression of end.effect.arguments) judgeUses(walker, { expression, frame: end.effect.frame }, state, where);
  }
}

function judgeUses(walker: Walker, { expression, frame }: Scoped, state: State, where: Where): void {
  const pending: Expression[] = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'field') {
      const { object } = next;
      const owner = ownerOf(worldOf(walker), object, frame);
      const known = owner === null ? null : lookup(state, nameOf(walker.naming, object, frame));
      if (known?.fact === 'none' && !known.pinned) report(walker, () => usedAfterPut(worldOf(walker), where, object));
    }
    pending.push(...certainParts(next));
  }
}

/** The parts of an expression that are evaluated whatever the others are. */
function certainParts(expression: Expression): readonly Expression[] {
  if (expression.kind === 'binary' && ['and', 'or', 'implies'].includes(expression.operator)) return [expression.left];
  if (expression.kind === 'conditional') return [expression.condition];
  if (expression.kind === 'quantifier' || expression.kind === 'comprehension' || expression.kind === 'count') return [expression.binder.domain];
  return children(expression).filter((node) => isExpression(node));
}
