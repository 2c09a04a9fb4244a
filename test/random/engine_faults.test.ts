import { expect, test } from 'vitest';
import { caughtBy, named } from './fault_law.ts';
import { longFaults } from './faults_long.ts';
import { packedFaults } from './faults_packed.ts';
import { storeFaults } from './faults_store.ts';
import { mutant } from './mutant.ts';
import { specOf } from './specs.ts';

test('the law without a fault tells nothing', async () => {
  const { checkLaws, engines } = await mutant(null);
  const finding = await checkLaws(engines(specOf(0)), { comparedMax: 300, statesMax: 20_000, countedMax: 0, readsMax: 100 });
  expect(finding.differences).toEqual([]);
});

test('there are at least 15 faults in how states are kept', () => {
  expect(storeFaults.length + packedFaults.length).toBeGreaterThanOrEqual(15);
});

test.each(named(storeFaults))('visited set: %s', async (_, fault) => {
  expect(await caughtBy(fault, 250, { comparedMax: 5_000, statesMax: 20_000, countedMax: 0, readsMax: 0 })).toBeGreaterThanOrEqual(0);
});

test.each(named(packedFaults))('packed states: %s', async (_, fault) => {
  expect(await caughtBy(fault, 500, { comparedMax: 50, statesMax: 20_000, countedMax: 0, readsMax: 0 })).toBeGreaterThanOrEqual(0);
});

test.each(named(longFaults))('long text: %s', async (_, fault) => {
  expect(await caughtBy(fault, 500, { comparedMax: 40, statesMax: 300, countedMax: 0, readsMax: 0 }, { long: true })).toBeGreaterThanOrEqual(0);
});
