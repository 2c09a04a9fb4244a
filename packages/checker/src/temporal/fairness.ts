import type { Action, FairnessItem, TransitionSystem } from '@mmspec/system';

/** A demand on behaviours: again and again one of the actions is taken, unless it cannot be. */
export interface Demand {
  /** `vcpu[0]`, `gup.put` */
  readonly name: string;
  readonly strong: boolean;
  /** By action: 1 where it counts. */
  readonly actions: Uint8Array;
}

/** The demands that fairness makes on a system: one for each instance that has such a step. */
export function demandsOf(system: TransitionSystem, items: readonly FairnessItem[]): readonly Demand[] {
  const demands = new Map<string, Demand>();
  for (const item of items) for (const demand of demandsOfItem(system, item)) {
    const key = demand.actions.join('');
    const known = demands.get(key);
    if (known === undefined || (demand.strong && !known.strong)) demands.set(key, demand);
  }
  return [...demands.values()];
}

function demandsOfItem(system: TransitionSystem, item: FairnessItem): readonly Demand[] {
  const suffix = item.names.map((name) => `.${name}`).join('');
  if (item.environment !== null) {
    const actions = marked(system.actions, (action) => action.environment === item.environment);
    return actions.includes(1) ? [{ name: item.environment, strong: item.strong, actions }] : [];
  }
  return system.actors.flatMap((actor, index): Demand[] => {
    if (item.actor !== null && actor.kind !== item.actor) return [];
    if (item.index !== null && system.actors.findIndex((other) => other.kind === actor.kind) + item.index !== index) return [];
    const actions = marked(system.actions, (action) => action.actor === index && action.executed.some((path) => contains(path, item.names)));
    return actions.includes(1) ? [{ name: `${actor.name}${suffix}`, strong: item.strong, actions }] : [];
  });
}

function marked(actions: readonly Action[], counts: (action: Action) => boolean): Uint8Array {
  return Uint8Array.from(actions, (action) => (counts(action) ? 1 : 0));
}

/** True if the names occur in the path in this order, with gaps allowed. */
function contains(path: readonly string[], names: readonly string[]): boolean {
  let at = 0;
  for (const part of path) if (part === names[at]) at++;
  return at === names.length;
}
