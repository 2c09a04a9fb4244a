import { expect, test } from 'vitest';
import { finding } from './random_law.ts';

/*
 * Laws on random tests: sc within tso within weak within LKMM, by final states; a window of one is sc;
 * the fast search and the axioms as terms, asked of every candidate execution, allow the same.
 */

test.each([
  ['accesses and barriers', { plain: false, sections: false }, 0],
  ['locks, RCU and SRCU', { plain: false, sections: true }, 10_000],
  ['plain accesses', { plain: true, sections: true }, 20_000],
] as const)('%s', (_, kinds, from) => {
  for (let seed = from; seed < from + 100; seed++) expect(finding(seed, kinds)).toBe(null);
});
