/*
 * Which accesses of one actor may be performed out of their order, by memory model.
 * The machine that uses these tables has a window of accesses that are fetched and not yet performed, for each actor;
 * it performs one of them that no earlier one holds back. What follows from locations and dependencies is the machine's own:
 * these tables say what kinds of accesses and barriers order.
 *
 * `weak` is the order of the kernel: that of ARMv8 (Pulte and others, "Simplifying ARM concurrency", POPL 2018), but acquires are RCpc.
 * A read barrier orders loads before stores too, as on ARMv8: so it was measured (`S+x1acq+rmb` and its kin of `test/litmus/hw.tsv`). `tso` is x86 (Sewell and others, "x86-TSO", CACM 2010).
 */

export type MemoryMode = 'sc' | 'tso' | 'weak';

/** A window of one keeps the order of the text; larger ones than this are not searched. */
export const windowMost = 16;

/** Whether a window has room for so many accesses. */
export function isWindow(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= windowMost;
}

/** What an access is to a table. */
export interface AccessOrder {
  readonly isLoad: boolean;
  readonly isStore: boolean;
  readonly isAcquire: boolean;
  readonly isRelease: boolean;
  /** Of a read-modify-write. */
  readonly isUpdate: boolean;
}

/** Barriers that lie between two accesses. */
export interface BarriersBetween {
  readonly full: boolean;
  readonly read: boolean;
  readonly write: boolean;
}

export interface OrderingTable {
  /** Whether a later access may be performed before an earlier one, by what both are. */
  readonly mayPass: { readonly loadLoad: boolean; readonly loadStore: boolean; readonly storeLoad: boolean; readonly storeStore: boolean };
  /** What a read barrier orders: nothing, or loads with everything behind it. */
  readonly readBarrier: 'nothing' | 'loads before all';
  readonly writeBarrier: 'nothing' | 'stores';
  /** Acquires hold back what is later, releases wait for what is earlier. */
  readonly hasAcquireRelease: boolean;
  /** An acquire waits for an earlier release (RCsc). */
  readonly acquireWaitsForRelease: boolean;
  /** Every read-modify-write is a full barrier. */
  readonly updatesAreFull: boolean;
  /** An acquire may take its value from a read-modify-write of its own actor that is not yet performed. */
  readonly acquireReadsOwnUpdate: boolean;
}

const inOrder = { loadLoad: false, loadStore: false, storeLoad: false, storeStore: false } as const;
const anyOrder = { loadLoad: true, loadStore: true, storeLoad: true, storeStore: true } as const;

const common = { hasAcquireRelease: true, updatesAreFull: false } as const;

/** The table of each mode; that of `sc` lets nothing pass. */
export const orderingTables: Readonly<Record<MemoryMode, OrderingTable>> = {
  sc: {
    mayPass: inOrder,
    readBarrier: 'nothing',
    writeBarrier: 'nothing',
    hasAcquireRelease: false,
    acquireWaitsForRelease: false,
    updatesAreFull: true,
    acquireReadsOwnUpdate: false,
  },
  tso: {
    mayPass: { ...inOrder, storeLoad: true },
    readBarrier: 'nothing',
    writeBarrier: 'nothing',
    hasAcquireRelease: false,
    acquireWaitsForRelease: false,
    updatesAreFull: true,
    acquireReadsOwnUpdate: false,
  },
  weak: {
    ...common,
    mayPass: anyOrder,
    readBarrier: 'loads before all',
    writeBarrier: 'stores',
    acquireWaitsForRelease: false,
    acquireReadsOwnUpdate: true,
  },
};

/** Whether an earlier access that is not performed holds back a later one, by what they are and what lies between them. */
export function holdsBack(table: OrderingTable, earlier: AccessOrder, later: AccessOrder, between: BarriersBetween): boolean {
  return (
    between.full || isOrderedByKind(table, earlier, later) || isOrderedByAnnotation(table, earlier, later) || isOrderedByBarrier(table, earlier, later, between)
  );
}

function isOrderedByKind({ mayPass, updatesAreFull }: OrderingTable, earlier: AccessOrder, later: AccessOrder): boolean {
  if (updatesAreFull && (earlier.isUpdate || later.isUpdate)) return true;
  const { loadLoad, loadStore, storeLoad, storeStore } = mayPass;
  if (earlier.isLoad && ((later.isLoad && !loadLoad) || (later.isStore && !loadStore))) return true;
  return earlier.isStore && ((later.isLoad && !storeLoad) || (later.isStore && !storeStore));
}

function isOrderedByAnnotation(table: OrderingTable, earlier: AccessOrder, later: AccessOrder): boolean {
  if (!table.hasAcquireRelease) return false;
  return earlier.isAcquire || later.isRelease || (table.acquireWaitsForRelease && earlier.isRelease && later.isAcquire);
}

function isOrderedByBarrier({ readBarrier, writeBarrier }: OrderingTable, earlier: AccessOrder, later: AccessOrder, { read, write }: BarriersBetween): boolean {
  if (write && writeBarrier === 'stores' && earlier.isStore && later.isStore) return true;
  return read && readBarrier === 'loads before all' && earlier.isLoad;
}
