import { runAll } from '@mmspec/analysis';
import { now } from '@mmspec/checker';
import { renderCheck, renderMatrix } from '@mmspec/report';
import { outcomeOf, settingsOfRace } from '@mmspec/system';
import type { CheckResult } from '@mmspec/system';
import { describe, expect, test } from 'vitest';
import { limitOf } from '../../packages/analysis/src/decided_for_any.ts';
import { analysed, errorsOf } from '../random/pipeline.ts';

/*
 * What a check for any number finds and expects: three parts, and what is met.
 */

const head = `module m
import kernel.lock
const CPUS: 1..4 = 2
variant locked: bool = true
object Page { lock: Lock  inside: 0..CPUS = 0 }
shared page: Page
actor cpu[CPUS] {
  if locked { take: lock(page.lock) }
  enter: page.inside += 1
  leave: page.inside -= 1
  if locked { free: unlock(page.lock) }
}
invariant one: forall c in cpu: forall d in cpu: c at leave and d at leave implies c == d
invariant two: page.inside <= 2
invariant counted: |c in cpu: c at leave| <= 1
temporal ends: eventually forall c in cpu: c at done under fair
`;

/** The results of checks, under their names. */
async function run(checks: string, options: Parameters<typeof runAll>[1] = {}): Promise<ReadonlyMap<string, CheckResult>> {
  const { model, diagnostics } = analysed(`${head}${checks}\n`);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const { results } = await runAll(model, options);
  return new Map(results.map((result) => [result.name, result]));
}

async function one(check: string, options: Parameters<typeof runAll>[1] = {}): Promise<CheckResult> {
  const [result] = (await run(check, options)).values();
  if (result === undefined) throw new Error('no result');
  return result;
}

const partOf = ({ results }: CheckResult, property: string): readonly unknown[] => {
  const found = results.find((each) => each.property === property);
  return [found?.verdict, found?.anyNumber, found?.numbers?.['CPUS']];
};

describe('the parts of the answer', () => {
  test('proved, checked, not decided', async () => {
    const result = await one('check k for CPUS in 1.. { }');
    expect(partOf(result, 'one')).toEqual(['holds', 'proved', undefined]);
    expect(partOf(result, 'ends')).toEqual(['undecided', 'checked', undefined]);
    expect(partOf(result, 'counted')).toEqual(['undecided', 'undecided', undefined]);
    expect(result.settings).toEqual({ CPUS: { from: 1 }, locked: true });
    expect(result.open).toMatchObject({ ranges: [{ name: 'CPUS', from: 1, family: 'cpu' }], searched: [[1], [2], [3], [4]] });
    const [views, ...more] = result.open!.views;
    expect(views).toMatchObject({ fixed: {}, from: { CPUS: 2 }, viewSize: 1 });
    expect(views!.views).toBeGreaterThan(views!.sharedStates);
    expect(more).toEqual([]);
  });

  test('a race is that of the smallest number, with its settings', async () => {
    const { results, settings } = await one('check k of two for CPUS in 1.. { locked = false } expect violates two');
    expect(partOf({ results } as CheckResult, 'two')).toEqual(['violated', undefined, 3]);
    expect(results[0]!.trace?.steps.map(({ label }) => label)).toEqual(['enter', 'enter', 'enter']);
    expect(settingsOfRace({ settings }, results[0]!)).toEqual({ CPUS: 3, locked: false });
  });

  test('the range begins where it says', async () => {
    expect(partOf(await one('check k of two for CPUS in 4.. { locked = false }'), 'two')[2]).toBe(4);
  });

  test('other axes are beside it, and one number is picked by a setting', async () => {
    const cells = await run('check k of counted for CPUS in 1.., locked { } expect violates counted when not locked undecided counted when locked');
    expect([...cells].map(([name, result]) => [name, result.met, ...partOf(result, 'counted')])).toEqual([
      ['k[CPUS=1..,locked=false]', true, 'violated', undefined, 2],
      ['k[CPUS=1..,locked=true]', true, 'undecided', 'undecided', undefined],
    ]);
    const picked = await run('check k of counted for CPUS in 1.., locked { }', { set: { CPUS: 3 } });
    expect([...picked].map(([name, result]) => [name, result.settings, result.open])).toEqual([
      ['k[CPUS=3,locked=false]', { CPUS: 3, locked: false }, undefined],
      ['k[CPUS=3,locked=true]', { CPUS: 3, locked: true }, undefined],
    ]);
  });

  test('one number is picked by name, and what some number violates is a question about it', async () => {
    const text = 'check k of two for CPUS in 2.., locked { } expect violates two when not locked';
    const checks = ['k[CPUS=3,locked=false]', 'k[CPUS=4,locked=true]', 'k[CPUS=1,locked=true]', 'k[CPUS=x,locked=true]'];
    const picked = await run(text, { checks });
    expect([...picked].map(([name, result]) => [name, result.settings, result.verdict, result.expectation?.kind])).toEqual([
      ['k[CPUS=3,locked=false]', { CPUS: 3, locked: false }, 'violated', undefined],
      ['k[CPUS=4,locked=true]', { CPUS: 4, locked: true }, 'holds', 'holds'],
    ]);
  });

  test('a search that did not finish decides nothing', async () => {
    const result = await one('check k of one for CPUS in 1.. { } expect holds', { statesMax: 2 });
    expect([result.met, result.verdict, outcomeOf(result), result.reason]).toEqual([false, 'unfinished', 'unfinished', 'the search of 1 did not finish']);
  });
});

describe('several open ranges', () => {
  const two = `module m
const A: 1..3 = 1
const B: 1..3 = 1
shared held: bool = false
shared inside: 0..9 = 0
variant locked: bool = true
actor a[A] { take: atomic { await not (locked and held)  held = true  inside += 1 } free: atomic { held = false  inside -= 1 } }
actor b[B] { take: atomic { await not (locked and held)  held = true  inside += 1 } free: atomic { held = false  inside -= 1 } }
invariant apart: forall x in a: forall y in b: not (x at free and y at free)
invariant one: inside <= 1
invariant few: inside <= 3
invariant counted: |x in a: x at free| <= 1
`;
  const runTwo = async (checks: string, options: Parameters<typeof runAll>[1] = {}): Promise<readonly CheckResult[]> => {
    const { model, diagnostics } = analysed(`${two}${checks}\n`);
    expect(errorsOf(model, diagnostics)).toEqual([]);
    return (await runAll(model, options)).results;
  };

  test('are about all numbers of each, with views of both and of one where there are few of the other', async () => {
    const [result] = await runTwo('check k of apart for A in 1.., B in 1.. { } expect holds');
    expect([result!.name, result!.met, result!.settings]).toEqual(['k[A=1..,B=1..]', true, { A: { from: 1 }, B: { from: 1 }, locked: true }]);
    expect(result!.open!.ranges.map(({ name, family }) => [name, family])).toEqual([
      ['A', 'a'],
      ['B', 'b'],
    ]);
    expect(result!.open!.views.map(({ fixed, from }) => [fixed, from])).toEqual([
      [{}, { A: 2, B: 2 }],
      [{ A: 1 }, { B: 2 }],
      [{ B: 1 }, { A: 2 }],
    ]);
    const text = renderCheck(result!).replaceAll('\u00A0', ' ').replaceAll(/\s+/gu, ' ');
    expect(text).toContain('k[A=1..,B=1..] proved for any number of a and b');
    expect(text).toMatch(
      /proved: apart: A >= 2 and B >= 2 by \d+ views of one instance in \d+ shared states; A = 1 and B >= 2 by .*; A >= 2 and B = 1 by .*; A = 1 and B = 1 by search$/u,
    );
  });

  test('a race is that of the smallest numbers', async () => {
    const [result] = await runTwo('check k of few for A in 1.., B in 2.. { locked = false } expect violates few within 4');
    const [found] = result!.results;
    expect([result!.met, found!.numbers, found!.trace!.steps.length]).toEqual([true, { A: 1, B: 3 }, 4]);
    expect(settingsOfRace(result!, found!)).toEqual({ A: 1, B: 3, locked: false });
    expect(renderCheck(result!).replaceAll('\u00A0', ' ')).toContain('violates few in 4 with A = 1 and B = 3');
  });

  test('other axes are beside them; one number of each is picked by name, and some by settings', async () => {
    const text =
      'check k of one, counted for A in 1.., locked, B in 1.. { } expect violates one when not locked, counted when not locked undecided counted when locked';
    const all = await runTwo(text);
    expect(all.map(({ name, met, verdict }) => [name, met, verdict])).toEqual([
      ['k[A=1..,locked=false,B=1..]', true, 'violated'],
      ['k[A=1..,locked=true,B=1..]', true, 'holds'],
    ]);
    const named = await runTwo(text, { checks: ['k[A=2,locked=true,B=3]'] });
    expect(named.map(({ name, settings, open }) => [name, settings, open])).toEqual([['k[A=2,locked=true,B=3]', { A: 2, B: 3, locked: true }, undefined]]);
    const set = await runTwo(text, { set: { A: 3, locked: true } });
    expect(set.map(({ name, settings, open }) => [name, settings, open?.ranges.map((range) => range.name)])).toEqual([
      ['k[A=3,locked=true,B=1..]', { A: 3, locked: true, B: { from: 1 } }, ['B']],
    ]);
  });

  test('what is expected to be undecided and is violated says by which numbers', async () => {
    const [result] = await runTwo('check k of one for A in 1.., B in 1.. { locked = false } expect undecided one');
    expect([result!.met, result!.reason]).toEqual([false, 'one is expected to be undecided, but A = 1 and B = 1 violate it']);
  });
});

describe('what is expected', () => {
  test.each([
    ['of one', '', 'expect holds', 'met', 'holds', ''],
    // Searches of small numbers alone are no answer.
    ['of ends', '', 'expect holds', 'unfinished', 'undecided', /^nothing that it judges can be proved/u],
    ['of one, ends', '', 'expect holds', 'met', 'holds', ''],
    ['of counted', '', 'expect holds', 'unfinished', 'undecided', 'not decided for every number: counted'],
    ['of counted, one', '', 'expect undecided counted', 'met', 'holds', ''],
    ['of ends', '', 'expect undecided ends', 'met', 'holds', ''],
    ['of one', '', 'expect undecided one', 'not met', 'holds', 'one is expected to be undecided, but is proved for every number'],
    ['of two', 'locked = false', 'expect undecided two', 'not met', 'violated', 'two is expected to be undecided, but CPUS = 3 violates it'],
    ['of two, ends', 'locked = false', 'expect violates two within 3', 'met', 'violated', ''],
    ['of two', 'locked = false', 'expect violates two within 2', 'not met', 'violated', 'two is violated after 3 steps, not within 2 (with CPUS = 3)'],
    ['of one', '', 'expect violates one', 'not met', 'holds', 'one is expected to be violated, but holds'],
    ['of two', 'locked = false', 'expect holds', 'not met', 'violated', 'two is violated after 3 steps, and is expected to hold (with CPUS = 3)'],
    ['of one', '', '', 'met', 'holds', ''],
    ['of counted', '', '', 'unfinished', 'undecided', ''],
    ['of one, two', 'locked = false', '', 'met', 'violated', ''],
  ] as const)('check k %s { %s } %s', async (judged, settings, expected, outcome, verdict, reason) => {
    const result = await one(`check k ${judged} for CPUS in 1.. { ${settings} } ${expected}`);
    expect([outcomeOf(result), result.verdict]).toEqual([outcome, verdict]);
    if (typeof reason === 'string') expect(result.reason).toBe(reason);
    else expect(result.reason).toMatch(reason);
  });

  test('what is not decided is not met beside a violation either', async () => {
    const cells = await run(
      'invariant odd: page.inside == 2 implies |c in cpu: c at leave| >= 2\n' +
        'check k of two, odd for CPUS in 1.. { locked = false } expect violates two\n' +
        'check l of two, odd for CPUS in 1.. { locked = false } expect violates two undecided odd',
    );
    expect([...cells.values()].map((result) => [outcomeOf(result), result.verdict, result.reason])).toEqual([
      ['unfinished', 'undecided', 'not decided for every number: odd'],
      ['met', 'violated', ''],
    ]);
  });
});

test('as text', async () => {
  const cells = await run(
    'check k of counted, one, ends for CPUS in 1.., locked { } expect violates counted when not locked, one when not locked\ncheck l of one for CPUS in 1.. { } expect holds',
  );
  const plain = (text: string): string => text.replaceAll(/\([\d,]+ states, [\d.]+ s\)/gu, '(…)').replaceAll('\u00A0', ' ');
  const [first, second, last] = cells.values();
  expect(`\n${plain(renderMatrix('k', [first!, second!]))}\n${plain(renderCheck(last!))}\n`).toBe(`
UNDECIDED  k  2 cells, 1 not as expected  (…)
           CPUS  locked  one              counted
           1..   false   2 with CPUS = 2  2 with CPUS = 2
UNDECIDED  1..   true    -                undecided
           not decided for every number: counted
           all: checked for CPUS = 1 to 4 only: ends (views say what cannot happen, and neither what does nor
             what has to)
           CPUS=1..,locked=true: proved one: CPUS = 1 by search, CPUS >= 2 by 7 views of one instance in 2
             shared states
           CPUS=1..,locked=true: undecided counted: the instances of cpu are counted in it; searched in vain
             for CPUS = 1 to 4
ok         l[CPUS=1..]  proved for any number of cpu  (…)
           proved:   one: CPUS = 1 by search, CPUS >= 2 by 7 views of one instance in 2 shared states
`);
});

describe('what stops the method is named', () => {
  const why = async (text: string): Promise<string | undefined> => {
    const { model, diagnostics } = analysed(text);
    expect(errorsOf(model, diagnostics)).toEqual([]);
    return (await runAll(model)).results[0]!.results.find(({ property }) => property === 'p')?.why;
  };
  const spec = (actor: string, property: string): string =>
    `module m\nconst N: 1..3 = 2\nshared x: 0..9 = 0\n${actor}\ninvariant p: ${property}\ncheck c of p for N in 1.. { }\n`;

  test.each([
    ['actor a[N] { if self == a[0] { one: x = 1 } else { two: x = 2 } }', 'x < 3', 'spec.mmspec:4 tells the instances of a apart'],
    ['actor a[N] { go: x = index(self) }', 'x < 9', 'spec.mmspec:4 tells the instances of a apart'],
    ['actor a[N] { go: if x < N { x = 1 } }', 'x < 3', 'spec.mmspec:4 uses the number N itself'],
    ['actor a[N] { go: x = 1 }', 'x <= N', 'spec.mmspec:5 uses the number N itself'],
    ['actor a[N] { go: x = 1 }', 'a[0] at done implies x == 1', 'it tells the instances of a apart'],
    ['actor a[N] { go: x = 1 }', '|v in a: v at done| < 9', 'the instances of a are counted in it'],
  ])('%s, %s', async (actor, property, said) => {
    expect(await why(spec(actor, property))).toBe(said);
  });
});

test('a limit ends the search for views, and says which', () => {
  const start = now();
  expect(limitOf({}, start)(1e12)).toBe(null);
  expect(limitOf({ timeMax: 3600, memoryMax: 1000 }, start)(1000)).toBe(null);
  expect(limitOf({ timeMax: 2 }, start - 3000)(0)).toBe('the views were not found to the end within 2 s');
  expect(limitOf({ memoryMax: 1000 }, start)(1001)).toMatch(/^the views do not fit into .+ of memory$/u);
  expect(limitOf({ timeMax: 2, signal: AbortSignal.abort() }, start - 3000)(0)).toBe('it was interrupted');
});
