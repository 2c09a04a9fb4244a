import { expect, test } from 'vitest';
import { Answers } from '../../packages/cli/src/answers.ts';
import { SpecClaims } from '../../packages/cli/src/spec_claims.ts';
import { isWorthThreads } from '../../packages/cli/src/spec_threads.ts';

/* Who takes which specs and checks, where several threads check. */

test('a spec is taken once, by a thread or by the main one', () => {
  const claims = SpecClaims.of(3);
  expect([claims.take(2), claims.share(2), claims.take(2)]).toEqual([true, false, false]);
  expect([claims.share(0), claims.take(0), claims.share(0)]).toEqual([true, false, false]);
  expect([claims.isShared(0), claims.isShared(1), claims.isShared(2)]).toEqual([true, false, false]);
  expect(claims.counted()).toEqual({ specs: 1, units: 0, unitsTaken: 0 });
});

test('units are there once somebody has said how many, and each is taken once', () => {
  const [one, other] = [SpecClaims.of(2), 1];
  const seen = new SpecClaims(one.words);
  expect(one.share(other)).toBe(true);
  expect(seen.freeUnits(other)).toEqual([]);
  one.begin(other, 3);
  expect(seen.freeUnits(other)).toEqual([0, 1, 2]);
  expect([seen.takeUnit(other, 2), one.takeUnit(other, 2), one.takeUnit(other, 0)]).toEqual([true, false, true]);
  expect(seen.freeUnits(other)).toEqual([1]);
  expect(seen.counted()).toEqual({ specs: 1, units: 1, unitsTaken: 2 });
  expect(seen.freeUnits(0)).toEqual([]);
});

test('what is beyond the units that can be shared is of who has the spec', () => {
  const claims = SpecClaims.of(2);
  claims.share(0);
  claims.begin(0, 1_000);
  const free = claims.freeUnits(0);
  expect(free.length).toBeGreaterThan(200);
  for (const unit of free) expect(claims.takeUnit(0, unit)).toBe(true);
  expect([claims.takeUnit(0, 0), claims.takeUnit(0, 999), claims.takeUnit(0, 999)]).toEqual([false, true, true]);
  // The words of the next spec are its own.
  expect([claims.take(1), claims.freeUnits(1)]).toEqual([true, []]);
});

test.each<[string, Parameters<typeof isWorthThreads>, boolean]>([
  ['a spec that nobody has begun', [{ specs: 1, units: 0, unitsTaken: 5 }, 300, 0], true],
  ['nothing that is left', [{ specs: 0, units: 0, unitsTaken: 1 }, 60_000, 60_000], false],
  ['the last of many short units', [{ specs: 0, units: 50, unitsTaken: 150 }, 400, 2], false],
  ['many short units at the beginning', [{ specs: 0, units: 900, unitsTaken: 100 }, 300, 2], true],
  ['one unit beside a long one', [{ specs: 0, units: 1, unitsTaken: 150 }, 900, 500], true],
  ['long units', [{ specs: 0, units: 1, unitsTaken: 1 }, 600, 600], true],
])('threads are worth while by what takes long: %s', (_, given, expected) => {
  expect(isWorthThreads(...given)).toBe(expected);
});

test('an answer is waited for, and nobody waits once somebody has ended', async () => {
  const answers = new Answers<string>();
  answers.put('1', 'early');
  expect(await answers.of('1')).toBe('early');
  const late = answers.of('1 2');
  expect(answers.isAwaited).toBe(true);
  answers.put('1 3', 'another');
  expect(answers.isAwaited).toBe(true);
  answers.put('1 2', 'late');
  expect([await late, answers.isAwaited, await answers.of('1 3')]).toEqual(['late', false, 'another']);
  const never = answers.of('2');
  answers.break();
  expect([await never, await answers.of('3'), await answers.of('1')]).toEqual([null, null, 'early']);
});
