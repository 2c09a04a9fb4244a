import { expect, test } from 'vitest';
import { firstDifference, firstDifferenceOfSeveral } from './edit_law.ts';
import { specs } from './edit_specs.ts';

/*
 * Law: after any edits the answers are those that the texts get by themselves.
 */

test.each(Array.from({ length: 36 }, (_, seed) => [seed, specs[(seed * 13) % specs.length]?.name ?? ''] as const))('edits (%i): %s', (seed, name) => {
  expect(firstDifference(specs.find((spec) => spec.name === name)?.text ?? '', {}, 10, seed)).toBeNull();
});

test.each([1, 2, 3, 4, 5, 6])('edits of a spec and of what it imports (%i)', (seed) => expect(firstDifferenceOfSeveral(25, seed)).toBeNull());
