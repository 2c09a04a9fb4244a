import { afterAll, describe, expect, test } from 'vitest';
import { CheckpointRefused, explore } from '@mmspec/checker';
import type { ExploreOptions, SearchResult } from '@mmspec/checker';
import { choicesFrom } from '../random/choices.ts';
import { engines } from '../random/pipeline.ts';
import { replay } from '../random/replay.ts';
import { specOf, tapeOf } from '../random/specs.ts';
import { DiskInMemory } from './disk.ts';
import { configurations } from './law.ts';
import { endThreads, threads as threadsForSearch } from './threads.ts';

/*
 * What goes wrong around a search ends it clearly: unfinished, or refused, and never with another verdict.
 */

const numbers = Array.from({ length: 40 }, (_, number) => number);

/** What an unfinished search says must be true of the whole one. */
function falseClaims(built: ReturnType<typeof engines>, whole: SearchResult, part: SearchResult): readonly string[] {
  return part.results.flatMap((result, index) => {
    const expected = whole.results[index]!;
    const name = built.system.properties[result.property]!.name;
    if (result.verdict === 'unfinished') return [];
    if (result.path === null) return [`${name} is ${result.verdict} without a path`];
    const wrong = replay(built.system, built.machine, result.property, result.path);
    return [
      ...(wrong === null ? [] : [`${name}: ${wrong}`]),
      ...(result.depth === expected.depth && result.verdict === expected.verdict ? [] : [`${name} is ${result.verdict} at ${result.depth}`]),
    ];
  });
}

describe('a disk that is full', () => {
  const full = 'no space is left';
  const cases: readonly (readonly [string, (disk: DiskInMemory) => ExploreOptions])[] = [
    ['while states are spilled', (disk) => ({ spill: disk, memoryMax: 1 })],
    ['while a checkpoint is written', (disk) => ({ checkpoint: { disk, interval: 0, resume: false } })],
  ];

  test.each(cases)('%s', async (_, optionsOf) => {
    let ended = 0;
    for (const number of numbers) {
      const built = engines(specOf(number));
      const whole = await explore(built.system, { statesMax: 3_000, reduction: false });
      if (!whole.finished) continue;
      const choices = choicesFrom(tapeOf(number));
      const result = await explore(built.system, { ...optionsOf(new DiskInMemory(new Map(), choices.below(12), full)), reduction: false });
      if (result.finished) continue;
      ended++;
      expect(result.reason).toBe(full);
      expect(falseClaims(built, whole, result), `spec ${number}`).toEqual([]);
    }
    expect(ended).toBeGreaterThan(15);
  });
});

afterAll(endThreads);

test('no way to search reports more states than the limit, and one that is just enough is not reached', async () => {
  let limited = 0;
  for (const number of numbers) {
    const built = engines(specOf(number));
    const whole = await explore(built.system, { statesMax: 3_000, reduction: false });
    if (!whole.finished) continue;
    const choices = choicesFrom(tapeOf(800_000 + number));
    for (const configuration of configurations(threadsForSearch).filter(({ name }) => !name.includes('limited'))) {
      const statesMax = 1 + choices.below(whole.states);
      for (const reductions of [{ reduction: false }, { symmetry: true, order: true, deadValues: true }]) {
        const told: number[] = [];
        const onProgress = ({ states }: { readonly states: number }): void => void told.push(states);
        const result = await configuration.search(built.system, { statesMax, onProgress, ...reductions }, choices);
        expect(Math.max(result.states, ...told), `spec ${number}, ${configuration.name}, at most ${statesMax}`).toBeLessThanOrEqual(statesMax);
        if (reductions.reduction === false)
          expect(result.finished, `spec ${number}, ${configuration.name}, ${statesMax} of ${whole.states}`).toBe(statesMax >= whole.states);
        limited++;
      }
    }
  }
  expect(limited).toBeGreaterThan(400);
});

test('a checkpoint with another byte anywhere is refused, or goes on as before', async () => {
  let refused = 0;
  for (const number of numbers) {
    const built = engines(specOf(number));
    const whole = await explore(built.system, { statesMax: 3_000, reduction: false });
    if (!whole.finished) continue;
    const disk = new DiskInMemory();
    await explore(built.system, { statesMax: Math.max(1, whole.states >> 1), checkpoint: { disk, interval: 0, resume: false }, reduction: false });
    const choices = choicesFrom(tapeOf(700_000 + number));
    const files = new Map(disk.afterFailure(1));
    const names = [...files.keys()].filter((name) => files.get(name)!.length > 0);
    const name = names[choices.below(names.length)];
    if (name === undefined) continue;
    const bytes = files.get(name)!.slice();
    bytes[choices.below(bytes.length)]! ^= 1 + choices.below(255);
    files.set(name, bytes);
    try {
      const { states, transitions, results } = await explore(built.system, {
        checkpoint: { disk: new DiskInMemory(files), interval: 0, resume: true },
        reduction: false,
      });
      expect({ states, transitions, verdicts: results.map(({ verdict, depth }) => [verdict, depth]) }, `spec ${number}, ${name}`).toEqual({
        states: whole.states,
        transitions: whole.transitions,
        verdicts: whole.results.map(({ verdict, depth }) => [verdict, depth]),
      });
    } catch (error) {
      if (!(error instanceof CheckpointRefused)) throw error;
      expect(error.message).toMatch(/damaged|cut off/u);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(15);
});

test('a checkpoint of other options is another one', async () => {
  const { system } = engines(specOf(0));
  const disk = new DiskInMemory();
  await explore(system, { checkpoint: { disk, interval: 0, resume: false }, reduction: false });
  const before = disk.names.length;
  await explore(system, { checkpoint: { disk, interval: 0, resume: true }, properties: [0], reduction: false });
  expect(disk.names.length).toBe(before * 2);
});

describe('threads', () => {
  const { system } = engines(specOf(0));

  test('one that ends without an answer ends the search, unfinished', async () => {
    const ended: number[] = [];
    const { finished, reason, results } = await explore(system, {
      reduction: false,
      workers: {
        count: 2,
        from: 1,
        spawn: () => ({ post: () => undefined, answer: Promise.reject(new Error('out of memory')), end: () => void ended.push(1) }),
      },
    });
    expect({ finished, reason, ended: ended.length }).toEqual({ finished: false, reason: 'a thread of the search ended: out of memory', ended: 2 });
    expect(results.filter(({ verdict, path }) => verdict !== 'unfinished' && path === null)).toEqual([]);
  });

  test('those that never answer are ended with the search', async () => {
    const controller = { aborted: false };
    setTimeout(() => (controller.aborted = true), 200);
    let told: ((error: Error) => void) | undefined;
    const search = explore(system, {
      reduction: false,
      signal: controller,
      workers: {
        count: 2,
        from: 1,
        spawn: () => ({ post: () => undefined, answer: new Promise((_, reject) => (told = reject)), end: () => told?.(new Error('ended')) }),
      },
    });
    const { finished, reason } = await search;
    expect({ finished, reason }).toEqual({ finished: false, reason: 'it was cancelled' });
  });
});
