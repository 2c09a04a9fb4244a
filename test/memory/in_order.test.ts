import { expect, test } from 'vitest';
import { specOf } from '../random/specs.ts';
import { differencesInOrder } from './in_order_law.ts';

const count = 60;

test('window 1 is sc on random specs, with all their states, steps and verdicts', () => {
  const wrong: string[] = [];
  let compared = 0;
  for (let number = 0; number < count && wrong.length < 3; number++) {
    const text = specOf(number);
    const differences = differencesInOrder(text, 600);
    if (differences !== null) compared++;
    if (differences !== null && differences.length > 0) wrong.push(`spec ${number}:\n${differences.join('\n')}\n${text}`);
  }
  expect(wrong.join('\n\n')).toBe('');
  expect(compared).toBeGreaterThan(count / 2);
});
