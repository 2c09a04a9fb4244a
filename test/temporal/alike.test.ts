import { expect, test } from 'vitest';
import { firstThatTells } from '../random/caught.ts';
import { withFault } from '../random/mutant.ts';
import { wrongAlike } from './alike.ts';
import type * as Alike from './alike.ts';
import { alikeFaults } from './faults.ts';

test('40 random specs about members', async () => {
  const counts = { violated: 0, holds: 0 };
  const failures: string[] = [];
  for (let number = 500_000; number < 500_040 && failures.length < 3; number++) {
    const failure = await wrongAlike(number, counts);
    if (failure !== null) failures.push(failure);
  }
  expect(failures).toEqual([]);
  expect(Math.min(counts.violated, counts.holds)).toBeGreaterThan(10);
});

test.each(alikeFaults.map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
  const mutant = await withFault<typeof Alike>(fault, "export { wrongAlike } from '../temporal/alike.ts';");
  const found = await firstThatTells(
    `alike: ${fault.name}`,
    1_000,
    async (number) => (await mutant.wrongAlike(500_000 + number, { violated: 0, holds: 0 })) !== null,
  );
  expect(found).toBeGreaterThanOrEqual(0);
});
