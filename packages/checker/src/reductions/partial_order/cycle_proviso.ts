import type { Process, TransitionSystem } from '@mmspec/system';
import type { ByLocation } from './dependence.ts';

/**
 * The cycle proviso: where a step may close a cycle of locations, so that in every cycle of every process there is a place that is closed or
 * visible. Instances of one actor close at the same places, whoever of them is visible: with symmetry they change names
 * along a cycle.
 */
export function closesCycleAt(system: TransitionSystem, processes: readonly Process[], visible: ByLocation<boolean>): ByLocation<boolean> {
  const kindOf = ({ actor }: Process): string | null => system.actors[actor]?.kind ?? null;
  return processes.map((process, at) => {
    const kind = kindOf(process);
    const alike = [...processes.keys()].filter((other) => other === at || (kind !== null && kindOf(processes[other]!) === kind));
    const graph = process.locations.map((_, location) => [...new Set(alike.flatMap((other) => processes[other]!.locations[location]?.next ?? []))]);
    const isCut = (location: number): boolean => alike.every((other) => visible[other]?.[location] !== false);
    return backEdges(graph, isCut);
  });
}

/** The places from which an edge leads back to where a depth-first walk came from; the walk goes round those that are cut. */
function backEdges(graph: readonly (readonly number[])[], isCut: (location: number) => boolean): readonly boolean[] {
  const found = graph.map(() => false);
  const entered = graph.map(() => false);
  const open = new Set<number>();
  const walk = (location: number): void => {
    entered[location] = true;
    open.add(location);
    for (const next of graph[location] ?? []) {
      if (next >= graph.length || isCut(next)) continue;
      if (open.has(next)) found[location] = true;
      else if (entered[next] !== true) walk(next);
    }
    open.delete(location);
  };
  graph.forEach((_, location) => {
    if (entered[location] !== true && !isCut(location)) walk(location);
  });
  return found;
}
