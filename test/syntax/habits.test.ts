import fc from 'fast-check';
import { expect, test } from 'vitest';
import { possibleHabits } from '../../packages/syntax/src/habits/possible.ts';
import { textHabits } from '../../packages/syntax/src/habits/texts.ts';
import { corpus, randomFrom } from './corpus.ts';
import { mutated, pick } from './mutate.ts';

/*
 * A habit is looked for only in lines that have a text which all lines have that it fits to.
 * Which texts these are is worked out by scripts/needed_texts.js; to try all habits is the definition.
 */

const fitting = (line: string): number[] => [...textHabits.keys()].filter((habit) => textHabits[habit]!.pattern.test(line));

/** All habits that fit are tried, in the order of all. */
function check(line: string): void {
  const possible = possibleHabits(line);
  const missed = fitting(line).filter((habit) => !possible.includes(habit));
  expect(
    missed.map((habit) => textHabits[habit]!.pattern),
    line,
  ).toEqual([]);
  expect(possible).toEqual([...new Set(possible)].toSorted((a, b) => a - b));
}

test.each(textHabits.map(({ pattern }) => [pattern.source, pattern] as const))('lines that %s fits to', (source, pattern) => {
  const made = fc.sample(fc.stringMatching(new RegExp(withoutLooks(source))), { seed: 1, numRuns: 100 });
  const behind = ['', ' x', 'x', ' (x)', '=', ' = 1 }', ' await', ',', ', y)', ' {', '*p', ':= 1'];
  const before = ['', ' ', 'x', 'a: ', '(', 'x = 1  ', 'f(x, ', 'q: '];
  const lines = made.flatMap((text) => before.flatMap((first) => behind.map((last) => first + text + last))).filter((line) => pattern.test(line));
  expect(lines.length).toBeGreaterThan(20);
  for (let at = 0; at < lines.length; at += Math.ceil(lines.length / 100)) check(lines[at]!);
});

test('lines of the corpus, and what becomes of them by mistake', () => {
  const random = randomFrom(3);
  const lines = corpus.flatMap(({ text }) => text.split('\n'));
  for (let run = 0; run < 5_000; run++) check(mutated(random, pick(random, lines)));
});

/** An expression without what looks around, which no text can be made from: it is tried with the whole expression afterwards. */
function withoutLooks(source: string): string {
  const look = /\(\?<?[=!]/u.exec(source);
  if (look === null) return source.replaceAll(String.raw`\b`, '');
  let open = 1;
  let end = look.index + look[0].length;
  for (let inClass = false; open > 0; end++) {
    const sign = source[end];
    if (sign === '\\') end++;
    else if (inClass || sign === '[') inClass = sign !== ']';
    else if (sign === '(') open++;
    else if (sign === ')') open--;
  }
  return withoutLooks(source.slice(0, look.index) + source.slice(end));
}
