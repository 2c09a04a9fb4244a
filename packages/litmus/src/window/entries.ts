import { holdsBack, type AccessOrder, type OrderingTable } from '@mmspec/system';
import type { Constraint, Event, Path, Tag } from '../threads/event.ts';
import { valueOf, type Symbolic } from '../threads/symbol.ts';

/*
 * A way through a thread as what its window fetches, one after the other.
 */

export type EntryKind = 'load' | 'store' | 'barrier' | 'assumption' | 'lock' | 'enter' | 'leave' | 'grace';

export interface Entry {
  readonly kind: EntryKind;
  readonly event: Event | null;
  /** Number of the event in its path; -1: none. */
  readonly number: number;
  /** Of an assumption. */
  readonly constraint: Constraint | null;
  readonly order: AccessOrder;
  /** Of a barrier: what it orders. */
  readonly barrier: 'full' | 'read' | 'write' | null;
  /** The entry that ends what this begins, or begins what this ends: the store of an update, the other mark of a section. */
  readonly partner: number;
  /** Of marks and grace periods: null for RCU, else the address of the SRCU domain. */
  readonly domain: Symbolic | null;
}

export interface Thread {
  readonly path: Path;
  readonly entries: readonly Entry[];
  /** For each entry, the earlier ones that hold it back whatever the locations are. */
  readonly heldBy: readonly (readonly number[])[];
  /** Entry of each event; -1: none. */
  readonly entryOf: readonly number[];
}

const noOrder: AccessOrder = { isLoad: false, isStore: false, isAcquire: false, isRelease: false, isUpdate: false };

const barriers: Readonly<Partial<Record<Tag, 'full' | 'read' | 'write'>>> = {
  mb: 'full',
  rmb: 'read',
  wmb: 'write',
  'before-atomic': 'full',
  'after-atomic': 'full',
  'after-spinlock': 'full',
  'after-unlock-lock': 'full',
  'after-srcu-read-unlock': 'full',
};

/** The entries of a way through a thread; `table` says what holds back what. */
export function threadOf(path: Path, table: OrderingTable): Thread {
  const marks = outermost(path);
  const entries: Entry[] = [];
  const entryOf: number[] = [];
  const assume = (place: number): void => {
    for (const constraint of path.constraints) if (constraint.place === place && constraint.isBranch) entries.push({ ...blank('assumption'), constraint });
  };
  for (const [number, event] of path.events.entries()) {
    assume(number);
    const entry = entryFor(event, number, marks);
    entryOf.push(entry === null ? -1 : entries.length);
    if (entry !== null) entries.push(entry);
  }
  assume(path.events.length);
  const linked = entries.map((entry): Entry => ({ ...entry, partner: partnerOf(path, entry, entryOf, marks) }));
  return { path, entries: linked, entryOf, heldBy: linked.map((_, later) => holders(linked, later, table)) };
}

const blank = (kind: EntryKind): Entry => ({ kind, event: null, number: -1, constraint: null, order: noOrder, barrier: null, partner: -1, domain: null });

function entryFor(event: Event, number: number, marks: ReadonlyMap<number, number>): Entry | null {
  const { tag, kind } = event;
  const common = { ...blank('load'), event, number };
  if (tag === 'rcu-lock' || tag === 'srcu-lock') return marks.has(number) ? { ...common, kind: 'enter', domain: event.address } : null;
  if (tag === 'rcu-unlock' || tag === 'srcu-unlock') return marks.has(number) ? { ...common, kind: 'leave', domain: event.address } : null;
  if (tag === 'sync-rcu' || tag === 'sync-srcu') return { ...common, kind: 'grace', domain: event.address };
  if (kind === 'fence') {
    const barrier = barriers[tag];
    return barrier === undefined ? null : { ...common, kind: 'barrier', barrier };
  }
  if (tag === 'lock-read') return null;
  const order: AccessOrder = {
    isLoad: kind === 'read' || tag === 'lock-write',
    isStore: kind === 'write',
    isAcquire: tag === 'acquire' || tag === 'lock-write' || event.failedAcquire,
    isRelease: tag === 'release' || tag === 'unlock',
    isUpdate: (event.atomic && !event.onlyLooked) || tag === 'lock-write',
  };
  return { ...common, kind: tag === 'lock-write' ? 'lock' : kind === 'read' ? 'load' : 'store', order };
}

/** The outermost marks of each section, with their partners. Nested ones count nothing; those without a partner neither. */
function outermost({ events }: Path): ReadonlyMap<number, number> {
  const pairs: [number, number][] = [];
  const open: number[] = [];
  for (const [number, { tag, data }] of events.entries()) {
    if (tag === 'rcu-lock') open.push(number);
    else if (tag === 'rcu-unlock') {
      const lock = open.pop();
      if (lock !== undefined) pairs.push([lock, number]);
    } else if (tag === 'srcu-unlock') pairs.push(...data.filter((load) => events[load]!.tag === 'srcu-lock').map((load): [number, number] => [load, number]));
  }
  const isInner = ([lock, unlock]: readonly [number, number]): boolean =>
    pairs.some(([outer, end]) => outer < lock && unlock < end && events[outer]!.address === events[lock]!.address);
  const kept = pairs.filter((pair) => !isInner(pair));
  return new Map(
    kept.flatMap(([lock, unlock]) => [
      [lock, unlock],
      [unlock, lock],
    ]),
  );
}

function partnerOf(path: Path, { event, number }: Entry, entryOf: readonly number[], marks: ReadonlyMap<number, number>): number {
  if (event === null) return -1;
  const mark = marks.get(number);
  if (mark !== undefined) return entryOf[mark]!;
  if (event.tag === 'lock-write') return -1;
  if (event.pair !== null) return entryOf[event.pair]!;
  const write = path.events.findIndex(({ pair }) => pair === number);
  return write < 0 ? -1 : entryOf[write]!;
}

/** What holds back an entry by its kind: see `packages/system/src/memory_order.ts`, and for locks and sections what is said here. */
function holders(entries: readonly Entry[], later: number, table: OrderingTable): number[] {
  const found: number[] = [];
  for (let earlier = 0; earlier < later; earlier++) if (isHeld(entries, earlier, later, table)) found.push(earlier);
  return found;
}

function isHeld(entries: readonly Entry[], earlier: number, later: number, table: OrderingTable): boolean {
  const first = entries[earlier]!;
  const second = entries[later]!;
  if (first.kind === 'grace' || second.kind === 'grace') return true;
  if (first.kind === 'barrier' || second.kind === 'barrier') return second.kind !== 'barrier' && first.barrier === 'full';
  if (second.kind === 'assumption') return false;
  if (first.kind === 'assumption') return second.order.isStore || second.order.isRelease || isMark(second);
  // An access moves into a section from either side, but never across all of it.
  if (first.kind === 'enter' || second.kind === 'leave') return true;
  if (second.kind === 'enter') return isMark(first) || first.order.isAcquire || hasBetween(entries, earlier, later, ({ barrier }) => barrier === 'full');
  if (first.kind === 'leave') return false;
  const between = {
    full: hasBetween(entries, earlier, later, ({ barrier }) => barrier === 'full'),
    read: hasBetween(entries, earlier, later, ({ barrier }) => barrier === 'read'),
    write: hasBetween(entries, earlier, later, ({ barrier }) => barrier === 'write'),
  };
  return holdsBack(table, first.order, second.order, between) || isAcrossLocks(entries, earlier, later);
}

const isMark = ({ kind }: Entry): boolean => kind === 'enter' || kind === 'leave';

function hasBetween(entries: readonly Entry[], earlier: number, later: number, isSo: (entry: Entry) => boolean): boolean {
  for (let at = earlier + 1; at < later; at++) if (isSo(entries[at]!)) return true;
  return false;
}

/** What comes before an unlock holds back what comes after a later lock, of any lock, but a store no load. */
function isAcrossLocks(entries: readonly Entry[], earlier: number, later: number): boolean {
  if (!entries[earlier]!.order.isLoad && !entries[later]!.order.isStore) return false;
  for (let unlock = earlier + 1; unlock < later; unlock++)
    if (entries[unlock]!.event?.tag === 'unlock' && hasBetween(entries, unlock, later, ({ kind }) => kind === 'lock')) return true;
  return false;
}

/** The value, by what the loads of the thread have given; null: not known. */
export function known(symbolic: Symbolic, thread: Thread, valueAt: (entry: number) => number | null, initial: (address: number) => number): number | null {
  return valueOf(symbolic, (event) => {
    const { tag, address } = thread.path.events[event]!;
    // What srcu_read_lock() gives is no matter of order.
    if (tag === 'srcu-lock') return typeof address === 'number' ? initial(address) : 0;
    return valueAt(thread.entryOf[event]!);
  });
}
