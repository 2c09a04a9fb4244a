import { fromInitial, undecided, unknown, type Candidate } from '../axioms/candidate.ts';
import type { Graph, Node } from '../axioms/graph.ts';
import type { Kit, Relation } from '../axioms/relation.ts';
import type { Symbolic } from '../threads/symbol.ts';
import { valueOf } from '../threads/symbol.ts';
import type { Memory } from './memory.ts';

/*
 * Values and addresses that follow from what reads from what.
 */

/** A candidate of which nothing is decided. */
export function firstCandidate({ kit, nodes, po }: Graph): Candidate {
  const location = Int32Array.from(nodes, ({ event }) => (typeof event.address === 'number' ? event.address : unknown));
  return {
    rf: new Int32Array(nodes.length).fill(undecided),
    value: nodes.map(({ event }) => (typeof event.value === 'number' ? event.value : null)),
    location,
    co: kit.relation(),
    ...locationRelations(kit, po, location),
  };
}

function locationRelations(kit: Kit, po: Relation, location: Int32Array): Pick<Candidate, 'sameLocation' | 'poLocation'> {
  const sameLocation = kit.where((from, to) => location[from] !== unknown && location[from] === location[to]);
  return { sameLocation, poLocation: kit.meet(sameLocation.slice(), po) };
}

/** Works out what is known now. False: a value that a branch or an operation asks for is another. */
export function resolve(graph: Graph, memory: Memory, candidate: Candidate): boolean {
  const { nodes, threads } = graph;
  const { value, location, rf } = candidate;
  const evaluate = (symbolic: Symbolic, thread: number): number | null => valueOf(symbolic, (event) => value[threads[thread]!.numbers[event]!]!);
  let located = false;
  for (let changed = true; changed;) {
    changed = false;
    for (const { event, thread, number } of nodes) {
      if (location[number] === unknown) {
        const address = evaluate(event.address!, thread);
        if (address !== null) {
          location[number] = address;
          located = true;
          changed = true;
        }
      }
      if (value[number] !== null) continue;
      const found = event.kind === 'write' ? evaluate(event.value!, thread) : readValue(rf[number]!, location[number]!, value, memory);
      if (found === null) continue;
      value[number] = found;
      changed = true;
    }
  }
  if (located) Object.assign(candidate, locationRelations(graph.kit, graph.po, location));
  return (
    isRead(candidate, nodes) &&
    graph.constraints.every(({ symbolic, holds, thread }) => {
      const found = evaluate(symbolic, thread);
      return found === null || (found !== 0) === holds;
    })
  );
}

function readValue(source: number, location: number, value: readonly (number | null)[], memory: Memory): number | null {
  if (source >= 0) return value[source]!;
  return source === fromInitial && location !== unknown ? memory.initial(location) : null;
}

/** Nothing reads from another location. */
function isRead({ rf, location }: Candidate, nodes: readonly Node[]): boolean {
  return nodes.every(({ event, number }) => {
    const source = rf[number]!;
    return event.kind !== 'read' || source < 0 || location[source] === unknown || location[number] === unknown || location[source] === location[number];
  });
}
