import { fromReads, readsFrom, type Candidate } from './candidate.ts';
import type { Graph } from './graph.ts';
import { isEmpty, type Relation } from './relation.ts';

/*
 * Relations of a candidate execution that several axioms use.
 * Names are those of the papers: Alglave, Maranget, McKenney, Parri, Stern,
 * "Frightening small children and disconcerting grown-ups" (ASPLOS 2018), and the documentation of the kernel's model.
 * All of them only grow while more is decided, so what an axiom forbids of a part is forbidden of the whole.
 */

export interface Derived {
  readonly rf: Relation;
  readonly rfe: Relation;
  readonly rfi: Relation;
  readonly fr: Relation;
  readonly overwrite: Relation;
  readonly addr: Relation;
  readonly data: Relation;
  readonly ctrl: Relation;
  readonly strong: Relation;
  /** An unlock, and a later lock that takes the lock over from it. */
  readonly unlockLock: Relation;
  readonly fence: Relation;
  readonly nonRwFence: Relation;
}

export function derive(graph: Graph, candidate: Candidate): Derived {
  const { kit, sameThread, fences } = graph;
  const rf = readsFrom(graph, candidate);
  const rfe = kit.without(rf.slice(), sameThread);
  const rfi = kit.meet(rf.slice(), sameThread);
  const fr = fromReads(graph, candidate);
  const locked = graph.hasLocks ? unlockRead(graph, candidate) : null;
  const unlockLock = locked === null ? fences.unlockLock : kit.sequence(locked, graph.po);
  const strong = locked === null ? fences.strong : kit.union(fences.strong, kit.sequence(locked, fences.afterUnlockLock));
  const nonRwFence = kit.union(strong, fences.release, fences.acquire);
  return {
    rf,
    rfe,
    rfi,
    fr,
    overwrite: kit.union(candidate.co, fr),
    ...carried(graph, rfi),
    strong,
    unlockLock,
    nonRwFence,
    fence: kit.union(nonRwFence, fences.wmb, fences.rmb),
  };
}

/** Dependencies go on through a store that the same thread reads. */
function carried(graph: Graph, rfi: Relation): Pick<Derived, 'addr' | 'data' | 'ctrl'> {
  const { kit, addr, data, ctrl } = graph;
  if (isEmpty(rfi) || isEmpty(data)) return { addr, data, ctrl };
  const notUnlock = kit.set(graph.nodes.filter(({ event }) => event.tag !== 'srcu-unlock').map(({ number }) => number));
  const carry = kit.sequence(kit.keep(data.slice(), null, notUnlock), rfi);
  if (isEmpty(carry)) return { addr, data, ctrl };
  kit.closeReflexively(carry);
  return { addr: kit.sequence(carry, addr), data: kit.sequence(carry, data), ctrl: kit.sequence(carry, ctrl) };
}

/** What comes before an unlock, and the read of a lock that comes next in the thread or takes over from it. */
function unlockRead(graph: Graph, { rf }: Candidate): Relation {
  const { kit, nodes, po } = graph;
  const found = kit.relation();
  for (const { event, thread, number } of nodes) {
    if (event.tag !== 'lock-read') continue;
    for (const unlock of nodes) {
      if (unlock.event.tag !== 'unlock') continue;
      const isInOrder = unlock.thread === thread && kit.has(po, unlock.number, number);
      if (isInOrder || rf[number] === unlock.number) for (const { number: from } of nodes) if (kit.has(po, from, unlock.number)) kit.add(found, from, number);
    }
  }
  return found;
}
