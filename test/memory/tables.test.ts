import { expect, test } from 'vitest';
import { againstChosen, againstTables } from './tables_texts.ts';

test.each([
  ['sc', 1],
  ['tso', 2],
  ['weak', 3],
] as const)('tables give the states, steps and answers of the machine under %s, with a window of %i', (memory, window) => {
  const { wrong, asked } = againstTables(0, 50, memory, window, 200);
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(20);
});

test.each([
  ['tso', 2],
  ['weak', 3],
] as const)('and of specs in which what may be overlooked happens, under %s', (memory, window) => {
  expect(againstChosen(memory, window).slice(0, 3)).toEqual([]);
});
