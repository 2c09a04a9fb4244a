import { compile } from '@mmspec/compiler';
import { interpret } from '@mmspec/interpreter';
import { expect, test } from 'vitest';
import { everyType } from './every_type.ts';
import { checkLaws } from './law.ts';
import { analysed, errorsOf } from './pipeline.ts';

/*
 * Law: a value of every type means the same to both engines, wherever it stands.
 */

const places = [...new Set(everyType.map(({ name }) => name.slice(0, name.indexOf(':'))))];

/** How many specs have no error, at least, in places that do not take all types. */
const typesMin = new Map([
  ['a key', 6],
  ['a member of a set', 9],
  ['what may be missing', 24],
  ['a beginning', 30],
]);

test.each(places)('%s', async (place) => {
  const differences: string[] = [];
  let count = 0;
  for (const { name, text } of everyType.filter((each) => each.name.startsWith(`${place}:`))) {
    const { model, diagnostics } = analysed(text);
    const { system } = errorsOf(model, diagnostics).length > 0 ? { system: null } : compile(model, {});
    if (system === null) continue;
    count++;
    const found = await checkLaws(
      { model, settings: {}, system, machine: interpret(model, {}) },
      { comparedMax: 400, statesMax: 5_000, countedMax: 0, readsMax: 40 },
    );
    differences.push(...found.differences.slice(0, 1).map((difference) => `${name}: ${difference}`));
  }
  expect(differences).toEqual([]);
  expect(count).toBeGreaterThanOrEqual(typesMin.get(place) ?? 35);
});
