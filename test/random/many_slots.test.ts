import { expect, test } from 'vitest';
import { checkLaws } from './law.ts';
import { analysed, enginesOf, errorsOf } from './pipeline.ts';

/*
 * Law: what a step has stored before it chooses is so in all ways that follow, however many slots these store to. The random specs have
 * few slots, and above a number of them a way is undone otherwise.
 */

const before = ['first = true', 'first = true  n = 1', 'if n == 0 { first = true }', 'here[0] = true', 'for k in SPOT { seen[k] = true }'];
const ways = [
  'choose at in SPOT\nhere[at] = true\nused[at] = true',
  'choose at in SPOT\nhere[at] = true\nchoose to in SPOT where to != at\nused[to] = true\nn = 2',
  'choose at in SPOT\nfirst = false\neither { for k in SPOT { used[k] = true } } or { choose to in SPOT\nhere[to] = true\nn = 2 }',
  'either { for k in SPOT { here[k] = true  used[k] = true } } or { n = 2 } or { for k in SPOT { used[k] = true } }',
];

test.each([2, 3, 7, 9])('%i places', async (places) => {
  const wrong: string[] = [];
  for (const stored of before) {
    for (const way of ways) {
      const text = `module many
define SPOT = 0..${places - 1}
shared first: bool = false
shared n: 0..3 = 0
shared here: bool[${places}] = false
shared used: bool[${places}] = false
shared seen: bool[${places}] = false
actor q {
  a: atomic {
    ${stored}
    ${way}
  }
  b: atomic { await first or n > 0 or here[0]  first = not first  n = 0 }
}
check c { }`;
      const { model, diagnostics } = analysed(text);
      expect(errorsOf(model, diagnostics), text).toEqual([]);
      const { differences } = await checkLaws(enginesOf(model, {}), { comparedMax: 1000, statesMax: 20_000, countedMax: 0, readsMax: 40 });
      wrong.push(...differences.slice(0, 1).map((difference) => `${stored} | ${way}: ${difference}`));
    }
  }
  expect(wrong).toEqual([]);
});
