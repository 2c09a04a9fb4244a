import { expect, test } from 'vitest';
import { answerLkmm } from '@mmspec/litmus';
import { entries, read } from './corpus.ts';

/*
 * Many threads: the number of executions follows from the shape.
 */

const answers: Readonly<Record<string, readonly [verdict: string, states: number, executions: number]>> = {
  ISA2_chain: ['Never', 7, 7],
  chain_8: ['Never', 255, 255],
  chain_10: ['Never', 1023, 1023],
  LB_ring_10: ['Never', 1023, 1023],
  SB_ring_10: ['Never', 1023, 1023],
  RCU_ring_6_2_GP: ['Sometimes', 64, 64],
  RCU_ring_6_3_GP: ['Never', 63, 63],
  RCU_ring_10_5_GP: ['Never', 1023, 1023],
  CoRR_4_writers: ['Never', 429, 5400],
  atomic_inc_x6: ['Always', 1, 720],
  spinlock_x5: ['Always', 1, 120],
};

test.each(entries('large.txt').flatMap(({ columns, text }) => (columns[0]! in answers ? [[columns[0]!, text] as const] : [])))('%s', (name, text) => {
  const { verdict, finalStates, positive, negative } = answerLkmm(read(text));
  expect([verdict, finalStates.length, positive + negative]).toEqual(answers[name]);
});
