import { expect, test } from 'vitest';
import { rows } from './corpus.ts';
import { forMachines, hardwareRow } from './corpus_law.ts';
import { outsideOfNext } from './laws.ts';

/*
 * Law: with a window of 4 the window machine has the final states, over all registers and variables, that herd7 has for SC, x86-TSO and ARMv8;
 * under `weak` those that were measured with the kernel's table.
 */

const programs = rows('hw.tsv');

test('the corpus is whole', () => {
  expect(programs.length).toBe(361);
});

test.each(programs.map((row) => [row.name!, row] as const))('%s', (_, row) => {
  const { wanted, found } = hardwareRow(row);
  expect(found).toEqual(wanted);
});

/*
 * Law: sc within tso within weak within LKMM, by final states, with locks, RCU and SRCU too.
 */

test('each model lies within the next', () => {
  expect(forMachines().flatMap(({ name, test: litmus }) => (outsideOfNext(litmus) === null ? [] : [name]))).toEqual([]);
});
