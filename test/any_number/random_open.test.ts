import { runAll, runCheck } from '@mmspec/analysis';
import { atNumbers, combinations, plan } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import { isOpenCheck } from '@mmspec/system';
import { expect, test } from 'vitest';
import { choicesFrom } from '../random/choices.ts';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { tapeOf } from '../random/specs.ts';
import { familySpec } from './family_specs.ts';

/*
 * Law: what a check with an open range says of each property is so for the first numbers of the range, each searched as a check of its own.
 */

interface Counts {
  proved: number;
  violated: number;
  undecided: number;
}

/** Compares a check of a spec with searches of so many numbers of each of its open ranges. */
async function compare(model: Model, name: string, numbers: number, what: string, counts: Counts): Promise<void> {
  const open = plan(model)
    .checks.filter(isOpenCheck)
    .filter(({ matrix }) => matrix === name);
  expect(open.length, what).toBe(1);
  const ran = await runAll(model, { plan: { checks: open, diagnostics: [] } });
  // Some hold references that do not follow from where they stand.
  if (hasErrors(ran.diagnostics)) return;
  const results = ran.results[0]?.results ?? [];
  expect(results.length, what).toBeGreaterThan(0);
  const ranges = open[0]!.open;
  const sum = (at: Readonly<Record<string, number>>): number => Object.values(at).reduce((total, number) => total + number, 0);
  for (const number of combinations(ranges.map(({ from }) => Array.from({ length: numbers }, (_, at) => from + at)))) {
    const at = Object.fromEntries(ranges.map((range, index) => [range.name, number[index]!]));
    const one = await runCheck(model, atNumbers(model, open[0]!, number));
    for (const { property, verdict, depth } of one.results) {
      const said = results.find((each) => each.property === property);
      const told = `${what}, ${JSON.stringify(at)}: ${property}`;
      if (verdict === 'violated') expect(said?.numbers === undefined ? Infinity : sum(said.numbers), told).toBeLessThanOrEqual(sum(at));
      else expect(said?.numbers, told).not.toEqual(at);
      if (JSON.stringify(said?.numbers) === JSON.stringify(at)) expect(said!.depth, told).toBe(depth);
    }
  }
  for (const { verdict, anyNumber } of results) {
    if (anyNumber === 'proved') counts.proved++;
    else if (verdict === 'violated') counts.violated++;
    else counts.undecided++;
  }
}

test.each([
  ['one family', false, 'every', 25],
  ['two families, of which one is open', true, 'every', 12],
  ['two families that are open', true, 'both', 12],
])('of random specs of %s', async (_, two, name, specs) => {
  const counts: Counts = { proved: 0, violated: 0, undecided: 0 };
  for (let number = 0; number < specs; number++) {
    const both = two ? '\ncheck both for N in 1.., M in 1.. { }\n' : '';
    const { model, diagnostics } = analysed(`${familySpec(choicesFrom(tapeOf(number)), two).text}${both}`);
    if (errorsOf(model, diagnostics).length === 0) await compare(model, name, 2, `random spec ${number}`, counts);
  }
  // Each kind of answer is there, or the law would say nothing about it.
  expect(Math.min(counts.proved, counts.violated, counts.undecided)).toBeGreaterThan(3);
});
