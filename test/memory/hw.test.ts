import { expect, test } from 'vitest';
import { rows } from '../litmus/corpus.ts';
import { hardwareRow } from './program_law.ts';

/*
 * Law: specs of abstract programs come to what herd7 says of SC and x86-TSO, and under `weak` to what was measured with the kernel's table,
 * by verdict and by the number of final states, with a window of 4.
 */

const programs = rows('hw.tsv');

test('the corpus is whole', () => {
  expect(programs.length).toBe(361);
});

test.each(programs.map((row) => [row.name!, row] as const))('%s', (_, row) => {
  const { wanted, found } = hardwareRow(row, ['sc', 'tso', 'weak']);
  expect(found).toEqual(wanted);
});
