import { expect, test } from 'vitest';
import { answerLkmm } from '@mmspec/litmus';
import { entries, read } from './corpus.ts';

/*
 * Law: on tests of all kinds the answer is that of herd7 7.58 with the model of Linux 6.12:
 * verdict, final states, executions where the condition holds and where it does not, flags.
 */

const tests = entries('lkmm.txt');

test('the corpus is whole', () => {
  expect(tests.length).toBe(610);
});

test.each(tests.map(({ columns, text }) => [columns[0]!, columns, text] as const))('%s', (_, columns, text) => {
  const [, , verdict, states, positive, negative, flags, finalStates] = columns;
  const answer = answerLkmm(read(text));
  expect({
    verdict: answer.verdict,
    states: String(answer.finalStates.length),
    positive: String(answer.positive),
    negative: String(answer.negative),
    flags: answer.flags.join(',') || '-',
  }).toEqual({ verdict, states, positive, negative, flags });
  if (finalStates !== '-') expect(answer.finalStates.join(' | ')).toBe(finalStates);
});
