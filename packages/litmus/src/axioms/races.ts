import type { Candidate } from './candidate.ts';
import { rmwSequence, type Orders } from './consistent.ts';
import { numberOf, srcuPairs } from './grace.ts';
import type { Event } from '../threads/event.ts';
import { isLockEvent, type Graph } from './graph.ts';
import { isEmpty, type Bits, type Relation } from './relation.ts';

/*
 * Plain accesses: when one is done with as another begins, and where that is not known, a race.
 */

export type Flag =
  | 'data-race'
  | 'mixed-accesses'
  | 'unmatched-rcu-lock'
  | 'unmatched-rcu-unlock'
  | 'unmatched-srcu-lock'
  | 'unmatched-srcu-unlock'
  | 'multiple-srcu-matches'
  | 'bad-srcu-value-match'
  | 'invalid-sleep'
  | 'mixed-lock-accesses'
  | 'unmatched-unlock'
  | 'lock-final';

export interface Judged {
  /** The axiom plain-coherence holds. */
  readonly isCoherent: boolean;
  readonly flags: readonly Flag[];
}

/** Plain accesses of an execution that the other axioms allow. */
export function judgePlain(graph: Graph, candidate: Candidate, orders: Orders): Judged {
  if (!graph.hasPlain) return { isCoherent: true, flags: [] };
  const { kit } = graph;
  const bounds = boundsOf(graph, candidate, orders);
  const { wwVis, wrVis, rwXbstar } = bounds;
  const { rf, fr } = orders.derived;
  const race = preRace(graph);
  const within = (relation: Relation): Relation => kit.meet(relation.slice(), race);
  const incoherent = [
    kit.meet(within(rf), kit.inverse(rwXbstar)),
    kit.meet(within(fr), kit.inverse(wrVis)),
    kit.meet(within(candidate.co), kit.inverse(wwVis)),
  ];
  if (!incoherent.every(isEmpty)) return { isCoherent: false, flags: [] };
  const flags: Flag[] = [];
  if (hasRace(graph, candidate, orders, bounds, race)) flags.push('data-race');
  if (hasMixedAccesses(graph, candidate)) flags.push('mixed-accesses');
  return { isCoherent: true, flags };
}

interface Bounds {
  readonly wwVis: Relation;
  readonly wrVis: Relation;
  readonly rwXbstar: Relation;
}

/** When a plain access is bounded by what: visibility of writes to writes and to reads, and the end of reads before writes. */
function boundsOf(graph: Graph, candidate: Candidate, orders: Orders): Bounds {
  const { kit, marked, noreturn, fences } = graph;
  const { derived, rcuFence, hb, pb, rb } = orders;
  const strong = rcuFence === null ? derived.strong : kit.union(derived.strong, rcuFence);
  const fence = rcuFence === null ? derived.fence : kit.union(derived.fence, rcuFence);
  const xbstar = kit.closeReflexively(kit.union(hb, pb, rb ?? kit.relation()));
  const { preWrite, preRead } = preBounds(graph, derived.addr, fence, derived.nonRwFence);
  const vis = visible(graph, orders, strong, xbstar);
  const postWrite = kit.sequence(kit.keep(reflexive(graph, fence), null, marked), rmwSequence(graph, candidate));
  const readRmb = kit.keep(fences.acrossRmb.slice(), complement(graph, noreturn), forRmb(graph));
  const postRead = kit.keep(reflexive(graph, kit.union(derived.nonRwFence, readRmb)), null, marked);

  const seen = kit.sequence(postWrite, vis);

  return {
    wwVis: kit.union(fence, kit.sequence(kit.sequence(strong, xbstar), preWrite), kit.sequence(seen, preWrite)),
    wrVis: kit.union(fence, kit.sequence(kit.sequence(strong, xbstar), preRead), kit.sequence(seen, preRead)),
    rwXbstar: kit.union(fence, kit.sequence(kit.sequence(postRead, xbstar), preWrite)),
  };
}

function preBounds(graph: Graph, addr: Relation, fence: Relation, nonRwFence: Relation): { readonly preWrite: Relation; readonly preRead: Relation } {
  const { kit, fences, noreturn, marked } = graph;
  const rmb = kit.keep(fences.acrossRmb.slice(), forRmb(graph), complement(graph, noreturn));
  return {
    preWrite: kit.keep(reflexive(graph, kit.union(addr, fence)), marked, null),
    preRead: kit.keep(reflexive(graph, kit.union(addr, nonRwFence, rmb)), marked, null),
  };
}

/** Reads that `smp_rmb` orders. */
const forRmb = ({ reads, noreturn }: Graph): Bits => reads.map((word, at) => word & ~noreturn[at]!);
const complement = ({ kit }: Graph, bits: Bits): Bits => kit.set(Array.from({ length: kit.size }, (_, event) => event)).map((word, at) => word & ~bits[at]!);

function reflexive({ kit }: Graph, relation: Relation): Relation {
  const copy = relation.slice();
  kit.addIdentity(copy);
  return copy;
}

/** A write is visible wherever this leads. */
function visible({ kit, marked, sameThread }: Graph, { cumulFence, derived }: Orders, strong: Relation, xbstar: Relation): Relation {
  const propagated = kit.closeReflexively(cumulFence.slice());
  kit.sequence(propagated.slice(), derived.rfe, propagated);
  kit.keep(propagated, null, marked);
  const onward = kit.sequence(kit.keep(strong.slice(), null, marked), xbstar);
  kit.unite(onward, kit.meet(xbstar.slice(), sameThread));
  return kit.sequence(propagated, onward);
}

/** Pairs of different threads of which one is plain. */
function preRace({ kit, nodes, plain }: Graph): Relation {
  const isPlain = (event: number): boolean => ((plain[event >> 5]! >>> (event & 31)) & 1) !== 0;
  return kit.where((from, to) => nodes[from]!.thread !== nodes[to]!.thread && (isPlain(from) || isPlain(to)));
}

function hasRace(graph: Graph, candidate: Candidate, { derived }: Orders, { wwVis, wrVis, rwXbstar }: Bounds, race: Relation): boolean {
  const { kit, marked } = graph;
  const { rf, fr } = derived;
  const firstDone = kit.union(kit.keep(wwVis.slice(), marked, null), kit.meet(wwVis.slice(), rwXbstar));
  const nonRace = kit.union(kit.keep(firstDone.slice(), null, marked), kit.meet(firstDone, wrVis));
  const ww = kit.without(kit.meet(candidate.co.slice(), race), nonRace);
  if (!isEmpty(ww)) return true;
  const seen = kit.union(rf, kit.sequence(candidate.co, rf));
  const wr = kit.without(kit.without(kit.meet(seen, race), wrVis), kit.inverse(rwXbstar));
  if (!isEmpty(wr)) return true;
  return !isEmpty(kit.without(kit.meet(fr.slice(), race), rwXbstar));
}

/** A plain write and a marked access of one location, with nothing between them that the compiler keeps. */
function hasMixedAccesses({ kit, plain, writes, marked, barrier }: Graph, { poLocation }: Candidate): boolean {
  const unfenced = kit.without(poLocation.slice(), barrier);
  const plainWrites = plain.map((word, at) => word & writes[at]!);
  return !isEmpty(kit.keep(unfenced.slice(), plainWrites, marked)) || !isEmpty(kit.keep(unfenced, marked, plainWrites));
}

/** Flags about sections and locks; `shown` has the addresses whose last values are asked for. */
export function judgeSections(graph: Graph, candidate: Candidate, shown: readonly number[]): readonly Flag[] {
  const flags: Flag[] = [...(graph.sections.flags as readonly Flag[])];
  const { srcuLocks, srcuUnlocks } = graph.sections;
  if (srcuLocks.length + srcuUnlocks.length > 0) flags.push(...srcuFlags(graph, candidate));
  flags.push(...lockFlags(graph, candidate, shown));
  return flags;
}

function srcuFlags(graph: Graph, candidate: Candidate): Flag[] {
  const { srcuLocks, srcuUnlocks } = graph.sections;
  const pairs = srcuPairs(graph, candidate);
  const flags: Flag[] = [];
  if (srcuLocks.some((lock) => !pairs.some((pair) => pair.lock === lock))) flags.push('unmatched-srcu-lock');
  if (srcuUnlocks.some((unlock) => !pairs.some((pair) => pair.unlock === unlock))) flags.push('unmatched-srcu-unlock');
  if (pairs.some((pair) => pairs.some((other) => other.lock === pair.lock && other.unlock !== pair.unlock))) flags.push('multiple-srcu-matches');
  const valueOf = (point: (typeof srcuLocks)[number]): number | null => candidate.value[numberOf(graph, point)]!;
  if (pairs.some(({ lock, unlock }) => valueOf(lock) !== valueOf(unlock))) flags.push('bad-srcu-value-match');
  return flags;
}

function lockFlags(graph: Graph, { location }: Candidate, shown: readonly number[]): Flag[] {
  const { nodes } = graph;
  const locks = new Set(nodes.flatMap(({ event, number }) => (isOfLock(event) ? [location[number]!] : [])));
  for (const { path } of graph.threads) for (const { tag, address } of path.events) if (tag === 'sync-srcu' && typeof address === 'number') locks.add(address);
  const flags: Flag[] = [];
  if (nodes.some(({ event, number }) => !isOfLock(event) && locks.has(location[number]!))) flags.push('mixed-lock-accesses');
  if (shown.some((address) => locks.has(address))) flags.push('lock-final');
  return flags;
}

const isOfLock = (event: Event): boolean => isLockEvent(event) || event.tag === 'srcu-lock' || event.tag === 'srcu-unlock';
