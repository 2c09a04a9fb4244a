import { expect, test } from 'vitest';
import { withFault } from '../random/mutant.ts';
import { tableFaults } from './faults.ts';
import { againstTables } from './tables_texts.ts';
import type * as Texts from './tables_texts.ts';

test.each([
  ['sc', 1],
  ['tso', 2],
  ['weak', 3],
] as const)('tables give the states, steps and answers of the machine under %s, with a window of %i, of many programs', (memory, window) => {
  const { wrong, asked } = againstTables(50, 2_000, memory, window, 300);
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThanOrEqual(1_000);
});

/*
 * Law: each fault that is put into the tables is told by the law. A fault may also end in an error.
 */
test.each(tableFaults.map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
  const law = await withFault<typeof Texts>(fault, `export * from '../memory/tables_texts.ts';`);
  expect(told(law)).not.toBe(null);
});

function told({ againstTables: against, againstChosen }: typeof Texts): string | null {
  try {
    return againstChosen('weak', 3)[0] ?? against(0, 60, 'weak', 2, 250).wrong[0] ?? against(0, 60, 'tso', 2, 250).wrong[0] ?? null;
  } catch (error) {
    return String(error);
  }
}
