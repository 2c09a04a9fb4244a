import { expect, test } from 'vitest';
import { expectVariety, fuzz } from './fuzz.ts';

/*
 * The law of `fuzz.test.ts` for 32,000 mutants, which are others in every run: the seed stands in the name of the test.
 */

const hour = 3_600_000;
const seed = Date.now() % 2 ** 31;
const parts = 64;
const perPart = 500;
let mutants = 0;

test.each(Array.from({ length: parts }, (_, part) => seed + part))(
  `${perPart} mutants from seed %i pass`,
  async (from) => {
    const figures = await fuzz(from, perPart);
    mutants += figures.mutants;
    console.log(JSON.stringify(figures));
    expectVariety(figures);
  },
  hour,
);

test('there were 32,000', () => expect(mutants).toBe(32_000));
