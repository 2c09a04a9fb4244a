import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { plan } from '@mmspec/compiler';
import { analysed, enginesOf } from '../random/pipeline.ts';
import { deadLaws } from './dead_law.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const specs = [
  ...readdirSync(`${root}specs`).filter((name) => name.endsWith('.mmspec')).map((name) => `specs/${name}`),
  ...['filter', 'gmem', 'peterson', 'phil', 'ticket'].map((name) => `test/bench/${name}/${name}.mmspec`),
];

/** States of a setting at most: larger ones are left out. */
const statesMax = 12_000;

describe('the laws of dead values hold on every spec at its smallest sizes', () => {
  test.each(specs)('%s', async (path) => {
    const { model } = analysed(readFileSync(`${root}${path}`, 'utf8'));
    const seen = new Set<string>();
    let judged = 0;
    for (const { settings } of plan(model).checks) {
      const key = JSON.stringify(settings);
      if (seen.has(key) || judged >= 3) continue;
      seen.add(key);
      const { differences, kept } = await deadLaws(enginesOf(model, settings), { statesMax });
      expect(differences, key).toEqual([]);
      if (kept > 0) judged++;
    }
    expect(judged).toBeGreaterThan(0);
  }, 60_000);
});
