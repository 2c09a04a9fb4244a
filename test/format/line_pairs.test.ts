import { formatSpec, linePairs } from '@mmspec/format';
import { expect, test } from 'vitest';
import { randomFrom } from '../syntax/corpus.ts';

/*
 * What stands for what when a text is laid out: the edits of an editor, of texts of any size.
 */

const actor = (number: number): string => `actor a${number} {\n  one:   n = 1\n  two:   n = 2\n  if n == ${number % 4} {\n    three: n = 3\n  }\n}\n\n`;

const spec = (actors: number): string =>
  formatSpec(`module m\n\nshared n: 0..3 = 0\n\n${Array.from({ length: actors }, (_, number) => actor(number)).join('')}`);

/** The lines as somebody left them: no indentation, and here and there two lines are one. */
function untidy(text: string, random: () => number): string {
  return text.replaceAll(/^ +/gmu, '').replaceAll(/(n = 1)\n/gu, (line, statement: string) => (random() < 0.3 ? `${statement} ` : line));
}

/** How many lines change beyond their blanks. */
function changed(before: readonly string[], after: readonly string[]): number {
  return linePairs(before, after).reduce((sum, { from, to, newFrom, newTo }) => {
    const isSame = to - from === 1 && newTo - newFrom === 1 && before[from]?.replaceAll(/\s/gu, '') === after[newFrom]?.replaceAll(/\s/gu, '');
    return isSame ? sum : sum + Math.max(to - from, newTo - newFrom);
  }, 0);
}

test.each([50, 400, 1500])('of %i actors only the lines that were joined are written anew', (actors) => {
  const after = spec(actors).split('\n');
  const before = untidy(after.join('\n'), randomFrom(actors)).split('\n');
  expect(before.length).toBeLessThan(after.length - actors / 10);
  expect(changed(before, after)).toBe(2 * (after.length - before.length));
});

test('pairs cover both texts, in order', () => {
  const random = randomFrom(5);
  const lines = (count: number): string[] => Array.from({ length: count }, () => 'abcdefgh'[Math.floor(random() * 8)] ?? '');
  for (const [count, other] of [
    [0, 3],
    [40, 40],
    [1500, 1400],
    [3000, 10],
  ] as const) {
    let [at, newAt] = [0, 0];
    for (const { from, to, newFrom, newTo } of linePairs(lines(count), lines(other))) {
      expect([from, newFrom]).toEqual([at, newAt]);
      expect(to + newTo).toBeGreaterThan(from + newFrom);
      [at, newAt] = [to, newTo];
    }
    expect([at, newAt]).toEqual([count, other]);
  }
});
