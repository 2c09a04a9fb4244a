import { expect, test } from 'vitest';
import type { LawOptions } from './law.ts';
import { firstThatTells } from './caught.ts';
import { contextFaults } from './faults_contexts.ts';
import { emitFaults } from './faults_emit.ts';
import { longFaults } from './faults_long.ts';
import { lowerFaults } from './faults_lower.ts';
import { packedFaults } from './faults_packed.ts';
import { semanticsFaults } from './faults_semantics.ts';
import { storeFaults } from './faults_store.ts';
import { mutant } from './mutant.ts';
import type { Fault } from './mutant.ts';
import { specOf } from './specs.ts';
import type { SpecOptions } from './generator/spec.ts';

/** Number of the random spec on which the law tells that the engines have a fault; -1 where none does. */
async function caughtBy(fault: Fault, specs: number, options: LawOptions, more: Omit<SpecOptions, 'later'> = {}): Promise<number> {
  const { checkLaws, engines } = await mutant(fault);
  return firstThatTells(`engines: ${fault.name}`, specs, async (number) => {
    try {
      const finding = await checkLaws(engines(specOf(number, { later: false, ...more })), options);
      return finding.differences.length > 0;
    } catch (error) {
      // What is refused is no difference.
      return !/MM024[01]/u.test(String(error));
    }
  });
}

test('the law without a fault tells nothing', async () => {
  const { checkLaws, engines } = await mutant(null);
  const finding = await checkLaws(engines(specOf(0)), { comparedMax: 300, statesMax: 20_000, countedMax: 0, readsMax: 100 });
  expect(finding.differences).toEqual([]);
});

const named = (faults: readonly Fault[]): [string, Fault][] => faults.map((fault) => [fault.name, fault]);

test('there are at least 40 faults', () => {
  expect(storeFaults.length + lowerFaults.length + emitFaults.length + packedFaults.length + semanticsFaults.length).toBeGreaterThanOrEqual(40);
});

test('there are at least 15 faults in what a step means', () => {
  expect(semanticsFaults.length).toBeGreaterThanOrEqual(15);
});

test.each(named(storeFaults))('visited set: %s', async (_, fault) => {
  expect(await caughtBy(fault, 250, { comparedMax: 5_000, statesMax: 20_000, countedMax: 0, readsMax: 0 })).toBeGreaterThanOrEqual(0);
});

test.each(named(packedFaults))('packed states: %s', async (_, fault) => {
  expect(await caughtBy(fault, 500, { comparedMax: 50, statesMax: 20_000, countedMax: 0, readsMax: 0 })).toBeGreaterThanOrEqual(0);
});

test.each([...named(lowerFaults), ...named(emitFaults)])('steps: %s', async (_, fault) => {
  expect(await caughtBy(fault, 1_000, { comparedMax: 300, statesMax: 2_000, countedMax: 0, readsMax: 100 })).toBeGreaterThanOrEqual(0);
});

test.each(named(longFaults))('long text: %s', async (_, fault) => {
  expect(await caughtBy(fault, 500, { comparedMax: 40, statesMax: 300, countedMax: 0, readsMax: 0 }, { long: true })).toBeGreaterThanOrEqual(0);
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
