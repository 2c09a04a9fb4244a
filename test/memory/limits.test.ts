import { runAll, runCheck } from '@mmspec/analysis';
import { plan, withStandIns } from '@mmspec/semantics';
import { expect, test } from 'vitest';
import { choicesFrom } from '../random/choices.ts';
import { pathSpec } from '../random/generator/path_property.ts';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { specOf, tapeOf } from '../random/specs.ts';

/*
 * What is found under tso and weak keeps to the limits of a search: states, memory, time and signals; what was not looked at is open.
 */

/** Searching all of it takes many times as long as a search goes on between two looks at a signal. */
const spec = `module m
shared x: 0..3[0..2] = 0
actor a { var r: 0..3 = 0  x[0] = 1  r = x[1]  x[2] = r  x[1] = 2 }
actor b { var r: 0..3 = 0  x[1] = 1  r = x[0]  x[2] = 3  x[0] = 2 }
actor c { var r: 0..3 = 0  r = x[2]  x[0] = 3  x[1] = 3 }
actor d { var r: 0..3 = 0  x[2] = 1  r = x[1]  x[0] = r  r = x[2] }
invariant small: c.r <= 3
check c of small { memory weak }
`;

const { model } = analysed(spec);
const planned = withStandIns(model, plan(model).checks)[0]!;

test.each([
  ['states', { statesMax: 20 }, 'the limit of 20 states was reached'],
  ['memory', { memoryMax: 65_536 }, 'the limit of 64 kB of memory was reached'],
  ['time', { timeMax: 0 }, 'the limit of 0 s was reached'],
  ['a signal', { signal: { aborted: true } }, 'it was cancelled'],
])('a limit of %s ends the search', async (_, limits, reason) => {
  expect(await runCheck(model, planned, limits)).toMatchObject({ verdict: 'unfinished', reason });
});

test('a signal in the middle ends the search, which says how far it is before', async () => {
  const signal = { aborted: false };
  const seen: number[] = [];
  const result = await runCheck(model, planned, {
    signal,
    onProgress: (_, { states, waiting, transitions, depth, seconds }) => {
      expect(waiting).toBeLessThan(states);
      expect(transitions).toBeGreaterThan(0);
      expect(depth).toBeGreaterThan(0);
      seen.push(seconds);
      signal.aborted = true;
    },
  });
  expect(result).toMatchObject({ verdict: 'unfinished', reason: 'it was cancelled' });
  expect(seen.length).toBe(1);
  expect(result.seconds).toBeGreaterThanOrEqual(seen[0]!);
});

test('what is violated in what was looked at is violated', async () => {
  const { model: buffers } = analysed(bufferText);
  const [check] = withStandIns(buffers, plan(buffers).checks);
  expect(await runCheck(buffers, check!, { statesMax: 40 })).toMatchObject({ verdict: 'violated', property: 'one' });
});

test('a scenario that was not found in a part of the states is open, and not impossible', async () => {
  const { scenarios } = await runAll(analysed(bufferText).model, { statesMax: 5 });
  expect(scenarios.map(({ found, reason }) => [found, reason])).toEqual([['unfinished', 'the limit of 5 states was reached']]);
});

const bufferText = `module m
shared x: 0..1 = 0
shared y: 0..1 = 0
shared later: 0..9[0..1] = 0
actor a { var r: 0..1 = 1  wx: x = 1  ry: r = y  later[0] = 1  later[0] = 2  later[0] = 3 }
actor b { var s: 0..1 = 1  wy: y = 1  rx: s = x  later[1] = 1  later[1] = 2  later[1] = 3 }
invariant one: a.r == 1 or b.s == 1
check c of one { memory tso }
scenario late { memory tso  a.ry ; b.wy ; b.rx ; a.wx }
`;

test.each(['tso', 'weak'] as const)('where steps were not looked for, nobody is said to have none, under %s', async (memory) => {
  const text = `module m
shared x: 0..1 = 0
shared y: 0..1 = 0
actor a { loop { s: x = 1 - x } }
actor b { loop { s: y = 1 - y } }
invariant moves: enabled(a) and enabled(b)
invariant steps: step is a.s implies enabled(b)
possible back: y == 0
temporal goes: always eventually enabled(a.s) under fair
check c { memory ${memory} }
`;
  const { model: loops } = analysed(text);
  const [check] = withStandIns(loops, plan(loops).checks);
  expect(await runCheck(loops, check!, {})).toMatchObject({ verdict: 'holds' });
  let unfinished = 0;
  for (const statesMax of [1, 2, 3, 5, 8]) {
    const { results } = await runCheck(loops, check!, { statesMax });
    expect(results.filter(({ verdict }) => verdict === 'violated')).toEqual([]);
    unfinished += results.filter(({ verdict }) => verdict === 'unfinished').length;
  }
  expect(unfinished).toBeGreaterThan(20);
});

test.each(['tso', 'weak'] as const)('a deadlock is one where all steps of its state were looked for, under %s', async (memory) => {
  const text = `module m
shared never: bool = false
shared n: 0..1000 = 0
actor a { await never }
actor b { either { n = 1000 } or { loop { n = (n + 1) % 1000 } } }
check c of deadlock { memory ${memory} }
`;
  const { model: stops } = analysed(text);
  const [check] = withStandIns(stops, plan(stops).checks);
  const at = async (statesMax: number): Promise<unknown> =>
    (await runCheck(stops, check!, { statesMax })).results.map(({ verdict, depth }) => [verdict, depth]);
  expect(await at(1)).toEqual([['unfinished', null]]);
  expect(await at(100)).toEqual([['violated', 1]]);
});

test.each(['tso', 'weak'] as const)('what is violated in a part of the states is violated in all of them, of random specs under %s', async (memory) => {
  const wrong: string[] = [];
  let [violations, deadlocks] = [0, 0];
  for (const [number, text] of [
    ...Array.from({ length: 16 }, (_, at) => 850_000 + at).map((each) => [each, pathSpec(choicesFrom(tapeOf(each))).text] as const),
    ...[851_007, 851_021, 860_345].map((each) => [each, specOf(each)] as const),
    ...[860_352].map((each) => [each, pathSpec(choicesFrom(tapeOf(each))).text] as const),
  ]) {
    const { model: random, diagnostics } = analysed(text);
    const [first] = errorsOf(random, diagnostics).length > 0 ? [] : withStandIns(random, plan(random).checks);
    if (first === undefined) continue;
    const check = { ...first, of: null, ignored: [], memory, window: 2 };
    const violatedIn = async (statesMax: number): Promise<readonly string[] | null> => {
      const { results, reason } = await runCheck(random, check, { statesMax });
      if (statesMax > 1_000 && reason.includes('limit')) return null;
      return results.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property);
    };
    const all = await violatedIn(8_000);
    for (const statesMax of all === null ? [] : [2, 7, 13, 55]) {
      const some = (await violatedIn(statesMax)) ?? [];
      violations += some.length;
      deadlocks += some.filter((name) => name === 'deadlock').length;
      wrong.push(...some.filter((name) => !all!.includes(name)).map((name) => `${number}, ${statesMax} states: ${name}`));
    }
  }
  expect(wrong).toEqual([]);
  expect(violations).toBeGreaterThan(10);
  expect(deadlocks).toBeGreaterThan(0);
});
