import { expect, test } from 'vitest';
import { explore } from '@mmspec/checker';
import { engines } from '../random/pipeline.ts';
import { orderLaws } from './order_law.ts';
import { orderedSpecs } from './order_specs.ts';

test.each(orderedSpecs.map((each): [string, typeof each] => [each.name, each]))('%s', async (_, { text, states, kept, unused = '' }) => {
  const built = engines(text);
  const full = await explore(built.system);
  const reduced = await explore(built.system, { order: true });
  expect([full.states, reduced.states, reduced.reduction.orderUnused]).toEqual([states, kept, unused]);
  expect((await orderLaws(built, { statesMax: 100, graphMax: 100, aloneMax: 3 })).differences).toEqual([]);
});
