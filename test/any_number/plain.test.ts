import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plan, withStandIns } from '@mmspec/semantics';
import { expect, test } from 'vitest';
import { choicesFrom } from '../random/choices.ts';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { tapeOf } from '../random/specs.ts';
import { root } from '../syntax/corpus.ts';
import { cases, textOf } from './caught_by.ts';
import { familySpec } from './family_specs.ts';
import { samePlainly } from './law.ts';

/*
 * Law: what makes the search for views fast changes nothing. Generated steps, classes of instances and what is found once for many parts
 * give, view for view, what steps that are interpreted in every part anew give, and the same answers.
 */

test('of the small specs', () => {
  const views = cases.map((_, number) => samePlainly(analysed(textOf(number)).model, { N: 1 }, 'N', [1, 2], 3000));
  expect(views.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1000);
});

const specs = 60;

test(`of ${specs} random specs`, () => {
  let views = 0;
  for (let number = 0; number < specs; number++) {
    const { model, diagnostics } = analysed(familySpec(choicesFrom(tapeOf(number))).text);
    if (errorsOf(model, diagnostics).length === 0) views += samePlainly(model, { N: 1 }, 'N', [1, 2], 1500);
  }
  expect(views).toBeGreaterThan(600);
});

test.each([
  ['safe_refcount', 'VCPUS', 'row1'],
  ['punch_hole', 'VCPUS', 'd'],
  ['rcu_refcount', 'READERS', 'after'],
  ['hot_remove', 'GUPS', 'scanner'],
  ['vma_lock', 'READERS', 'after'],
])('%s for any %s, %s', (spec, constant, check) => {
  const path = join(root, 'specs', `${spec}.mmspec`);
  const { model } = analysed(readFileSync(path, 'utf8'), undefined, path);
  const { settings } = withStandIns(model, plan(model).checks).find(({ name, matrix }) => (matrix ?? name) === check)!;
  expect(samePlainly(model, settings, constant, spec === 'rcu_refcount' ? [1, 2] : [1], 100_000)).toBeGreaterThan(50);
});
