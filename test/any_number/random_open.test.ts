import { runAll, runCheck } from '@mmspec/analysis';
import { atNumber, plan } from '@mmspec/semantics';
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

/** Compares the check `every` of a spec with searches of so many numbers. */
async function compare(model: Model, numbers: number, what: string, counts: Counts): Promise<void> {
  const open = plan(model).checks.filter(isOpenCheck);
  expect(open.length, what).toBe(1);
  const ran = await runAll(model, { plan: { checks: open, diagnostics: [] } });
  // Some hold references that do not follow from where they stand.
  if (hasErrors(ran.diagnostics)) return;
  const results = ran.results[0]?.results ?? [];
  expect(results.length, what).toBeGreaterThan(0);
  const { from } = open[0]!.open;
  for (let number = from; number < from + numbers; number++) {
    const one = await runCheck(model, atNumber(model, open[0]!, number));
    for (const { property, verdict, depth } of one.results) {
      const said = results.find((each) => each.property === property);
      const told = `${what}, N = ${number}: ${property}`;
      if (verdict === 'violated') expect(said?.number ?? Infinity, told).toBeLessThanOrEqual(number);
      else expect(said?.number, told).not.toBe(number);
      if (said?.number === number) expect(said.depth, told).toBe(depth);
    }
  }
  for (const { verdict, anyNumber } of results) {
    if (anyNumber === 'proved') counts.proved++;
    else if (verdict === 'violated') counts.violated++;
    else counts.undecided++;
  }
}

test.each([
  ['one family', false, 25],
  ['two families, of which one is open', true, 12],
])('of random specs of %s', async (_, two, specs) => {
  const counts: Counts = { proved: 0, violated: 0, undecided: 0 };
  for (let number = 0; number < specs; number++) {
    const { model, diagnostics } = analysed(familySpec(choicesFrom(tapeOf(number)), two).text);
    if (errorsOf(model, diagnostics).length === 0) await compare(model, 2, `random spec ${number}`, counts);
  }
  // Each kind of answer is there, or the law would say nothing about it.
  expect(Math.min(counts.proved, counts.violated, counts.undecided)).toBeGreaterThan(3);
});
