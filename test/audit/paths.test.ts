import { explore } from '@mmspec/checker';
import { compile } from '@mmspec/compiler';
import { analyse, plan, withStandIns } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import { expect, test } from 'vitest';
import { resolve } from '../ledger/support.ts';
import { specOf } from '../random/specs.ts';

/*
 * An audit that draws no races asks for no paths: what is found, and after how many steps, is the same.
 */

test('verdicts and depths of random specs are those of searches with paths', async () => {
  const seen = { violated: 0, without: 0 };
  for (let number = 0; number < 100; number++) {
    const { model, diagnostics } = analyse({ path: `random ${number}`, text: specOf(number) }, resolve);
    const [check] = hasErrors(diagnostics) ? [] : withStandIns(model, plan(model).checks);
    const { system } = check === undefined ? { system: null } : compile(model, check.settings);
    if (system === null) continue;
    const options = { statesMax: 2000, symmetry: number % 2 === 0, deadValues: number % 3 === 0 };
    const [all, none] = [await explore(system, options), await explore(system, { ...options, paths: 'none' })];
    const told = ({ results }: typeof all): unknown[] => results.map(({ property, verdict, depth, override }) => ({ property, verdict, depth, override }));
    expect(told(none), `random ${number}`).toEqual(told(all));
    seen.violated += all.results.filter(({ path }) => path !== null).length;
    seen.without += none.results.filter(({ path, depth }) => path === null && depth !== null).length;
  }
  expect(seen.violated).toBeGreaterThan(30);
  expect(seen.without).toBeGreaterThan(30);
});
