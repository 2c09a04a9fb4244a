import { faulty } from './graph.ts';
import type { Graph } from './graph.ts';
import { inSlices, roundsPerPause } from './pause.ts';
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
  countSources(targets, edgeEnd, degree);
  const sources = room.numbers(degree[stateCount] ?? 0);
  const fill = room.numbers(stateCount + 1);
  fill.set(degree);
  await inSlices(
    () => expanded,
    roundsPerPause,
    pause,
    (from, to) => {
      for (let state = from; state < to; state++)
        for (let edge = first[state]!; edge < first[state + 1]!; edge++) if (targets[edge] !== faulty) sources[fill[targets[edge]!]!++] = state;
    },
  );
  const reaches = room.flags(stateCount);
  const queue = room.numbers(stateCount);
  let end = 0;
  end = seeds(wanted, stateCount, expanded, reaches, queue);
  await inSlices(
    () => end,
    roundsPerPause,
    pause,
    (from, to) => {
      let last = end;
      for (let at = from; at < to; at++) {
        const state = queue[at]!;
        for (let edge = degree[state]!; edge < degree[state + 1]!; edge++) {
          const source = sources[edge]!;
          if (reaches[source] === 1) continue;
          reaches[source] = 1;
          queue[last++] = source;
        }
      }
      end = last;
    },
  );
  return reaches.indexOf(0);
}

/** Makes `degree[s]` the number of edges to states before s. */
function countSources(targets: Uint32Array, edgeEnd: number, degree: Uint32Array): void {
  for (let edge = 0; edge < edgeEnd; edge++) if (targets[edge] !== faulty) degree[targets[edge]! + 1]!++;
  for (let state = 0; state + 1 < degree.length; state++) degree[state + 1]! += degree[state]!;
}

/** Queues the states that are wanted, and those that may lead anywhere; how many there are. */
function seeds(wanted: Uint8Array, stateCount: number, expanded: number, reaches: Uint8Array, queue: Uint32Array): number {
  let end = 0;
  for (let state = 0; state < stateCount; state++) {
    if (wanted[state] === 0 && state < expanded) continue;
    reaches[state] = 1;
    queue[end++] = state;
  }
  return end;
}
