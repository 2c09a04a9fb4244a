import { isAboutGraph, partsOfFormula } from '@mmspec/system';
import type { Dependencies, FairnessItem, Formula, TransitionSystem } from '@mmspec/system';
import type { FairnessOverride } from '../../options.ts';
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
  /** Temporal properties that are judged once more, under another fairness than their own. */
  readonly overrides?: readonly FairnessOverride[];
  /** Depths have to be shortest. */
  readonly shortest: boolean;
}

/**
 * The partial-order reduction for a search; none where depths matter, where a judged property is about futures, and where one about paths
 * can tell such orders apart: it looks at steps, or is judged under fairness.
 */
export function usablePartialOrder(system: TransitionSystem, { judged, overrides = [], shortest }: PartialOrderQuestions): UsablePartialOrder {
  const found = system.dependencies?.();
  if (found === undefined) return { order: null, unused: system.withoutDependencies ?? 'nobody has looked which steps depend on each other' };
  const asked = [...judged.map((property) => ({ property, fairness: system.properties[property]!.temporal?.fairness ?? [] })), ...overrides];
  for (const { property, fairness } of asked) {
    const why = whyNot(system, found, property, fairness);
    if (why !== '') return { order: null, unused: `${system.properties[property]!.name} ${why}` };
  }
  if (shortest) return { order: null, unused: 'the shortest race is asked for' };
  const { processes } = found;
  if (processes.length > processesMax) return { order: null, unused: `there are more than ${processesMax} actors and actions` };
  const visible = visibleAt(
    system,
    processes,
    asked.flatMap(({ property }) => found.properties[property] ?? []),
  );
  const closesCycle = closesCycleAt(system, processes, visible);
  const fullyExpanded = visible.map((locations, process) => locations.map((isVisible, location) => isVisible || closesCycle[process]?.[location] !== false));
  if (fullyExpanded.every((locations) => locations.every((isFull) => isFull)))
    return { order: null, unused: 'every step may matter to a property, or closes a cycle' };
  const dependence = dependenceOf(processes, system.actions);
  return { order: { processes, persistentSets: persistentSetsText(processes, dependence, fullyExpanded) }, unused: '' };
}

/** What a property sees of the order of steps that do not depend on each other; empty: nothing. */
function whyNot(system: TransitionSystem, { properties }: Dependencies, property: number, fairness: readonly FairnessItem[]): string {
  const { kind, temporal } = system.properties[property]!;
  if (!isAboutGraph(kind)) return '';
  if (temporal === undefined) return 'is about what stays possible';
  if (fairness.length > 0) return 'is about paths under fairness';
  if (system.actions.some(({ isOvertaken }) => isOvertaken === true)) return 'is about paths, and what was overtaken happens on each';
  return properties[property] == null || looksAtSteps(temporal.formula) ? 'looks at steps' : '';
}

/** Whether a formula tells stuttering from steps that change none of its atoms. */
function looksAtSteps(formula: Formula): boolean {
  return (formula.kind === 'always' && formula.steps) || partsOfFormula(formula).some(looksAtSteps);
}
