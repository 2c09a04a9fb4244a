import { expect, test } from 'vitest';
import { fixes } from './fixes.ts';
import { rankOf } from './support.ts';

/*
 * The whole table of fixes: each suggestion is verified by a separate check, and the fix that the kernel took is among the first three,
 * but for the rows that say why it is not.
 */

test('for at least 50 rows it is expected there', () => {
  expect(fixes.filter(({ not }) => not === undefined).length).toBeGreaterThanOrEqual(50);
  expect(fixes.filter(({ not }) => not !== undefined)).toHaveLength(8);
});

test.each(fixes.map((fix) => [`${fix.spec} ${fix.check}${fix.not === undefined ? '' : `: not, as ${fix.not}`}`, fix] as const))(
  '%s',
  async (_, fix) => {
    const rank = await rankOf(fix);
    expect(rank >= 1 && rank <= 3, `place ${rank}`).toBe(fix.not === undefined);
  },
  600_000,
);
