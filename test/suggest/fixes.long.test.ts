import { afterAll, expect, test } from 'vitest';
import { fixes } from './fixes.ts';
import { rankOf } from './support.ts';

/*
 * The whole table of fixes: each suggestion is verified by a separate check, and for most rows the fix that the kernel took is among the first three.
 */

/** Where other changes that cost as little mend the spec too, and come first. */
const ranks = new Map<string, number>();

test.each(fixes.map((fix) => [`${fix.spec} ${fix.check}`, fix] as const))(
  '%s',
  async (name, fix) => {
    ranks.set(name, await rankOf(fix));
  },
  600_000,
);

afterAll(() => {
  const found = [...ranks].filter(([, rank]) => rank >= 1 && rank <= 3);
  const missed = [...ranks].filter(([, rank]) => rank === 0).map(([name]) => name);
  console.info(`${found.length} of ${ranks.size} fixes are among the first three; not: ${missed.join(', ')}`);
  expect(found.length).toBeGreaterThanOrEqual(40);
});
