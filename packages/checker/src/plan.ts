import { isAboutGraph } from '@mmspec/system';
import type { DeadSlots, Reduction, TransitionSystem } from '@mmspec/system';
import type { ExploreOptions, FairnessOverride } from './options.ts';
import { resetOf, withReset } from './reductions/dead_values/reset.ts';
import type { Reset } from './reductions/dead_values/reset.ts';
import { reducedSystem } from './reductions/partial_order/reduced_system.ts';
import { usablePartialOrder } from './reductions/partial_order/usable.ts';
import type { UsablePartialOrder } from './reductions/partial_order/usable.ts';
import type { Canonical } from './reductions/symmetry/canonical.ts';
import { usableFamilies } from './reductions/symmetry/usable.ts';
import type { Usable } from './reductions/symmetry/usable.ts';

/** What a search judges, and by which means. */
export interface Plan {
  readonly system: TransitionSystem;
  readonly options: ExploreOptions;
  /** The system with the steps that are taken. */
  readonly reduced: TransitionSystem;
  /** Properties that are judged, by index, once all states are there. */
  readonly onGraph: readonly number[];
  readonly overrides: readonly FairnessOverride[];
  /** There are any of these, or overrides: all states have to stay in memory. */
  readonly isOnGraph: boolean;
  /** What reduces states before they are kept, with the reset; null: nothing does. */
  readonly canonical: Canonical | null;
  /** Null: it was not asked for. */
  readonly symmetry: Usable | null;
  /** Null: no value is reset. */
  readonly reset: Reset | null;
  /** Null: it was not asked for. */
  readonly order: UsablePartialOrder | null;
  readonly isDepthFirst: boolean;
  /** Number of states from which on several threads search; `Infinity`: never. */
  readonly togetherFrom: number;
}

/** States from which on it is worth while to start threads. */
const togetherFromDefault = 500_000;

/** Which reductions are used, and which search is possible with what is judged. */
export function planOf(system: TransitionSystem, options: ExploreOptions): Plan {
  const asked = options.properties === undefined ? null : new Set(options.properties);
  const all = [...system.properties.keys()].filter((property) => asked?.has(property) !== false);
  const onGraph = all.filter((index) => isAboutGraph(system.properties[index]!.kind));
  const overrides = options.overrides ?? [];
  const judged = [...all, ...overrides.map(({ property }) => property)];
  const isAllowed = options.reduction !== false;
  const reset = options.deadValues === true && isAllowed ? resetOf(system, judged) : null;
  const symmetry = options.symmetry === true && isAllowed ? usableFamilies(system, judged, reset?.dead ?? []) : null;
  const renaming = symmetry?.canonical ?? null;
  const order = options.order === true && isAllowed ? usablePartialOrder(system, { judged: all, overrides, shortest: options.shortest === true }) : null;
  const isOnGraph = onGraph.length + overrides.length > 0;
  const isFree = !isOnGraph && options.checkpoint === undefined;
  const isDepthFirst = options.search === 'depth' && options.shortest !== true && isFree;
  return {
    system,
    options,
    reduced: order?.order == null ? system : reducedSystem(system, order.order),
    onGraph,
    overrides,
    isOnGraph,
    canonical: reset === null ? renaming : withReset(renaming, reset),
    symmetry,
    reset,
    order,
    isDepthFirst,
    togetherFrom: isFree && renaming === null && !isDepthFirst && (options.workers?.count ?? 1) > 1 ? (options.workers?.from ?? togetherFromDefault) : Infinity,
  };
}

/** Values that the search resets. */
export function deadOf({ reset }: Plan): readonly DeadSlots[] {
  return reset?.dead ?? [];
}

/** Which reductions were used. `approximate`: steps to a state whose representative may not be the only one of its orbit. */
export function reductionOf({ options, canonical, symmetry, reset, order }: Plan, approximate: number): Reduction {
  return {
    symmetry: canonical?.families.reduce((orders, { size }) => orders * factorial(size), 1) ?? 1,
    partialOrder: order?.order != null,
    ...(order === null ? {} : { orderUnused: order.unused }),
    ...(symmetry === null ? {} : { interchangeable: symmetry.interchangeable, toldApart: symmetry.reasons, approximate }),
    ...(options.deadValues === true && options.reduction !== false ? { deadValues: reset?.slotCount ?? 0 } : {}),
  };
}

function factorial(size: number): number {
  return size < 2 ? 1 : size * factorial(size - 1);
}
