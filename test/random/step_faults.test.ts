import { expect, test } from 'vitest';
import { caughtBy, named } from './fault_law.ts';
import { emitFaults } from './faults_emit.ts';
import { lowerFaults } from './faults_lower.ts';

test('there are at least 20 faults in steps', () => {
  expect(lowerFaults.length + emitFaults.length).toBeGreaterThanOrEqual(20);
});

test.each([...named(lowerFaults), ...named(emitFaults)])('steps: %s', async (_, fault) => {
  expect(await caughtBy(fault, 1_000, { comparedMax: 300, statesMax: 2_000, countedMax: 0, readsMax: 100 })).toBeGreaterThanOrEqual(0);
});
