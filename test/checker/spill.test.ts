import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { explore } from '@mmspec/checker';
import { completeSettings } from '@mmspec/compiler';
import { analysed, enginesOf } from '../random/pipeline.ts';
import { memoryDisk } from '../reductions/memory_disk.ts';

const bench = fileURLToPath(new URL('../bench/', import.meta.url));

/** Memory may become full anywhere in a level, in its last slice too. */
test.each([
  ['phil', { N: 7 }, 60_000], ['phil', { N: 7 }, 120_000], ['filter', { N: 4 }, 90_000], ['filter', { N: 4 }, 150_000],
] as const)('%s %o with %i bytes is as deep as in memory', async (name, settings, memoryMax) => {
  const { model } = analysed(readFileSync(`${bench}${name}/${name}.mmspec`, 'utf8'));
  const { system } = enginesOf(model, completeSettings(model, settings));
  const disk = memoryDisk();
  const [inMemory, spilled] = [await explore(system), await explore(system, { memoryMax, spill: disk })];
  expect([spilled.states, spilled.transitions, spilled.depth, spilled.finished]).toEqual([inMemory.states, inMemory.transitions, inMemory.depth, true]);
  expect(disk.written()).toBeGreaterThan(inMemory.states);
});
