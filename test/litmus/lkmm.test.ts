import { expect, test } from 'vitest';
import { entries } from './corpus.ts';
import { filterRow, lkmmRow, unfiltered } from './corpus_law.ts';

/*
 * Law: on tests of all kinds the answer is that of herd7 7.58 with the model of Linux 6.12:
 * verdict, final states, executions where the condition holds and where it does not, flags.
 */

const tests = entries('lkmm.txt');

test('the corpus is whole', () => {
  expect(tests.length).toBe(610);
});

test.each(tests.map(({ columns, text }) => [columns[0]!, columns, text] as const))('%s', (_, columns, text) => {
  const { wanted, found } = lkmmRow(columns, text);
  expect(found).toBe(wanted);
});

test.each(unfiltered().map(({ name, test }) => [name, test] as const))('%s, filtered by its condition', (_, litmus) => {
  const { wanted, found } = filterRow(litmus);
  expect(found).toBe(wanted);
});
