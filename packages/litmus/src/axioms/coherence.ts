import { fromInitial, fromReads, readsFrom, undecided, type Candidate } from './candidate.ts';
import type { Graph } from './graph.ts';

/**
 * Adds to the coherence order what follows from what is decided, by the axioms of coherence and atomicity.
 * False: these axioms forbid what is decided.
 */
export function saturate(graph: Graph, candidate: Candidate): boolean {
  const { kit, writes } = graph;
  const rf = readsFrom(graph, candidate);
  for (;;) {
    const all = kit.union(candidate.poLocation, rf, candidate.co, fromReads(graph, candidate));
    kit.close(all);
    if (kit.isReflexive(all)) return false;
    kit.meet(kit.keep(all, writes, writes), candidate.sameLocation);
    let changed = differs(all, candidate.co);
    candidate.co = all;
    if (graph.hasPairs) {
      const added = orderAroundPairs(graph, candidate);
      if (added === null) return false;
      changed ||= added;
    }
    if (!changed) return true;
  }
}

function differs(one: Int32Array, other: Int32Array): boolean {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return true;
  return false;
}

/** No write of another thread comes between a read-modify-write's read and its write. Null: one does. */
function orderAroundPairs(graph: Graph, candidate: Candidate): boolean | null {
  const { kit, nodes, writeOf } = graph;
  const { rf, co } = candidate;
  let changed = false;
  for (let read = 0; read < nodes.length; read++) {
    const write = writeOf[read]!;
    const source = rf[read]!;
    if (write < 0 || source === undecided) continue;
    for (const { event, thread, number } of nodes) {
      if (event.kind !== 'write' || thread === nodes[read]!.thread || number === source || !kit.has(candidate.sameLocation, write, number)) continue;
      const isAfterSource = source === fromInitial || kit.has(co, source, number);
      const isBeforeWrite = kit.has(co, number, write);
      if (isAfterSource && isBeforeWrite) return null;
      if (isAfterSource && !kit.has(co, write, number)) {
        kit.add(co, write, number);
        changed = true;
      } else if (isBeforeWrite && !kit.has(co, number, source)) {
        kit.add(co, number, source);
        changed = true;
      }
    }
  }
  return changed;
}
