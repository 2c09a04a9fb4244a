import { expect, test } from 'vitest';
import { HittingSets } from '../../packages/analysis/src/fences/hitting.ts';

/*
 * Law: the sets that are left after some clauses are all that meet each of them and have no smaller one, found here by trying every set.
 */

const numbers = [0, 1, 2, 3, 4, 5] as const;

/** The same clauses for a seed every time. */
function clausesOf(seed: number): number[][] {
  let state = seed * 2_654_435_761 + 1;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
  return Array.from({ length: 1 + (next() % 5) }, () => {
    const clause = numbers.filter(() => next() % 3 === 0);
    return clause.length === 0 ? [next() % numbers.length] : clause;
  });
}

function bySearch(clauses: readonly (readonly number[])[]): string[] {
  const all = Array.from({ length: 1 << numbers.length }, (_, bits) => numbers.filter((number) => ((bits >>> number) & 1) === 1));
  const meets = all.filter((set) => clauses.every((clause) => clause.some((each) => set.includes(each as (typeof numbers)[number]))));
  return meets
    .filter((set) => !meets.some((smaller) => smaller.length < set.length && smaller.every((each) => set.includes(each))))
    .map((set) => set.join())
    .sort();
}

test('minimal sets that meet random clauses', () => {
  const cost = (set: readonly number[]): number => set.reduce((sum, each) => sum + 1 + (each % 3), 0);
  for (let seed = 0; seed < 300; seed++) {
    const clauses = clausesOf(seed);
    const hitting = new HittingSets(cost);
    for (const clause of clauses) hitting.add(clause);
    expect(hitting.sets.map((set) => set.join()).sort()).toEqual(bySearch(clauses));
    const costs = hitting.sets.map(cost);
    expect(costs).toEqual(costs.toSorted((a, b) => a - b));
  }
});

test('an empty clause is met by none', () => {
  const hitting = new HittingSets(() => 0);
  hitting.add([1, 2]);
  hitting.add([]);
  expect(hitting.sets).toEqual([]);
});
