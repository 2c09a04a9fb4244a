import { buildWorld, type Model } from '@mmspec/semantics';
import { walk, type Expression } from '@mmspec/syntax';
import type { Property, Settings, SourceSpan, TransitionSystem } from '@mmspec/system';
import { interpretScene, type Machine } from './machine.ts';
import { sceneOf } from './scene.ts';
import { Exploration } from './tables/exploration.ts';
import { systemOf } from './tables/system.ts';
import { explore, type WindowGraph, type WindowLimits } from './window/graph.ts';
import { WindowMachine, type LeftOut, type WindowOptions } from './window/machine.ts';

/** Explores a spec on the window machine. */
export function exploreWindows(model: Model, settings: Settings, options: WindowOptions, limits: WindowLimits): WindowGraph {
  return explore(new WindowMachine(sceneOf(model, buildWorld(model, settings)), options), limits);
}

/** Texts of what is seen in the alive states of a graph: memory, and actors at their frontiers. */
export function seenKeys({ seenKeys: keys, isAlive }: WindowGraph): readonly string[] {
  return keys.filter((_, at) => isAlive[at] === true);
}

/** A spec on the window machine, explored. */
export interface ExploredWindows {
  readonly system: TransitionSystem;
  /** The same, step by step. */
  readonly machine: Machine;
  /** What a full window, or a place where fetching stops, kept out: the first of each kind. */
  readonly leftOut: readonly LeftOut[];
  /** False: there are more states. What holds may not hold in them. */
  readonly isFinished: boolean;
  /** Steps over several locations that are performed as one. */
  readonly indivisible: readonly SourceSpan[];
}

/** What is searched; `bound`: where it is false, nothing happens. */
export interface WindowsAsked extends WindowOptions {
  readonly bound: Expression | null;
}

/** The exploration of a spec on the window machine, to be gone on with as far as there is time. */
export interface WindowSearch extends Pick<Exploration, 'states' | 'waiting' | 'transitions' | 'depth' | 'bytes'> {
  /** Expands so many states; false where none is left. */
  expandSome(count: number): boolean;
  /** What was found so far. */
  end(): ExploredWindows;
}

/** Begins the search of a spec; `properties`: those of the spec, as every system of it has them. */
export function searchWindows(model: Model, settings: Settings, properties: readonly Property[], asked: WindowsAsked): WindowSearch {
  const machine = new WindowMachine(sceneOf(model, buildWorld(model, settings)), asked);
  const { bound } = asked;
  const inOrder = bound === null || asksWindows(bound) ? null : interpretScene(machine.scene, bound);
  const exploration = new Exploration(machine, inOrder === null ? null : (state) => inOrder.isWithin(state));
  return {
    get states() {
      return exploration.states;
    },
    get waiting() {
      return exploration.waiting;
    },
    get transitions() {
      return exploration.transitions;
    },
    get depth() {
      return exploration.depth;
    },
    get bytes() {
      return exploration.bytes;
    },
    expandSome: (count) => exploration.expandSome(count),
    end: () => {
      const explored = exploration.explored();
      const { isFinished, leftOut } = explored;
      return { ...systemOf(machine, explored, properties, asked.bound), leftOut, isFinished, indivisible: machine.indivisible };
    },
  };
}

/** Whether a bound asks about what actors have fetched, which is known once all states are: then they are all looked at. */
function asksWindows(bound: Expression): boolean {
  let asks = false;
  walk(bound, ({ kind }) => {
    if (kind === 'at' || kind === 'enabled' || kind === 'quiescent') asks = true;
    return !asks;
  });
  return asks;
}

/** The same in one piece, up to a limit. */
export function windowSystem(model: Model, settings: Settings, properties: readonly Property[], asked: WindowsAsked & WindowLimits): ExploredWindows {
  const search = searchWindows(model, settings, properties, asked);
  while (search.states <= asked.statesMax && search.expandSome(1));
  return search.end();
}
