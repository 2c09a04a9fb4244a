import type { Diagnostic } from '@mmspec/source';
import { comesToContextEffects, contextOf, countEffectOf, countMax, countNames, isHandler } from '../contexts.ts';
import type { CountName } from '../contexts.ts';
import { treesAfter } from '../flow/trees_after.ts';
import type { ActorFlow, FlowItem, Location, Tree } from '../flow/types.ts';
import type { World } from '../world/world.ts';
import { endsWithOff, sleepsWithOff, turnedOnTwice, unlikeCounts } from './context_problems.ts';
import type { Where } from './problems.ts';

/*
 * How often interrupts, bottom halves and preemption are off, and RCU read sections open, at each place of an actor: at least and
 * at most, over all paths. It is the kernel's own bookkeeping, as lockdep and sparse follow it; what an actor with a CPU of
 * its own turns off is counted too.
 */

/** How often something is off: at least and at most; and where it was turned off last, on some path. */
export interface Off {
  readonly min: number;
  readonly max: number;
  readonly since: Where | null;
}

export type Counts = Readonly<Record<CountName, Off>>;

const on: Off = { min: 0, max: 0, since: null };
const nothingOff: Counts = { irq_off: on, bh_off: on, preempt_count: on, rcu_depth: on };

/** What is known of one actor kind. */
export interface ActorCounts {
  readonly flow: ActorFlow;
  /** What is off where an item is executed, over all paths to it. */
  readonly at: Pick<ReadonlyMap<FlowItem, Counts>, 'get'>;
}

interface Visitor {
  readonly item: (item: FlowItem, before: Counts) => void;
  readonly arrive: (target: Location | null, counts: Counts, where: Where | null) => void;
}

/** Follows an actor until nothing changes, and then says what is wrong with how its counts nest. */
export function countsOf(flow: ActorFlow, world: World, report: (diagnostic: Diagnostic) => void): ActorCounts {
  if (!comesToContextEffects(world.model, flow.actor)) return { flow, at: { get: () => nothingOff } };
  const { found, unlike } = fixedPoint(flow);
  const at = new Map<FlowItem, Counts>();
  const actor = flow.actor.name.text;
  for (const { target, name, off } of unlike) report(unlikeCounts(world, actor, name, off, target));
  const visitor: Visitor = {
    item: (item, before) => {
      at.set(item, joined(at.get(item), before));
      reportItem(flow, world, item, before, report);
    },
    arrive: (target, counts, where) => {
      if (target !== null || where === null) return;
      const off = countNames.find((each) => each !== 'preempt_count' && counts[each].min > 0);
      if (off !== undefined) report(endsWithOff(world, actor, off, counts[off], where));
    },
  };
  follow(flow.initial, nothingOff, null, visitor);
  for (const location of flow.locations) {
    const counts = found.get(location);
    if (counts !== undefined) for (const { tree } of location.candidates) follow(tree, counts, null, visitor);
  }
  return { flow, at };
}

function reportItem({ actor }: ActorFlow, world: World, item: FlowItem, counts: Counts, report: (diagnostic: Diagnostic) => void): void {
  if (item.kind !== 'effect') return;
  const name = actor.name.text;
  if (item.effect.builtin === 'might_sleep') {
    const off = countNames.find((each) => counts[each].min > 0);
    if (off !== undefined) report(sleepsWithOff(world, item, name, off, counts[off], contextOf(actor)));
    else if (isHandler(actor)) report(sleepsWithOff(world, item, name, null, on, contextOf(actor)));
    return;
  }
  const change = countEffectOf(item.effect.builtin);
  if (change !== null && change.by < 0 && counts[change.count].max === 0) report(turnedOnTwice(world, item, name, change.count));
}

/** Two paths that meet, of which one has something off more often than the other. */
interface Unlike {
  /** Where they meet. At the end it is said which of them ends with something off. */
  readonly target: Location;
  readonly name: CountName;
  readonly off: Off;
}

/** What is off at each location that is reached, and where paths meet that differ. */
function fixedPoint(flow: ActorFlow): { readonly found: ReadonlyMap<Location | null, Counts>; readonly unlike: readonly Unlike[] } {
  const found = new Map<Location | null, Counts>();
  const unlike = new Map<Location, Unlike>();
  const pending: Location[] = [];
  const visitor: Visitor = {
    item: () => undefined,
    arrive: (target, counts) => {
      const before = found.get(target);
      const after = joined(before, counts);
      if (before !== undefined) {
        if (countNames.every((each) => before[each].min === after[each].min && before[each].max === after[each].max)) return;
        // Where a count is not known for certain, paths that differ have met before.
        const name = countNames.find((each) => isExact(before[each]) && isExact(counts[each]) && before[each].min !== counts[each].min);
        if (name !== undefined && target !== null && !unlike.has(target)) {
          const off = before[name].min > counts[name].min ? before[name] : counts[name];
          unlike.set(target, { target, name, off });
        }
      }
      found.set(target, after);
      if (target !== null && !pending.includes(target)) pending.push(target);
    },
  };
  follow(flow.initial, nothingOff, null, visitor);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const { tree } of next.candidates) follow(tree, found.get(next) ?? nothingOff, null, visitor);
  }
  return { found, unlike: [...unlike.values()] };
}

function follow(tree: Tree, before: Counts, from: Where | null, visitor: Visitor): void {
  const counts = afterItems(tree.items, before, visitor);
  const where = tree.items.at(-1) ?? from;
  const { end } = tree;
  if (end.kind === 'leaf') visitor.arrive(end.target, counts, where);
  else for (const next of treesAfter(end)) follow(next, counts, where, visitor);
}

function afterItems(items: readonly FlowItem[], before: Counts, visitor: Visitor): Counts {
  return items.reduce((counts, item): Counts => {
    visitor.item(item, counts);
    switch (item.kind) {
      case 'effect': {
        const change = countEffectOf(item.effect.builtin);
        return change === null ? counts : { ...counts, [change.count]: changed(counts[change.count], change.by, item) };
      }
      case 'if':
        return joined(afterItems(item.then, counts, visitor), afterItems(item.else, counts, visitor));
      case 'for':
        return joined(counts, afterItems(item.body, counts, visitor));
      case 'mark':
      case 'evaluate':
      case 'declare':
      case 'assign':
      case 'assert':
      case 'counter':
        return counts;
    }
  }, before);
}

function changed({ min, max, since }: Off, by: number, where: Where): Off {
  const within = (count: number): number => Math.min(countMax, Math.max(0, count));
  const after = { min: within(min + by), max: within(max + by) };
  return { ...after, since: by > 0 && max === 0 ? where : after.max === 0 ? null : since };
}

function joined(one: Counts | undefined, other: Counts): Counts {
  if (one === undefined) return other;
  const both = (name: CountName): Off => ({
    min: Math.min(one[name].min, other[name].min),
    max: Math.max(one[name].max, other[name].max),
    since: one[name].since ?? other[name].since,
  });
  return { irq_off: both('irq_off'), bh_off: both('bh_off'), preempt_count: both('preempt_count'), rcu_depth: both('rcu_depth') };
}

function isExact({ min, max }: Off): boolean {
  return min === max;
}
