import { expect, test } from 'vitest';
import { grouped } from './grouped.ts';

test.each([0, 7, 100, 999, 1000, 1265, 12_345, 100_000, 4_194_304, 219_000_000, 2 ** 53])('%d is written as in English', (count) => {
  expect(grouped(count)).toBe(count.toLocaleString('en-US'));
});
