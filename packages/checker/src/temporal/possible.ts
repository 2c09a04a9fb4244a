import { faulty } from './graph.ts';
import type { Graph } from './graph.ts';
import { roundsPerPause } from './pause.ts';
import type { Pause } from './pause.ts';
import type { Room } from './room.ts';

/**
 * The first state from which no state of `wanted` can be reached any more, or -1: `possible p` is AG EF p.
 * States that were not expanded may lead anywhere. States are numbered breadth first, so the first is the nearest.
 */
export async function firstLost(graph: Graph, wanted: Uint8Array, room: Room, pause: Pause): Promise<number> {
  const { stateCount, expanded, first, targets } = graph;
  const edgeEnd = first[expanded] ?? 0;
  const degree = room.numbers(stateCount + 1);
  for (let edge = 0; edge < edgeEnd; edge++) if (targets[edge] !== faulty) degree[targets[edge]! + 1]!++;
  for (let state = 0; state < stateCount; state++) degree[state + 1]! += degree[state]!;
  const sources = room.numbers(degree[stateCount] ?? 0);
  const fill = room.numbers(stateCount + 1);
  fill.set(degree);
  for (let state = 0; state < expanded; state++) {
    const wait = state % roundsPerPause === 0 ? pause() : null;
    if (wait !== null) await wait;
    for (let edge = first[state]!; edge < first[state + 1]!; edge++) if (targets[edge] !== faulty) sources[fill[targets[edge]!]!++] = state;
  }
  const reaches = room.flags(stateCount);
  const queue = room.numbers(stateCount);
  let end = 0;
  for (let state = 0; state < stateCount; state++) {
    if (wanted[state] === 0 && state < expanded) continue;
    reaches[state] = 1;
    queue[end++] = state;
  }
  for (let at = 0; at < end; at++) {
    const wait = at % roundsPerPause === 0 ? pause() : null;
    if (wait !== null) await wait;
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
