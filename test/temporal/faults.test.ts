import { expect, test } from 'vitest';
import { firstThatTells } from '../random/caught.ts';
import { withFault } from '../random/mutant.ts';
import type { Fault } from '../random/mutant.ts';
import { clauseFaults, fairnessFaults, lengthFaults, possibleFaults, searchFaults, steadyFaults } from './faults.ts';
import type * as Possible from './possible_law.ts';
import type * as Systems from './random_systems.ts';

/*
 * The law of random systems has teeth: each fault in how the checker judges paths is found by it.
 */

/** Number of the random system that shows a fault; -1 where none does. */
async function caughtBy(fault: Fault | null, shape: 'anyFormula' | 'denseClauses' | 'steadyFormula', systems: number): Promise<number> {
  const mutant = await withFault<typeof Systems>(
    fault,
    "export { anyFormula, denseClauses, noCounts, steadyFormula, wrongVerdict } from '../temporal/random_systems.ts';",
  );
  return firstThatTells(`temporal: ${fault?.name ?? 'none'}`, systems, async (number) => {
    try {
      return (await mutant.wrongVerdict(200_000 + number, mutant[shape], mutant.noCounts())) !== null;
    } catch {
      return true;
    }
  });
}

test('without a fault nothing is found', async () => {
  expect(await caughtBy(null, 'anyFormula', 200)).toBe(-1);
  expect(await caughtBy(null, 'steadyFormula', 200)).toBe(-1);
  expect(await caughtBy(null, 'denseClauses', 200)).toBe(-1);
});

const named = (faults: readonly Fault[]): [string, Fault][] => faults.map((fault) => [fault.name, fault]);

test.each(named(fairnessFaults))('fairness of actions: %s', async (_, fault) => {
  expect(await caughtBy(fault, 'anyFormula', 6_000)).toBeGreaterThanOrEqual(0);
});

test.each(named(steadyFaults))('always eventually, eventually always: %s', async (_, fault) => {
  expect(await caughtBy(fault, 'steadyFormula', 3_000)).toBeGreaterThanOrEqual(0);
});

test.each(named(clauseFaults))('clauses of them: %s', async (_, fault) => {
  expect(await caughtBy(fault, 'denseClauses', 2_000)).toBeGreaterThanOrEqual(0);
});

test.each(named(searchFaults))('components: %s', async (_, fault) => {
  const found = [await caughtBy(fault, 'anyFormula', 6_000)];
  if (found[0]! < 0) found.push(await caughtBy(fault, 'steadyFormula', 3_000));
  if (found.at(-1)! < 0) found.push(await caughtBy(fault, 'denseClauses', 2_000));
  expect(found.at(-1)).toBeGreaterThanOrEqual(0);
});

test.each(named(lengthFaults))('how short a lasso is: %s', async (_, fault) => {
  const { anyFormula, noCounts, wrongLength, wrongVerdict } = await withFault<typeof Systems>(
    fault,
    "export { anyFormula, noCounts, wrongLength, wrongVerdict } from '../temporal/random_systems.ts';",
  );
  const counts = { within: 0, usual: 0, openWithin: 0, openUsual: 0 };
  const found = await firstThatTells(`lengths: ${fault.name}`, 2_000, async (number) => {
    if ((await wrongVerdict(200_000 + number, anyFormula, noCounts())) !== null) return true;
    return (await wrongLength(200_000 + number, anyFormula, counts)) !== null;
  });
  expect(found).toBeGreaterThanOrEqual(0);
});

test.each(named(possibleFaults))('possible: %s', async (_, fault) => {
  const { wrongPossible } = await withFault<typeof Possible>(fault, "export { wrongPossible } from '../temporal/possible_law.ts';");
  const found = await firstThatTells(`possible: ${fault.name}`, 2_000, async (number) => {
    try {
      return (await wrongPossible(300_000 + number, { holds: 0, violated: 0, deep: 0 })) !== null;
    } catch {
      return true;
    }
  });
  expect(found).toBeGreaterThanOrEqual(0);
});
