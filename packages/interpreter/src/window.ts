import { buildWorld, type Model } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import type { OrderingTable, Property, Settings, SourceSpan, TransitionSystem } from '@mmspec/system';
import type { Machine } from './machine.ts';
import { sceneOf } from './scene.ts';
import { explore, type WindowGraph, type WindowLimits } from './window/graph.ts';
import { WindowMachine, type LeftOut, type WindowOptions } from './window/machine.ts';
import { systemOf } from './window/system.ts';

/** Explores a spec on the window machine; `table`: another order than that of the mode. */
export function exploreWindows(model: Model, settings: Settings, options: WindowOptions, limits: WindowLimits, table?: OrderingTable): WindowGraph {
  return explore(new WindowMachine(sceneOf(model, buildWorld(model, settings)), options, table), limits);
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
  /** What a full window, or a place where fetching stops, kept out; null: nothing. */
  readonly leftOut: LeftOut | null;
  /** False: there are more states. What holds may not hold in them. */
  readonly isFinished: boolean;
  /** Steps over several locations that are performed as one. */
  readonly indivisible: readonly SourceSpan[];
}

/** `properties`: those of the spec, as every system of it has them; `bound`: where it is false, nothing happens. */
export function windowSystem(
  model: Model,
  settings: Settings,
  properties: readonly Property[],
  options: WindowOptions & WindowLimits & { readonly bound: Expression | null },
): ExploredWindows {
  const machine = new WindowMachine(sceneOf(model, buildWorld(model, settings)), options);
  const graph = explore(machine, options);
  const { isFinished, leftOut } = graph;
  return { ...systemOf(machine, graph, properties, options.bound), leftOut, isFinished, indivisible: machine.indivisible };
}
