import { expect, test } from 'vitest';
import { anyFormula, denseClauses, noCounts, steadyFormula, wrongVerdict } from './random_systems.ts';
import type { Counts, Shape } from './random_systems.ts';

/*
 * Law: on random systems, random formulas and random fairness the verdicts are those of the textbook, and every lasso is
 * a behaviour, closes, is fair, and violates the formula.
 */

async function check(from: number, to: number, shape: Shape): Promise<Counts> {
  const counts = noCounts();
  const failures: string[] = [];
  for (let number = from; number < to && failures.length < 5; number++) {
    const failure = await wrongVerdict(number, shape, counts);
    if (failure !== null) failures.push(failure);
  }
  expect(failures).toEqual([]);
  return counts;
}

test('6,000 random systems, formulas and fairness', async () => {
  const counts = await check(200_000, 206_000, anyFormula);
  expect(Math.min(counts.violated, counts.holds, counts.strong)).toBeGreaterThan(1_200);
  expect(counts.stuck).toBeGreaterThan(100);
  expect(counts.violated - counts.stuck).toBeGreaterThan(300);
  expect(counts.instances).toBeGreaterThan(100);
  expect(counts.untaken).toBeGreaterThan(100);
});

test('3,000 random systems under combinations of always eventually and eventually always', async () => {
  const counts = await check(210_000, 213_000, steadyFormula);
  expect(Math.min(counts.violated, counts.holds, counts.strong)).toBeGreaterThan(600);
  expect(counts.stuck).toBeGreaterThan(100);
  expect(counts.violated - counts.stuck).toBeGreaterThan(300);
  expect(counts.instances).toBeGreaterThan(80);
});

test('2,000 strongly connected systems under clauses of them', async () => {
  const counts = await check(220_000, 222_000, denseClauses);
  expect(Math.min(counts.violated, counts.holds)).toBeGreaterThan(150);
  expect(counts.stuck).toBe(0);
});
