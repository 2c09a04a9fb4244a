import type { Action, FairnessItem, TransitionSystem } from '@mmspec/system';
import { nameOfMove } from './moves.ts';
import type { Move } from './moves.ts';

/** A demand on behaviours: again and again one of its moves is taken, unless it cannot be. */
export interface Demand {
  /** `vcpu[0]`, `gup.put`, `set(1)` */
  readonly name: string;
  readonly strong: boolean;
}

export interface Demands {
  readonly list: readonly Demand[];
  /** By move: the demands that it counts for, as indices in ascending order. */
  readonly ofMove: readonly (readonly number[])[];
}

/** Whether fairness asks for actions of the environment, so that the values of their parameters matter. */
export function asksForActions(items: readonly FairnessItem[]): boolean {
  return items.some(({ environment }) => environment !== null);
}

/** The demands that fairness makes on a system: one for each instance of an actor or action that has such a step. */
export function demandsOf(system: TransitionSystem, items: readonly FairnessItem[], moves: readonly Move[]): Demands {
  const found = new Map<string, Demand & { readonly moves: readonly number[] }>();
  const add = (demand: Demand, own: readonly number[]): void => {
    const key = own.join();
    const other = found.get(key);
    if (own.length > 0 && (other === undefined || (demand.strong && !other.strong))) found.set(key, { ...demand, moves: own });
  };
  for (const item of items) {
    if (item.environment !== null) addInstances(system, item, moves, add);
    else addActors(system, item, moves, add);
  }
  const ofMove = moves.map((): number[] => []);
  [...found.values()].forEach((demand, index) => demand.moves.forEach((move) => ofMove[move]?.push(index)));
  return { list: [...found.values()].map(({ name, strong }) => ({ name, strong })), ofMove };
}

type Add = (demand: Demand, moves: readonly number[]) => void;

function addInstances(system: TransitionSystem, { environment, strong }: FairnessItem, moves: readonly Move[], add: Add): void {
  const instances = new Map<number | null, number[]>();
  moves.forEach(({ action, instance }, move) => {
    if (system.actions[action]?.environment !== environment) return;
    const own = instances.get(instance);
    if (own === undefined) instances.set(instance, [move]);
    else own.push(move);
  });
  // Where there are parameters, a step that ends in a fault before they have values is of no instance.
  if (instances.size > 1) instances.delete(null);
  for (const own of instances.values()) add({ name: nameOfMove(system, moves[own[0]!]!), strong }, own);
}

function addActors(system: TransitionSystem, { actor: kind, index: wanted, names, strong }: FairnessItem, moves: readonly Move[], add: Add): void {
  const suffix = names.map((name) => `.${name}`).join('');
  for (const [index, actor] of system.actors.entries()) {
    if (kind !== null && actor.kind !== kind) continue;
    if (wanted !== null && system.actors.findIndex((other) => other.kind === actor.kind) + wanted !== index) continue;
    const counts = (action: Action): boolean => action.actor === index && action.executed.some((path) => contains(path, names));
    const own = [...moves.keys()].filter((move) => counts(system.actions[moves[move]!.action]!));
    add({ name: `${actor.name}${suffix}`, strong }, own);
  }
}

/** True if the names occur in the path in this order, with gaps allowed. */
function contains(path: readonly string[], names: readonly string[]): boolean {
  let at = 0;
  for (const part of path) if (part === names[at]) at++;
  return at === names.length;
}
