import { faulty } from './graph.ts';
import type { Graph } from './graph.ts';

/**
 * The first state from which no state of `wanted` can be reached any more, or -1: `possible p` is AG EF p.
 * States that were not expanded may lead anywhere. States are numbered breadth first, so the first is the nearest.
 */
export function firstLost(graph: Graph, wanted: Uint8Array): number {
  const { stateCount, expanded, first, targets } = graph;
  const degree = new Uint32Array(stateCount + 1);
  const edgeEnd = first[expanded] ?? 0;
  for (let edge = 0; edge < edgeEnd; edge++) if (targets[edge] !== faulty) degree[targets[edge]! + 1]!++;
  for (let state = 0; state < stateCount; state++) degree[state + 1]! += degree[state]!;
  const sources = new Uint32Array(degree[stateCount] ?? 0);
  const fill = degree.slice();
  for (let state = 0; state < expanded; state++) {
    for (let edge = first[state]!; edge < first[state + 1]!; edge++) if (targets[edge] !== faulty) sources[fill[targets[edge]!]!++] = state;
  }
  const reaches = new Uint8Array(stateCount);
  const queue = new Uint32Array(stateCount);
  let end = 0;
  for (let state = 0; state < stateCount; state++) {
    if (wanted[state] === 0 && state < expanded) continue;
    reaches[state] = 1;
    queue[end++] = state;
  }
  for (let at = 0; at < end; at++) {
    const state = queue[at]!;
    for (let edge = degree[state]!; edge < degree[state + 1]!; edge++) {
      const source = sources[edge]!;
      if (reaches[source] === 1) continue;
      reaches[source] = 1;
      queue[end++] = source;
    }
  }
  return reaches.indexOf(0);
}
