import { runAll, runForAny } from '@mmspec/analysis';
import { plan, withStandIns } from '@mmspec/semantics';
import { isOpenCheck } from '@mmspec/system';
import { expect, test } from 'vitest';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { cases, textOf } from './caught_by.ts';

/*
 * Law: a check with an open range says of every property what `--any` says of the same check.
 */

/** So many of the small specs: they are searched twice. */
const some = cases.filter((_, number) => number % 4 === 0);

test.each(some)('%s', async (name) => {
  const text = `${textOf(cases.indexOf(name))}\ncheck as_open for N in 1.. { }\ncheck as_one { N = 1 }\n`;
  const { model, diagnostics } = analysed(text);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const { checks } = plan(model);
  const open = checks.filter(isOpenCheck).filter(({ matrix }) => matrix === 'as_open');
  const [found] = (await runAll(model, { plan: { checks: open, diagnostics: [] } })).results;
  const one = withStandIns(model, checks).find((check) => check.name === 'as_one')!;
  const { properties, views, searched } = await runForAny(model, one, 'N');
  const said = found!.results.map((result) => [result.property, result.anyNumber ?? 'violated', result.number, result.depth]);
  expect(said).toEqual(properties.map(({ property, answer, number, depth }) => [property, answer, number, depth ?? null]));
  expect([found!.open!.views, found!.open!.searched]).toEqual([views, searched]);
});
