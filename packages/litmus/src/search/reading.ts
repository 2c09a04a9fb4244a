import type { Candidate } from '../axioms/candidate.ts';
import { isLockEvent, type Graph } from '../axioms/graph.ts';
import { valueOf } from '../threads/symbol.ts';
import type { PartialReading, Reading } from './condition.ts';
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

/** What registers hold at the end, as far as it is known; of variables nothing is. */
export function registersOf({ threads }: Graph, { value }: Candidate): PartialReading {
  return (location) => {
    if (location.kind === 'variable') return null;
    const { path, numbers } = threads[location.thread]!;
    return valueOf(path.registers.get(location.name) ?? 0, (event) => value[numbers[event]!]!);
  };
}

/** A lock has no value of its own. */
function lastValue({ kit, nodes }: Graph, { co, location, value }: Candidate, memory: Memory, address: number): number {
  const written = nodes.filter(({ event, number }) => event.kind === 'write' && !isLockEvent(event) && location[number] === address);
  const last = written.find(({ number }) => !written.some((other) => kit.has(co, number, other.number)));
  return last === undefined ? memory.initial(address) : value[last.number]!;
}
