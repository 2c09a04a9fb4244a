import { isAboutGraph, judgedOn } from '@mmspec/system';
import type { TransitionSystem } from '@mmspec/system';
import { choicesText, processesMax } from './choices.ts';
import { closedAt } from './cycles.ts';
import { conflictsOf } from './conflicts.ts';
import type { Order } from './ordered_system.ts';
import { visibleAt } from './visible.ts';

/** Whether a search can leave out orders of steps. */
export interface UsableOrder {
  readonly order: Order | null;
  /** Why not; empty where it can. */
  readonly unused: string;
}

/** What a search has to answer. */
export interface OrderQuestions {
  /** Indices of the judged properties. */
  readonly judged: readonly number[];
  /** Depths have to be shortest. */
  readonly shortest: boolean;
}

/** The order for a search; none where a judged property is about paths or futures, or where depths matter. */
export function usableOrder(system: TransitionSystem, { judged, shortest }: OrderQuestions): UsableOrder {
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
  const closed = closedAt(system, processes, visible);
  const barred = visible.map((locations, process) => locations.map((isVisible, location) => isVisible || closed[process]?.[location] !== false));
  if (barred.every((locations) => locations.every((isBarred) => isBarred)))
    return { order: null, unused: 'every step may matter to a property, or closes a cycle' };
  const conflicts = conflictsOf(processes, system.actions);
  return { order: { processes, choices: choicesText(processes, conflicts, barred) }, unused: '' };
}
