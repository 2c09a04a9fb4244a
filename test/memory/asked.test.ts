import { analyse, check } from '@mmspec/api';
import { expect, test } from 'vitest';

/*
 * A memory model is asked for in the text of a check, as an axis of its matrix, or by who runs it.
 */

const spec = analyse(`module m
shared x: 0..1 = 0
shared y: 0..1 = 0
actor a { var r: 0..1 = 1  wx: x = 1  ry: r = y }
actor b { var s: 0..1 = 1  wy: y = 1  rx: s = x }
invariant one: a at done and b at done implies a.r == 1 or b.s == 1
check models of one for memory { } expect violates one when memory != sc
check windows of one for window in {1, 2} { memory tso } expect violates one when window == 2
check both of one for memory in {sc, tso}, window in {2, 3} where memory == tso or window == 2 { } expect violates one when memory == tso
check plain of one { } expect holds
scenario late { memory weak, window 2  a.ry ; b.wy ; b.rx ; a.wx } is possible
scenario in_order { a.ry ; b.wy ; b.rx ; a.wx } is impossible
`);

const told = (run: Awaited<ReturnType<typeof check>>): unknown[] => [
  ...run.checks.map(({ name, verdict, memory, window, met }) => [name, verdict, memory, window, met]),
  ...run.scenarios.map(({ name, found, memory, window, met }) => [name, found, memory, window, met]),
];

test('in the text', async () => {
  const run = await check(spec);
  expect(run.diagnostics).toEqual([]);
  expect(told(run)).toEqual([
    ['models[memory=sc]', 'holds', 'sc', undefined, true],
    ['models[memory=tso]', 'violated', 'tso', 2, true],
    ['models[memory=weak]', 'violated', 'weak', 2, true],
    ['windows[window=1]', 'holds', 'tso', 1, true],
    ['windows[window=2]', 'violated', 'tso', 2, true],
    ['both[memory=sc,window=2]', 'holds', 'sc', undefined, true],
    ['both[memory=tso,window=2]', 'violated', 'tso', 2, true],
    ['both[memory=tso,window=3]', 'violated', 'tso', 3, true],
    ['plain', 'holds', undefined, undefined, true],
    ['late', 'possible', 'weak', 2, true],
    ['in_order', 'impossible', undefined, undefined, true],
  ]);
});

test('by who runs it: cells that become equal are one, and nothing is expected of them', async () => {
  const run = await check(spec, { memory: 'weak', checks: ['models', 'plain', 'in_order'] });
  expect(told(run)).toEqual([
    ['models[memory=weak]', 'violated', 'weak', 2, true],
    ['plain', 'violated', 'weak', 2, true],
    ['in_order', 'possible', 'weak', 2, true],
  ]);
  expect(run.checks.map(({ expectation }) => expectation)).toEqual([null, null]);
});

test('a window that is given is that of the models with windows alone', async () => {
  const run = await check(spec, { window: 3, checks: ['models'] });
  expect(told(run)).toEqual([
    ['models[memory=sc]', 'holds', 'sc', undefined, true],
    ['models[memory=tso]', 'violated', 'tso', 3, true],
    ['models[memory=weak]', 'violated', 'weak', 3, true],
  ]);
  expect(run.checks.map(({ expectation }) => expectation?.kind)).toEqual(['holds', 'violates', 'violates']);
  await expect(check(spec, { window: 17 })).rejects.toThrow('a window has room for 1 to 16 accesses, and not for 17');
});

test('a full window is said, and a wider one is complete', async () => {
  const long = analyse(`module m
shared x: 0..1[0..4] = 0
actor a { s0: x[0] = 1  s1: x[1] = 1  s2: x[2] = 1  s3: x[3] = 1  s4: x[4] = 1 }
actor b { var v: 0..1 = 0  l: v = x[0] }
invariant small: b.v <= 1
check c of small { memory weak }
check w of small { memory weak, window 8 }
`);
  const [narrow, wide] = (await check(long)).checks;
  expect(narrow).toMatchObject({ verdict: 'holds', window: 4, bounded: { window: 4 } });
  expect(wide).toMatchObject({ verdict: 'holds', window: 8 });
  expect(wide).not.toHaveProperty('bounded');
});

const stored = `module m
record Both { left: 0..2  right: 0..2 }
shared x: Both = Both(left: 0, right: 0)
shared y: 0..2 = 1
op two(v: 0..2): 0..2 {
  put: y = v
  see: let z = y
       return z
}
op outer(): 0..2 { return two(2) }
actor a { RESULT  end: skip }
invariant at_end: a at done implies x.left == 2
check c { MODE }
`;

test.each([
  ['get: x.left = two(2)', 'refused'],
  ['get: x.left = outer()', 'refused'],
  ['skip  x.left = two(2)', 'refused'],
  ['get: let r = two(2)  set: x.left = r', 'holds'],
])('the result of an operation of several steps is no second access of the last one: %s', async (result, expected) => {
  for (const mode of ['', 'memory weak']) {
    const one = analyse(stored.replace('RESULT', result).replace('MODE', mode));
    const run = await check(one, mode === '' ? { memory: 'tso' } : {});
    const refused = [...one.diagnostics, ...run.diagnostics].filter(({ code }) => code === 'MM0344');
    expect(refused.length > 0 ? 'refused' : run.checks[0]?.verdict).toBe(expected);
  }
});
