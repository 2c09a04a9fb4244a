import { expect, test } from 'vitest';
import { wrongPaths } from './interpreted.ts';
import type { Counts } from './interpreted.ts';

/*
 * Law: on random specs with properties about paths, under fairness of actors, labels and instances of actions, the checker
 * says of the compiled spec what the textbook says of the interpreted one.
 */

test.each([410_000, 410_320])('320 random specs from number %i on', async (first) => {
  const counts: Counts = { violated: 0, holds: 0, instances: 0, exceptions: 0 };
  const failures: string[] = [];
  for (let number = first; number < first + 320 && failures.length < 3; number++) {
    const wrong = await wrongPaths(number, 40, counts);
    if (wrong !== null) failures.push(wrong);
  }
  expect(failures).toEqual([]);
  expect(Math.min(counts.violated, counts.holds)).toBeGreaterThan(40);
  expect(counts.instances).toBeGreaterThan(6);
  expect(counts.exceptions).toBeGreaterThan(5);
});
