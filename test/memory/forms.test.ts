import { expect, test } from 'vitest';
import { loads, stores } from './access_forms.ts';
import { places, surroundings, types } from './forms.ts';
import { drawnWrong, formsOf } from './forms_law.ts';

test('an access is what it is, however it is written, of every type and in every place', () => {
  const found = Array.from({ length: 500 }, (_, number) => formsOf(number)).filter((each) => each !== null);
  const wrong = found.flatMap(({ differences, texts }) => {
    const told = differences();
    return told.length === 0 ? [] : [`${told.join('\n')}\n${texts.spec}\n${texts.litmus}`];
  });
  expect(wrong.slice(0, 3)).toEqual([]);
  const accesses = found.flatMap(({ program }) => program.actors.flat());
  const used = (kind: 'store' | 'load'): string[] => [...new Set(accesses.filter((access) => access.kind === kind).map(({ form }) => form))].sort();
  expect(used('store')).toEqual(Object.keys(stores).sort());
  expect(used('load')).toEqual(Object.keys(loads).sort());
  expect([...new Set(accesses.map(({ inside }) => inside))].sort()).toEqual([...surroundings].sort());
  expect([...new Set(found.flatMap(({ program }) => program.places))].sort()).toEqual(Object.keys(places).sort());
  expect([...new Set(found.flatMap(({ program }) => program.types.map(([type]) => type)))].sort()).toEqual(types.map(([type]) => type).sort());
  expect(found.length).toBeGreaterThan(350);
});

test.each(['tso', 'weak'] as const)('what is shown under %s and not in order is found, drawn, and possible as a scenario', async (memory) => {
  const found = await Promise.all(Array.from({ length: 25 }, (_, at) => drawnWrong(11 * at, memory)));
  expect(found.filter((wrong) => wrong !== null && wrong.length > 0)).toEqual([]);
  expect(found.filter((wrong) => wrong !== null).length).toBeGreaterThan(12);
});
