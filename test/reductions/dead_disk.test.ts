import { completeSettings } from '@mmspec/semantics';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { explore } from '@mmspec/checker';
import type { SearchResult } from '@mmspec/checker';
import type { TransitionSystem } from '@mmspec/system';
import { expect, test } from 'vitest';
import { analysed, enginesOf } from '../random/pipeline.ts';
import { replay } from '../random/replay.ts';
import { memoryDisk } from './memory_disk.ts';

/*
 * Dead values in searches that go to a disk when memory is full, or end and go on from a checkpoint.
 */

const text = readFileSync(fileURLToPath(new URL('../bench/ticket/ticket.mmspec', import.meta.url)), 'utf8');
const { model } = analysed(`${text}\nreachable late: serving == 2 and p[4] at cs and p[0] at wait\n`);
const { system, machine } = enginesOf(model, completeSettings(model, { N: 5 }));

const found = ({ states, transitions, depth, finished, reason, results }: SearchResult, of: TransitionSystem): unknown => ({
  states,
  transitions,
  depth,
  finished,
  reason,
  late: results.find(({ property }) => of.properties[property]?.name === 'late')?.depth,
  violated: results.filter(({ verdict }) => verdict === 'violated').length,
});
const whole = { states: 12_760, transitions: 36_200, depth: 32, finished: true, reason: '', late: 15, violated: 0 };

function tracesReplay({ results }: SearchResult): void {
  const paths = results.filter(({ path }) => path !== null);
  expect(paths.length).toBe(1);
  for (const { property, path } of paths) expect(path === null ? '' : replay(system, machine, property, path)).toBeNull();
}

test('a search that spills keeps the same states, and its traces are runs', async () => {
  const disk = memoryDisk();
  const result = await explore(system, { deadValues: true, memoryMax: 90_000, spill: disk });
  expect(found(result, system)).toEqual(whole);
  expect(disk.written()).toBeGreaterThanOrEqual(12_760 * 8);
  tracesReplay(result);
});

test('so does one that goes on from a checkpoint', async () => {
  const disk = memoryDisk();
  const first = await explore(system, { deadValues: true, timeMax: 1e-6, checkpoint: { disk, interval: 0, resume: false } });
  expect(first.finished).toBe(false);
  expect(first.states).toBeLessThan(1_000);
  const result = await explore(system, { deadValues: true, checkpoint: { disk, interval: 60, resume: true } });
  expect(found(result, system)).toEqual(whole);
  tracesReplay(result);
});

test('a checkpoint of a search without is not gone on from', async () => {
  const disk = memoryDisk();
  await explore(system, { statesMax: 2_000, checkpoint: { disk, interval: 0, resume: false } });
  const result = await explore(system, { deadValues: true, checkpoint: { disk, interval: 60, resume: true } });
  expect(found(result, system)).toEqual(whole);
});
