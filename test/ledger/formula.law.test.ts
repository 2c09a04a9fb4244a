import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { plan, withStandIns, type Model, type WorldSettings } from '@mmspec/semantics';
import { describe, expect, test } from 'vitest';
import { compareFormulas, compareRandom } from './formula_law.ts';
import { ownerSpecs } from './owner_specs.ts';
import { modelOf } from './support.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const settingsOf = (model: Model): readonly WorldSettings[] => withStandIns(model, plan(model).checks).map(({ settings }) => settings);

describe.each(['examples', 'specs', 'specs/bugs'])('%s', (folder) => {
  const names = readdirSync(`${root}${folder}`).filter((name) => name.endsWith('.mmspec'));
  test.each(names)('%s', (name) => {
    const model = modelOf(readFileSync(`${root}${folder}/${name}`, 'utf8'));
    for (const settings of settingsOf(model).slice(0, 16)) compareFormulas(name, model, settings, 40);
  });
});

test.each(ownerSpecs)('$name', ({ name, text, settings }) => {
  expect(compareFormulas(name, modelOf(text), settings ?? {}, 1000)).toBeGreaterThan(0);
});

test('random specs', () => {
  expect(compareRandom(0, 120)).toBeGreaterThan(45);
});
