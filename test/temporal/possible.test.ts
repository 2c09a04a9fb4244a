import { explore } from '@mmspec/checker';
import { expect, test } from 'vitest';
import { choicesFrom } from '../random/choices.ts';
import { tapeOf } from '../random/specs.ts';
import { graph } from '../checker/systems.ts';
import { system } from '../checker/systems.ts';

/*
 * Law: `possible p` holds where every reachable state reaches one with p, and else the path leads to the nearest state
 * that reaches none.
 */

function reachable(edges: readonly (readonly number[])[], from: number): ReadonlySet<number> {
  const seen = new Set([from]);
  for (const node of seen) for (const target of edges[node] ?? []) seen.add(target);
  return seen;
}

/** Steps from node 0 to the nearest node that reaches no wanted one; null where there is none. */
function naive(edges: readonly (readonly number[])[], wanted: readonly boolean[]): number | null {
  let level = new Set([0]);
  const seen = new Set(level);
  for (let depth = 0; level.size > 0; depth++) {
    for (const node of level) if (![...reachable(edges, node)].some((other) => wanted[other] === true)) return depth;
    level = new Set([...level].flatMap((node) => edges[node] ?? []).filter((node) => !seen.has(node)));
    for (const node of level) seen.add(node);
  }
  return null;
}

test('2,000 random graphs', async () => {
  const counts = { holds: 0, violated: 0, deep: 0 };
  for (let number = 0; number < 2_000; number++) {
    const choices = choicesFrom(tapeOf(300_000 + number));
    const count = 1 + choices.below(12);
    const edges = Array.from({ length: count }, () => Array.from({ length: choices.below(4) }, () => choices.below(count)));
    const wanted = Array.from({ length: count }, () => choices.chance(30));
    const expected = naive(edges, wanted);
    const { results } = await explore(system(graph(edges, [{ name: 'p', kind: 'possible', inState: ([node]) => wanted[node!]! }])));
    const [result] = results;
    expect([number, result?.verdict, result?.depth ?? null]).toEqual([number, expected === null ? 'holds' : 'violated', expected]);
    if (result?.path !== null && result !== undefined) {
      const nodes = result.path.states.map((state) => state[0]!);
      expect(nodes.every((node, index) => (index === 0 ? node === 0 : edges[nodes[index - 1]!]![result.path!.actions[index - 1]!] === node))).toBe(true);
      expect([...reachable(edges, nodes.at(-1)!)].some((node) => wanted[node])).toBe(false);
    }
    counts[expected === null ? 'holds' : 'violated']++;
    if ((expected ?? 0) > 1) counts.deep++;
  }
  expect(Math.min(counts.holds, counts.violated)).toBeGreaterThan(200);
  expect(counts.deep).toBeGreaterThan(50);
});
