import { describe, expect, test } from 'vitest';
import { audited, fileOf, pairsOf, rowsOf } from './specs.ts';

/*
 * What parts of a design are, and what an audit says of each.
 */

const counter = `module m
import kernel.lock
object Counter { lock: Lock  n: 0..3 = 0  ready: bool = false }
shared counter: Counter
actor cpu[2] {
  take: lock(counter.lock)
  read: let n = counter.n
  write: counter.n = n + 1
  drop: unlock(counter.lock)
}
actor last {
  wait: await counter.n == 2
  look: if counter.n == 3 { return }
  again: if counter.n == 3 { return }
  both: atomic { counter.ready = true  counter.n = 0 }
}
invariant all: counter.ready implies counter.n == 0
temporal ends: eventually last at done under fair
check c { } expect holds
`;

test('each part is tried, and said to be needed, needed for progress, or superfluous', async () => {
  const found = await audited({ path: 'm.mmspec', text: counter });
  expect(rowsOf(found)).toEqual([
    '6 lock: needed for progress (ends)',
    '8 order: needed for progress (ends)',
    '12 wait: needed (all)',
    '13 recheck: superfluous',
    '14 recheck: superfluous',
    '15 atomic: needed (all)',
  ]);
});

test('a spec that is violated to begin with is audited for what holds', async () => {
  const found = await audited({ path: 'm.mmspec', text: `${counter}invariant never: counter.n < 2\ncheck d { } expect holds\n` });
  expect([found.checks, found.unmet, found.unfinished]).toEqual([['c', 'd'], ['c', 'd'], []]);
  const whole = await audited({ path: 'm.mmspec', text: counter });
  expect(rowsOf(found)).toEqual(rowsOf(whole));
});

test('what is to be violated and holds is nothing that a part could be needed for', async () => {
  const { checks, unmet, rows } = await audited({ path: 'm.mmspec', text: counter.replace('expect holds', 'expect violates all') });
  expect([checks, unmet]).toEqual([['c'], ['c']]);
  expect(rows.filter(({ property }) => property?.name === 'all')).toEqual([]);
  expect(rows.some(({ verdict }) => verdict === 'needed for progress')).toBe(true);
});

test('a limit is no answer', async () => {
  const found = await audited({ path: 'm.mmspec', text: counter }, { statesMax: 3 });
  expect([found.checks, found.unmet, found.unfinished]).toEqual([[], [], ['c']]);
  expect(new Set(found.rows.map(({ verdict }) => verdict))).toEqual(new Set(['not decided']));
});

test('only what was asked for is tried', async () => {
  const file = { path: 'm.mmspec', text: counter };
  expect((await audited(file, { lines: [8] })).rows.map(({ line }) => line)).toEqual([8]);
  const some = await audited(file, { partsMax: 2, pairsMax: 0 });
  expect([some.rows.length, some.complete]).toEqual([2, false]);
});

test('an order is one of steps: what joins the step before it, and what is part of a step, changes places with nothing', async () => {
  const text = `module m
shared a: 0..3 = 0
shared b: 0..3 = 0
ghost seen: bool = false
object Page { ghost marked: bool = false  n: 0..3 = 0 }
shared page: Page
atomic op both() {
  a = 1
  b = 1
}
actor one {
  var n: 0..1 = 0
  first:  a = 2
          seen = true
          n = 1
          page.marked = true
  second: page.n = n
  third:  both()
}
invariant p: seen implies a > 0
check c { } expect holds
`;
  const { rows } = await audited({ path: 'm.mmspec', text });
  expect(rows.map(({ kind, line, text: what }) => `${line} ${kind} ${what}`)).toEqual(['17 order page.n = n ; both()']);
});

test('of a part that control never comes to in a check it is said that none does', async () => {
  const text = `module m
variant way: 0..2 = 0
shared a: 0..3 = 0
actor one {
  if way == 1 { x: atomic { a = 1  a = 2 } }
  if way == 0 { y: atomic { a = 1  a = 2 } }
}
check c { } expect holds
`;
  const reasons = async (spec: string): Promise<readonly string[]> =>
    (await audited({ path: 'm.mmspec', text: spec })).rows.map(({ line, verdict, reason }) => `${line} ${verdict}: ${reason}`);
  expect(await reasons(text)).toEqual(['5 superfluous: no check comes there', '6 superfluous: ']);
  expect(await reasons(`${text}check d { way = 1 } expect holds\n`)).toEqual(['5 superfluous: ', '6 superfluous: ']);
});

describe('what the language refuses in a text is tried in another form', () => {
  const tried = async (text: string): Promise<string[]> => rowsOf(await audited({ path: 'm.mmspec', text }, { pairsMax: 0 }));

  test('a step that begins a branch of `either` and local work: the branch is chosen first', async () => {
    const text = `module m
shared a: 0..3 = 0
ghost g: 0..3 = 0
actor one {
  either {
    give: atomic { g = 1  a = 1 }
  } or { skip }
}
invariant same: g == a
check c { } expect holds
`;
    expect(await tried(text)).toEqual(['6 atomic: needed (same)']);
    expect(await tried(text.replace('g == a', 'g >= a'))).toEqual(['6 atomic: superfluous']);
  });

  test('a step with `for`, which stays a step of its own', async () => {
    const text = `module m
shared a: 0..3 = 0
shared b: bool[1..2] = false
actor one {
  set: atomic { a = 1  if a == 1 { for i in 1..2 { b[i] = true } } }
}
invariant same: b[1] == (a == 1)
invariant both: b[1] == b[2]
check c { } expect holds
`;
    expect(await tried(text)).toEqual(['5 atomic: needed (same)']);
    expect(await tried(text.replace(/invariant same.*\n/u, ''))).toEqual(['5 atomic: superfluous']);
  });

  test('a label that goes elsewhere, and with it the name of an assertion that a check names', async () => {
    const text = `module m
const BAD: bool = false
shared a: 0..3 = 0
shared b: 0..3 = 0
actor one {
  first:  a = 1
  second: b = 1
          if a == 1 or BAD { sure: assert b == 1 and not BAD }
}
check c { } expect holds
check d { BAD = true } expect violates one.second.sure
`;
    expect(await tried(text)).toEqual(['6 order: not judged']);
    expect(await tried(text.replace('b = 1\n', 'b = a\n'))).toEqual(['6 order: needed (one.first.sure)']);
  });
});

describe('what the designs say', () => {
  test('mremap_race: the check again under the lock is needed, the one before it is not', async () => {
    const found = await audited(fileOf('specs/mremap_race.mmspec'));
    expect(pairsOf(found)).toEqual(['47 atomic and 56 lock: needed (no_bogus_pmd)']);
    expect(rowsOf(found)).toMatchInlineSnapshot(`
      [
        "45 check: superfluous",
        "46 lock: needed for progress (moved)",
        "46 order: needed (mremap.unlock.up_write)",
        "47 atomic: superfluous",
        "47 order: needed (mremap.unlock.up_write)",
        "48 check: needed (no_bogus_pmd)",
        "56 lock: superfluous",
        "56 order: not judged",
        "57 order: not judged",
      ]
    `);
  });
});
