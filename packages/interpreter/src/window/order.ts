import { holdsBack, type AccessOrder, type OrderingTable } from '@mmspec/system';
import type { Access } from './accesses.ts';

/*
 * Which entries of one window hold back which.
 */

/** What is not performed, in program order. A read-modify-write that others can come between is two. */
export interface Entry {
  /** The number of its item. */
  readonly item: number;
  readonly half: 'whole' | 'load' | 'store';
  readonly kind: Access['kind'] | 'barrier' | 'assumption';
  readonly barrier: 'full' | 'read' | 'write' | null;
  readonly order: AccessOrder;
  readonly isFull: boolean;
  readonly cell: string | null;
  readonly isUnknown: boolean;
  /** A mark inside of another section of its kind. */
  readonly isInner: boolean;
  /** Performed already: a lock, which goes on ordering what follows it behind what came before an unlock. */
  readonly isPast: boolean;
}

const none: AccessOrder = { isLoad: false, isStore: false, isAcquire: false, isRelease: false, isUpdate: false };

/** A barrier, an unresolved condition, or a lock that is performed. */
export function entryWithout(item: number, kind: 'barrier' | 'assumption' | 'lock', barrier: Entry['barrier'] = null): Entry {
  return { item, half: 'whole', kind, barrier, order: none, isFull: false, cell: null, isUnknown: false, isInner: false, isPast: kind === 'lock' };
}

/** The entries of a step that is not performed. */
export function entriesOf(item: number, access: Access, way: 'any' | 'success' | 'failure', isLoaded: boolean, table: OrderingTable): readonly Entry[] {
  const { kind, cell, isUnknown, isInner } = access;
  const entry = {
    item,
    half: 'whole' as const,
    kind,
    barrier: null,
    order: orderOf(access, way),
    isFull: isFull(access, way, table),
    cell,
    isUnknown,
    isInner,
    isPast: false,
  };
  if (!isSplit(access, table) || way === 'failure') return [entry];
  const { isAcquire, isRelease } = entry.order;
  const load: Entry = { ...entry, half: 'load', order: { ...none, isLoad: true, isUpdate: true, isAcquire } };
  const store: Entry = { ...entry, half: 'store', order: { ...none, isStore: true, isUpdate: true, isRelease } };
  return isLoaded ? [store] : [load, store];
}

/** A lock that is performed still stands between an unlock and what follows. */
export function past(item: number, { kind }: Access): Entry[] {
  return kind === 'lock' ? [entryWithout(item, 'lock')] : [];
}

/** A read-modify-write that others may come between. */
function isSplit({ kind, isWhole }: Access, { updatesAreFull }: OrderingTable): boolean {
  return kind === 'update' && !isWhole && !updatesAreFull;
}

/** One that fails is a load; where each read-modify-write is a full barrier, one that fails as cmpxchg() does is one, too. */
function isFull(access: Access, way: 'any' | 'success' | 'failure', { updatesAreFull }: OrderingTable): boolean {
  const isUpdate = access.kind === 'update' || access.kind === 'lock';
  if (way === 'failure') return updatesAreFull && isUpdate && !access.mayOnlyLoad;
  return access.isFull || (updatesAreFull && isUpdate);
}

/** An acquire stays one where it fails. */
function orderOf({ kind, word, isFull: asked }: Access, way: 'any' | 'success' | 'failure'): AccessOrder {
  const isAcquire = word === 'acquire' || word === 'lock' || (way === 'failure' && asked);
  const isRelease = word === 'release' || word === 'unlock';
  switch (kind) {
    case 'load':
    case 'await':
      return { ...none, isLoad: true, isAcquire };
    case 'store':
    case 'unlock':
      return { ...none, isStore: true, isRelease };
    case 'update':
    case 'lock':
      if (way === 'failure') return { ...none, isLoad: true, isAcquire };
      return { ...none, isLoad: true, isStore: true, isUpdate: true, isAcquire, isRelease };
    case 'enter':
    case 'leave':
    case 'several':
    case 'choose':
    case 'either':
    case 'none':
      return none;
  }
}

/** Whether an earlier entry holds back a later one, by what they are and what lies between. */
export function isHeld(entries: readonly Entry[], earlier: number, later: number, table: OrderingTable): boolean {
  const first = entries[earlier]!;
  const second = entries[later]!;
  if (first.isPast) return false;
  if (isAlone(second)) return true;
  if (isAlone(first)) return first.kind !== 'none' || isBehindSkip(entries, earlier, later, table);
  if (first.kind === 'choose' || second.kind === 'choose') return false;
  if (first.isInner || second.isInner) return isMark(first) && isMark(second);
  if (first.isFull || second.isFull) return true;
  if (first.kind === 'barrier' || second.kind === 'barrier') return second.kind !== 'barrier' && first.barrier === 'full';
  if (second.kind === 'assumption') return false;
  if (isOpen(first) && (second.order.isStore || second.order.isRelease || isMark(second))) return true;
  if (first.kind === 'assumption') return false;
  // An access moves into a section from either side, but never across all of it.
  if (first.kind === 'enter' || second.kind === 'leave') return true;
  if (second.kind === 'enter') return isMark(first) || first.order.isAcquire || hasBarrier(entries, earlier, later, 'full');
  if (first.kind === 'leave') return false;
  return holdsBack(table, first.order, second.order, barriersBetween(entries, earlier, later)) || isAcrossLocks(entries, earlier, later);
}

/** Ordered with everything; `skip` waits for everything. */
const isAlone = ({ kind }: Entry): boolean => kind === 'several' || kind === 'either' || kind === 'none';
const isMark = ({ kind }: Entry): boolean => kind === 'enter' || kind === 'leave';
/** Whether control goes on here is not known yet. */
const isOpen = ({ kind }: Entry): boolean => kind === 'assumption' || kind === 'await';

/** A `skip` stands for accesses of which nothing is said: it holds back what would wait for a load in its place, and for a store. */
function isBehindSkip(entries: readonly Entry[], earlier: number, later: number, table: OrderingTable): boolean {
  const { isFull: full, order } = entries[later]!;
  const between = barriersBetween(entries, earlier, later);
  return full || (holdsBack(table, anyLoad, order, between) && holdsBack(table, anyStore, order, between));
}

function hasBarrier(entries: readonly Entry[], earlier: number, later: number, barrier: Entry['barrier']): boolean {
  for (let at = earlier + 1; at < later; at++) if (entries[at]!.barrier === barrier) return true;
  return false;
}

function barriersBetween(entries: readonly Entry[], earlier: number, later: number): { full: boolean; read: boolean; write: boolean } {
  const has = (barrier: Entry['barrier']): boolean => hasBarrier(entries, earlier, later, barrier);
  return { full: has('full'), read: has('read'), write: has('write') };
}

/** What comes before an unlock holds back what comes after a later lock, of any lock, but a store no load. */
function isAcrossLocks(entries: readonly Entry[], earlier: number, later: number): boolean {
  if (!entries[earlier]!.order.isLoad && !entries[later]!.order.isStore) return false;
  for (let unlock = earlier + 1; unlock < later; unlock++) {
    if (entries[unlock]!.kind !== 'unlock') continue;
    for (let lock = unlock + 1; lock < later; lock++) if (entries[lock]!.kind === 'lock') return true;
  }
  return false;
}

const anyLoad: AccessOrder = { ...none, isLoad: true };
const anyStore: AccessOrder = { ...none, isStore: true };
const nothingBetween = { full: false, read: false, write: false };

/** Whether nothing that is fetched after an entry can be performed before it, so that fetching ends here. */
export function isLast({ kind, barrier, order, isFull: full, isInner }: Entry, table: OrderingTable): boolean {
  if (isInner) return false;
  if (full || barrier === 'full' || kind === 'enter' || kind === 'several' || kind === 'either') return true;
  if (kind === 'assumption' || kind === 'barrier' || kind === 'choose' || kind === 'none') return false;
  return holdsBack(table, order, anyLoad, nothingBetween) && holdsBack(table, order, anyStore, nothingBetween);
}
