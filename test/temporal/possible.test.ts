import { expect, test } from 'vitest';
import { wrongPossible } from './possible_law.ts';

test('2,000 random graphs', async () => {
  const counts = { holds: 0, violated: 0, deep: 0 };
  const failures: string[] = [];
  for (let number = 300_000; number < 302_000; number++) {
    const failure = await wrongPossible(number, counts);
    if (failure !== null) failures.push(failure);
  }
  expect(failures).toEqual([]);
  expect(Math.min(counts.holds, counts.violated)).toBeGreaterThan(200);
  expect(counts.deep).toBeGreaterThan(50);
});
