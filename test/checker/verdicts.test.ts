import { explore } from '@mmspec/checker';
import type { ExploreOptions, PropertyVerdict } from '@mmspec/checker';
import { expect, test } from 'vitest';
import { graph, grid, slot, system } from './systems.ts';
import type { Named, Rules } from './systems.ts';

/** The verdicts on the properties of a system, and the paths as lists of states with the last action. */
async function check(rules: Rules, options: ExploreOptions = {}): Promise<string[]> {
  const made = system(rules);
  const found = await explore(made, options);
  return found.results.map((result) => `${made.properties[result.property]!.name}: ${text(result)}`);
}

function text({ verdict, depth, path }: PropertyVerdict): string {
  const states = path?.states.map((state) => [...state].join(',')).join(' ') ?? '';
  return [verdict, depth === null ? '' : ` at ${depth}`, path === null ? '' : ` by ${states}`, path === null ? '' : ` / ${path.actions.join(' ')}`].join('');
}

const below = (limit: number): Named => ({ name: `below ${limit}`, kind: 'state', inState: ([x]) => x! < limit });

test('the search goes on after a violation, and each property has its own shortest path', async () => {
  const [first, second, third] = await check(grid([5], [below(2), below(4), below(9)]));
  expect([first, second, third]).toEqual(['below 2: violated at 2 by 0 1 2 / 0 0', 'below 4: violated at 4 by 0 1 2 3 4 / 0 0 0 0', 'below 9: holds']);
});

test('a violation of the initial state has depth 0', async () => {
  expect(await check(grid([1], [below(0)]))).toEqual(['below 0: violated at 0 by 0 / ']);
});

test('a step is judged also where it leads to a known state', async () => {
  const back: Named = { name: 'never back', kind: 'step', onStep: ([before], [after]) => after! > before! };
  expect(await check(graph([[1], [2], [1]], [back]))).toEqual(['never back: violated at 3 by 0 1 2 1 / 0 0 0']);
});

test('a fault has an action and no successor, is no transition, and its state is no deadlock', async () => {
  const rules: Rules = {
    slots: [slot('x', 0, 3)],
    initial: [[0]],
    actionCount: 3,
    moves: ([x]) => (x === 2 ? [{ to: null, fault: 0, action: 2 }] : [{ to: [x! + 1], action: 1 }]),
    properties: [
      { name: 'a.touch', kind: 'assertion' },
      { name: 'deadlock', kind: 'deadlock' },
    ],
  };
  expect(await check(rules)).toEqual(['a.touch: violated at 3 by 0 1 2 / 1 1 2', 'deadlock: holds']);
  expect(await explore(system(rules))).toMatchObject({ states: 3, transitions: 2 });
});

test('a fault before the initial state', async () => {
  const made = system({ slots: [slot('x', 0, 1)], initial: [], moves: () => [], properties: [{ name: 'underflow', kind: 'underflow' }] });
  const found = await explore({ ...made, initial: (_next, _emit, fault) => fault(-1, 0) });
  expect(found).toMatchObject({ states: 0, finished: true, results: [{ verdict: 'violated', depth: 0, path: { states: [], actions: [] } }] });
});

test('flags violate `live` properties, in their own order, and the step goes on', async () => {
  const rules: Rules = {
    slots: [slot('x', 0, 3)],
    initial: [[0]],
    isQuiescent: () => true,
    moves: ([x]) => (x === 3 ? [] : [{ to: [x! + 1], flags: x === 1 ? 0b10 : 0 }]),
    properties: [{ name: 'first.live', kind: 'live' }, below(9), { name: 'second.live', kind: 'live' }],
  };
  expect(await check(rules)).toEqual(['first.live: holds', 'below 9: holds', 'second.live: violated at 2 by 0 1 2 / 0 0']);
});

test('waiting for ever is no deadlock where everybody may', async () => {
  const deadlock: Named = { name: 'deadlock', kind: 'deadlock' };
  expect(await check(grid([1], [deadlock]))).toEqual(['deadlock: violated at 1 by 0 1 / 0']);
  expect(await check({ ...grid([1], [deadlock]), isQuiescent: () => true })).toEqual(['deadlock: holds']);
});

test('reachable wants one state', async () => {
  const reach = (goal: number): Named => ({ name: `reach ${goal}`, kind: 'reachable', inState: ([x]) => x === goal });
  expect(await check(grid([2], [reach(2), reach(3)]))).toEqual(['reach 2: holds at 2 by 0 1 2 / 0 0', 'reach 3: violated']);
});

test('only the wanted properties are judged, and counts do not change', async () => {
  const rules = grid([5], [below(2), below(4)]);
  expect(await check(rules, { properties: [1] })).toEqual(['below 4: violated at 4 by 0 1 2 3 4 / 0 0 0 0']);
  expect(await explore(system(rules), { properties: [1] })).toMatchObject({ states: 6, transitions: 5 });
});

test('possible: the shortest way to a state from which the goal is lost', async () => {
  const possible = (goal: number): Named => ({ name: `possibly ${goal}`, kind: 'possible', inState: ([x]) => x === goal });
  // 0 -> 1 -> 2, 0 -> 3, 3 -> 3; 2 -> 0: from 3 there is no way back.
  const rules = graph([[1, 3], [2], [0], [3]], [possible(2), possible(3)]);
  expect(await check(rules)).toEqual(['possibly 2: violated at 1 by 0 3 / 1', 'possibly 3: holds']);
});
