import { expect, test } from 'vitest';
import { Forecast } from '@mmspec/checker';

/** Sizes of the levels of a system whose actors take one step each: binomial coefficients. */
function levelsOf(actors: number): number[] {
  const levels = [1];
  for (let level = 1; level <= actors; level++) levels.push((levels[level - 1]! * (actors - level + 1)) / level);
  return levels;
}

test('what is explored is told once less is found than expanded, and never too much', () => {
  const levels = levelsOf(24);
  const total = levels.reduce((sum, size) => sum + size, 0);
  const forecast = new Forecast();
  let [expanded, states] = [0, 1];
  const told: (readonly [number, number | null])[] = [];
  levels.slice(0, -1).forEach((size, level) => {
    const pieces = Math.min(size, 50);
    for (let piece = 0; piece < pieces; piece++) {
      expanded += size / pieces;
      states += levels[level + 1]! / pieces;
      told.push([expanded / total, forecast.fraction(states, states - expanded)]);
    }
  });
  expect(told.filter(([explored]) => explored < 0.4).every(([, estimate]) => estimate === null)).toBe(true);
  expect(told.filter(([explored]) => explored > 0.6).every(([, estimate]) => estimate !== null)).toBe(true);
  expect(told.filter(([explored, estimate]) => estimate !== null && estimate > explored + 1e-9)).toEqual([]);
  const late = told.find(([explored]) => explored > 0.9)?.[1] ?? 0;
  expect(late).toBeGreaterThan(0.75);
});
