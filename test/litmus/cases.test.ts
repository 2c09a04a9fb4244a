import { expect, test } from 'vitest';
import { entries } from './corpus.ts';
import { caseRow } from './corpus_law.ts';

/*
 * What is easily got wrong: verdict and final states under LKMM.
 */

test.each(entries('cases.txt').map(({ columns, text }) => [columns[0]!, columns, text] as const))('%s', (_, columns, text) => {
  const { wanted, found } = caseRow(columns, text);
  expect(found).toBe(wanted);
});
