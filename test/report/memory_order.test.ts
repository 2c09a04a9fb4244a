import { raceDiagram } from '@mmspec/report';
import { propertyText } from '@mmspec/system';
import { runAll } from '@mmspec/analysis';
import type { CheckResult, TransitionSystem } from '@mmspec/system';
import { expect, test } from 'vitest';
import { read } from '../kernel/spec_files.ts';

/*
 * Races under tso and weak: a store is drawn where it is issued and where it is seen, a load that came early says so,
 * and the barrier that forbids the run is named.
 */

async function racesOf(text: string): Promise<string[]> {
  const spec = read('/race.mmspec', text);
  expect(spec.errors).toEqual([]);
  const ran: { readonly result: CheckResult; readonly system: TransitionSystem }[] = [];
  await runAll(spec.model, { onResult: (result, system) => void (system !== null && ran.push({ result, system })) });
  return ran.flatMap(({ result, system }) =>
    result.results
      .filter(({ trace }) => trace !== null)
      .map((each) => {
        const property = system.properties.find(({ name }) => name === each.property)!;
        const options = { form: 'markdown', numbered: false, command: 'mmspec check' } as const;
        return raceDiagram(result, each, propertyText(property), options);
      }),
  );
}

const buffers = `module m
shared x: 0..1 = 0
shared y: 0..1 = 0
actor a { var r: 0..1 = 1  wx: x = 1  ry: r = y }
actor b { var s: 0..1 = 1  wy: y = 1  rx: s = x }
invariant one_sees: a at done and b at done implies a.r == 1 or b.s == 1
check c of one_sees { memory tso } expect violates one_sees
`;

test('a store stays in the store buffer until it is visible', async () => {
  expect(await racesOf(buffers)).toEqual([
    '```\n' +
      ' one_sees is violated: a at done and b at done implies a.r == 1 or b.s ==\n' +
      ' 1.\n' +
      '   memory tso, window 2\n' +
      '\n' +
      ' CPU0 (a)                        CPU1 (b)\n' +
      ' --------                        --------\n' +
      ' x = 1  // in the store buffer\n' +
      ' r = y  // r = 0\n' +
      '                                 y = 1\n' +
      '                                 s = x  // s = 0\n' +
      ' x = 1  // now visible  [BUG: one_sees]\n' +
      '\n' +
      ' a performs `r = y` before `x = 1`: smp_mb() between them forbids it.\n' +
      '\n' +
      ' 4 steps; 25 states.\n' +
      ' mmspec check\n' +
      '```',
  ]);
});

const published = (store: string, load: string): string => `module m
import kernel.barrier
shared data: 0..1 = 0
shared flag: bool = false
actor w { d: WRITE_ONCE(data, 1)  ${store} }
actor r { var seen: bool = false  var v: 0..1 = 0
  ${load}
  n: v = READ_ONCE(data) }
invariant ordered: r at done and r.seen implies r.v == 1
check c of ordered { memory weak }
`;

const plainStore = 'f: WRITE_ONCE(flag, true)';
const plainLoad = 'm: seen = READ_ONCE(flag)';

test('a store that another one passes is not yet visible', async () => {
  const [race = ''] = await racesOf(published(plainStore, 'm: seen = smp_load_acquire(flag)'));
  expect(race).toContain(' WRITE_ONCE(data, 1)  // not yet visible\n WRITE_ONCE(flag, true)\n');
  expect(race).toContain('w performs `WRITE_ONCE(flag, true)` before `WRITE_ONCE(data, 1)`:\n smp_wmb() between them forbids it.');
});

test('a load that passes another one comes early', async () => {
  const [race = ''] = await racesOf(published('f: smp_store_release(flag, true)', plainLoad));
  expect(race).toContain('v = READ_ONCE(data)  // performed early, v = 0');
  expect(race).toContain('r performs `v = READ_ONCE(data)` before `seen = READ_ONCE(flag)`:\n smp_rmb() between them forbids it.');
});

test.each([
  ['the barriers that are named', `smp_wmb() ${plainStore}`, `${plainLoad} smp_rmb()`],
  ['release and acquire', 'f: smp_store_release(flag, true)', 'm: seen = smp_load_acquire(flag)'],
  ['full barriers', `smp_mb() ${plainStore}`, `${plainLoad} smp_mb()`],
])('%s forbid the run', async (_, store, load) => {
  expect(await racesOf(published(store, load))).toEqual([]);
});

test('a read-modify-write that others come between is drawn in halves', async () => {
  const [race = ''] = await racesOf(`module m
import kernel.atomics
shared a: Atomic
shared x: 0..3 = 0
actor one { add: atomic_add(a, 1)  put: WRITE_ONCE(x, 1) }
actor two { var v: 0..3 = 0  var n: 0..255 = 0  look: v = smp_load_acquire(x)  get: n = atomic_read(a) }
invariant added: two at done and two.v == 1 implies two.n == 1
check c of added { memory weak }
`);
  expect(race).toContain('smp_mb__after_atomic() between them forbids it');
  expect(race).toMatch(/atomic_add\(a, 1\) {2}\/\/ not yet visible/u);
});

const counted = (step: string, property: string = 'r.v == 1'): string => `module m
shared data: 0..3 = 0
shared flag: bool = false
define twice(n: 0..3) = n + n
actor w { let k = 1
  d: ${step}
  f: WRITE_ONCE(flag, true) }
actor r { var seen: bool = false  var first: 0..3 = 0  var v: 0..3 = 0
  m: seen = smp_load_acquire(flag)
  o: first = READ_ONCE(data)
  n: v = READ_ONCE(data) }
invariant ordered: r at done and r.seen implies ${property}
check c of ordered { memory weak }
`;

test('a comment in a block that is passed hides nothing that is said beside it', async () => {
  const [race = ''] = await racesOf(counted('atomic relaxed { // what is there\n  data += 1 }'));
  expect(race).toContain(' data += 1  // its load\n atomic relaxed { data += 1 }  // not yet visible\n WRITE_ONCE(flag, true)\n');
  expect(race).not.toContain('what is there');
});

test('a block is visible where it is performed, whatever its text is there', async () => {
  const [race = ''] = await racesOf(counted('atomic relaxed { data += 1 }', 'r.v == r.first'));
  expect(race).toMatch(/atomic relaxed \{ data \+= 1 \} {2}\/\/ not yet visible/u);
  expect(race).toMatch(/data \+= 1 {2}\/\/ its store, now visible/u);
});

test('a call on the right side of a store makes it no atomic operation', async () => {
  const [race = ''] = await racesOf(counted('data += twice(k) - 1'));
  expect(race).toContain('smp_wmb() between them forbids it');
  expect(race).not.toContain('_atomic()');
});

test('a lock is no atomic operation', async () => {
  const [race = ''] = await racesOf(`module m
import kernel.lock
shared l: Lock
shared x: 0..1 = 0
shared y: 0..1 = 0
actor a { var r: 0..1 = 1  wx: WRITE_ONCE(x, 1)  lo: lock(l)  ry: r = READ_ONCE(y)  un: unlock(l) }
actor b { var s: 0..1 = 1  wy: smp_store_mb(y, 1)  rx: s = READ_ONCE(x) }
invariant one: a at done and b at done implies a.r == 1 or b.s == 1
check c of one { memory weak }
`);
  expect(race).toContain('a performs `lock(l)` before `WRITE_ONCE(x, 1)`: smp_mb() between them\n forbids it.');
  expect(race).not.toContain('_atomic()');
});

test('the same statement twice in a window is two accesses', async () => {
  const [race = ''] = await racesOf(`module m
shared x: 0..2 = 0
shared y: 0..1 = 0
actor a { var n: 0..2 = 0  var r: 0..1 = 1
  repeat 2 { n += 1  again: WRITE_ONCE(x, n) }
  ry: r = READ_ONCE(y) }
actor b { var s: 0..2 = 1  wy: smp_store_mb(y, 1)  rx: s = READ_ONCE(x) }
invariant one: a at done and b at done implies a.r == 1 or b.s > 0
check c of one { memory tso, window 3 }
`);
  expect(race.match(/WRITE_ONCE\(x, n\) {2}\/\/ in the store buffer/gu)?.length).toBe(2);
  expect(race.match(/now visible/gu)?.length).toBe(2);
});
