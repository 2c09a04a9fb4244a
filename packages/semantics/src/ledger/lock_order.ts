import type { Statement } from '@mmspec/syntax';
import type { Diagnostic } from '@mmspec/source';
import type { FlowItem } from '../flow/types.ts';
import type { World } from '../world/world.ts';
import { circularLocking } from './problems.ts';
import type { Where } from './problems.ts';

/*
 * The order in which locks are taken, as lockdep follows it (Documentation/locking/lockdep-design.rst): an edge from each
 * lock that is held to the one that is waited for. A cycle of edges is a possible deadlock, also where no run shows it.
 * Locks are distinguished by the object they are in where it is known, so there is no false alarm from two of one class;
 * a lock that was held around both sides of a cycle (a gate) keeps them apart.
 */

/** An actor waits for a lock while it holds another. */
export interface LockOrder {
  /** Name of the actor kind, and how many there are. */
  readonly actor: string;
  readonly count: number;
  readonly held: string;
  /** Where the first was taken. */
  readonly heldAt: Where;
  readonly taken: string;
  readonly takenAt: Where;
  /** All locks held then. */
  readonly around: readonly string[];
}

/** True where a store that takes a lock waits for it first: not in an operation that only tries. */
export function waitsForLock({ frame }: FlowItem): boolean {
  const first = frame.operation?.body.statements.find((statement: Statement) => statement.kind !== 'label');
  return frame.operation === null || first?.kind === 'await';
}

/** One diagnostic for each set of locks that are taken in a cycle. */
export function circularOrders(world: World, orders: readonly LockOrder[]): readonly Diagnostic[] {
  const reported = new Set<string>();
  const found: Diagnostic[] = [];
  for (const order of orders) {
    const back = pathBack(orders, order);
    if (back === null) continue;
    const circle = [order, ...back];
    const key = circle
      .map(({ held }) => held)
      .sort()
      .join('\n');
    if (reported.has(key) || !canMeet(circle)) continue;
    reported.add(key);
    found.push(circularLocking(world, circle));
  }
  return found;
}

/** The shortest path along the orders from the lock that is taken to the one that is held. */
function pathBack(orders: readonly LockOrder[], { held, taken }: LockOrder): readonly LockOrder[] | null {
  const paths: (readonly LockOrder[])[] = orders.filter((order) => order.held === taken).map((order) => [order]);
  const seen = new Set<string>();
  for (const path of paths) {
    const last = path.at(-1);
    if (last === undefined || last.taken === held) return last === undefined ? null : path;
    if (seen.has(last.taken)) continue;
    seen.add(last.taken);
    for (const order of orders) if (order.held === last.taken) paths.push([...path, order]);
  }
  return null;
}

/** Two actors are needed, and no lock that all of them hold. */
function canMeet(circle: readonly LockOrder[]): boolean {
  const several = new Set(circle.map(({ actor }) => actor)).size > 1 || circle.some(({ count }) => count > 1);
  const [first, ...others] = circle;
  const locks = new Set(circle.flatMap(({ held, taken }) => [held, taken]));
  const gate = first?.around.some((lock) => !locks.has(lock) && others.every(({ around }) => around.includes(lock))) === true;
  return several && !gate;
}
