import { runAll } from '@mmspec/analysis';
import { renderCheck } from '@mmspec/report';
import type { CheckResult } from '@mmspec/system';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analysed, errorsOf } from '../random/pipeline.ts';

/*
 * Specs whose checks say what is right: each expectation is met. What the report says besides stands here.
 */

async function results(name: string): Promise<readonly CheckResult[]> {
  const { model, diagnostics } = analysed(readFileSync(new URL(`../answers/${name}.mmspec`, import.meta.url), 'utf8'));
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const run = await runAll(model, { memoryMax: 100 * 2 ** 20 });
  expect(run.results.length).toBeGreaterThan(0);
  expect(run.results.filter(({ met }) => !met).map((check) => `${check.name}: ${check.reason}`)).toEqual([]);
  return run.results;
}

const untaken = (checks: readonly CheckResult[]): readonly string[] =>
  checks.flatMap((check) =>
    check.results.flatMap((result) => (result.untaken ?? []).map(({ name, always }) => `${result.property}: ${name}${always ? '' : ' sometimes'}`)),
  );

test('an action is named that fairness without a name leaves out, in data and in text', async () => {
  const checks = await results('fairness_of_an_action');
  expect(checks[0]?.results.find(({ property }) => property === 'comes_too')).toMatchObject({
    fairness: 'fair',
    untaken: [{ name: 'go', action: 'go', always: true }],
  });
  expect(renderCheck(checks[0]!).replace(/\s+/gu, ' ')).toContain(
    'fairness: comes_too: fairness without a name covers actors only: the action go is continuously enabled and never taken (fair go would demand it)',
  );
});

test.each([
  ['fairness_of_each_instance_of_an_action', ['left: set(0)', 'left: set(1)']],
  ['fairness_of_each_action_with_actors', []],
  ['fairness_of_instances_of_many_kinds', ['weak: lock(pages[0])', 'weak: lock(pages[1])', 'weak: widen', 'weak: shift(0, 1)']],
])('%s', async (name, expected) => {
  expect(untaken(await results(name))).toEqual(expected);
});

test.each(['eight', 'ten', 'twenty'])('%s of always eventually take little memory', async (count) => {
  const [check] = await results(`${count}_always_eventually_under_implies`);
  expect(check).toMatchObject({ states: 2_048, transitions: 22_528 });
  expect(check!.memoryBytes).toBeLessThan(20 * 2 ** 20);
});
