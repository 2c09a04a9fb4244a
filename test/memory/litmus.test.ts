import { expect, test } from 'vitest';
import { entries } from '../litmus/corpus.ts';
import { againstLitmusOf, againstLkmm } from './litmus_law.ts';

/*
 * Law: litmus tests with locks, RCU and SRCU, as specs with the operations of the library, have under `weak` no final state that LKMM forbids.
 */

const isAbout = (text: string): boolean => /spin_lock|rcu_read_lock|synchronize/u.test(text);
const tests = [...entries('cases.txt'), ...entries('lkmm.txt')].filter(({ text }) => isAbout(text));

test('no outcome of weak with locks and sections is forbidden by LKMM', () => {
  const found = tests.flatMap(({ columns, text }) => {
    const against = againstLkmm(text, 1_000);
    return against === null ? [] : [{ name: columns[0], ...against }];
  });
  expect(found.filter(({ beyond }) => beyond.length > 0)).toEqual([]);
  expect(found.length).toBeGreaterThanOrEqual(50);
  // The law would hold of a machine that does nothing.
  expect(found.filter(({ isEqual }) => isEqual).length).toBeGreaterThanOrEqual(40);
});

test.each(['sc', 'tso', 'weak'] as const)('random tests are the same as specs under %s', (memory) => {
  const { wrong, asked } = againstLitmusOf(0, 45, memory);
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThanOrEqual(25);
});
