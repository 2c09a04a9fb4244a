import type { World } from '@mmspec/semantics';
import type { TransitionSystem } from '@mmspec/system';
import { plainName } from './meaning/kernel_names.ts';

/** Who can take the steps of a column: an instance of an actor, or an action of the environment. */
export interface Mover {
  readonly name: string;
  /** The actor's declaration, or the action. */
  readonly kind: string;
  /** Index into `actors`; -1: an action of the environment. */
  readonly actor: number;
  /** Indices of its actions. */
  readonly actions: readonly number[];
  /** Functions of the kernel that its declaration says it models, in their plain names. */
  readonly functions: readonly string[];
  /** Instances with the same number are interchangeable. */
  readonly sort: number;
  /** The CPU that it shares with others; null: it has one of its own. */
  readonly cpu: number | null;
  /** Whether it interrupts others there. */
  readonly isHandler: boolean;
}

export function moversOf(system: TransitionSystem, world: World): readonly Mover[] {
  const actionsOf = (fits: (index: number) => boolean): number[] => [...system.actions.keys()].filter(fits);
  const sorts = sortsOf(system);
  const actors = system.actors.map(({ name, kind }, actor): Mover => ({
    name,
    kind,
    actor,
    actions: actionsOf((index) => system.actions[index]?.actor === actor),
    sort: sorts[actor] ?? actor,
    functions: functionsOf(world, actor),
    ...placeOf(world, actor),
  }));
  const names = [...new Set(system.actions.flatMap(({ environment }) => (environment === null ? [] : [environment])))];
  const environment = names.map((name, index): Mover => ({
    name,
    kind: name,
    actor: -1,
    actions: actionsOf((action) => system.actions[action]?.environment === name),
    functions: [],
    sort: system.actors.length + index,
    cpu: null,
    isHandler: false,
  }));
  return [...actors, ...environment];
}

function functionsOf({ actors }: World, actor: number): readonly string[] {
  const symbol = actors[actor]?.declaration.anchor?.symbol;
  return symbol === undefined ? [] : [plainName(symbol)];
}

function placeOf(world: World, actor: number): Pick<Mover, 'cpu' | 'isHandler'> {
  const identity = world.actors[actor];
  const cpu = identity === undefined ? null : world.cpuOf(identity);
  return { cpu, isHandler: cpu !== null && !['task', undefined].includes(identity?.declaration.context?.text) };
}

/** By actor: the lowest number of an instance that it can change places with, whatever is judged. */
function sortsOf(system: TransitionSystem): number[] {
  const sorts = system.actors.map((_, actor) => actor);
  for (const { interchanges } of system.symmetry?.() ?? []) {
    for (const { actors } of interchanges) {
      // Renaming several at once would need the others to be free, too.
      if (actors.length !== 1) continue;
      const [[one, other]] = actors as [readonly [number, number]];
      const least = Math.min(sorts[one] ?? one, sorts[other] ?? other);
      sorts[one] = least;
      sorts[other] = least;
    }
  }
  return sorts;
}
