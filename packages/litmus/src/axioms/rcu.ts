import { isBefore } from '../threads/event.ts';
import type { Basis } from './fences.ts';
import type { Symbolic } from '../threads/symbol.ts';
import type { Bits } from './relation.ts';

/*
 * Grace periods and read-side critical sections, as far as program order tells them.
 */

/** An event, whether access or fence, seen from the accesses. */
export interface Point {
  readonly thread: number;
  /** Its number in its thread. */
  readonly event: number;
  /** Accesses before it. */
  readonly before: Bits;
  /** Accesses after it, and itself where it is an access. */
  readonly from: Bits;
}

/** A grace period (one point), or a section: effects come in at its end and go out at its beginning. */
export interface Period {
  readonly kind: 'grace' | 'section';
  /** Null: of RCU; otherwise the address of the SRCU domain. */
  readonly domain: Symbolic | null;
  readonly entry: Point;
  readonly exit: Point;
}

export interface Sections {
  /** Grace periods, and the sections of RCU. */
  readonly periods: readonly Period[];
  /** `srcu_read_lock` and `srcu_read_unlock`: which belong together is known once it is known what reads from what. */
  readonly srcuLocks: readonly Point[];
  readonly srcuUnlocks: readonly Point[];
  readonly hasAny: boolean;
  readonly flags: readonly string[];
  readonly isBefore: (first: Point, second: Point) => boolean;
}

export function sections(basis: Basis): Sections {
  const { threads } = basis;
  const periods: Period[] = [];
  const flags = new Set<string>();
  const srcuLocks: Point[] = [];
  const srcuUnlocks: Point[] = [];
  for (const [thread, { path }] of threads.entries()) {
    const open: Point[] = [];
    const closed: [number, number][] = [];
    for (const [event, { tag, address }] of path.events.entries()) {
      const point = (): Point => pointOf(basis, thread, event);
      if (tag === 'sync-rcu' || tag === 'sync-srcu') {
        const here = point();
        periods.push({ kind: 'grace', domain: address, entry: here, exit: here });
      } else if (tag === 'rcu-lock') open.push(point());
      else if (tag === 'rcu-unlock') {
        const lock = open.pop();
        if (lock === undefined) flags.add('unmatched-rcu-unlock');
        else {
          periods.push({ kind: 'section', domain: null, entry: point(), exit: lock });
          closed.push([lock.event, event]);
        }
      } else if (tag === 'srcu-lock') srcuLocks.push(point());
      else if (tag === 'srcu-unlock') srcuUnlocks.push(point());
    }
    if (open.length > 0) flags.add('unmatched-rcu-lock');
    const sleeps = path.events.some(({ tag }, event) => tag === 'sync-srcu' && closed.some(([lock, unlock]) => lock < event && event < unlock));
    if (sleeps) flags.add('invalid-sleep');
  }
  return {
    periods,
    srcuLocks,
    srcuUnlocks,
    hasAny: periods.length > 0,
    flags: [...flags],
    isBefore: (first, second) => first.thread === second.thread && isBefore(threads[first.thread]!.path, first.event, second.event),
  };
}

function pointOf({ kit, threads }: Basis, thread: number, event: number): Point {
  const { path, numbers } = threads[thread]!;
  const chosen = (isSo: (other: number) => boolean): Bits => kit.set(numbers.filter((number, other) => number >= 0 && isSo(other)));
  return {
    thread,
    event,
    before: chosen((other) => isBefore(path, other, event)),
    from: chosen((other) => other === event || isBefore(path, event, other)),
  };
}
