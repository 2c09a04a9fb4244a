import type { TransitionSystem } from '@mmspec/system';
import { GraphRecorder, nowhere } from './edges.ts';
import type { Graph } from './edges.ts';
import type { Codec } from './store/codec.ts';
import type { Path } from './options.ts';
import type { StateStore } from './store/state_store.ts';
import { hashOf } from './store/table.ts';

/*
 * Of all shortest paths to a violation the one that is read most easily: with the fewest changes of who moves between
 * neighbouring steps; of several the one whose first differing step is taken by who is declared first, and then the one
 * whose statement stands first. A shortest path leads through one state of each level of the search, so the paths are those
 * of a graph without cycles, and dynamic programming over its states and who moved last finds the least
 * (Dijkstra, "A note on two problems in connexion with graphs", 1959, with one cost a change).
 */

/** What a search has kept: its states, breadth first. */
export interface KeptStates {
  readonly system: TransitionSystem;
  readonly store: StateStore;
  readonly codec: Codec;
  /** The number of the first state of each level, and where the last one ends. */
  readonly levels: readonly number[];
  /** What a state becomes before it is kept; null: it is kept as it is. */
  readonly reduce: ((state: Int32Array) => unknown) | null;
}

/** What a path ends in: a step out of a state of the last level but one. */
export type EndOfPath =
  | { readonly kind: 'step'; readonly isEnd: (before: Int32Array, action: number, after: Int32Array) => boolean }
  /** A step with this flag, also one that ends in a fault. */
  | { readonly kind: 'flag'; readonly bit: number }
  | { readonly kind: 'fault'; readonly property: number };

export interface FewestSwitches {
  /** Of kept states. */
  readonly path: Path;
  /** The state that the last step leads to as it was found; null: it is a fault. */
  readonly after: Int32Array | null;
}

/** More states are not looked through once more. */
const statesOnceMore = 500_000;

/** The edges out of all states of the first levels: taken once more. Null where they are too many. */
export function edgesTo(kept: KeptStates, depth: number): Graph | null {
  const count = kept.levels[depth];
  if (count === undefined || count > statesOnceMore) return null;
  const { system, store, codec } = kept;
  const { wordCount } = codec.layout;
  const recorder = new GraphRecorder();
  const before = new Int32Array(system.slots.length);
  const next = new Int32Array(system.slots.length);
  const words = new Uint32Array(wordCount);
  const representative = kept.reduce === null ? next : new Int32Array(system.slots.length);
  const emit = (action: number): void => {
    if (kept.reduce !== null) {
      representative.set(next);
      kept.reduce(representative);
    }
    codec.pack(representative, words);
    const target = store.find(words, 0, hashOf(words, 0, wordCount));
    recorder.edge(action, target < 0 ? nowhere : target);
  };
  const fault = (action: number): void => recorder.edge(action, nowhere);
  for (let state = 0; state < count; state++) {
    recorder.begin();
    codec.unpack(store.words, state * wordCount, before);
    system.successors(before, next, emit, fault);
  }
  return recorder.graph();
}

/** Least numbers of changes to the end, from a state on: by who takes the first step. */
interface Cost {
  readonly byMover: ReadonlyMap<number, number>;
  readonly least: number;
}

/** The path; null where no path of kept states is that long and ends so. */
export function fewestSwitches(kept: KeptStates, graph: Graph, depth: number, end: EndOfPath): FewestSwitches | null {
  if (depth === 0) return null;
  const movers = moversOf(kept.system);
  const ends = endEdges(kept, graph, depth, end);
  const costs = new Map<number, Cost>();
  const after = (edge: number, mover: number, level: number): number => {
    if (level === depth - 1) return ends.has(edge) ? 0 : Infinity;
    const cost = costs.get(graph.targets[edge]!);
    return cost === undefined || !isOn(kept.levels, level + 1, graph.targets[edge]!) ? Infinity : Math.min(cost.byMover.get(mover) ?? Infinity, cost.least + 1);
  };
  for (let level = depth - 1; level >= 0; level--) {
    for (let state = kept.levels[level]!; state < kept.levels[level + 1]!; state++) {
      const byMover = new Map<number, number>();
      let least = Infinity;
      for (let edge = graph.first[state]!; edge < graph.first[state + 1]!; edge++) {
        const mover = movers[graph.actions[edge]!]!;
        const cost = after(edge, mover, level);
        if (cost < (byMover.get(mover) ?? Infinity)) byMover.set(mover, cost);
        least = Math.min(least, cost);
      }
      if (least < Infinity) costs.set(state, { byMover, least });
    }
  }
  const edges = leastEdges(kept, graph, depth, { movers, costs, after });
  return edges === null ? null : pathOf(kept, graph, edges, ends);
}

/** By action: who takes it. Actions of the environment come after the actors, each by its name. */
function moversOf({ actions, actors }: TransitionSystem): Uint32Array {
  const names: string[] = [];
  return Uint32Array.from(actions, ({ actor, environment }) => {
    if (actor >= 0) return actor;
    const name = environment ?? '';
    if (!names.includes(name)) names.push(name);
    return actors.length + names.indexOf(name);
  });
}

/** Changes of who moves between neighbouring steps. */
export function switchesOf(system: TransitionSystem, actions: readonly number[]): number {
  const movers = moversOf(system);
  return actions.filter((action, index) => index > 0 && movers[action] !== movers[actions[index - 1]!]).length;
}

function isOn(levels: readonly number[], level: number, state: number): boolean {
  return state >= levels[level]! && state < levels[level + 1]!;
}

/** The edges that end a path, with the state after them as it was found. */
function endEdges(kept: KeptStates, graph: Graph, depth: number, end: EndOfPath): ReadonlyMap<number, Int32Array | null> {
  const { system, store, codec, levels } = kept;
  const before = new Int32Array(system.slots.length);
  const next = new Int32Array(system.slots.length);
  const ends = new Map<number, Int32Array | null>();
  for (let state = levels[depth - 1]!; state < levels[depth]!; state++) {
    let edge = graph.first[state]!;
    codec.unpack(store.words, state * codec.layout.wordCount, before);
    // The steps out come in the order of the edges.
    system.successors(
      before,
      next,
      (action, flags) => {
        if (end.kind === 'step' ? end.isEnd(before, action, next) : end.kind === 'flag' && hasBit(flags, end.bit)) ends.set(edge, next.slice());
        edge++;
      },
      (_, property, flags = 0) => {
        if (end.kind === 'fault' ? property === end.property : end.kind === 'flag' && hasBit(flags, end.bit)) ends.set(edge, null);
        edge++;
      },
    );
  }
  return ends;
}

const hasBit = (flags: number, bit: number): boolean => ((flags >>> bit) & 1) === 1;

interface Costs {
  readonly movers: Uint32Array;
  readonly costs: ReadonlyMap<number, Cost>;
  readonly after: (edge: number, mover: number, level: number) => number;
}

/** The edges of the least path, from the first state on. */
function leastEdges({ system, levels }: KeptStates, graph: Graph, depth: number, { movers, costs, after }: Costs): number[] | null {
  let state = -1;
  for (let initial = 0; initial < levels[1]!; initial++) {
    const cost = costs.get(initial)?.least ?? Infinity;
    if (cost < (costs.get(state)?.least ?? Infinity)) state = initial;
  }
  if (state < 0) return null;
  const edges: number[] = [];
  let last = -1;
  for (let level = 0; level < depth; level++) {
    let best = -1;
    let bestRank: readonly number[] = [];
    for (let edge = graph.first[state]!; edge < graph.first[state + 1]!; edge++) {
      const action = graph.actions[edge]!;
      const mover = movers[action]!;
      const { file, start } = system.actions[action]!.span;
      const rank = [after(edge, mover, level) + (last >= 0 && mover !== last ? 1 : 0), mover, file, start, edge];
      if (rank[0]! < Infinity && (best < 0 || isBefore(rank, bestRank))) [best, bestRank] = [edge, rank];
    }
    if (best < 0) return null;
    edges.push(best);
    last = movers[graph.actions[best]!]!;
    state = graph.targets[best]!;
  }
  return edges;
}

function isBefore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at >= 0 && one[at]! < other[at]!;
}

function pathOf({ system, store, codec }: KeptStates, graph: Graph, edges: readonly number[], ends: ReadonlyMap<number, Int32Array | null>): FewestSwitches {
  const stateOf = (number: number): Int32Array => {
    const values = new Int32Array(system.slots.length);
    codec.unpack(store.words, number * codec.layout.wordCount, values);
    return values;
  };
  const last = edges.at(-1)!;
  const after = ends.get(last) ?? null;
  const states = edges.map((edge) => stateOf(sourceOf(graph, edge)));
  if (after !== null) states.push(after);
  return { path: { states, actions: edges.map((edge) => graph.actions[edge]!) }, after };
}

/** The state that an edge leaves. */
function sourceOf({ first, expanded }: Graph, edge: number): number {
  let [low, high] = [0, expanded];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (first[middle]! <= edge) low = middle;
    else high = middle;
  }
  return low;
}
