import { LimitReached, runAll, runScenarios } from '@mmspec/analysis';
import { tracerOf } from '@mmspec/analysis';
import type { SystemOf } from '@mmspec/analysis';
import { compile } from '@mmspec/compiler';
import type { Settings } from '@mmspec/system';
import { describe, expect, test } from 'vitest';
import { InAdvance } from '../../packages/analysis/src/in_advance.ts';
import { toldSystems } from '../../packages/analysis/src/told_systems.ts';
import { analysed } from '../random/pipeline.ts';

/*
 * Small systems are made some in one go. What is told is told when their turn comes.
 */

const limits = { onCompile: () => undefined };

describe('what is made in advance', () => {
  test('is made once, in order, and given when it is asked for', async () => {
    const keys = Array.from({ length: 40 }, (_, key) => key);
    const made: number[] = [];
    const advance = new InAdvance(keys);
    const make = (key: number): string => `made ${made.push(key)}`;
    const [value] = [(await advance.of(0, limits, make)).value];
    expect(made.length).toBeGreaterThan(1);
    expect(made.length).toBeLessThan(20);
    const others = [];
    for (const key of keys.slice(1)) others.push((await advance.of(key, limits, make)).value);
    expect([value, ...others]).toEqual(keys.map((key) => `made ${key + 1}`));
    expect(made).toEqual(keys);
  });

  test('is left where others have run what comes next', async () => {
    const keys = Array.from({ length: 100 }, (_, key) => key);
    const advance = new InAdvance(keys);
    const asked = [0, 50, 51, 99];
    const values = [];
    for (const key of asked) values.push((await advance.of(key, limits, (each) => each)).value);
    expect(values).toEqual(asked);
  });

  test('throws when its turn comes', async () => {
    const advance = new InAdvance(['fine', 'wrong', 'also fine']);
    const make = (key: string): string => {
      if (key === 'wrong') throw new RangeError(key);
      return key;
    };
    expect((await advance.of('fine', limits, make)).value).toBe('fine');
    await expect(advance.of('wrong', limits, make)).rejects.toThrow(new RangeError('wrong'));
    expect((await advance.of('also fine', limits, make)).value).toBe('also fine');
  });

  test('is stopped when its time is over, and nothing before it is lost', async () => {
    const advance = new InAdvance(['fast', 'never', 'fast too']);
    const begun: string[] = [];
    const make = (key: string): string => {
      begun.push(key);
      for (; key === 'never';);
      return key;
    };
    const timed = { ...limits, timeMax: 0.6 };
    expect((await advance.of('fast', timed, make)).value).toBe('fast');
    expect(begun).toEqual(['fast', 'never']);
    let long = 0;
    await expect(advance.of('never', { ...timed, onCompile: () => void long++ }, make)).rejects.toThrow(LimitReached);
    // It is known to take longer than a moment.
    expect([begun, long]).toEqual([['fast', 'never', 'never'], 1]);
    expect((await advance.of('fast too', timed, make)).value).toBe('fast too');
  });

  test('is nothing where nobody has to hear of a signal', async () => {
    const made: number[] = [];
    await new InAdvance([0, 1]).of(0, { timeMax: 10 }, (key) => made.push(key));
    expect(made).toEqual([0]);
  });
});

const spec = `module m
import kernel.irq
variant wrong: bool = false
const N: 0..3 = 1
shared x: 0..3 in 1..N
actor user {
  off: local_irq_disable()
  use: if wrong { return }
  on:  local_irq_enable()
}
check right { }
check warned { wrong = true }
check refused { N = 0 }
`;

/** What was told of the spec, and what of its runs, where it is interrupted once a check has been told. */
async function toldAfter(last: string | null): Promise<{ readonly results: readonly string[]; readonly codes: readonly string[] }> {
  const signal = { aborted: false };
  const { results, diagnostics } = await runAll(analysed(spec).model, {
    ...limits,
    signal,
    onResult: ({ name }) => {
      signal.aborted ||= name === last;
    },
  });
  return { results: results.map(({ name }) => name), codes: diagnostics.map(({ code }) => code) };
}

describe('what the compiler has to say', () => {
  test('is told of the systems that are used', async () => {
    expect(await toldAfter('right')).toEqual({ results: ['right'], codes: [] });
    expect(await toldAfter('warned')).toEqual({ results: ['right', 'warned'], codes: ['MM0433'] });
    expect(await toldAfter(null)).toEqual({ results: ['right', 'warned'], codes: ['MM0433', 'MM0502'] });
  });
});

describe('scenarios', () => {
  const { model } = analysed(`module m
const N: 1..4 = 1
shared n: 0..9 = 0
actor a { loop { s: n = N t: n = 0 } }
scenario one { a.s ; a.t }
scenario two { a.t ; a.s }
scenario three { N = 2 a.s ; a.t ; a.s }
scenario four { N = 2 a.s ; a.s }
scenario five { a.t ; a.t }
`);

  test('share systems, and say what they say with one of their own each', async () => {
    const tracer = tracerOf(() => model);
    const shared = toldSystems(model, [], []).told;
    const systems = new Set<unknown>();
    const noted: SystemOf = (...of) => {
      const system = shared(...of);
      systems.add(system);
      return system;
    };
    const own: SystemOf = (settings: Settings) => compile(model, settings).system!;
    const ofAll = async (systemOf: SystemOf): Promise<unknown> =>
      (await runScenarios(model, systemOf, tracer, limits)).map((result) => ({ ...result, seconds: 0 }));
    expect(await ofAll(noted)).toEqual(await ofAll(own));
    expect(systems.size).toBe(3);
  });
});
