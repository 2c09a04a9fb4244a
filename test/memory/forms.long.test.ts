import { expect, test } from 'vitest';
import { formsOf } from './forms_law.ts';

test('an access is what it is, in many more programs', () => {
  const wrong: string[] = [];
  let asked = 0;
  for (let number = 500; number < 6_500 && wrong.length < 3; number++) {
    const found = formsOf(number);
    if (found === null) continue;
    asked++;
    const told = found.differences();
    if (told.length > 0) wrong.push(`${number}:\n${told.join('\n')}\n${found.texts.spec}\n${found.texts.litmus}`);
  }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(4_000);
});
