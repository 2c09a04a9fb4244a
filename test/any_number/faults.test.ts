import { expect, test } from 'vitest';
import { firstThatTells } from '../random/caught.ts';
import { withFault } from '../random/mutant.ts';
import type * as CaughtBy from './caught_by.ts';
import { anyNumberFaults } from './faults.ts';

/*
 * Mistakes planted in the engine: with each, something is claimed that a small number refutes, and the certificate of some proof is refused.
 */

process.env.MMSPEC_ANY_CASES = new URL('cases/', import.meta.url).pathname;
process.env.MMSPEC_ANY_CASES_TWO = new URL('cases_two/', import.meta.url).pathname;

test('there are mistakes of every kind', () => {
  expect(anyNumberFaults.length).toBeGreaterThanOrEqual(41);
});

test.each(anyNumberFaults.map((fault) => [fault.name, fault] as const))('%s', async (name, fault) => {
  const { wrongIn, refusedIn } = await withFault<typeof CaughtBy>(fault, "export { refusedIn, wrongIn } from '../any_number/caught_by.ts';");
  const tells = async (number: number): Promise<boolean> => (await wrongIn(number)).length > 0;
  expect(await firstThatTells(`any number: ${name}`, 200, tells)).toBeGreaterThanOrEqual(0);
  // What is lowered wrongly is so for both.
  if (!fault.file.startsWith('packages/parametric/')) return;
  const refuses = (number: number): Promise<boolean> => Promise.resolve(refusedIn(number).length > 0);
  expect(await firstThatTells(`a certificate: ${name}`, 200, refuses)).toBeGreaterThanOrEqual(0);
});
