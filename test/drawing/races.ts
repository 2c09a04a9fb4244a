import { dependencesOf, neededSteps, tracedPath, tracerOf } from '@mmspec/analysis';
import type { TracedPath } from '@mmspec/analysis';
import { explore } from '@mmspec/checker';
import type { PropertyVerdict } from '@mmspec/checker';
import type { Property, TransitionSystem } from '@mmspec/system';
import { engines, SpecError } from '../random/pipeline.ts';
import type { Engines } from '../random/pipeline.ts';
import { specOf } from '../random/specs.ts';

/*
 * Races of random specs: of each violated property the one that would be drawn.
 */

export interface RandomRace extends Engines {
  readonly number: number;
  readonly text: string;
  readonly property: Property;
  readonly verdict: PropertyVerdict;
  readonly traced: () => TracedPath;
}

/** The races of the random specs from a number on, spec by spec; what is too large is left out. */
export async function* randomRaces(from: number, statesMax = 1_000): AsyncGenerator<readonly RandomRace[]> {
  for (let number = from; ; number++) {
    const text = specOf(number);
    const made = enginesOrNull(text);
    if (made === null) continue;
    const { model, settings, system } = made;
    const search = await explore(system, { statesMax, reduction: false, readable: (results) => results });
    if (!search.finished) continue;
    const tracing = tracerOf(() => model)(settings);
    yield search.results.flatMap((verdict): RandomRace[] => {
      const property = system.properties[verdict.property];
      if (verdict.verdict !== 'violated' || verdict.path === null || property === undefined) return [];
      const { path } = verdict;
      return [{ ...made, number, text, property, verdict, traced: () => tracedPath(system, path, tracing, property.name) }];
    });
  }
}

function enginesOrNull(text: string): Engines | null {
  try {
    return engines(text);
  } catch (error) {
    if (error instanceof SpecError) return null;
    throw error;
  }
}

/** The dependences of a race, and the steps that its violation needs at once. */
export function dependencesIn(
  { property, machine }: RandomRace,
  traced: TracedPath,
): { readonly on: readonly (readonly number[])[]; readonly needed: readonly number[] } {
  return { on: dependencesOf(traced.taken), needed: neededSteps(property, traced, machine) };
}

/** Who takes an action, as a name. */
export function moverOf(system: TransitionSystem, action: number): string {
  const { actor = -1, environment = null } = system.actions[action] ?? {};
  return actor < 0 ? `action ${environment ?? ''}` : (system.actors[actor]?.name ?? '');
}
