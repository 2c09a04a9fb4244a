import type { Dependencies, PropertyDependencies, TransitionSystem } from '@mmspec/system';
import { initialOf, successorsOf } from '../random/agreement.ts';

/*
 * What a system says about the dependencies of its steps and properties, against what these do.
 */

/** What is wrong over the first states of a system; empty where nothing is. */
export function dependencyDifferences(system: TransitionSystem, statesMax: number): readonly string[] {
  const found = system.dependencies?.();
  if (found === undefined) return ['the system does not tell dependencies'];
  const differences: string[] = [];
  const owners = system.actions.map((_, action) =>
    found.processes.flatMap(({ locations }, process) => (locations.some(({ actions }) => actions.includes(action)) ? [process] : [])),
  );
  owners.forEach((of, action) => {
    if (of.length > 1) differences.push(`action ${action} is of ${of.length} processes`);
  });
  const truths = system.properties.map(() => new Map<string, boolean>());
  const seen = new Set<string>();
  const queue = initialOf(system).flatMap(({ next }) => (next === null ? [] : [next]));
  for (const state of queue) {
    if (seen.has(state.join()) || seen.size >= statesMax || differences.length > 0) continue;
    seen.add(state.join());
    for (const [index, looks] of found.properties.entries()) {
      if (looks === null || !isOverStates(system, index)) continue;
      const key = seenBy(looks, state);
      const holds = system.holdsInState(index, state);
      if ((truths[index]!.get(key) ?? holds) !== holds)
        differences.push(`${system.properties[index]?.name} is ${holds} in [${state.join(' ')}], and not where everything it looks at is the same`);
      truths[index]!.set(key, holds);
    }
    for (const { action, next } of successorsOf(system, state)) {
      if (owners[action]!.length === 0) differences.push(`action ${action} is taken by nobody`);
      differences.push(...locationDifferences(found, state, action, owners[action]![0] ?? -1, next));
      if (next === null) continue;
      queue.push(next);
      for (const [index, looks] of found.properties.entries()) {
        if (looks === null || system.properties[index]?.kind !== 'step' || looks.visibleActions.includes(action)) continue;
        if (seenBy(looks, state) === seenBy(looks, next) && !system.holdsOnStep(index, state, next, action))
          differences.push(`action ${action} violates ${system.properties[index]?.name} and alarms nobody`);
      }
    }
  }
  return differences.slice(0, 3);
}

function isOverStates(system: TransitionSystem, property: number): boolean {
  return ['state', 'lost_reference', 'reachable', 'possible'].includes(system.properties[property]?.kind ?? '');
}

/** What a property can tell of a state. */
function seenBy({ reads, classes }: PropertyDependencies, state: Int32Array): string {
  return reads.map((slot) => classes.find((each) => each.slot === slot)?.ofValue[state[slot]!] ?? state[slot]).join();
}

/** A step is taken where its process stands, and leads where this says; nobody else goes anywhere. */
function locationDifferences({ processes }: Dependencies, state: Int32Array, action: number, mover: number, next: Int32Array | null): readonly string[] {
  return processes.flatMap(({ slot, locations }, process) => {
    const [before, after] = [slot === null ? 0 : state[slot]!, slot === null || next === null ? 0 : next[slot]!];
    if (process !== mover) return next === null || slot === null || before === after ? [] : [`action ${action} moves process ${process}`];
    const here = locations[before];
    if (here?.actions.includes(action) !== true) return [`process ${process} takes action ${action} at ${before}`];
    return next === null || here.next.includes(after) ? [] : [`action ${action} leads from ${before} to ${after}`];
  });
}
