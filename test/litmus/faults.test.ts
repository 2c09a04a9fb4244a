import { expect, test } from 'vitest';
import { withFault } from '../random/mutant.ts';
import type { Fault } from '../random/mutant.ts';
import type * as Laws from './corpus_law.ts';
import { axiomFaults, machineFaults, searchFaults } from './faults.ts';

/*
 * Law: each fault that is put into the axioms, the search, the machine or its tables is told by a test of the corpora.
 */

const loaded = (fault: Fault): Promise<typeof Laws> => withFault<typeof Laws>(fault, `export * from '../litmus/corpus_law.ts';`);

/** A fault may also end in an error. */
async function told(fault: Fault, law: 'firstWrongAnswer' | 'firstWrongMachine'): Promise<string | null> {
  const laws = await loaded(fault);
  try {
    return laws[law]();
  } catch (error) {
    return String(error);
  }
}

test.each([...axiomFaults, ...searchFaults].map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
  expect(await told(fault, 'firstWrongAnswer')).not.toBe(null);
});

test.each(machineFaults.map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
  expect(await told(fault, 'firstWrongMachine')).not.toBe(null);
});
