import { expect, test } from 'vitest';
import { filesIn, textOf } from '../kernel/spec_files.ts';
import { amiss, amissOf, asked, drawn, forms, racesIn } from './round_trip.ts';
import { expectOfRandom } from './round_trip_law.ts';

/*
 * Law: what mmspec draws, in each form, pasted back under its settings, is read whole and possible, and the run violates what the race does.
 */

const counts = { drawn: 0, whole: 0 };
const paths = ['specs', 'specs/bugs', 'specs/memory', 'examples'].flatMap((folder) => filesIn(folder, '.mmspec').map((name) => `${folder}/${name}`));

test.each(paths)('%s: every race of every check', async (path) => {
  const wrong: string[] = [];
  // Of the gallery the first race of each check.
  for (const race of await racesIn(textOf(path), { all: !path.startsWith('specs/bugs/') })) {
    for (const form of forms) {
      const text = drawn(race, form);
      const answer = await asked(race, text);
      const said = amissOf(race, form.form, answer);
      counts.drawn++;
      if (answer.read === answer.of) counts.whole++;
      if (said !== null) wrong.push(`${race.check.name} ${race.result.property} ${form.form}: ${said}\n${text}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('these are many', () => {
  expect(counts.whole).toBe(counts.drawn);
  expect(counts.drawn).toBeGreaterThan(1_200);
});

test('100 random specs', () => expectOfRandom(0));

/** Two actors and what they are called: beside each other, in one column, and there told apart by their numbers. */
const named = [
  ['one long name', 'set_work_pool_and_clear_pending', 'queue_work_on', /\(set_work_pool_and_clear_pending\) {2,}CPU1 \(queue_work_on\)\n/u],
  ['two long names', 'set_work_pool_and_clear_pending', 'queue_delayed_work_on_the_node', /\n *set_work_pool_and_clear +let/u],
  ['two long names that begin alike', 'set_work_pool_and_clear_pending', 'set_work_pool_and_clear_the_rest', /\n *CPU0 +let/u],
] as const;

test.each(named)('%s', async (_, first, second, looks) => {
  const text = `module m\nshared flag: bool = false\nshared seen: bool = false\nactor ${first} {\n  a: let x = flag\n  b: seen = x\n}\nactor ${second} { c: flag = true  d: skip }\ninvariant p: (${first} at done and ${second} at done) implies seen\ncheck c { }\n`;
  const [race, ...others] = await racesIn(text, { all: true });
  if (race === undefined) throw new Error('no race');
  expect(others).toEqual([]);
  expect(drawn(race, { form: 'changelog', numbered: false })).toMatch(looks);
  for (const form of forms) {
    const answer = await asked(race, drawn(race, form));
    expect(amiss(answer)).toBeNull();
    expect(answer.columns.map(({ actor }) => actor)).toEqual([first, second]);
  }
});
