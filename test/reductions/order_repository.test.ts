import { completeSettings } from '@mmspec/semantics';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { explore } from '@mmspec/checker';
import { analysed, enginesOf } from '../random/pipeline.ts';
import { orderLaws } from './order_law.ts';
import { judgeSettings } from './settings.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folders = [
  'specs',
  'specs/kernel',
  'specs/bugs',
  'test/kernel',
  'examples',
  'test/bench/filter',
  'test/bench/gmem',
  'test/bench/peterson',
  'test/bench/phil',
];
const specs = folders.flatMap((folder) =>
  readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith('.mmspec'))
    .map((name) => `${folder}/${name}`),
);

describe('the laws of partial order hold on every spec at its smallest sizes', () => {
  test.each(specs)(
    '%s',
    async (name) => {
      const { model } = analysed(readFileSync(`${root}${name}`, 'utf8'));
      await judgeSettings(model, async (settings, key) => {
        const engines = enginesOf(model, settings);
        if (engines.system.dependencies === undefined) {
          // Where a CPU is shared there is no partial order, and the search says so.
          const { reduction } = await explore(engines.system, { order: true, statesMax: 12_000 });
          expect([reduction.partialOrder, reduction.orderUnused], key).toEqual([false, 'actors share a CPU']);
          return true;
        }
        const { differences, kept } = await orderLaws(engines, { statesMax: 12_000, graphMax: 300, aloneMax: 4 });
        expect(differences, key).toEqual([]);
        return kept > 0;
      });
    },
    30_000,
  );
});

test('dining philosophers keep less than a third of their states, gmem with symmetry some less than with symmetry alone', async () => {
  const count = async (file: string, settings: Readonly<Record<string, number>>, symmetry: boolean): Promise<readonly unknown[]> => {
    const { model } = analysed(readFileSync(`${root}test/bench/${file}/${file}.mmspec`, 'utf8'));
    const { states, finished, reduction } = await explore(enginesOf(model, completeSettings(model, settings)).system, { order: true, symmetry });
    return [states, finished, reduction.partialOrder, reduction.orderUnused];
  };
  // 6,336 states without.
  expect(await count('phil', { N: 6 }, false)).toEqual([1_932, true, true, '']);
  // 1,169,375 states without, 38,713 with symmetry alone.
  expect(await count('gmem', { V: 4, F: 2, W: 1 }, true)).toEqual([37_018, true, true, '']);
});
