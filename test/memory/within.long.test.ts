import { expect, test } from 'vitest';
import { specOf } from '../random/specs.ts';
import { lostInWindows } from './within_law.ts';

test.each(['tso', 'weak'] as const)('what is seen in order is seen under %s, on many random specs', (memory) => {
  const numbers = Array.from({ length: 60 }, (_, number) => number);
  const lost = numbers.map((number) => [number, lostInWindows(specOf(number), memory, 1_500)]);
  expect(lost.filter(([, count]) => count !== 0 && count !== null)).toEqual([]);
  expect(lost.filter(([, count]) => count === 0).length).toBeGreaterThan(30);
});
