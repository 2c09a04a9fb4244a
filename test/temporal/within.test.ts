import { expect, test } from 'vitest';
import { runAll } from '@mmspec/analysis';
import { outcomeOf } from '@mmspec/system';
import { analysed } from '../random/pipeline.ts';
import { anyFormula, denseClauses, steadyFormula, wrongLength } from './random_systems.ts';

/*
 * Law: how soon a property over paths is violated is exact where a check says `within`, unless the result says that it may be sooner;
 * without `within` the result says of each lasso whether it is a shortest one. All lassos of small systems are looked at.
 */

test.each([
  ['any formula', anyFormula, 230_000, 1_000],
  ['always eventually and eventually always', steadyFormula, 240_000, 500],
  ['clauses of them', denseClauses, 250_000, 300],
] as const)('%s', async (_, shape, first, count) => {
  const counts = { within: 0, usual: 0, openWithin: 0, openUsual: 0 };
  const failures: string[] = [];
  for (let number = first; number < first + count && failures.length < 3; number++) {
    const wrong = await wrongLength(number, shape, counts);
    if (wrong !== null) failures.push(wrong);
  }
  expect(failures).toEqual([]);
  expect(counts).toMatchObject({ openWithin: 0 });
  expect(Math.min(counts.within, counts.usual)).toBeGreaterThan(400);
});

const spec = `module m
shared n: 0..3 = 0
actor a { loop { up: n = (n + 1) % 4 } }
temporal comes: always eventually n == 3
temporal stays: eventually always n < 3 under fair
`;

async function resultOf(check: string): Promise<unknown> {
  const { results } = await runAll(analysed(`${spec}${check}`).model);
  return results.map(({ met, verdict, reason }) => ({ met, verdict, reason }));
}

test('how soon a check says', async () => {
  expect(await resultOf('check c of stays { } expect violates stays within 4')).toEqual([{ met: true, verdict: 'violated', reason: '' }]);
  expect(await resultOf('check c of stays { } expect violates stays within 3')).toEqual([
    { met: false, verdict: 'violated', reason: 'stays is violated after 4 steps, not within 3' },
  ]);
});

test('how soon nobody knows, where there are too many runs to look at', async () => {
  const many = spec
    .replace('shared n: 0..3 = 0', 'shared n: 0..11 = 0\nshared x: bool[b] = false')
    .replace('% 4', '% 12')
    .replace(/temporal [^]*/u, 'actor b[5] { loop { flip: x[self] = not x[self] } }\ntemporal stays: eventually always n < 11\n');
  const results = async (within: number): Promise<unknown> =>
    (await runAll(analysed(`${many}check c of stays { } expect violates stays within ${within}`).model)).results.map((result) => ({
      outcome: outcomeOf(result),
      reason: result.reason,
      least: result.results.find(({ property }) => property === 'stays')?.least !== undefined,
    }));
  expect(await results(11)).toEqual([{ outcome: 'met', reason: '', least: true }]);
  expect(await results(10)).toEqual([
    { outcome: 'unfinished', reason: 'stays is violated after 11 steps; whether it is within 10 was not found out', least: true },
  ]);
  expect(await results(3)).toEqual([{ outcome: 'not met', reason: 'stays is violated after 11 steps, not within 3', least: true }]);
});
