import { expect, test } from 'vitest';
import { caughtBy, named } from './fault_law.ts';
import { contextFaults } from './faults_contexts.ts';
import { semanticsFaults } from './faults_semantics.ts';

test('there are at least 15 faults in what a step means', () => {
  expect(semanticsFaults.length).toBeGreaterThanOrEqual(15);
});

test.each(named(semanticsFaults))('what a step means: %s', async (_, fault) => {
  expect(await caughtBy(fault, 1_000, { comparedMax: 100, statesMax: 500, countedMax: 0, readsMax: 0 }, { crowded: true })).toBeGreaterThanOrEqual(0);
});

test('there are at least 12 faults in who has a CPU', () => {
  expect(contextFaults.length).toBeGreaterThanOrEqual(12);
});

test.each(named(contextFaults))('shared CPUs: %s', async (_, fault) => {
  expect(await caughtBy(fault, 450, { comparedMax: 200, statesMax: 500, countedMax: 0, readsMax: 0 }, { contexts: true })).toBeGreaterThanOrEqual(0);
});
