import { expect, test } from 'vitest';
import { Blocked, everyChoice } from './choices.ts';

test('every sequence of choices is tried once, in order', () => {
  expect(everyChoice((choose) => [choose(2), choose(3)].join(''))).toEqual(['00', '01', '02', '10', '11', '12']);
});

test('later choices may depend on earlier ones', () => {
  expect(everyChoice((choose) => (choose(2) === 0 ? 'a' : `b${choose(2)}`))).toEqual(['a', 'b0', 'b1']);
});

test('a way without choices is one way; one that is blocked is none', () => {
  expect(everyChoice(() => 'only')).toEqual(['only']);
  expect(everyChoice((choose) => choose(0))).toEqual([]);
  const even = everyChoice((choose) => {
    const pick = choose(4);
    if (pick % 2 === 1) throw new Blocked();
    return pick;
  });
  expect(even).toEqual([0, 2]);
});

test('a mistake is not swallowed', () => {
  expect(() =>
    everyChoice(() => {
      throw new Error('mine');
    }),
  ).toThrow('mine');
});
