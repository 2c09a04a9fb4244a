import { graphOf, type Graph } from '../axioms/graph.ts';
import type { Candidate } from '../axioms/candidate.ts';
import { Evaluator } from '../model/evaluate.ts';
import { brokenAxiom, type Cycle } from '../model/explain.ts';
import { universeOf, type Item } from '../model/universe.ts';
import type { LitmusTest } from '../syntax/tree.ts';
import { combinations } from './combinations.ts';
import { compiled } from './condition.ts';
import { memoryOf } from './memory.ts';
import { pathsOf } from '../threads/paths.ts';
import { readingOf } from './reading.ts';
import { searchGraph, type Asked } from './search.ts';

/** What forbids an outcome: an execution that would have it, and the cycle in it that an axiom forbids. */
export interface Reason {
  readonly graph: Graph;
  readonly candidate: Candidate;
  readonly cycle: Cycle;
  readonly items: readonly Item[];
}

/** Steps after which no more executions are tried. */
const stepsMax = 100_000;

/** An execution where the condition holds, and what forbids it. Null: the values alone do not give one, as far as was looked. */
export function reasonAgainst(test: LitmusTest): Reason | null {
  // First one that is coherent: then it is the order between locations that forbids it.
  return against(test, 'coherence') ?? against(test, 'none');
}

function against(test: LitmusTest, asked: Asked): Reason | null {
  const memory = memoryOf(test);
  const holds = compiled(test.condition, memory);
  const filter = test.filter === null ? null : compiled(test.filter, memory);
  let found: Reason | null = null;
  let steps = 0;
  for (const paths of combinations(test.threads.map(({ body }, thread) => pathsOf(body, memory.registers(thread), stepsMax).paths))) {
    if (paths.some(({ cut }) => cut !== null)) continue;
    const graph = graphOf(paths);
    const onExecution = (_: Graph, candidate: Candidate): void => {
      const read = readingOf(graph, candidate, memory);
      if (found !== null || !holds(read) || (filter !== null && !filter(read))) return;
      const universe = universeOf(graph, candidate);
      const cycle = brokenAxiom(new Evaluator(universe));
      if (cycle !== null) found = { graph, candidate, cycle, items: universe.items };
    };
    searchGraph(graph, memory, { onStep: () => found === null && ++steps < stepsMax, onExecution }, asked);
    if (found !== null || steps >= stepsMax) break;
  }
  return found;
}
