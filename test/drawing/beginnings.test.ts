import { describe, test } from 'vitest';
import { drawing } from './drawn.ts';

/* What a drawing says of the state that it begins in. Written down as in `layouts.test.ts`. */

const spec = `module m
shared x: 0..1 in 0..1
shared s: set<0..1> within 0..1
shared y: bool = false
actor a {
  go:  await x == 1 and 0 not in s
  end: y = true
}
actor b { set: s = {1} }
check c { }
`;

describe('a drawing begins', () => {
  const check = (first: string, answer: string): Promise<void> =>
    drawing(spec, `${first}\n\nCPU0 (a)\n--------\nawait x == 1 and 0 not in s\ny = true\n`, {
      columns: ['CPU0 (a) = a'],
      events: ['5 0 await x == 1 and 0 not in s', '6 0 y = true'],
      answer: `${answer} (c)`,
    });

  test('as it says', () => check('It begins with x = 1, s = {1}.', 'possible'));
  test('where it is impossible', () => check('It begins with x = 0, s = {1}.', 'impossible 5 await x == 1 and 0 not in s'));
  test('with a set of several', () => check('It begins with x = 1, s = {0, 1}.', 'possible'));
  test('as people say it', () => check('Initially, x = 0.', 'impossible 5 await x == 1 and 0 not in s'));
  test('anywhere, where it does not say', () => check('This is what happens.', 'possible'));
  test('anywhere, where the spec has no such state', () => check('It begins with x = 7.', 'possible'));
});
