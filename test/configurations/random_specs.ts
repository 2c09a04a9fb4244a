import { expect } from 'vitest';
import { explore } from '@mmspec/checker';
import { choicesFrom } from '../random/choices.ts';
import { engines } from '../random/pipeline.ts';
import { specOf, tapeOf } from '../random/specs.ts';
import { configurationDifferences, configurations } from './law.ts';
import { threads } from './threads.ts';

const all = configurations(threads);

/** Judges specs, each in two configurations that its number draws. */
async function judge(
  first: number,
  last: number,
): Promise<{ readonly wrong: readonly string[]; readonly searches: ReadonlyMap<string, number>; readonly states: number }> {
  const wrong: string[] = [];
  const searches = new Map(all.map(({ name }) => [name, 0]));
  let states = 0;
  for (let number = first; number < last; number++) {
    const built = engines(specOf(number));
    // Where steps are not counted they are marked.
    const options = { statesMax: 3_000, reduction: false, countSteps: number % 2 === 0 };
    const plain = await explore(built.system, options);
    if (!plain.finished) continue;
    states += plain.states;
    const choices = choicesFrom(tapeOf(500_000 + number));
    const one = choices.below(all.length);
    const other = (one + 1 + choices.below(all.length - 1)) % all.length;
    for (const configuration of [all[one]!, all[other]!]) {
      const differences = await configurationDifferences(built, configuration, choices, options, plain);
      wrong.push(...differences.slice(0, 3).map((difference) => `spec ${number}: ${difference}`));
      searches.set(configuration.name, searches.get(configuration.name)! + 1);
    }
  }
  return { wrong, searches, states };
}

/** Of 500 random specs every way to search finds the same, and each way has its share of them. */
export async function expectSameOfAll(first: number): Promise<void> {
  const { wrong, searches, states } = await judge(first, first + 500);
  expect(wrong).toEqual([]);
  for (const [name, count] of searches) expect(count, name).toBeGreaterThan(50);
  expect(states).toBeGreaterThan(40_000);
}
