import { expect, test } from 'vitest';
import { cases, wrongIn } from './case_law.ts';

test.each(cases)('%s', async (name) => {
  expect(await wrongIn(name)).toEqual([]);
});
