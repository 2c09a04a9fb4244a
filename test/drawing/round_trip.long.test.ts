import { expect, test } from 'vitest';
import { filesIn, textOf } from '../kernel/spec_files.ts';
import { amiss, asked, drawn, forms, racesIn } from './round_trip.ts';

/*
 * Law: every race of every check of every spec of this repository, in each form, pasted back under its settings, is read whole and possible.
 */

const paths = ['specs', 'examples'].flatMap((folder) => filesIn(folder, '.mmspec').map((name) => `${folder}/${name}`));
const counts = { drawn: 0, whole: 0, right: 0 };

test.each(paths)('%s', async (path) => {
  const wrong: string[] = [];
  for (const race of await racesIn(textOf(path), { all: true })) {
    for (const form of forms) {
      const text = drawn(race, form);
      const answer = await asked(race, text);
      const said = amiss(answer);
      counts.drawn++;
      if (answer.read === answer.of) counts.whole++;
      if (said === null) counts.right++;
      else wrong.push(`${race.check.name} ${race.result.property} ${form.form}: ${said}\n${text}`);
    }
  }
  expect(wrong).toEqual([]);
}, 3_600_000);

test('there are many', () => {
  console.log(JSON.stringify(counts));
  expect(counts.drawn).toBeGreaterThan(900);
});
