import { test } from 'vitest';
import { specOf } from '../random/specs.ts';
import { corpus } from '../syntax/corpus.ts';
import { checkExtractions, checkInlinings } from './refactor_law.ts';

const specs = corpus.filter(({ name }) => /^(?:specs|examples)\/(?!kernel).*\.mmspec$/u.test(name));
const random = Array.from({ length: 300 }, (_, number): [string, string] => [`random ${number}`, specOf(number)]);

test.each([...specs.map(({ name, text }): [string, string] => [name, text]), ...random])(
  '%s means the same after each refactoring',
  async (_, text) => {
    await checkExtractions(text, 12);
    await checkInlinings(text, 12);
  },
  600_000,
);
