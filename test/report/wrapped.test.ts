import { wrap } from '@mmspec/report';
import { expect, test } from 'vitest';

/*
 * Lines of texts for people. What fits is one line as it is; a longer one is broken at blanks.
 */

test.each<[string, number, readonly string[]]>([
  ['', 10, ['']],
  ['one two', 10, ['one two']],
  [' one', 10, [' one']],
  ['one ', 10, ['one ']],
  ['  one  two', 20, ['  one two']],
  ['one\u00A0two', 7, ['one two']],
  ['one two three', 7, ['one two', 'three']],
  ['one\u00A0two three', 6, ['one tw', 'o', 'three']],
  ['onetwothree', 4, ['onet', 'woth', 'ree']],
])('%j in %d columns', (text, width, lines) => {
  expect(wrap(text, width)).toEqual(lines);
});

test('a text without double blanks is as if it were broken, where it fits', () => {
  const texts = ['a', ' a', 'a b', '   ', ' a b ', 'a\u00A0b c'];
  for (const text of texts) {
    // The second word is too long, so the whole is broken, and the first line is what stands before it.
    const [first] = wrap(`${text} ${'x'.repeat(20)}`, 12);
    expect(wrap(text, 12)[0]!.trimEnd()).toBe(text.trim() === '' ? '' : first!.trimEnd());
  }
});
