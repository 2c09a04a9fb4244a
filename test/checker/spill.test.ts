import { completeSettings } from '@mmspec/semantics';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { explore } from '@mmspec/checker';
import { analysed, enginesOf } from '../random/pipeline.ts';
import { memoryDisk } from '../reductions/memory_disk.ts';

const bench = fileURLToPath(new URL('../bench/', import.meta.url));

/** Memory may become full anywhere in a level, in its last slice too. */
test.each([
  ['phil', { N: 7 }, 60_000],
  ['phil', { N: 7 }, 120_000],
  ['filter', { N: 4 }, 90_000],
  ['filter', { N: 4 }, 150_000],
] as const)('%s %o with %i bytes is as deep as in memory', async (name, settings, memoryMax) => {
  const { model } = analysed(readFileSync(`${bench}${name}/${name}.mmspec`, 'utf8'));
  const { system } = enginesOf(model, completeSettings(model, settings));
  const disk = memoryDisk();
  const [inMemory, spilled] = [await explore(system), await explore(system, { memoryMax, spill: disk })];
  expect([spilled.states, spilled.transitions, spilled.depth, spilled.finished]).toEqual([inMemory.states, inMemory.transitions, inMemory.depth, true]);
  expect(disk.written()).toBeGreaterThan(inMemory.states);
});

/** Levels of more states than are read from the file at a time: the limit then takes away what earlier parts of a level have led to. */
test.each([4_000_000, 6_000_000])(
  'a search in files that a limit of states has stopped goes on to the same end, with %i bytes',
  async (memoryMax) => {
    const { model } = analysed(readFileSync(`${bench}phil/phil.mmspec`, 'utf8'));
    const { system } = enginesOf(model, completeSettings(model, { N: 9 }));
    const inMemory = await explore(system);
    const disk = memoryDisk();
    const options = { memoryMax, spill: memoryDisk() };
    const statesMax = Math.floor(0.9 * inMemory.states);
    const stopped = await explore(system, { ...options, statesMax, checkpoint: { disk, interval: 1000, resume: false } });
    expect([stopped.states, stopped.finished, stopped.isKept]).toEqual([statesMax, false, true]);
    const resumed = await explore(system, { ...options, checkpoint: { disk, interval: 1000, resume: true } });
    expect([resumed.states, resumed.transitions, resumed.depth, resumed.finished]).toEqual([inMemory.states, inMemory.transitions, inMemory.depth, true]);
  },
  60_000,
);
