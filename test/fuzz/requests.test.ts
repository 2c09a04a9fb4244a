import { expect, test } from 'vitest';
import { askAtRandom } from './requests.ts';

/*
 * Law: the server answers every request, whatever it is about, and outlives them all. The requests are the same in every run;
 * `requests.long.test.ts` makes others, and more.
 */

test('400 requests about documents that nobody wrote are answered', async () => {
  const { methods, refused } = await askAtRandom(3, 400);
  expect(methods).toBeGreaterThan(25);
  expect(refused).toBeLessThan(100);
});
