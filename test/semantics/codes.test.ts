import { codes } from '@mmspec/semantics';
import { expect, test } from 'vitest';
import { analysed } from './fixture.ts';

function check(text: string): string[] {
  return analysed(text).diagnostics.map(({ code, message }) => `${code} ${message}`);
}

// The control flow of the ledger is followed by `ledger`, which needs a world.
const judged = codes.filter(({ code }) => code.startsWith('MM02') || code.startsWith('MM03') || code === 'MM0404');

test.each(judged.map((description) => [description.code, description] as const))('%s: the example shows it', (code, { example }) => {
  expect(check(example).filter((line) => line.startsWith(code))).not.toEqual([]);
});

test.each(judged.map((description) => [description.code, description] as const))('%s: the fix is a spec without any diagnostic', (_, { fix }) => {
  expect(check(fix)).toEqual([]);
});

test('codes are unique, in order, and fully described', () => {
  const names = codes.map(({ code }) => code);
  expect(names).toEqual([...new Set(names)].toSorted());
  for (const { code, title, text, example, fix } of codes) {
    expect(code).toMatch(/^MM\d{4}$/);
    for (const part of [title, text, example, fix]) expect(part, code).not.toBe('');
  }
});
