import { expect, test } from 'vitest';
import { specOf } from '../random/specs.ts';
import { lostInWindows } from './within_law.ts';

test.each(['tso', 'weak'] as const)('what is seen in order is seen under %s, on random specs', (memory) => {
  const lost = [2, 3, 5, 8, 11, 13].map((number) => [number, lostInWindows(specOf(number), memory, 400)]);
  expect(lost.filter(([, count]) => count !== 0 && count !== null)).toEqual([]);
});
