import { expect } from 'vitest';
import { specOf } from '../random/specs.ts';
import { amissOf, asked, drawn, forms, racesIn } from './round_trip.ts';

/** Of a hundred random specs from this number on: what is drawn of their races, in each form, is read whole and possible, and the run violates what the race does. */
export async function expectOfRandom(first: number): Promise<void> {
  const wrong: string[] = [];
  let count = 0;
  for (let number = first; number < first + 100; number++) {
    for (const race of await racesIn(specOf(number))) {
      count++;
      for (const form of forms) {
        const text = drawn(race, form);
        const said = amissOf(race, form.form, await asked(race, text));
        if (said !== null) wrong.push(`spec ${number} ${race.result.property} ${form.form}: ${said}\n${text}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(60);
}
