import { runAll, runForAny, runForSeveral } from '@mmspec/analysis';
import { plan, withStandIns } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import { isOpenCheck } from '@mmspec/system';
import { expect, test } from 'vitest';
import { choicesFrom } from '../random/choices.ts';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { tapeOf } from '../random/specs.ts';
import { cases, textOf } from './caught_by.ts';
import { familySpec } from './family_specs.ts';

/*
 * Law: a check with an open range says of every property what `--any` says of the same check.
 */

/** So many of the small specs: they are searched twice. */
const some = cases.filter((_, number) => number % 4 === 0);

test('what follows from the number has the value of each number, but where a check sets it', async () => {
  const text =
    'module m\nconst N: 1..3 = 1\nconst MORE: 1..9 = 1\nconst TOP: 1..9 = N + MORE\nshared x: 0..9 = 0\nactor a[N] { up: atomic { if x < TOP { x = x + 1 } } }\n' +
    'invariant low: x < 2\ncheck follows of low { MORE = 1 }\ncheck set_ of low { TOP = 1 }\n';
  const { model, diagnostics } = analysed(text);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const answers = await Promise.all(withStandIns(model, plan(model).checks).map((planned) => runForAny(model, planned, 'N')));
  // TOP is 3 with two of them: two may raise x; where TOP is 1 none can raise it twice.
  expect(answers.map(({ properties }) => [properties[0]?.answer, properties[0]?.number])).toEqual([
    ['violated', 2],
    ['undecided', undefined],
  ]);
});

test.each(some)('%s', async (name) => {
  const text = `${textOf(cases.indexOf(name))}\ncheck as_open for N in 1.. { }\ncheck as_one { N = 1 }\n`;
  const { model, diagnostics } = analysed(text);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const { checks } = plan(model);
  const open = checks.filter(isOpenCheck).filter(({ matrix }) => matrix === 'as_open');
  const [found] = (await runAll(model, { plan: { checks: open, diagnostics: [] } })).results;
  const one = withStandIns(model, checks).find((check) => check.name === 'as_one')!;
  const { properties, views, searched } = await runForAny(model, one, 'N');
  const said = found!.results.map((result) => [result.property, result.anyNumber ?? 'violated', result.numbers?.['N'], result.depth]);
  expect(said).toEqual(properties.map(({ property, answer, number, depth }) => [property, answer, number, depth ?? null]));
  expect([found!.open!.views[0]?.views ?? 0, found!.open!.searched.flat()]).toEqual([views, searched]);
});

test('of two open ranges what `--any` says of two constants', async () => {
  let proved = 0;
  for (const number of [9, 14, 16]) {
    const text = `${familySpec(choicesFrom(tapeOf(number)), true).text}\ncheck as_open for N in 1.., M in 1.. { }\ncheck as_one { N = 1 M = 1 }\n`;
    const { model, diagnostics } = analysed(text);
    if (errorsOf(model, diagnostics).length > 0) continue;
    const { checks } = plan(model);
    const open = checks.filter(({ matrix }) => matrix === 'as_open');
    const ran = await runAll(model, { plan: { checks: open, diagnostics: [] } });
    // Some hold references that do not follow from where they stand.
    if (hasErrors(ran.diagnostics)) continue;
    const [found] = ran.results;
    const one = withStandIns(model, checks).find((check) => check.name === 'as_one')!;
    const { properties, views, searched } = await runForSeveral(model, one, ['N', 'M']);
    const said = found!.results.map(({ property, anyNumber, numbers, depth }) => [property, anyNumber ?? 'violated', numbers, depth]);
    const ofNumbers = (numbers: readonly number[] | undefined): unknown => (numbers === undefined ? undefined : { N: numbers[0], M: numbers[1] });
    expect(said).toEqual(properties.map(({ property, answer, numbers, depth }) => [property, answer, ofNumbers(numbers), depth ?? null]));
    const inOrder = (all: readonly (readonly number[])[]): readonly string[] => all.map((at) => at.join()).toSorted();
    expect([found!.open!.views, inOrder(found!.open!.searched)]).toEqual([views, inOrder(searched)]);
    proved += properties.filter(({ answer }) => answer === 'proved').length;
  }
  expect(proved).toBeGreaterThan(2);
});
