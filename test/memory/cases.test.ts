import { readdirSync, readFileSync } from 'node:fs';
import { runAll } from '@mmspec/analysis';
import { plan } from '@mmspec/semantics';
import { expect, test } from 'vitest';
import { analysed, errorsOf } from '../random/pipeline.ts';

/*
 * Small specs whose verdicts under tso and weak are known: the checks say them.
 */

const folder = new URL('cases/', import.meta.url);

test.each(readdirSync(folder))('%s', async (name) => {
  const { model, diagnostics } = analysed(readFileSync(new URL(name, folder), 'utf8'), undefined, name);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  expect(errorsOf(model, plan(model).diagnostics)).toEqual([]);
  const { results } = await runAll(model);
  expect(results.filter(({ met }) => !met).map(({ name: check, verdict, property }) => `${check}: ${verdict} ${property ?? ''}`)).toEqual([]);
});
