import { completeSettings } from '@mmspec/semantics';
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { explore } from '@mmspec/checker';
import type { SearcherReport, SearchResult, WorkerPort } from '@mmspec/checker';
import { expect, test } from 'vitest';
import { analysed, enginesOf } from '../random/pipeline.ts';
import { replay } from '../random/replay.ts';
import { memoryDisk } from './memory_disk.ts';

/*
 * Searches in some orders of steps that go to a disk when memory is full, go on from a checkpoint, or run in threads.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const { model } = analysed(`${readFileSync(`${root}test/bench/phil/phil.mmspec`, 'utf8')}
invariant held: not (fork[0] and p[0] at think and p[7] at think)
invariant also: not (fork[7] and p[6] at think and p[7] at think)
reachable late: p[1] at one and fork[4]
`);
const { system, machine } = enginesOf(model, completeSettings(model, { N: 8 }));

const whole = await explore(system, { order: true, packedFrom: Infinity });

function check(result: SearchResult): void {
  const inShort = ({ states, transitions, depth, reason, taken, reduction, results }: SearchResult): unknown => ({
    states,
    transitions,
    depth,
    reason,
    taken: taken.join(''),
    reduction,
    results: results.map(({ property, verdict, depth: steps }) => [property, verdict, steps]),
  });
  expect(inShort(result)).toEqual(inShort(whole));
  for (const { property, path, depth } of result.results) {
    if (path === null) continue;
    expect(replay(system, machine, property, path)).toBeNull();
    expect(path.actions.length).toBe(depth);
  }
}

test('everything in memory', async () => {
  expect([whole.states, whole.transitions, whole.reduction.partialOrder, whole.results.filter(({ path }) => path !== null).length]).toEqual([
    68_750,
    215_811,
    true,
    1,
  ]);
  check(whole);
  // What else is judged decides what may be left out, and so how long a path is.
  const late = [...system.properties.keys()].filter((index) => system.properties[index]?.name === 'late');
  const alone = await explore(system, { order: true, properties: late });
  expect(alone.results[0]?.depth).not.toBe(whole.results.find(({ property }) => late.includes(property))?.depth);
});

test('states that spill', async () => {
  const disk = memoryDisk();
  check(await explore(system, { order: true, memoryMax: 90_000, spill: disk }));
  expect(disk.written()).toBeGreaterThanOrEqual(68_750 * 4);
});

test('a search that goes on from a checkpoint, but from none of all orders', async () => {
  const disk = memoryDisk();
  const first = await explore(system, { order: true, timeMax: 1e-6, checkpoint: { disk, interval: 0, resume: false } });
  expect(first.finished).toBe(false);
  check(await explore(system, { order: true, checkpoint: { disk, interval: 60, resume: true } }));
  const other = memoryDisk();
  await explore(system, { statesMax: 2_000, checkpoint: { disk: other, interval: 0, resume: false } });
  check(await explore(system, { order: true, checkpoint: { disk: other, interval: 60, resume: true } }));
});

test('three threads', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { parentPort } from 'node:worker_threads'; import { searchTask } from './packages/checker/src/index.ts'; parentPort.once('message', (task) => parentPort.postMessage(searchTask(task)));`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
    alias: { '@mmspec/system': `${root}packages/system/src/index.ts` },
  });
  const spawn = (): WorkerPort => {
    const worker = new Worker(outputFiles[0]?.text ?? '', { eval: true });
    const answer = new Promise<SearcherReport>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    return { post: (task) => worker.postMessage(task), answer, end: () => void worker.terminate() };
  };
  const result = await explore(system, { order: true, packedFrom: 0, workers: { count: 3, spawn, from: 1 } });
  expect(result.workers).toBe(3);
  check(result);
});
