import type { Automaton } from './automaton.ts';
import type { Demand } from './fairness.ts';
import { faulty } from './graph.ts';
import type { Graph } from './graph.ts';
import { plainStep, stutter } from './letters.ts';
import { roundsPerPause } from './pause.ts';
import type { Pause } from './pause.ts';
import type { Letters } from './letters.ts';

/*
 * The product of the explored graph and an automaton: behaviours of the system that the automaton reads.
 * Its states are pairs, numbered breadth first; pairs are found again through an array over all of them.
 * Only a state in which no demand is enabled may be stuttered in for ever, so only there the product stutters.
 *
 *   pairs        stateCount of automaton * system state + state of the automaton
 *   parents      the pair from which it was found first, and the edge of the graph that led there
 *   first        first[p] .. first[p + 1] - 1 are the edges of pair p
 *   targets      the pair that an edge leads to
 *   steps        the edge of the graph, or `stutterEdge`
 *   marks        what an edge does for acceptance and fairness: an index into `markWords`
 *   needs        by pair: the demands that are enabled: an index into `needWords`
 *
 * Requirements are numbered: acceptance sets, then demands; a set of them is `words` 32-bit words.
 */

export const stutterEdge = 0xffff_ffff;
export const noPair = 0xffff_ffff;

export interface Product {
  readonly count: number;
  readonly words: number;
  readonly first: Uint32Array;
  readonly targets: Uint32Array;
  readonly steps: Uint32Array;
  readonly marks: Uint32Array;
  readonly markWords: Int32Array;
  readonly needs: Uint32Array;
  readonly needWords: Int32Array;
  readonly parents: Uint32Array;
  readonly parentSteps: Uint32Array;
  /** Words of the requirements that every fair cycle meets: acceptance sets and weak demands. */
  readonly always: Int32Array;
  /** Words of the strong demands. */
  readonly strong: Int32Array;
  readonly weak: Int32Array;
  readonly systemState: (pair: number) => number;
}

/** More pairs than this are not numbered. */
const pairsMax = 2 ** 28;

/** Null where the product is too large. */
export async function productOf(graph: Graph, automaton: Automaton, letters: Letters, demands: readonly Demand[], enabled: EnabledDemands, pause: Pause): Promise<Product | null> {
  const width = automaton.states.length;
  if (graph.stateCount * width > pairsMax) return null;
  const { acceptanceCount } = automaton;
  const words = Math.max(1, Math.ceil((acceptanceCount + demands.length) / 32));
  const marks = new Sets(words);
  const markOf = markTable(marks, automaton, demands);
  const numbers = new Uint32Array(graph.stateCount * width);
  let first: Uint32Array = new Uint32Array(1 << 10);
  let targets: Uint32Array = new Uint32Array(1 << 12);
  let steps: Uint32Array = new Uint32Array(1 << 12);
  let edgeMarks: Uint32Array = new Uint32Array(1 << 12);
  let pairs: Uint32Array = new Uint32Array(1 << 10);
  let parents: Uint32Array = new Uint32Array(1 << 10);
  let parentSteps: Uint32Array = new Uint32Array(1 << 10);
  let count = 0;
  let edges = 0;

  const enter = (pair: number, parent: number, step: number): number => {
    const known = numbers[pair]!;
    if (known !== 0) return known - 1;
    if (count === pairs.length) {
      pairs = grown(pairs);
      parents = grown(parents);
      parentSteps = grown(parentSteps);
    }
    pairs[count] = pair;
    parents[count] = parent;
    parentSteps[count] = step;
    numbers[pair] = ++count;
    return count - 1;
  };
  const edge = (source: number, pair: number, step: number, mark: number): void => {
    const target = enter(pair, source, step);
    if (edges === targets.length) {
      targets = grown(targets);
      steps = grown(steps);
      edgeMarks = grown(edgeMarks);
    }
    targets[edges] = target;
    steps[edges] = step;
    edgeMarks[edges++] = mark;
  };

  for (const state of graph.initial) enter(state * width, noPair, stutterEdge);
  for (let pair = 0; pair < count; pair++) {
    const wait = pair % roundsPerPause === 0 ? pause() : null;
    if (wait !== null) await wait;
    if (pair + 2 > first.length) first = grown(first);
    first[pair] = edges;
    const state = Math.floor(pairs[pair]! / width);
    if (state >= graph.expanded) continue;
    const ways = letters.allowed(pairs[pair]! % width, letters.ofState[state]!);
    for (const way of ways) {
      for (let out = graph.first[state]!; out < graph.first[state + 1]!; out++) {
        const target = graph.targets[out]!;
        if (target === faulty) continue;
        const letter = letters.ofEdge === null ? plainStep : letters.ofEdge[out]!;
        if (way.steps[letter] === 1) edge(pair, target * width + way.target, out, markOf(way.number, graph.actions[out]!));
      }
      if (enabled.none[state] === 1 && way.steps[stutter] === 1) edge(pair, state * width + way.target, stutterEdge, markOf(way.number, -1));
    }
  }
  if (count + 1 > first.length) first = grown(first);
  first[count] = edges;

  const needs = new Uint32Array(count);
  for (let pair = 0; pair < count; pair++) needs[pair] = enabled.ofState[Math.floor(pairs[pair]! / width)]!;
  const setOf = (wanted: (demand: Demand) => boolean): Int32Array => bits(words, demands.flatMap((demand, index) => (wanted(demand) ? [acceptanceCount + index] : [])));
  const weak = setOf(({ strong }) => !strong);
  const accepts = bits(words, Array.from({ length: acceptanceCount }, (_, set) => set));
  return {
    count, words, first, targets, steps, marks: edgeMarks, markWords: marks.words(), needs, weak, parents, parentSteps,
    needWords: enabled.wordsOf(acceptanceCount, words),
    always: accepts.map((word, at) => word | weak[at]!),
    strong: setOf(({ strong }) => strong),
    systemState: (pair) => Math.floor(pairs[pair]! / width),
  };
}

function markTable(marks: Sets, automaton: Automaton, demands: readonly Demand[]): (way: number, action: number) => number {
  const ways = automaton.states.flat();
  const known = ways.map((): number[] => []);
  return (way, action) => {
    const row = known[way]!;
    return (row[action + 1] ??= marks.number([
      ...(ways[way]?.accepts ?? []),
      ...demands.flatMap(({ actions }, index) => (action >= 0 && actions[action] === 1 ? [automaton.acceptanceCount + index] : [])),
    ]));
  };
}

/** Which demands are enabled in each state of the graph; a step into a fault counts as one that can be taken. */
export interface EnabledDemands {
  /** By state: the number of the set of demands that are enabled. */
  readonly ofState: Uint32Array;
  /** By state: 1 where none is enabled. */
  readonly none: Uint8Array;
  /** The sets as words, with demand 0 at bit `from`. */
  wordsOf(from: number, words: number): Int32Array;
}

export function enabledDemands(graph: Graph, demands: readonly Demand[]): EnabledDemands {
  const ofState = new Uint32Array(graph.stateCount);
  const none = new Uint8Array(graph.stateCount);
  const sets: (readonly number[])[] = [];
  const numbers = new Map<string, number>();
  // Sets are built edge by edge; each extension of a set by an action is looked up.
  const extended: number[][] = [];
  const numberOf = (set: readonly number[]): number => {
    const key = set.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, sets.length);
    extended.push([]);
    return sets.push(set) - 1;
  };
  const extend = (set: number, action: number): number =>
    (extended[set]![action] ??= numberOf([...new Set([...(sets[set] ?? []), ...demands.flatMap(({ actions }, index) => (actions[action] === 1 ? [index] : []))])].sort((a, b) => a - b)));
  const empty = numberOf([]);
  for (let state = 0; state < graph.expanded; state++) {
    let set = empty;
    for (let edge = graph.first[state]!; edge < graph.first[state + 1]!; edge++) set = extend(set, graph.actions[edge]!);
    ofState[state] = set;
    none[state] = set === empty ? 1 : 0;
  }
  return {
    ofState,
    none,
    wordsOf: (from, words) => {
      const all = new Int32Array(sets.length * words);
      sets.forEach((set, index) => all.set(bits(words, set.map((demand) => from + demand)), index * words));
      return all;
    },
  };
}

/** Numbers sets of requirements. */
class Sets {
  readonly #width: number;
  readonly #sets: Int32Array[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(width: number) {
    this.#width = width;
  }

  number(members: readonly number[]): number {
    const set = bits(this.#width, members);
    const key = set.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#sets.length);
    return this.#sets.push(set) - 1;
  }

  words(): Int32Array {
    const all = new Int32Array(this.#sets.length * this.#width);
    this.#sets.forEach((set, index) => all.set(set, index * this.#width));
    return all;
  }
}

function bits(words: number, members: readonly number[]): Int32Array {
  const set = new Int32Array(words);
  for (const member of members) set[member >>> 5]! |= 1 << (member & 31);
  return set;
}

function grown(array: Uint32Array): Uint32Array {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
