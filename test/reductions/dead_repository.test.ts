import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { analysed, enginesOf } from '../random/pipeline.ts';
import { deadLaws } from './dead_law.ts';
import { judgeSettings } from './settings.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const specs = [
  ...readdirSync(`${root}specs`)
    .filter((name) => name.endsWith('.mmspec'))
    .map((name) => `specs/${name}`),
  ...['filter', 'gmem', 'peterson', 'phil', 'ticket'].map((name) => `test/bench/${name}/${name}.mmspec`),
];

/** States of a setting at most: larger ones are left out. */
const statesMax = 16_000;

describe('the laws of dead values hold on every spec at its smallest sizes', () => {
  test.each(specs)(
    '%s',
    async (path) => {
      const { model } = analysed(readFileSync(`${root}${path}`, 'utf8'));
      const judged = await judgeSettings(model, async (settings, key) => {
        const { differences, kept } = await deadLaws(enginesOf(model, settings), { statesMax });
        expect(differences, key).toEqual([]);
        return kept > 0;
      });
      expect(judged).toBeGreaterThan(0);
    },
    60_000,
  );
});
