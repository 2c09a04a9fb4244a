import { fromInitial, type Candidate } from '../axioms/candidate.ts';
import type { Graph, Node } from '../axioms/graph.ts';

/*
 * Locks: who has one when is an order of critical sections.
 */

/** A lock that is taken, with its unlock; null: it is kept. */
export interface Critical {
  readonly read: number;
  readonly write: number;
  readonly unlock: number | null;
}

export interface Locks {
  /** For each lock, the sections of each thread in program order. */
  readonly locks: readonly (readonly (readonly Critical[])[])[];
  /** Looks at locks, and what each may find. */
  readonly looks: readonly { readonly read: number; readonly sources: readonly number[] }[];
  /** Why there is no execution at all. */
  readonly dead: 'taken twice' | 'kept by two' | 'seen unlocked inside' | null;
  readonly hasUnmatchedUnlock: boolean;
}

const none: Locks = { locks: [], looks: [], dead: null, hasUnmatchedUnlock: false };

export function locksOf(graph: Graph, { poLocation, sameLocation }: Candidate): Locks {
  if (!graph.hasLocks) return none;
  const { kit, nodes } = graph;
  const tagged = (...tags: readonly Node['event']['tag'][]): Node[] => nodes.filter(({ event }) => tags.includes(event.tag));
  const before = (from: Node, to: Node): boolean => kit.has(poLocation, from.number, to.number);
  const unlocks = tagged('unlock');
  const writes = tagged('lock-write');
  const between = (from: Node, to: Node, others: readonly Node[]): boolean => others.some((other) => before(from, other) && before(other, to));
  const unlockOf = (write: Node): Node | undefined => unlocks.find((unlock) => before(write, unlock) && !between(write, unlock, [...writes, ...unlocks]));
  const isHeldAt = (at: Node): boolean => writes.some((write) => before(write, at) && !between(write, at, unlocks));
  const criticals = writes.map((write) => ({ node: write, read: graph.pairOf[write.number]!, write: write.number, unlock: unlockOf(write)?.number ?? null }));
  const open = criticals.filter(({ unlock }) => unlock === null);
  const isTwice = open.some((one) => open.some((other) => other !== one && kit.has(sameLocation, one.write, other.write)));
  const looks = tagged('lock-fails', 'seen-locked', 'seen-unlocked').map((look) => {
    const own = writes.filter((write) => before(write, look) && !between(write, look, unlocks));
    if (look.event.tag !== 'seen-unlocked')
      return { read: look.number, sources: (own.length > 0 ? own : foreign(graph, sameLocation, writes, look)).map(({ number }) => number) };
    const last = unlocks.filter((unlock) => before(unlock, look) && !between(unlock, look, writes) && !between(unlock, look, unlocks));
    return { read: look.number, sources: [fromInitial, ...[...foreign(graph, sameLocation, unlocks, look), ...last].map(({ number }) => number)] };
  });
  return {
    locks: grouped(graph, sameLocation, criticals),
    looks,
    dead: tagged('lock-read').some(isHeldAt) ? 'taken twice' : isTwice ? 'kept by two' : tagged('seen-unlocked').some(isHeldAt) ? 'seen unlocked inside' : null,
    hasUnmatchedUnlock: unlocks.some((unlock) => !criticals.some((critical) => critical.unlock === unlock.number)),
  };
}

/** Of other threads, on the same lock. */
function foreign({ kit }: Graph, sameLocation: Candidate['sameLocation'], from: readonly Node[], { number, thread }: Node): Node[] {
  return from.filter((node) => node.thread !== thread && kit.has(sameLocation, node.number, number));
}

function grouped({ kit }: Graph, sameLocation: Candidate['sameLocation'], criticals: readonly (Critical & { readonly node: Node })[]): Critical[][][] {
  const locks: (Critical & { readonly node: Node })[][] = [];
  for (const critical of criticals) {
    const lock = locks.find(([first]) => kit.has(sameLocation, first!.write, critical.write));
    if (lock === undefined) locks.push([critical]);
    else lock.push(critical);
  }
  return locks.map((lock) => {
    const threads = [...new Set(lock.map(({ node }) => node.thread))];
    return threads.map((thread) => lock.filter(({ node }) => node.thread === thread));
  });
}
