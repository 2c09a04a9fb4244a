import { describe, test } from 'vitest';
import { checkRandomSpecs } from './random_laws.ts';

describe('the emitted system and the interpreter agree', () => {
  for (let from = 2_000; from < 20_000; from += 1_000) test(`on specs ${from} to ${from + 999}`, () => checkRandomSpecs(from, from + 1_000), 3_600_000);
});
