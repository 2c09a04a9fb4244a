import { expect, test } from 'vitest';
import { compiled } from '../../packages/analysis/src/limited.ts';

/*
 * A limit of time is one for all that a check does.
 */

test('what was spent before compiling is missing then', async () => {
  const seconds = async (spent: number | undefined): Promise<number> => (await compiled({ timeMax: 10, spent }, (budget) => budget.seconds)).value;
  expect([await seconds(undefined), await seconds(4), await seconds(20)]).toEqual([10, 6, 0.5]);
});
