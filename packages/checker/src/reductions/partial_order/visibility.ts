import type { Process, PropertyDependencies, TransitionSystem } from '@mmspec/system';
import type { ByLocation } from './dependence.ts';

/** Where a process has a visible step: one that may matter to a judged property, other than by what the step itself reports. */
export function visibleAt(system: TransitionSystem, processes: readonly Process[], properties: readonly PropertyDependencies[]): ByLocation<boolean> {
  return processes.map((process) => process.locations.map((_, location) => properties.some((property) => matters(system, process, location, property))));
}

function matters(
  { actions }: TransitionSystem,
  { slot, locations }: Process,
  location: number,
  { reads, classes, visibleActions }: PropertyDependencies,
): boolean {
  const { actions: own, next } = locations[location]!;
  if (own.some((action) => visibleActions.includes(action))) return true;
  const written = new Set(own.flatMap((action) => actions[action]!.writes));
  return reads.some((read) => {
    if (!written.has(read)) return false;
    const ofValue = read === slot ? classes.find((each) => each.slot === slot)?.ofValue : undefined;
    return ofValue === undefined || next.some((to) => ofValue[to] !== ofValue[location]);
  });
}
