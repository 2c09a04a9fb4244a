import { expect, test } from 'vitest';
import { againstLitmusOf } from './litmus_law.ts';

test.each(['sc', 'tso', 'weak'] as const)('more random tests are the same as specs under %s', (memory) => {
  const { wrong, asked } = againstLitmusOf(45, 600, memory);
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThanOrEqual(300);
});
