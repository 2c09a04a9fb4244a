import { expect, test } from 'vitest';
import { withFault, type Fault } from '../random/mutant.ts';
import type * as Law from './fault_law.ts';
import { accessFaults, orderFaults, performFaults, walkFaults } from './faults.ts';

/*
 * Law: each fault that is put into the window machine of the interpreter is told by a law of this folder.
 */

/** A fault may also end in an error. */
async function told(fault: Fault | null): Promise<string | null> {
  const { firstTelling } = await withFault<typeof Law>(fault, `export * from '../memory/fault_law.ts';`);
  try {
    return await firstTelling();
  } catch (error) {
    return String(error);
  }
}

test('without a fault nothing is told', async () => {
  expect(await told(null)).toBe(null);
});

test.each([...orderFaults, ...performFaults, ...walkFaults, ...accessFaults].map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
  expect(await told(fault)).not.toBe(null);
});
