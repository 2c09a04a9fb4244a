import { expect, test } from 'vitest';
import { finding } from './random_law.ts';

/*
 * The laws of `random.test.ts` on a thousand more tests of each kind.
 */

test.each([
  ['accesses and barriers', { plain: false, sections: false }, 1000],
  ['locks, RCU and SRCU', { plain: false, sections: true }, 11_000],
  ['plain accesses', { plain: true, sections: true }, 21_000],
] as const)('%s', { timeout: 1_200_000 }, (_, kinds, from) => {
  for (let seed = from; seed < from + 1000; seed++) expect(finding(seed, kinds)).toBe(null);
});
