import { explore } from '@mmspec/checker';
import type { ExploreOptions, Progress, SearchResult } from '@mmspec/checker';
import { expect, test } from 'vitest';
import { cpuSeconds } from '../cpu.ts';
import { grid, ring, system } from './systems.ts';
import type { Named } from './systems.ts';

const small: Named = { name: 'small', kind: 'state', inState: ([x]) => x! < 3 };
const huge: Named = { name: 'huge', kind: 'state', inState: ([x]) => x! < 2 ** 29 };
const deadlock: Named = { name: 'deadlock', kind: 'deadlock' };
const reach: Named = { name: 'reach', kind: 'reachable', inState: ([x]) => x === 2 ** 29 };

/** A search without an end, under a limit: it must say why it stopped, keep what it found, and claim nothing. */
async function check(options: ExploreOptions, reason: string): Promise<SearchResult> {
  const found = await explore(system(ring(2 ** 30, [small, huge, deadlock, reach])), options);
  expect(found).toMatchObject({ finished: false, reason });
  expect(found.results.map(({ verdict }) => verdict)).toEqual(['violated', 'unfinished', 'unfinished', 'unfinished']);
  expect(found.results[0]).toMatchObject({ depth: 3 });
  return found;
}

test('states', async () => {
  expect((await check({ statesMax: 5000 }, 'the limit of 5000 states was reached')).states).toBe(5000);
});

test('memory is what the arrays take', async () => {
  const memoryMax = 2 ** 20;
  const found = await check({ memoryMax }, 'the limit of 1 MB of memory was reached');
  expect(found.memoryBytes).toBeLessThanOrEqual(memoryMax);
  expect(found.memoryBytes).toBeGreaterThan(memoryMax / 8);
});

test('time', async () => {
  const spent = await cpuSeconds(async () => {
    expect((await check({ timeMax: 0.2 }, 'the limit of 0.2 s was reached')).seconds).toBeGreaterThanOrEqual(0.2);
  });
  expect(spent).toBeLessThan(1);
});

test('a cancellation ends the search before it costs another second, and progress was told', async () => {
  const controller = new AbortController();
  const seen: Progress[] = [];
  let begin = process.cpuUsage();
  setTimeout(() => {
    begin = process.cpuUsage();
    controller.abort();
  }, 350);
  await check({ signal: controller.signal, onProgress: (progress) => seen.push(progress) }, 'it was cancelled');
  const { user, system: ofSystem } = process.cpuUsage(begin);
  expect((user + ofSystem) / 1e6).toBeLessThan(1);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.map(({ states }) => states)).toEqual(seen.map(({ states }) => states).toSorted((a, b) => a - b));
  expect(seen.at(-1)).toMatchObject({ waiting: 1 });
});

test('a search that was cancelled before it began has the initial states', async () => {
  const found = await explore(system(grid([3], [deadlock])), { signal: AbortSignal.abort() });
  expect(found).toMatchObject({ finished: false, reason: 'it was cancelled', states: 1, results: [{ verdict: 'unfinished' }] });
});

test('a limit that is just enough is not reached', async () => {
  expect(await explore(system(grid([9])), { statesMax: 10 })).toMatchObject({ finished: true, states: 10 });
  expect(await explore(system(grid([9])), { statesMax: 9 })).toMatchObject({ finished: false, states: 9 });
});

test('a deadlock found before the limit is found', async () => {
  const found = await explore(system({ ...grid([1], [deadlock]), moves: ([x]) => (x === 0 ? [{ to: [1] }, { to: [1] }] : []) }), { statesMax: 2 });
  expect(found).toMatchObject({ finished: true, results: [{ verdict: 'violated', depth: 1 }] });
});
