import { expect, test } from 'vitest';
import { explore } from '@mmspec/checker';
import { engines } from '../random/pipeline.ts';

/*
 * Reductions that do next to nothing are given up, and the report says what was seen; those that do something stay.
 */

/** Two actors that do the same. */
const actors = (body: string): string => `module m
shared both: 0..30 = 0
actor p[2] {
  loop {
    one: both = both + 1 if both < 30 else 0
    two: ${body}
  }
}
check c { }
`;

const apart = actors('skip');
const together = actors('both = both + 2 if both < 29 else 1');

async function searched(text: string, options: Parameters<typeof explore>[1]): Promise<Awaited<ReturnType<typeof explore>>> {
  return explore(engines(text).system, { reductionsTriedFrom: 20, ...options });
}

test('partial order that leaves nothing out is given up, and nothing else changes', async () => {
  const plain = await searched(together, {});
  const tried = await searched(together, { order: true });
  expect(tried.reduction).toEqual({
    symmetry: 1,
    partialOrder: false,
    orderUnused: expect.stringMatching(/^after \d+ states it left steps out in 0 of \d+$/u),
  });
  expect([tried.states, tried.transitions, tried.depth]).toEqual([plain.states, plain.transitions, plain.depth]);
});

test('symmetry that renames states stays', async () => {
  const { states, reduction } = await searched(apart, { symmetry: true });
  expect([states, reduction.interchangeable, reduction.toldApart]).toEqual([93, ['p'], []]);
});

test('what was asked to go on from a checkpoint, or depth-first, is not tried', async () => {
  const { reduction } = await searched(together, { order: true, search: 'depth' });
  expect(reduction.partialOrder).toBe(true);
});
