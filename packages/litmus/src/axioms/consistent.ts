import type { Candidate } from './candidate.ts';
import { derive, type Derived } from './derived.ts';
import type { Graph } from './graph.ts';
import { isEmpty, type Relation } from './relation.ts';
import { periodsOf, rcuFence } from './grace.ts';

/** The axioms beside coherence and atomicity, and those on locks, which hold by construction. */
export type Axiom = 'happens-before' | 'propagation' | 'rcu' | 'plain-coherence';

export interface Orders {
  readonly derived: Derived;
  readonly cumulFence: Relation;
  readonly prop: Relation;
  /** Happens-before and what follows from it by going on, with every event to itself. */
  readonly hbStar: Relation;
  readonly hb: Relation;
  readonly pb: Relation;
  /** Null: there is no grace period. */
  readonly rcuFence: Relation | null;
  readonly rb: Relation | null;
}

/** The first axiom that forbids a candidate execution, as far as it is decided; or its orders. */
export function forbidden(graph: Graph, candidate: Candidate): Axiom | Orders {
  const { kit } = graph;
  const derived = derive(graph, candidate);
  const cumulFence = cumulFenceOf(graph, candidate, derived);
  const prop = propOf(graph, derived, cumulFence);
  const hb = happensBefore(graph, derived, prop);
  const hbStar = kit.close(hb.slice());
  if (kit.isReflexive(hbStar)) return 'happens-before';
  kit.addIdentity(hbStar);
  const pb = graph.fences.hasStrong ? propagates(graph, derived, prop, hbStar) : kit.relation();
  const pbStar = kit.close(pb.slice());
  if (kit.isReflexive(pbStar)) return 'propagation';
  const common = { derived, cumulFence, prop, hb, hbStar, pb };
  if (!graph.sections.hasAny) return { ...common, rcuFence: null, rb: null };
  kit.addIdentity(pbStar);
  const fence = rcuFence(graph, periodsOf(graph, candidate), kit.sequence(kit.sequence(hbStar, pbStar), prop));
  const rb = kit.keep(kit.sequence(kit.sequence(kit.sequence(prop, fence), hbStar), pbStar), null, graph.marked);
  if (kit.isReflexive(rb)) return 'rcu';
  return { ...common, rcuFence: fence, rb };
}

/** Stores that propagate in an order: by a fence, perhaps after reading a store of another thread. */
function cumulFenceOf(graph: Graph, candidate: Candidate, derived: Derived): Relation {
  const { kit, marked, fences } = graph;
  const cumulative = kit.union(derived.strong, fences.release);
  const rfeMarked = kit.keep(derived.rfe.slice(), null, marked);
  kit.sequence(rfeMarked, cumulative.slice(), cumulative);
  const all = kit.keep(kit.union(cumulative, fences.wmb, derived.unlockLock), marked, marked);
  return graph.hasPairs ? kit.sequence(all, rmwSequence(graph, candidate)) : all;
}

/** A write, and the writes of read-modify-writes that follow from it one upon the other. */
function rmwSequence({ kit, nodes, writeOf }: Graph, { rf }: Candidate): Relation {
  const steps = kit.relation();
  for (const { number } of nodes) if (writeOf[number]! >= 0 && rf[number]! >= 0) kit.add(steps, rf[number]!, writeOf[number]!);
  return kit.closeReflexively(steps);
}

export { rmwSequence };

function propOf(graph: Graph, derived: Derived, cumulFence: Relation): Relation {
  const { kit, marked, sameThread } = graph;
  const starred = kit.keep(kit.closeReflexively(cumulFence.slice()), null, marked);
  const overwriteExternal = kit.without(derived.overwrite.slice(), sameThread);
  kit.sequence(overwriteExternal, starred.slice(), starred);
  kit.sequence(starred.slice(), derived.rfe, starred);
  return kit.keep(starred, marked, marked);
}

function happensBefore(graph: Graph, derived: Derived, prop: Relation): Relation {
  const { kit, reads, writes, marked, plain, sameThread, fences } = graph;
  const { addr, data, ctrl, rfi } = derived;
  const dep = kit.union(addr, data);
  const inside = kit.meet(kit.union(derived.fence, derived.overwrite, derived.unlockLock), sameThread);
  const toWrite = kit.keep(kit.union(dep, ctrl), null, writes);
  const toRead = kit.keep(addr.slice(), null, reads);
  kit.sequence(kit.keep(dep, null, marked), rfi, toRead);
  if (graph.hasPlain) kit.sequence(kit.keep(addr.slice(), null, plain), fences.wmb, toWrite);
  const back = kit.meet(prop.slice(), sameThread);
  for (let event = 0; event < kit.size; event++) back[event * kit.words + (event >> 5)]! &= ~(1 << (event & 31));
  return kit.keep(kit.union(inside, toWrite, toRead, derived.rfe, back), marked, marked);
}

function propagates({ kit, marked }: Graph, { strong }: Derived, prop: Relation, hbStar: Relation): Relation {
  if (isEmpty(strong)) return kit.relation();
  return kit.keep(kit.sequence(kit.sequence(prop, strong), hbStar), null, marked);
}
