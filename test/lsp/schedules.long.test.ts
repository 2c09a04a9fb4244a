import { expect, test } from 'vitest';
import { brokenSchedule } from './schedules.ts';

/*
 * The law of `schedules.test.ts` on longer schedules, with seeds of their own in every run.
 */

const seed = Date.now() % 2 ** 31;
const schedules = 300;

test(`of long schedules from seed ${seed} nothing that is shown is false`, async () => {
  for (let next = seed; next < seed + schedules; next++) expect(await brokenSchedule(next, 300)).toBeNull();
}, 3_600_000);
