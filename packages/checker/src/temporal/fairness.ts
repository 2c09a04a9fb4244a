import type { Action, FairnessItem, TransitionSystem } from '@mmspec/system';
import { nameOfMove } from './moves.ts';
import type { Move } from './moves.ts';

/** A fairness constraint: again and again one of its moves is taken, unless it cannot be. */
export interface FairnessConstraint {
  /** `vcpu[0]`, `gup.put`, `set(1)` */
  readonly name: string;
  readonly strong: boolean;
}

export interface FairnessConstraints {
  readonly list: readonly FairnessConstraint[];
  /** By move: the fairness constraints that it counts for, as indices in ascending order. */
  readonly ofMove: readonly (readonly number[])[];
}

/** Whether fairness asks for actions of the environment, so that the values of their parameters matter. */
export function asksForActions(items: readonly FairnessItem[]): boolean {
  return items.some(({ environment }) => environment !== null);
}

/** The fairness constraints of a system: one for each instance of an actor or action that has such a step. */
export function constraintsOf(system: TransitionSystem, items: readonly FairnessItem[], moves: readonly Move[]): FairnessConstraints {
  const found = new Map<string, FairnessConstraint & { readonly moves: readonly number[] }>();
  const add = (constraint: FairnessConstraint, own: readonly number[]): void => {
    const key = own.join();
    const other = found.get(key);
    if (own.length > 0 && (other === undefined || (constraint.strong && !other.strong))) found.set(key, { ...constraint, moves: own });
  };
  for (const item of items) {
    if (item.environment !== null) addInstances(system, item, moves, add);
    else addActors(system, item, moves, add);
  }
  addOvertaken(system, moves, add);
  const ofMove = moves.map((): number[] => []);
  [...found.values()].forEach((constraint, index) => constraint.moves.forEach((move) => ofMove[move]?.push(index)));
  return { list: [...found.values()].map(({ name, strong }) => ({ name, strong })), ofMove };
}

type Add = (constraint: FairnessConstraint, moves: readonly number[]) => void;

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

function addActors(system: TransitionSystem, { actor: kind, index: wanted, names, strong, except = [] }: FairnessItem, moves: readonly Move[], add: Add): void {
  const suffix = names.map((name) => `.${name}`).join('');
  for (const [index, actor] of system.actors.entries()) {
    if (kind !== null && actor.kind !== kind) continue;
    if (wanted !== null && system.actors.findIndex((other) => other.kind === actor.kind) + wanted !== index) continue;
    const places = except.filter((place) => place.actor === null || place.actor === actor.kind);
    const mayStopAt = ({ path }: Action): boolean => places.some((place) => contains(path, place.names));
    const counts = (action: Action): boolean =>
      action.actor === index && action.isAhead !== true && action.executed.some((path) => contains(path, names)) && !mayStopAt(action);
    const own = [...moves.keys()].filter((move) => counts(system.actions[moves[move]!.action]!));
    add({ name: `${actor.name}${suffix}`, strong }, own);
  }
}

/** What was overtaken happens in the end, whatever is asked for. */
function addOvertaken(system: TransitionSystem, moves: readonly Move[], add: Add): void {
  for (const [index, { name }] of system.actors.entries()) {
    const isOwn = ({ action }: Move): boolean => system.actions[action]!.actor === index && system.actions[action]!.isOvertaken === true;
    add(
      { name, strong: false },
      [...moves.keys()].filter((move) => isOwn(moves[move]!)),
    );
  }
}

/** True if the names occur in the path in this order, with gaps allowed. */
function contains(path: readonly string[], names: readonly string[]): boolean {
  let at = 0;
  for (const part of path) if (part === names[at]) at++;
  return at === names.length;
}
