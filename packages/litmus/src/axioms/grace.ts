import type { Candidate } from './candidate.ts';
import type { Graph } from './graph.ts';
import type { Symbolic } from '../threads/symbol.ts';
import type { Period, Point } from './rcu.ts';
import type { Bits, Relation } from './relation.ts';

/*
 * RCU and SRCU: a sequence with at least as many grace periods as sections is a strong fence.
 */

/** A pair of `srcu_read_lock` and `srcu_read_unlock`, by their numbers as accesses. */
export interface SrcuPair {
  readonly lock: Point;
  readonly unlock: Point;
}

/** Which unlock takes what which lock gave: the value goes by data, and through memory. */
export function srcuPairs(graph: Graph, candidate: Candidate): SrcuPair[] {
  const { srcuLocks, srcuUnlocks } = graph.sections;
  if (srcuLocks.length === 0 || srcuUnlocks.length === 0) return [];
  const { kit, nodes } = graph;
  const steps = kit.relation();
  for (const { event, number } of nodes) {
    const source = candidate.rf[number]!;
    if (event.kind !== 'read' || source < 0 || nodes[source]!.event.tag === 'srcu-unlock') continue;
    for (const from of nodes) if (kit.has(graph.data, from.number, source)) kit.add(steps, from.number, number);
  }
  const reached = kit.sequence(kit.closeReflexively(steps), graph.data);
  return srcuLocks.flatMap((lock) =>
    srcuUnlocks
      .filter(
        (unlock) =>
          kit.has(reached, numberOf(graph, lock), numberOf(graph, unlock)) && kit.has(candidate.sameLocation, numberOf(graph, lock), numberOf(graph, unlock)),
      )
      .map((unlock) => ({ lock, unlock })),
  );
}

export const numberOf = ({ threads }: Graph, { thread, event }: Point): number => threads[thread]!.numbers[event]!;

const addressOf = ({ threads }: Graph, { thread, event }: Point): Symbolic | null => threads[thread]!.path.events[event]!.address;

/** Grace periods and sections of a candidate execution. */
export function periodsOf(graph: Graph, candidate: Candidate): readonly Period[] {
  const pairs = srcuPairs(graph, candidate);
  if (pairs.length === 0) return graph.sections.periods;
  return [
    ...graph.sections.periods,
    ...pairs.map(({ lock, unlock }): Period => ({ kind: 'section', domain: addressOf(graph, lock), entry: unlock, exit: lock })),
  ];
}

/** The pairs of accesses that a sequence of grace periods and sections orders as a strong fence does. `link`: `hb* ; pb* ; prop`. */
export function rcuFence(graph: Graph, periods: readonly Period[], link: Relation): Relation {
  const { kit } = graph;
  const order = orderOf(periods, links(graph, periods, link));
  const fence = kit.relation();
  for (const [first, row] of order.entries())
    for (const [last, isOrdered] of row.entries())
      if (isOrdered)
        for (let from = 0; from < kit.size; from++) if (isSet(periods[first]!.entry.before, from)) kit.addRow(fence, from, periods[last]!.exit.from);
  return fence;
}

const isSet = (bits: Bits, event: number): boolean => ((bits[event >> 5]! >>> (event & 31)) & 1) !== 0;

/** Whether the exit of a period comes before the entry of another. */
function links({ kit, sections }: Graph, periods: readonly Period[], link: Relation): boolean[][] {
  return periods.map(({ exit }) => {
    const reached = kit.set();
    for (let event = 0; event < kit.size; event++)
      if (isSet(exit.from, event)) for (let word = 0; word < kit.words; word++) reached[word]! |= link[event * kit.words + word]!;
    return periods.map(({ entry }) => sections.isBefore(exit, entry) || reached.some((bits, word) => (bits & entry.before[word]!) !== 0));
  });
}

/** The least relation that has all grace periods, and a section for a grace period beside it or around what is ordered already. */
function orderOf(periods: readonly Period[], linked: readonly boolean[][]): boolean[][] {
  const order = periods.map(({ kind }, first) => periods.map((_, last) => first === last && kind === 'grace'));
  const count = periods.length;
  const partners = periods.map((one) => periods.map((other) => one.kind !== other.kind && one.domain === other.domain));
  for (let changed = true; changed;) {
    changed = false;
    const put = (first: number, last: number): void => {
      if (order[first]![last]!) return;
      order[first]![last] = true;
      changed = true;
    };
    for (let first = 0; first < count; first++)
      for (let last = 0; last < count; last++) {
        if (partners[first]![last]! && (linked[first]![last]! || isAround(order, linked, first, last))) put(first, last);
        if (order[first]![last]!)
          for (let next = 0; next < count; next++) if (linked[last]![next]!) for (let end = 0; end < count; end++) if (order[next]![end]!) put(first, end);
      }
  }
  return order;
}

/** Something ordered lies between: linked from the first, and to the last. */
function isAround(order: readonly boolean[][], linked: readonly boolean[][], first: number, last: number): boolean {
  return order.some((row, start) => linked[first]![start]! && row.some((isOrdered, end) => isOrdered && linked[end]![last]!));
}
