import type { Span } from '@mmspec/source';
import type { Fence, Statement } from '../syntax/tree.ts';
import type { Symbolic } from './symbol.ts';

/** What an event is to the model: the order of an access, a part of a lock, or a fence. */
export type Tag =
  | 'plain'
  | 'once'
  | 'acquire'
  | 'release'
  /** The load of a read-modify-write without a result. */
  | 'noreturn'
  | 'srcu-lock'
  | 'srcu-unlock'
  /** The load and the store of a `spin_lock`, and the store of an unlock. */
  | 'lock-read'
  | 'lock-write'
  | 'unlock'
  /** A `spin_trylock` that fails. */
  | 'lock-fails'
  /** `spin_is_locked` that says so, and that does not. */
  | 'seen-locked'
  | 'seen-unlocked'
  | 'sync-srcu'
  | Fence;

/** An event of one way through a thread. */
export interface Event {
  readonly kind: 'read' | 'write' | 'fence';
  readonly tag: Tag;
  /** It belongs to a read-modify-write, also to one that failed. */
  readonly atomic: boolean;
  /** A compare and exchange that failed, and would have been an acquire: the kernel's model gives it no order, processors do. */
  readonly failedAcquire: boolean;
  /** A read-modify-write that has looked and not tried, as atomic_add_unless() does: on x86 a compare and exchange that failed is a barrier, and this is a load. */
  readonly onlyLooked: boolean;
  /** Null: of a fence. */
  readonly address: Symbolic | null;
  /** What a write stores; of a read: null, or the only value that it can give. */
  readonly value: Symbolic | null;
  /** The number of the read of whose read-modify-write this is the write. */
  readonly pair: number | null;
  readonly instruction: number;
  /** Earlier events of the same instruction that come before it. */
  readonly after: ReadonlySet<number>;
  /** Reads on which its address, its value, or that it happens at all depends. */
  readonly addr: readonly number[];
  readonly data: readonly number[];
  readonly ctrl: readonly number[];
  readonly span: Span;
  /** The statement, or the condition, that it belongs to. */
  readonly statement: Span;
}

export interface Constraint {
  readonly symbolic: Symbolic;
  /** Whether the value is other than 0. */
  readonly holds: boolean;
  /** How many events come before it. */
  readonly place: number;
  /** Of a branch, or of a compare and exchange. */
  readonly isBranch: boolean;
}

/** One way through a thread. */
export interface Path {
  /** In an order that extends program order. */
  readonly events: readonly Event[];
  readonly registers: ReadonlyMap<string, Symbolic>;
  readonly constraints: readonly Constraint[];
  /** The loop whose condition holds still, so that what comes then is left out; null: it goes to the end of the thread. */
  readonly cut: Statement | null;
}

/** Program order within a path; operands of one operation are not ordered. */
export function isBefore({ events }: Path, first: number, second: number): boolean {
  if (first >= second) return false;
  return events[first]!.instruction !== events[second]!.instruction || events[second]!.after.has(first);
}
