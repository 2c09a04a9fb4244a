import {
  exploreWindows,
  ResultIsShared,
  interpret,
  searchWindows,
  windowSystem,
  type ExploredWindows,
  type Machine,
  type MachineState,
  type WindowGraph,
  type WindowOptions,
} from '@mmspec/interpreter';
import type { Model } from '@mmspec/semantics';
import { isFlag, judgedOn, type Property, type Settings, type TransitionSystem } from '@mmspec/system';
import { successorsOf } from '../random/agreement.ts';
import { aliveGraph, type AliveGraph } from './gathered.ts';

/*
 * Law: the search by tables gives the states and steps of the window machine, one by one and by the same numbers; and of what was found once for
 * many states the machine says the same in each of them.
 */

/** A spec under one setting. */
export interface UnderSettings {
  readonly model: Model;
  readonly settings: Settings;
  readonly properties: readonly Property[];
}

/** What differs; null: it has more states than that, or stores the result of an operation of several steps in shared memory, which no check may do under tso and weak. */
export function differencesInTables({ model, settings, properties }: UnderSettings, options: WindowOptions, statesMax: number): readonly string[] | null {
  const graph = definition(model, settings, options, statesMax);
  if (graph === null || !graph.isFinished) return null;
  const search = searchWindows(model, settings, properties, { ...options, bound: null });
  // More states than there are say that something is wrong, and may have no end.
  while (search.states <= graph.states.length && search.expandSome(7));
  const explored = search.end();
  const raw = graph.edges.reduce((sum, out) => sum + (out?.length ?? 0), 0);
  const counts = compared(
    'states, steps and depth',
    [graph.states.length, raw, depthOf(graph.edges, graph.initial)],
    [search.states, search.transitions, search.depth],
  );
  const leftOut = compared('left out', graph.leftOut, explored.leftOut);
  if (counts.length + leftOut.length > 0) return [...counts, ...leftOut];
  const again = windowSystem(model, settings, properties, { ...options, bound: null, statesMax });
  return [...againstGraph(graph, interpret(model, settings), explored.system), ...judged(explored, again.system)].slice(0, 5);
}

/** What differs between a system that somebody has made and the window machine; null as above. */
export function differencesFromMachine(under: UnderSettings, options: WindowOptions, statesMax: number, system: TransitionSystem): readonly string[] | null {
  const { model, settings, properties } = under;
  const graph = definition(model, settings, options, statesMax);
  if (graph === null || !graph.isFinished) return null;
  const { system: explored, machine } = windowSystem(model, settings, properties, { ...options, bound: null, statesMax });
  return [...againstGraph(graph, interpret(model, settings), system), ...judged({ system, machine }, explored)].slice(0, 5);
}

/** The states, steps and rows of a system beside those of the machine. */
function againstGraph(graph: WindowGraph, base: Machine, system: TransitionSystem): readonly string[] {
  const alive = aliveGraph(graph);
  const rows = alive.members.map(([first]) => base.describe(graph.states[first!]!));
  return [
    // A slot has one value at least.
    ...compared('alive states', Math.max(1, alive.members.length), system.slots[0]!.max + 1),
    ...compared('initial states', beginningsOf(alive), beginningsIn(system)),
    ...alive.edges.flatMap((_, state) => [
      ...compared(`steps of ${state}`, stepsOf(alive, system, state), stepsIn(system, state)),
      ...compared(`rows of ${state}`, rows[state]!, system.describe(Int32Array.of(state)).slice(0, rows[state]!.length)),
    ]),
  ];
}

function definition(model: Model, settings: Settings, options: WindowOptions, statesMax: number): WindowGraph | null {
  try {
    return exploreWindows(model, settings, options, { statesMax });
  } catch (error) {
    if (error instanceof ResultIsShared) return null;
    throw error;
  }
}

function depthOf(edges: readonly (readonly { readonly to: number }[] | null)[], initial: readonly { readonly to: number }[]): number {
  const depths: number[] = [];
  for (const { to } of initial) if (to >= 0) depths[to] = 0;
  for (const [from, out] of edges.entries()) for (const { to } of out ?? []) if (to >= 0) depths[to] ??= depths[from]! + 1;
  return depths.at(-1) ?? 0;
}

const beginningsOf = ({ initial }: AliveGraph): unknown => initial.map(({ outcome, to }) => (to < 0 ? outcome.fault : to));

function beginningsIn(system: TransitionSystem): unknown {
  const next = new Int32Array(1);
  const found: unknown[] = [];
  system.initial(
    next,
    () => found.push(next[0]!),
    (_, property) => found.push(system.properties[property]?.name),
  );
  return found;
}

type Told = readonly [
  actor: string | null,
  environment: string | null,
  path: string,
  executed: unknown,
  ahead: boolean,
  overtaken: boolean,
  flags: readonly string[],
  to: number | string | null,
];

function stepsOf({ edges, offered }: AliveGraph, { actors }: TransitionSystem, state: number): unknown {
  const steps = edges[state]!.map(({ outcome, to }): Told => {
    const { actor, environment, path, executed, isOldest, isOvertaken, flags, fault } = outcome;
    return [actor, environment, path.join('.'), executed, !isOldest, isOvertaken, flags.toSorted(), to < 0 ? fault : to];
  });
  const dead = offered[state]!.filter(({ isOvertaken }) => !isOvertaken).map(({ actor, path }) => `${actor} ${path.join('.')}`);
  return [steps, actors.length, [...new Set(dead)].sort()];
}

function stepsIn(system: TransitionSystem, state: number): unknown {
  const words = Int32Array.of(state);
  const flagNames = system.properties.flatMap(({ kind, name }) => (isFlag(kind) ? [name] : []));
  const steps = successorsOf(system, words).map(({ action, flags, next, fault }): Told => {
    const { actor, environment, path, executed, isAhead = false, isOvertaken = false } = system.actions[action]!;
    const to = next === null ? (system.properties[fault]?.name ?? null) : next[0]!;
    return [
      system.actors[actor]?.name ?? null,
      environment,
      path.join('.'),
      executed,
      isAhead,
      isOvertaken,
      flagNames.filter((_, bit) => (flags & (1 << bit)) !== 0).sort(),
      to,
    ];
  });
  const offered = (system.offered?.(words) ?? []).map((number) => system.actions[number]!).filter(({ isOvertaken }) => isOvertaken !== true);
  const dead = offered.map(({ actor, path }) => `${system.actors[actor]?.name ?? null} ${path.join('.')}`);
  return [steps, system.actors.length, [...new Set(dead)].sort()];
}

/** What is said of states and steps: by the machine of each alone, and by a system that is asked in another order. */
function judged({ system, machine }: Pick<ExploredWindows, 'system' | 'machine'>, again: TransitionSystem): string[] {
  const wrong: string[] = [];
  const byNumber: (MachineState | undefined)[] = [];
  const meet = (state: MachineState | null): void => {
    if (state === null || byNumber[Number(machine.key(state))] !== undefined) return;
    byNumber[Number(machine.key(state))] = state;
  };
  for (const { next } of machine.initial()) meet(next);
  const count = system.slots[0]!.max + 1;
  const asked = system.properties.map(({ name, kind }) => [judgedOn(kind), machine.properties.findIndex((each) => each.name === name)] as const);
  const atomsOf = (of: TransitionSystem, state: number): unknown =>
    of.atoms?.map(({ over }, atom) => (over === 'state' ? of.atomHolds!(atom, Int32Array.of(state), Int32Array.of(state), -1) : stepAtoms(of, atom, state)));
  for (let state = 0; state < count; state++) {
    const known = byNumber[state];
    for (const { next } of known === undefined ? [] : machine.successors(known)) meet(next);
  }
  const later = Array.from({ length: count }, (_, at) => count - 1 - at).map((state) => [state, JSON.stringify(atomsOf(again, state))] as const);
  const atoms = new Map(later);
  for (let state = 0; state < count; state++) {
    const words = Int32Array.of(state);
    const made = byNumber[state];
    if (made === undefined) continue;
    wrong.push(...compared(`atoms in ${state}`, JSON.stringify(atomsOf(system, state)), atoms.get(state)));
    wrong.push(...compared(`quiescence in ${state}`, machine.isQuiescent(made), system.isQuiescent(words)));
    for (const [property, [on, index]] of asked.entries()) {
      if (on === 'state') wrong.push(...compared(`property ${property} in ${state}`, machine.holdsInState(index, made), system.holdsInState(property, words)));
      if (on !== 'step' || index < 0) continue;
      const outcomes = machine.successors(made).filter(({ next }) => next !== null);
      const actions = successorsOf(system, words).flatMap(({ action, next }) => (next === null ? [] : [action]));
      for (const [step, action] of actions.entries()) {
        const after = machine.key(outcomes[step]!.next!);
        const first = outcomes[actions.findIndex((each, at) => each === action && machine.key(outcomes[at]!.next!) === after)]!;
        wrong.push(
          ...compared(
            `property ${property} from ${state}`,
            machine.holdsOnStep(index, made, first),
            system.holdsOnStep(property, words, Int32Array.of(Number(after)), action),
          ),
        );
      }
    }
  }
  return wrong;
}

function stepAtoms(system: TransitionSystem, atom: number, state: number): boolean[] {
  const words = Int32Array.of(state);
  return successorsOf(system, words).flatMap(({ action, next }) => (next === null ? [] : [system.atomHolds!(atom, words, next, action)]));
}

function compared(what: string, wanted: unknown, found: unknown): string[] {
  const [one, other] = [JSON.stringify(wanted), JSON.stringify(found)];
  return one === other ? [] : [`${what}: ${one} and by tables ${other}`];
}
