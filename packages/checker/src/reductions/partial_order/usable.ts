import { isAboutGraph, judgedOn } from '@mmspec/system';
import type { TransitionSystem } from '@mmspec/system';
import { persistentSetsText, processesMax } from './persistent_sets.ts';
import { closesCycleAt } from './cycle_proviso.ts';
import { dependenceOf } from './dependence.ts';
import type { PartialOrder } from './reduced_system.ts';
import { visibleAt } from './visibility.ts';

/** Whether a search can leave out orders of steps. */
export interface UsablePartialOrder {
  readonly order: PartialOrder | null;
  /** Why not; empty where it can. */
  readonly unused: string;
}

/** What a search has to answer. */
export interface PartialOrderQuestions {
  /** Indices of the judged properties. */
  readonly judged: readonly number[];
  /** Depths have to be shortest. */
  readonly shortest: boolean;
}

/** The partial-order reduction for a search; none where a judged property is about paths or futures, or where depths matter. */
export function usablePartialOrder(system: TransitionSystem, { judged, shortest }: PartialOrderQuestions): UsablePartialOrder {
  const found = system.dependencies?.();
  if (found === undefined) return { order: null, unused: system.withoutDependencies ?? 'nobody has looked which steps depend on each other' };
  const graph = judged.find((index) => isAboutGraph(system.properties[index]!.kind));
  if (graph !== undefined)
    return {
      order: null,
      unused: `${system.properties[graph]?.name} is about ${judgedOn(system.properties[graph]!.kind) === 'paths' ? 'paths' : 'what stays possible'}`,
    };
  if (shortest) return { order: null, unused: 'the shortest race is asked for' };
  const { processes } = found;
  if (processes.length > processesMax) return { order: null, unused: `there are more than ${processesMax} actors and actions` };
  const visible = visibleAt(
    system,
    processes,
    judged.flatMap((index) => found.properties[index] ?? []),
  );
  const closesCycle = closesCycleAt(system, processes, visible);
  const fullyExpanded = visible.map((locations, process) => locations.map((isVisible, location) => isVisible || closesCycle[process]?.[location] !== false));
  if (fullyExpanded.every((locations) => locations.every((isFull) => isFull)))
    return { order: null, unused: 'every step may matter to a property, or closes a cycle' };
  const dependence = dependenceOf(processes, system.actions);
  return { order: { processes, persistentSets: persistentSetsText(processes, dependence, fullyExpanded) }, unused: '' };
}
