import { expect, test } from 'vitest';
import { filesIn, textOf } from '../kernel/spec_files.ts';
import { specOf } from '../random/specs.ts';
import { amiss, asked, drawn, forms, racesIn } from './round_trip.ts';

/*
 * Law: what mmspec draws, in each form, pasted back under its settings, is read whole and possible.
 */

const counts = { drawn: 0, whole: 0 };
const paths = ['specs', 'examples'].flatMap((folder) => filesIn(folder, '.mmspec').map((name) => `${folder}/${name}`));

test.each(paths)('%s: every race of every check', async (path) => {
  const wrong: string[] = [];
  for (const race of await racesIn(textOf(path), { all: true })) {
    for (const form of forms) {
      const text = drawn(race, form);
      const answer = await asked(race, text);
      const said = amiss(answer);
      counts.drawn++;
      if (answer.read === answer.of) counts.whole++;
      if (said !== null) wrong.push(`${race.check.name} ${race.result.property} ${form.form}: ${said}\n${text}`);
    }
  }
  expect(wrong).toEqual([]);
}, 120_000);

test('these are many', () => {
  expect(counts.whole).toBe(counts.drawn);
  expect(counts.drawn).toBeGreaterThan(1_200);
});

test('300 random specs', async () => {
  const wrong: string[] = [];
  let count = 0;
  for (let number = 0; number < 300; number++) {
    for (const race of await racesIn(specOf(number))) {
      count++;
      for (const form of forms) {
        const text = drawn(race, form);
        const said = amiss(await asked(race, text));
        if (said !== null) wrong.push(`spec ${number} ${race.result.property} ${form.form}: ${said}\n${text}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(200);
}, 300_000);
