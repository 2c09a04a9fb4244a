import fc from 'fast-check';
import { explore } from '@mmspec/checker';
import { expect, test } from 'vitest';
import { graph, grid, ring, slot, system } from './systems.ts';
import type { Rules } from './systems.ts';

/** States, transitions and depth of a system. */
async function check(rules: Rules, states: number, transitions: number, depth: number): Promise<void> {
  const found = await explore(system(rules));
  expect(found).toMatchObject({ states, transitions, depth, finished: true, reason: '' });
}

test.each([[[1]], [[7]], [[3, 4]], [[9, 9, 9]], [[1, 1, 1, 1, 1, 1, 1, 1]], [[99, 0, 5]]])('a grid of %j', async (sizes) => {
  const states = sizes.reduce((product, size) => product * (size + 1), 1);
  const transitions = sizes.reduce((sum, size) => sum + (states / (size + 1)) * size, 0);
  await check(
    grid(sizes),
    states,
    transitions,
    sizes.reduce((sum, size) => sum + size, 0),
  );
});

test.each([1, 2, 3, 1000, 65_536, 100_003])('a ring of %i', async (size) => {
  await check(ring(size), size, size, size - 1);
});

test.each([1, 2, 10, 200])('%i diamonds one behind the other: paths meet, states are counted once', async (count) => {
  const edges = Array.from({ length: count }, (_, index) => [[3 * index + 1, 3 * index + 2], [3 * index + 3], [3 * index + 3]]).flat();
  await check(graph([...edges, []]), 3 * count + 1, 4 * count, 2 * count);
});

test('ways to the same state are counted each', async () => {
  await check(graph([[1, 1, 1], [1]]), 2, 4, 1);
});

test('several initial states, some of them equal', async () => {
  await check({ slots: [slot('x', 0, 9)], initial: [[3], [5], [3]], moves: ([x]) => (x === 9 ? [] : [{ to: [x! + 1] }]) }, 7, 6, 4);
});

test('no initial state', async () => {
  await check({ slots: [slot('x', 0, 1)], initial: [], moves: () => [] }, 0, 0, 0);
});

test('a system without slots has one state', async () => {
  await check({ slots: [], initial: [[]], moves: () => [{ to: [] }] }, 1, 1, 0);
});

test('a complete binary tree of words', async () => {
  const depth = 14;
  const rules: Rules = {
    slots: [slot('length', 0, depth), slot('word', 0, 2 ** depth - 1)],
    initial: [[0, 0]],
    actionCount: 2,
    moves: ([length, word]) => (length === depth ? [] : [0, 1].map((bit) => ({ to: [length! + 1, word! * 2 + bit], action: bit }))),
  };
  await check(rules, 2 ** (depth + 1) - 1, 2 ** (depth + 1) - 2, depth);
});

test('slots of every width from 0 to 32 bits keep their values', async () => {
  const slots = Array.from({ length: 33 }, (_, width) =>
    slot(`s${width}`, width === 32 ? -(2 ** 31) : -width, width === 32 ? 2 ** 31 - 1 : 2 ** width - 1 - width),
  );
  const low = slots.map(({ min }) => min);
  const rules: Rules = {
    slots,
    initial: [low],
    actionCount: slots.length,
    moves: (state) =>
      slots.flatMap(({ min, max }, index) =>
        min !== max && state.every((value, other) => value === low[other]) ? [{ to: state.with(index, max), action: index }] : [],
      ),
    properties: [
      { name: 'values', kind: 'state', inState: (state) => state.every((value, index) => value === slots[index]!.min || value === slots[index]!.max) },
    ],
  };
  const found = await explore(system(rules));
  expect(found).toMatchObject({ states: 33, transitions: 32, results: [{ verdict: 'holds' }] });
});

test('a value outside the range of its slot is the fault of the system, and throws', async () => {
  for (const [min, max, value] of [
    [0, 5, 6],
    [0, 5, -1],
    [-3, -3, -2],
    [0, 2 ** 31 - 1, -5],
    [-(2 ** 31), 0, 1],
  ] as const) {
    const broken = system({ slots: [slot('refcount', min, max)], initial: [[min]], moves: () => [{ to: [value] }] });
    await expect(explore(broken)).rejects.toThrow(`slot refcount has the value ${value}, outside ${min}..${max}`);
  }
});

test('law: on any graph the search finds what a naive one finds', async () => {
  const graphs = fc.integer({ min: 1, max: 40 }).chain((size) => fc.array(fc.array(fc.nat(size - 1), { maxLength: 4 }), { minLength: size, maxLength: size }));
  await fc.assert(
    fc.asyncProperty(graphs, fc.array(fc.nat(39), { minLength: 1, maxLength: 3 }), async (edges, bad) => {
      const distances = naive(edges);
      const least = (nodes: readonly number[]): number | null =>
        nodes.reduce<number | null>((best, node) => {
          const distance = distances.get(node);
          return distance === undefined || (best !== null && best <= distance) ? best : distance;
        }, null);
      const found = await explore(
        system(
          graph(edges, [
            { name: 'avoid', kind: 'state', inState: ([node]) => !bad.includes(node!) },
            { name: 'reach', kind: 'reachable', inState: ([node]) => bad.includes(node!) },
            { name: 'no self loop', kind: 'step', onStep: ([before], [after]) => before !== after },
            { name: 'deadlock', kind: 'deadlock' },
          ]),
        ),
      );
      const badAt = least(bad);
      const loopAt = least(edges.flatMap((targets, node) => (targets.includes(node) ? [node] : [])));
      const stuckAt = least(edges.flatMap((targets, node) => (targets.length === 0 ? [node] : [])));
      expect(found.states).toBe(distances.size);
      expect(found.transitions).toBe([...distances.keys()].reduce((sum, node) => sum + edges[node]!.length, 0));
      expect(found.depth).toBe(Math.max(...distances.values()));
      expect(found.results.map(({ verdict, depth }) => [verdict, depth])).toEqual([
        badAt === null ? ['holds', null] : ['violated', badAt],
        badAt === null ? ['violated', null] : ['holds', badAt],
        loopAt === null ? ['holds', null] : ['violated', loopAt + 1],
        stuckAt === null ? ['holds', null] : ['violated', stuckAt],
      ]);
      for (const { path } of found.results) {
        const nodes = path?.states.map((state) => state[0]!) ?? [];
        expect(nodes[0] ?? 0).toBe(0);
        nodes.slice(1).forEach((node, index) => expect(edges[nodes[index]!]![path!.actions[index]!]).toBe(node));
      }
    }),
    { numRuns: 500 },
  );
});

/** Distance of every node that can be reached from node 0. */
function naive(edges: readonly (readonly number[])[]): Map<number, number> {
  const distances = new Map([[0, 0]]);
  for (const [node, distance] of distances) for (const target of edges[node]!) if (!distances.has(target)) distances.set(target, distance + 1);
  return distances;
}
