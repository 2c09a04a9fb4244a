import { explore } from '@mmspec/checker';
import { choicesFrom } from '../random/choices.ts';
import { tapeOf } from '../random/specs.ts';
import { graph, system } from '../checker/systems.ts';

/*
 * Law: `possible p` holds where every reachable state reaches one with p, and else the path leads to the nearest state
 * that reaches none. A search that a limit has ended says nothing wrong.
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

/** What random graphs were. */
export interface Counts {
  holds: number;
  violated: number;
  deep: number;
}

/** The law on the random graph with a number; what is wrong, or null. */
export async function wrongPossible(number: number, counts: Counts): Promise<string | null> {
  const choices = choicesFrom(tapeOf(number));
  const count = 1 + choices.below(12);
  const edges = Array.from({ length: count }, () => Array.from({ length: choices.below(4) }, () => choices.below(count)));
  const wanted = Array.from({ length: count }, () => choices.chance(30));
  const expected = naive(edges, wanted);
  const made = system(graph(edges, [{ name: 'p', kind: 'possible', inState: ([node]) => wanted[node!]! }]));
  const [result] = (await explore(made)).results;
  const verdict = expected === null ? 'holds' : 'violated';
  if (result?.verdict !== verdict || result.depth !== expected) return `${number}: ${result?.verdict} ${result?.depth}, expected ${verdict} ${expected}`;
  counts[verdict]++;
  if ((expected ?? 0) > 1) counts.deep++;
  const [cut] = (await explore(made, { statesMax: 1 + choices.below(count) })).results;
  if (cut?.verdict === 'violated' && expected === null) return `${number}: violated where a limit ended the search`;
  if (result.path === null) return null;
  const nodes = result.path.states.map((state) => state[0]!);
  const isRun = nodes.every((node, index) => (index === 0 ? node === 0 : edges[nodes[index - 1]!]![result.path!.actions[index - 1]!] === node));
  if (!isRun) return `${number}: the path is no run`;
  return [...reachable(edges, nodes.at(-1)!)].some((node) => wanted[node]) ? `${number}: the path ends where p can be reached` : null;
}
