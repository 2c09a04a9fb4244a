import { spanInSpec } from '@mmspec/interpreter';
import type { InWindow, Outcome, Performing } from '@mmspec/interpreter';
import { holdsBack, orderingTables } from '@mmspec/system';
import type { AccessOrder, BarriersBetween, MemoryMode } from '@mmspec/system';
import { performedIn } from '../drawing/passed.ts';
import type { SiteKind } from './places.ts';

/*
 * Which barriers forbid a run: each access of it that was performed before an earlier one of its actor could be held back
 * by a barrier between the two, or by an order of one of them. A run that none of some barriers holds back is a run with them too.
 */

/** A place where a barrier forbids a run: the statement that begins there, and which barriers do. */
export interface Forbidding {
  readonly start: number;
  readonly kind: SiteKind;
  /** Of a barrier: where the statement begins that the run has before it. */
  readonly after: number | null;
}

const nothing: BarriersBetween = { full: false, read: false, write: false };

/** Everything that forbids a run, each once. */
export function forbidding(taken: readonly Outcome[], memory: MemoryMode): Forbidding[] {
  const found = new Map<string, Forbidding>();
  for (const outcome of taken) {
    const performed = performedIn(outcome);
    if (performed === null) continue;
    for (const each of forbiddingStep(performed, memory)) found.set(`${each.kind} ${each.start} ${each.after}`, each);
  }
  return [...found.values()];
}

function forbiddingStep({ steps }: Performing, memory: MemoryMode): Forbidding[] {
  const last = steps.at(-1);
  const later = last?.orders[0];
  if (last === undefined || later === undefined) return [];
  return steps
    .slice(0, -1)
    .flatMap((earlier, at) => (earlier.isPending ? earlier.orders.flatMap((order) => between(steps.slice(at), order, later, memory)) : []));
}

/** What keeps the first of these steps before the last one. */
function between(steps: readonly InWindow[], earlier: AccessOrder, later: AccessOrder, memory: MemoryMode): Forbidding[] {
  const table = orderingTables[memory];
  const [first, ...rest] = steps;
  const starts = steps.map(ownStart);
  const kinds = (['full', 'read', 'write'] as const).filter((kind) => holdsBack(table, earlier, later, { ...nothing, [kind]: true }));
  const barriers = rest.flatMap((_, at) => kinds.map((kind) => ({ start: starts[at + 1]!, kind, after: starts[at]! })));
  const acquire =
    earlier.isLoad && holdsBack(table, { ...earlier, isAcquire: true }, later, nothing)
      ? [{ start: ownStart(first!), kind: 'acquire' as const, after: null }]
      : [];
  const release =
    later.isStore && holdsBack(table, earlier, { ...later, isRelease: true }, nothing)
      ? [{ start: ownStart(rest.at(-1)!), kind: 'release' as const, after: null }]
      : [];
  return [...barriers, ...acquire, ...release].flatMap(({ start, ...others }) => (start === null ? [] : [{ start, ...others }]));
}

const ownStart = ({ stack }: InWindow): number | null => spanInSpec(stack)?.start ?? null;
