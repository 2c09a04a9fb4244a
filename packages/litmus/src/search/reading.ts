import type { Candidate } from '../axioms/candidate.ts';
import { isLockEvent, type Graph } from '../axioms/graph.ts';
import { valueOf } from '../threads/symbol.ts';
import type { Reading } from './condition.ts';
import type { Memory } from './memory.ts';

/** What registers and variables hold at the end of an execution. */
export function readingOf(graph: Graph, candidate: Candidate, memory: Memory): Reading {
  return (location) => {
    if (location.kind === 'variable') return lastValue(graph, candidate, memory, memory.addressOf(location.name));
    const { path, numbers } = graph.threads[location.thread]!;
    const symbolic = path.registers.get(location.name) ?? 0;
    return valueOf(symbolic, (event) => candidate.value[numbers[event]!]!) ?? 0;
  };
}

/** A lock has no value of its own. */
function lastValue({ kit, nodes }: Graph, { co, location, value }: Candidate, memory: Memory, address: number): number {
  const written = nodes.filter(({ event, number }) => event.kind === 'write' && !isLockEvent(event) && location[number] === address);
  const last = written.find(({ number }) => !written.some((other) => kit.has(co, number, other.number)));
  return last === undefined ? memory.initial(address) : value[last.number]!;
}
