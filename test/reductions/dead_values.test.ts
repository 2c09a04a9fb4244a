import { describe, expect, test } from 'vitest';
import { explore } from '@mmspec/checker';
import type { TransitionSystem } from '@mmspec/system';
import { initialOf } from '../random/agreement.ts';
import { engines } from '../random/pipeline.ts';
import { deadLaws } from './dead_law.ts';
import { deadSpecs, shown } from './dead_specs.ts';

/*
 * Which values are dead: a spec, and the numbers that nothing depends on, by where an actor stands.
 */

/** `get: x, put: x y`: what of the first actor is dead where. */
function deadOf(system: TransitionSystem): string {
  const [first] = system.deadValues?.([...system.properties.keys()]) ?? [];
  const [initial] = initialOf(system);
  if (first === undefined || initial?.next === null || initial === undefined) return '';
  const name = system.slots[first.location]?.name ?? '';
  return first.dead
    .flatMap((slots, value) => {
      const state = initial.next?.slice() ?? new Int32Array();
      state[first.location] = value;
      const place = system.describe(state).find((row) => row.name === name)?.value ?? '?';
      return slots.length === 0
        ? []
        : [`${String(place).replace(/@.*/u, '')}: ${slots.map((slot) => system.slots[slot]?.name.slice(name.length + 1).replace(/#\d+/u, '')).join(' ')}`];
    })
    .join(', ');
}

describe('dead', () => {
  test.each(deadSpecs)('%s', async (_, text, dead) => {
    const built = engines(text);
    expect(deadOf(built.system)).toBe(dead);
    const { differences, kept } = await deadLaws(built, { statesMax: 20_000 });
    expect(differences).toEqual([]);
    expect(kept).toBeGreaterThan(0);
  });
});

describe('what a search resets', () => {
  const text = shown('invariant calm: forall v in p: v at use implies v.x < 2\ninvariant watched: p[0].x < 2 or not b');
  const search = (names: readonly string[], options = {}): ReturnType<typeof explore> => {
    const { system } = engines(text);
    return explore(system, {
      deadValues: true,
      properties: names.map((name) => system.properties.findIndex((property) => property.name === name)),
      ...options,
    });
  };

  test('what no judged property reads', async () => {
    const { states, reduction } = await search(['deadlock', 'calm']);
    expect({ states, ...reduction }).toEqual({ states: 63, symmetry: 1, partialOrder: false, deadValues: 2 });
  });

  test('not what one reads everywhere', async () => {
    const { states, reduction } = await search(['deadlock', 'watched']);
    expect({ states, ...reduction }).toEqual({ states: 167, symmetry: 1, partialOrder: false, deadValues: 0 });
  });

  test('nothing where reductions are off, or nobody asked', async () => {
    const { states, reduction } = await search(['deadlock'], { reduction: false });
    expect({ states, ...reduction }).toEqual({ states: 167, symmetry: 1, partialOrder: false });
    expect((await search(['deadlock'], { deadValues: false })).reduction).toEqual({ symmetry: 1, partialOrder: false });
  });

  test('both with symmetry', async () => {
    const { states, reduction } = await search(['deadlock', 'calm'], { symmetry: true });
    expect({ states, ...reduction }).toEqual({
      states: 39,
      symmetry: 2,
      partialOrder: false,
      interchangeable: ['p'],
      toldApart: [],
      approximate: 0,
      deadValues: 2,
    });
  });
});

test('the loop of a lasso is one of the run: it comes back with the values with which it begins', async () => {
  const { system } = engines(deadSpecs.at(-1)?.[1] ?? '');
  const { results } = await explore(system, { deadValues: true });
  const path = results.find(({ property }) => system.properties[property]?.kind === 'temporal')?.path;
  const first = path?.states[path.loop ?? -1];
  expect(path?.states.at(-1)).toEqual(first);
  // Without the round that leads there `x` is 0.
  expect(
    system
      .describe(first ?? new Int32Array())
      .filter(({ name }) => name.endsWith('.x'))
      .map(({ value }) => value),
  ).toEqual([1, 1]);
  expect({ loop: path?.loop, steps: path?.actions.length }).toEqual({ loop: 6, steps: 12 });
});
