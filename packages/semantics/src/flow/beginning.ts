import type { Diagnostic } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { Expression } from '@mmspec/syntax';
import { isContextEffect, isHandler } from '../contexts.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { treesAfter } from './trees_after.ts';
import type { ActorFlow, Effect, FlowItem, Location, Tree } from './types.ts';

/** A handler is back at its beginning at one place. */
export const oneBeginning: Rule = rule({
  code: 'MM0240',
  title: 'handler that begins at several places',
  why: 'A handler that is back at its beginning runs no more, so its text begins at one place.',
  text: 'What local work leads to first is the beginning of a softirq, a hardirq or an NMI. Where a local decides which step that is, put one step before the decision, such as `skip`.',
  example: `module m
shared n: 0..3 = 0
actor t on cpu[0] { set: n = 3 }
actor i on cpu[0] as hardirq { var x: 0..1 = 0  if x == 0 { one: n = 1 } else { two: n = 2 } }
`,
  fix: `module m
shared n: 0..3 = 0
actor t on cpu[0] { set: n = 3 }
actor i on cpu[0] as hardirq { var x: 0..1 = 0  begin: skip  if x == 0 { one: n = 1 } else { two: n = 2 } }
`,
});

/** Before the initial state nobody stands anywhere. */
export const placeTooEarly: Rule = rule({
  code: 'MM0242',
  title: 'asks where actors stand before the first step',
  why: 'Local work before the first step of an actor belongs to the initial state, in which nobody stands anywhere yet.',
  text: 'Ghost code that says `at` stands behind a step, with which it is done: it sees where actors stand as that step begins.',
  example: `module m
shared n: 0..3 = 0
actor a { ghost early: bool = false  early = b at set  set: n = 1 }
actor b { set: n = 2 }
`,
  fix: `module m
shared n: 0..3 = 0
actor a { ghost early: bool = false  set: n = 1  early = b at set }
actor b { set: n = 2 }
invariant p: a.early implies n > 0
`,
});

/** Before its first step nobody runs who could ask or switch anything off. */
export const askedTooEarly: Rule = rule({
  code: 'MM0241',
  title: 'asks about a CPU before the first step',
  why: 'Local work before the first step of an actor belongs to the initial state, in which nobody has run yet.',
  text: 'What changes a count, or asks whether sleeping is allowed, stands in a step or after one; operations of the library do so by themselves.',
  example: `module m
shared n: 0..3 = 0
actor a { might_sleep()  set: n = 1 }
`,
  fix: `module m
shared n: 0..3 = 0
actor a { set: atomic { might_sleep()  n = 1 } }
`,
});

/** The first built-in about counts in local work; null where there is none. */
function contextEffectIn(tree: Tree): Effect | null {
  const inItems = (items: readonly FlowItem[]): Effect | null => {
    for (const item of items) {
      if (item.kind === 'effect' && isContextEffect(item.effect.builtin)) return item.effect;
      const inside = item.kind === 'if' ? (inItems(item.then) ?? inItems(item.else)) : item.kind === 'for' ? inItems(item.body) : null;
      if (inside !== null) return inside;
    }
    return null;
  };
  return treesAfter(tree.end).reduce<Effect | null>((found, next) => found ?? contextEffectIn(next), inItems(tree.items));
}

/** An `at` in the ghosts of local work; null where there is none. */
function placeAskedIn(tree: Tree): Expression | null {
  const inItems = (items: readonly FlowItem[]): Expression | null => {
    for (const item of items) {
      const value = (item.kind === 'assign' || item.kind === 'declare') && item.value.kind === 'expression' ? item.value.scoped.expression : null;
      const found = value === null ? null : atIn(value);
      const inside = item.kind === 'if' ? (inItems(item.then) ?? inItems(item.else)) : item.kind === 'for' ? inItems(item.body) : null;
      if (found !== null || inside !== null) return found ?? inside;
    }
    return null;
  };
  return treesAfter(tree.end).reduce<Expression | null>((found, next) => found ?? placeAskedIn(next), inItems(tree.items));
}

function atIn(value: Expression): Expression | null {
  let found: Expression | null = null;
  walk(value, (node) => {
    if (node.kind === 'at') found = node;
    return found === null;
  });
  return found;
}

/** Where local work leads first; null is `done`. */
function beginnings({ initial }: Pick<ActorFlow, 'initial'>): ReadonlySet<Location | null> {
  const found = new Set<Location | null>();
  const pending = [initial];
  for (let tree = pending.pop(); tree !== undefined; tree = pending.pop()) {
    if (tree.end.kind === 'leaf') found.add(tree.end.target);
    else pending.push(...treesAfter(tree.end));
  }
  return found;
}

/** The place where a handler stands before its first step; null for tasks, and where the text has no step. */
export function beginningOf(flow: Pick<ActorFlow, 'initial' | 'actor'>): Location | null {
  if (!isHandler(flow.actor)) return null;
  const [first = null] = beginnings(flow);
  return first;
}

/** What is wrong with how an actor begins. */
export function checkBeginning(flow: Pick<ActorFlow, 'initial' | 'actor'>): readonly Diagnostic[] {
  const { actor } = flow;
  const early = contextEffectIn(flow.initial);
  if (early !== null) {
    const message = `\`${early.builtin}\` is called before the first step of \`${actor.name.text}\`.`;
    return [violation(askedTooEarly, early.call.span, message, 'Put it into `atomic { … }` with what follows.')];
  }
  const asked = placeAskedIn(flow.initial);
  if (asked !== null) {
    const message = `This asks where an actor stands before the first step of \`${actor.name.text}\`.`;
    return [violation(placeTooEarly, asked.span, message, 'Put it behind a step, such as `skip`.')];
  }
  if (!isHandler(actor) || beginnings(flow).size <= 1) return [];
  const help = 'Write a step before what decides, such as `skip`.';
  return [violation(oneBeginning, actor.name.span, `\`${actor.name.text}\` begins at several places.`, help)];
}
