import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { plan, withStandIns } from '@mmspec/semantics';
import { describe, expect, test } from 'vitest';
import { compareFormulas, compareRandom } from './formula_law.ts';
import { modelOf } from './support.ts';

/*
 * The law of formulas for every setting of the specs, and for 2,000 random ones.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));

describe.each(['specs', 'specs/bugs'])('%s', (folder) => {
  const names = readdirSync(`${root}${folder}`).filter((name) => name.endsWith('.mmspec'));
  test.each(names)(
    '%s',
    (name) => {
      const model = modelOf(readFileSync(`${root}${folder}/${name}`, 'utf8'));
      for (const { settings } of withStandIns(model, plan(model).checks)) compareFormulas(name, model, settings, 1500);
    },
    600_000,
  );
});

test.each(Array.from({ length: 10 }, (_, part) => part * 200))(
  'random specs from %d on',
  (from) => {
    expect(compareRandom(from, from + 200)).toBeGreaterThan(60);
  },
  600_000,
);
