import { readAndAsk, readDrawing } from '@mmspec/analysis';
import type { Answer } from '@mmspec/system';
import { expect, test } from 'vitest';
import { analysed } from '../random/pipeline.ts';
import { amissOf, asked, drawn, forms, racesIn } from './round_trip.ts';
import { lockedGracePeriod } from './specs.ts';

/* The run that is found for a drawing is the one that was drawn: its calls are over at the end, and it violates what it says. */

const any = `
module any
shared x: 0..1 = 0
shared late: bool = false
atomic op any(): 0..2 { choose c in 0..2  return c }
actor a { go: x = any() }
actor b { see: late = true }
invariant late_only: late implies x == 0
check c { }
`;

const queue = `
module queue
shared q: seq<0..1, 2> = [0, 1]
actor taker { first: let one = pop(q)  second: let two = pop(q) }
actor adder { add: append(q, 0) }
check c { }
`;

test.each([
  ['calls', lockedGracePeriod, 3],
  ['values that are chosen', any, 2],
])('%s', async (_, spec, count) => {
  const races = await racesIn(spec, { all: true });
  expect(races).toHaveLength(count);
  for (const race of races) {
    const answer = await asked(race, drawn(race, forms[0]!));
    expect(amissOf(race, 'changelog', answer)).toBeNull();
    expect(answer.trace?.steps).toHaveLength(race.result.trace!.steps.length);
    expect(answer.reason).toBe('');
  }
});

test('a call that waits in the end stands where it begins', async () => {
  const [deadlock] = (await racesIn(lockedGracePeriod, { all: true })).filter(({ result }) => result.property === 'deadlock');
  expect(drawn(deadlock!, forms[0]!)).toContain(`
     rcu_read_lock()
                                     gone = true
                                     lock(guard)
                                     synchronize_rcu()  // begins
     if gone  // true
     lock(guard)  // waits for updater: guard.held since lock(guard)
                                     synchronize_rcu()
                                       // waits for reader:`);
});

test('a call that is not over at the end of a race says so', async () => {
  const spec = lockedGracePeriod.replace('not (updater at done and seen)', 'not (seen and exists a in actor: a in rcu.owed[reader])');
  const [race] = (await racesIn(spec, { all: true })).filter(({ check, result }) => check.name === 'plain' && result.property === 'not_later');
  expect(drawn(race!, forms[0]!)).toMatch(/synchronize_rcu\(\)\s+\/\/ begins/u);
});

async function ask(spec: string, check: string, text: string): Promise<Answer> {
  return (await readAndAsk(analysed(spec).model, readDrawing(text), { check, set: {} })).answer;
}

test('what is said to be violated, and is not', async () => {
  const text = (bug: string): string => `
CPU0 (a)            CPU1 (b)
--------            --------
x = any()
                    late = true  [BUG: ${bug}]
`;
  expect(await ask(any, 'c', text('late_only'))).toMatchObject({ answer: 'possible', reason: '', violations: [{ step: 1, property: 'late_only' }] });
  expect(await ask(any, 'c', text('range of x'))).toMatchObject({
    answer: 'possible',
    reason: 'no run of these lines was found that violates range of x there',
  });
  expect(await ask(any, 'c', text('nothing_of_the_spec'))).toMatchObject({ answer: 'possible', reason: '' });
});

test('a step that is said to violate something is taken, and does not wait', async () => {
  const spec = `module m\nshared x: 0..2 = 0\nactor a { up: x = 1 }\nactor b { go: atomic { await x == 1  x = 2 } }\ninvariant small: x < 2\ncheck c { }\n`;
  const text = (mark: string): string => `
CPU0 (b)                       CPU1 (a)
--------                       --------
await x == 1${mark}
                               x = 1
`;
  expect((await ask(spec, 'c', text(''))).answer).toBe('possible');
  expect((await ask(spec, 'c', text('  [BUG: small]'))).reason).toContain('violates small');
});

test.each([
  ['[1] -> []', 'impossible'],
  ['[1, 0] -> [0]', 'possible'],
  ['[0, 1] -> [1]', 'impossible'],
  ['{1, 0} -> {0}', 'possible'],
  ['[first, 0] -> [0]', 'possible'],
])('what a sequence was: %s', async (change, answer) => {
  const text = `
CPU0 (taker)                             CPU1 (adder)
------------                             ------------
let one = pop(q)
                                         append(q, 0)
let two = pop(q)  // q ${change}
`;
  expect((await ask(queue, 'c', text)).answer).toBe(answer);
});

test('of a lasso one round is asked about, and the answer says so', async () => {
  const spec = `
module lasso
shared x: 0..1 = 0
actor a { loop { on: x = 1  off: x = 0 } }
actor b { set: x = 1 }
temporal stays: eventually always x == 1 under fair
check c { }
`;
  const [race] = await racesIn(spec, { all: true });
  const answer = await asked(race!, drawn(race!, forms[0]!));
  expect(answer).toMatchObject({ answer: 'possible', reason: 'whether it can go on so for ever is not asked about' });
  expect(answer.read).toBe(answer.of);
});
