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

const sums = [0, 0, 0];

test.each(programs.map((row) => [row.name!, row] as const))('%s', (_, row) => {
  const { wanted, found, states } = hardwareRow(row, ['sc', 'tso', 'weak']);
  expect(found).toEqual(wanted);
  for (const [mode, count] of states.entries()) sums[mode]! += count;
});

test('states in sum: under tso at most 1.3 times, under weak at most 2.5 times those of sc', () => {
  const [sc, tso, weak] = sums as [number, number, number];
  expect(tso).toBeLessThanOrEqual(1.3 * sc);
  expect(weak).toBeLessThanOrEqual(2.5 * sc);
  expect([sc, tso, weak]).toEqual([18_683, 22_209, 33_095]);
});
