import type { Load, Machine } from '@mmspec/interpreter';
import { placeOfActor } from '@mmspec/interpreter';
import { isAboutGraph, judgedOn, wantsOneState } from '@mmspec/system';
import type { Property } from '@mmspec/system';
import type { TracedPath } from '../trace.ts';
import { dependencesOf, dependencesOfLooks, sliceOf } from './dependences.ts';

/**
 * The steps of a race that its violation depends on. Of a lasso, and where no run leads somewhere any more, these are all:
 * what does not happen depends on everything that does.
 */
export function raceSlice(property: Property, traced: TracedPath, machine: Machine): number[] {
  const { taken } = traced;
  const all = [...taken.keys()];
  if (isAboutGraph(property.kind) || taken.length === 0) return all;
  return sliceOf(dependencesOf(taken), neededSteps(property, traced, machine));
}

/** The steps that a violation needs at once. */
export function neededSteps({ kind, name }: Property, { states, taken }: TracedPath, machine: Machine): number[] {
  const last = states.at(-1);
  const before = taken.length < states.length ? states.at(-2) : last;
  if (last === undefined || before === undefined) return [];
  const end = taken.length - 1;
  switch (judgedOn(kind)) {
    case 'stuck':
      return dependencesOfLooks(machine, taken, waitLooks(taken, machine, last));
    case 'state':
      return wantsOneState(kind) ? [end] : unique([...dependencesOfLooks(machine, taken, machine.looksOf(name, last, null)), end]);
    case 'step':
    case 'flag':
      return unique([...dependencesOfLooks(machine, taken.slice(0, -1), machine.looksOf(name, before, taken.at(-1) ?? null)), end]);
    case 'fault':
    case 'futures':
    case 'paths':
      return [end];
  }
}

/** What keeps each actor where it waits: that it came there, and what its condition reads. */
function waitLooks(taken: TracedPath['taken'], machine: Machine, state: TracedPath['states'][number]): Load[] {
  const actors = new Set(taken.flatMap(({ actor }) => (actor === null ? [] : [actor])));
  return [...actors].flatMap((actor) => {
    const waits = machine.waitsOf(state, actor).filter(({ idle }) => !idle);
    if (waits.length === 0) return [];
    const loads = waits.flatMap(({ done }) =>
      done.flatMap(function loadsOf(each): Load[] {
        return [...each.loads, ...each.inside.flatMap(loadsOf)];
      }),
    );
    return [{ name: placeOfActor(actor), local: null, value: null }, ...loads.filter(({ local }) => local === null)];
  });
}

function unique(steps: readonly number[]): number[] {
  return [...new Set(steps)].sort((a, b) => a - b);
}
