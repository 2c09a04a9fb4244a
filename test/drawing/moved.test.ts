import { expect, test } from 'vitest';
import { filesIn, textOf } from '../kernel/spec_files.ts';
import { expectOfRandom, none, wrongAnswers } from './moved_law.ts';
import { racesIn } from './round_trip.ts';

test('races of 100 random specs', () => expectOfRandom(0));

test('races of the specs of this repository', async () => {
  const counts = none();
  const wrong: string[] = [];
  for (const folder of ['specs', 'specs/bugs', 'examples'])
    for (const name of filesIn(folder, '.mmspec'))
      for (const race of await racesIn(textOf(`${folder}/${name}`))) wrong.push(...(await wrongAnswers(name, race, counts)));
  expect(wrong).toEqual([]);
  expect(counts.possible).toBeGreaterThan(30);
  expect(counts.impossible).toBeGreaterThan(30);
  expect(counts.calls).toBeGreaterThan(5);
});
