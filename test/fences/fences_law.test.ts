import { expect, test } from 'vitest';
import { bothWays, shapes } from './fences_law.ts';

test.each([
  ...Object.keys(shapes).map((name) => [name, 'weak'] as const),
  // Under tso a full barrier is all that there is.
  ['R', 'tso'] as const,
  ['MP', 'tso'] as const,
])('%s: the sets of barriers are those that trying all of them gives, under %s', async (name, memory) => {
  const { wanted, found } = await bothWays(shapes[name]!, memory);
  expect(found).toEqual(wanted);
  expect(wanted.length).toBeGreaterThan(0);
});
