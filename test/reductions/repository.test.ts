import { completeSettings } from '@mmspec/semantics';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { explore } from '@mmspec/checker';
import { analysed, enginesOf } from '../random/pipeline.ts';
import { symmetryLaws } from './law.ts';
import { judgeSettings } from './settings.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const specs = readdirSync(`${root}specs`).filter((name) => name.endsWith('.mmspec'));

/** States of a setting at most: larger ones are left to the search alone. */
const statesMax = 12_000;

describe('the laws of symmetry hold on every spec at its smallest sizes', () => {
  test.each(specs)(
    '%s',
    async (name) => {
      const { model } = analysed(readFileSync(`${root}specs/${name}`, 'utf8'));
      await judgeSettings(model, async (settings, key) => {
        const built = enginesOf(model, settings);
        if ((built.system.symmetry?.() ?? []).length === 0) return false;
        const { differences, kept } = await symmetryLaws(built, { comparedMax: 200, statesMax });
        expect(differences, key).toEqual([]);
        return kept > 0;
      });
    },
    30_000,
  );
});

test('gmem with four vCPUs and two folios needs less than a twentieth of its states', async () => {
  const { model } = analysed(readFileSync(`${root}test/bench/gmem/gmem.mmspec`, 'utf8'));
  const { system } = enginesOf(model, completeSettings(model, { V: 4, F: 2, W: 1 }));
  const { states, depth, finished, reduction } = await explore(system, { symmetry: true });
  // 1,169,375 states without.
  expect({ states, depth, finished, ...reduction }).toEqual({
    states: 38_713,
    depth: 28,
    finished: true,
    symmetry: 48,
    partialOrder: false,
    interchangeable: ['vcpu', 'folio'],
    toldApart: [],
    approximate: 0,
  });
});
