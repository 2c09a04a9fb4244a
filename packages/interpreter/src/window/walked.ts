import type { ActorIdentity } from '@mmspec/semantics';
import type { Span } from '@mmspec/source';
import type { OrderingTable } from '@mmspec/system';
import { placeOfStep, type PlaceOfStep } from '../at_place.ts';
import type { Scene } from '../scene.ts';
import type { CpuState } from '../state.ts';
import type { Value } from '../value.ts';
import type { Access } from './accesses.ts';
import type { Entry } from './order.ts';
import type { Stand } from './pass_over.ts';
import type { ActorWindow } from './state.ts';

/*
 * What a walk through the text of an actor needs, and what it gives.
 */

/**
 * Why something is not fetched though it could be performed. `full`: the window had no room, and a wider one has. Nothing else changes with the window:
 * `branches`, behind an `either`; `a way out`, behind a step that may leave elsewhere than at its end; `a value`, behind a statement that cannot
 * be passed while the value it asks for is not loaded; `one CPU`: actors that share one see each other in program order.
 */
export type WhyLeftOut = 'full' | 'branches' | 'a way out' | 'a value' | 'one CPU';

/** What is the same for all walks of a machine. */
export interface Fetching {
  readonly scene: Scene;
  readonly table: OrderingTable;
  /** Entries of a window. */
  readonly size: (actor: ActorIdentity) => number;
  /** Something is not fetched though it could be performed. */
  readonly onLeftOut: (actor: ActorIdentity, span: Span, why: WhyLeftOut) => void;
  /** A step over several locations. */
  readonly onSeveral: (span: Span) => void;
}

/** Where an item stands. */
export interface Spot {
  readonly stand: Stand;
  /** Of a step. */
  readonly access: Access | null;
}

export interface Walked {
  /** The window as it is now: the frontier may have moved. */
  readonly window: ActorWindow;
  /** By item. */
  readonly spots: readonly Spot[];
  /** What is not performed, in order. */
  readonly entries: readonly Entry[];
  /** Where the walk ended, and why. */
  readonly end: Stand;
  readonly endKey: string;
  /** Paths of the local work after an item, by its number among those that the walk began with; -1: before all. */
  readonly executedAfter: ReadonlyMap<number, readonly (readonly string[])[]>;
  /** Items whose ghost work waits for something. */
  readonly waiting: ReadonlySet<number>;
  /** Memory after the ghost work that was done. */
  readonly shared: ReadonlyMap<string, Value>;
  /** CPUs after the local work up to the frontier. */
  readonly cpus: readonly CpuState[];
}

/** Where an actor has performed something beyond its frontier. */
export function performedIn({ window, spots }: Walked): PlaceOfStep[] {
  return window.items.flatMap(({ kind, phase }, at) => (kind === 'step' && phase === 'performed' ? [placeOfStep(spots[at]!.stand.stack)] : []));
}
