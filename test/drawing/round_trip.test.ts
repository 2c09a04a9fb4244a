import { expect, test } from 'vitest';
import { filesIn, textOf } from '../kernel/spec_files.ts';
import { specOf } from '../random/specs.ts';
import { amiss, asked, drawn, forms, racesIn } from './round_trip.ts';

/*
 * Law: what mmspec draws, in each form, pasted back under its settings, is read whole and possible.
 * `round_trip.long.test.ts` does it with every race of every check.
 */

const paths = ['specs', 'examples'].flatMap((folder) => filesIn(folder, '.mmspec').map((name) => `${folder}/${name}`));

test.each(paths)('%s: each violated property', async (path) => {
  const wrong: string[] = [];
  for (const [index, race] of (await racesIn(textOf(path))).entries()) {
    // A long race in one of the forms.
    const isLong = race.result.trace!.steps.length > 60;
    for (const form of isLong ? [forms[index % forms.length]!] : forms) {
      const text = drawn(race, form);
      const said = amiss(await asked(race, text));
      if (said !== null) wrong.push(`${race.check.name} ${race.result.property} ${form.form}: ${said}\n${text}`);
    }
  }
  expect(wrong).toEqual([]);
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
