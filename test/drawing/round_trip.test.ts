import { tracerOf } from '@mmspec/analysis';
import { compile, plan } from '@mmspec/compiler';
import { expect, test } from 'vitest';
import { filesIn, textOf } from '../kernel/spec_files.ts';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { specOf } from '../random/specs.ts';
import { canFollow, isPlain, swapped } from './moved.ts';
import { amiss, asked, drawn, forms, racesOf } from './round_trip.ts';
import type { Race } from './round_trip.ts';

/*
 * Law: what mmspec draws, pasted back under its settings, is read whole and possible; with two steps changed over it is
 * possible where the interpreter says so, and impossible where it says that.
 */

const paths = ['specs', 'examples'].flatMap((folder) => filesIn(folder, '.mmspec').map((name) => `${folder}/${name}`));
/** States of a check that is run for its races. */
const statesMax = 100_000;

/** Races of a spec: each violated property once, where a check names it first; or those of the first check, where none names any. */
async function racesIn(text: string): Promise<readonly Race[]> {
  const { model, diagnostics } = analysed(text);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const tracer = tracerOf(() => model);
  const found = new Map<string, Race>();
  for (const [index, planned] of plan(model).checks.entries()) {
    const expected = planned.expectation?.items.map(({ property }) => property) ?? [];
    if (index > 0 && expected.every((property) => found.has(property))) continue;
    const { system } = compile(model, planned.settings);
    if (system === null) continue;
    for (const race of await racesOf(model, planned, system, tracer, statesMax)) if (!found.has(race.result.property)) found.set(race.result.property, race);
  }
  return [...found.values()];
}

test.each(paths)('%s: each violated property', async (path) => {
  const wrong: string[] = [];
  for (const [index, race] of (await racesIn(textOf(path))).entries()) {
    // A long race once.
    for (const form of [forms[0]!, forms[1 + (index % (forms.length - 1))]!].slice(0, race.result.trace!.steps.length > 60 ? 1 : 2)) {
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
      const text = drawn(race, forms[count++ % forms.length]!);
      const said = amiss(await asked(race, text));
      if (said !== null) wrong.push(`spec ${number} ${race.result.property}: ${said}\n${text}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(150);
}, 300_000);

test('two steps changed over, on random specs', async () => {
  const wrong: string[] = [];
  const counts = { possible: 0, impossible: 0 };
  for (let number = 0; number < 70; number++) {
    for (const race of (await racesIn(specOf(number))).filter(isPlain).slice(0, 2)) {
      for (let at = 0; at + 1 < Math.min(4, race.result.trace!.steps.length); at++) {
        const other = swapped(race, at);
        const canBe = canFollow(other, 300);
        if (canBe === null) continue;
        counts[canBe ? 'possible' : 'impossible']++;
        const moved = drawn(other, forms[0]!);
        const answer = await asked(other, moved);
        if (answer.answer !== (canBe ? 'possible' : 'impossible')) wrong.push(`spec ${number} ${race.result.property}, step ${at} later: ${canBe ? 'possible' : 'impossible'}, not ${amiss(answer) ?? 'possible'}\n${moved}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(counts.possible).toBeGreaterThan(5);
  expect(counts.impossible).toBeGreaterThan(5);
}, 300_000);
