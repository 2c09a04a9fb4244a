import type { Automaton } from './automaton.ts';
import { conditionOf } from './condition.ts';
import type { Condition } from './condition.ts';
import type { FairnessConstraints } from './fairness.ts';
import { faulty } from './graph.ts';
import type { Graph } from './graph.ts';
import { allowedTransitions, nodeHolds, plainStep, stutter } from './valuations.ts';
import type { Valuations } from './valuations.ts';
import type { Moves } from './moves.ts';
import type { Nodes } from './normal_form.ts';
import { inSlices, roundsPerPause } from './pause.ts';
import type { Pause } from './pause.ts';
import { bits, EdgeMarks } from './requirements.ts';
import type { EnabledConstraints } from './requirements.ts';
import { OutOfRoom } from './room.ts';
import type { Room } from './room.ts';

/*
 * The product of the explored graph and an automaton: behaviours of the system that the automaton reads.
 * A product state is a state of each of the two. They are numbered breadth first, and found again through an array over all of them.
 * Only a state in which no fairness constraint is enabled may be stuttered in for ever, so only there the product stutters.
 *
 *   productStates  stateCount of automaton * system state + state of the automaton
 *   parents        the product state from which it was found first, and the edge of the graph that led there
 *   first          first[p] .. first[p + 1] - 1 are the edges of product state p
 *   targets        the product state that an edge leads to
 *   steps          the edge of the graph, or `stutterEdge`
 *   marks          what an edge does for acceptance and fairness: an index into `markWords`
 *   needs          by product state: the fairness constraints that are enabled: an index into `needWords`
 *
 * Requirements are numbered: acceptance sets of the automaton, then fairness constraints, then sets of edges that conditions name; a
 * set of requirements is `words` 32-bit words.
 */

export const stutterEdge = 0xffff_ffff;
export const noProductState = 0xffff_ffff;

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
  /** Words of the requirements that every fair cycle meets: acceptance sets and weak fairness constraints. */
  readonly always: Int32Array;
  /** Words of the strong fairness constraints. */
  readonly strong: Int32Array;
  readonly weak: Int32Array;
  readonly systemState: (productState: number) => number;
  /** What a cycle through the product state has to meet besides: the same for all product states of a strongly connected part. */
  readonly conditionAt: (productState: number) => Condition;
}

/** More product states have no numbers. */
const productStatesMax = 2 ** 32 - 2;

/** What behaviours are read by. */
export interface Reader {
  readonly nodes: Nodes;
  readonly automaton: Automaton;
  /** A settled node that they have besides. */
  readonly settled: number;
  readonly valuations: Valuations;
}

/** What fairness makes of a graph. */
export interface FairGraph {
  readonly graph: Graph;
  readonly moves: Moves;
  readonly constraints: FairnessConstraints;
  readonly enabled: EnabledConstraints;
}

export async function productOf(fair: FairGraph, reader: Reader, room: Room, pause: Pause): Promise<Product> {
  const { graph, moves, constraints, enabled } = fair;
  const { nodes, automaton, settled, valuations } = reader;
  const width = automaton.states.length;
  const { acceptanceCount } = automaton;
  const allowed = allowedTransitions(automaton, valuations);
  const inner: number[] = [];
  const setOf = (node: number): number => {
    const known = inner.indexOf(node);
    return acceptanceCount + constraints.list.length + (known >= 0 ? known : inner.push(node) - 1);
  };
  const conditions = automaton.settled.map((own) => conditionOf(nodes, nodes.and([settled, own]), setOf));
  const words = Math.max(1, Math.ceil((acceptanceCount + constraints.list.length + inner.length) / 32));
  const edgeMarks = new EdgeMarks(words, room);
  const transitionMarks = automaton.states.flat().map((): number[] => []);
  const transitionMark = (transition: number, accepts: readonly number[], move: number): number => {
    const row = transitionMarks[transition]!;
    return (row[move + 1] ??= edgeMarks.number([...accepts, ...(move < 0 ? [] : constraints.ofMove[move]!).map((constraint) => acceptanceCount + constraint)]));
  };
  const valuationMarks: number[][] = [];
  const valuationMark = (state: number, step: number): number => {
    const row = (valuationMarks[state] ??= []);
    return (row[step] ??= edgeMarks.number(inner.filter((node) => nodeHolds(nodes, node, valuations, state, step)).map(setOf)));
  };
  const hasSets = inner.length > 0;
  const markOf = (transition: number, accepts: readonly number[], move: number, state: number, step: number): number => {
    const mark = transitionMark(transition, accepts, move);
    return hasSets ? edgeMarks.union(mark, valuationMark(state, step)) : mark;
  };
  if (graph.stateCount * width > productStatesMax) throw new OutOfRoom();
  const numbers = room.numbers(graph.stateCount * width);
  let first = room.numbers(1 << 10);
  let targets = room.numbers(1 << 12);
  let steps = room.numbers(1 << 12);
  let marks = room.numbers(1 << 12);
  let productStates = room.numbers(1 << 10);
  let parents = room.numbers(1 << 10);
  let parentSteps = room.numbers(1 << 10);
  let count = 0;
  let edges = 0;

  const enter = (productState: number, parent: number, step: number): number => {
    const known = numbers[productState]!;
    if (known !== 0) return known - 1;
    if (count === productStates.length) {
      productStates = room.grown(productStates);
      parents = room.grown(parents);
      parentSteps = room.grown(parentSteps);
    }
    productStates[count] = productState;
    parents[count] = parent;
    parentSteps[count] = step;
    numbers[productState] = ++count;
    return count - 1;
  };
  const edge = (source: number, productState: number, step: number, mark: number): void => {
    const target = enter(productState, source, step);
    if (edges === targets.length) {
      targets = room.grown(targets);
      steps = room.grown(steps);
      marks = room.grown(marks);
    }
    targets[edges] = target;
    steps[edges] = step;
    marks[edges++] = mark;
  };

  for (const state of graph.initial) enter(state * width, noProductState, stutterEdge);
  const expand = (productState: number): void => {
    if (productState + 2 > first.length) first = room.grown(first);
    first[productState] = edges;
    const state = Math.floor(productStates[productState]! / width);
    if (state >= graph.expanded) return;
    const ofState = valuations.ofState[state]!;
    for (const transition of allowed(productStates[productState]! % width, ofState)) {
      for (let out = graph.first[state]!; out < graph.first[state + 1]!; out++) {
        const target = graph.targets[out]!;
        if (target === faulty) continue;
        const valuation = valuations.ofEdge === null ? plainStep : valuations.ofEdge[out]!;
        if (transition.steps[valuation] === 1)
          edge(productState, target * width + transition.target, out, markOf(transition.number, transition.accepts, moves.ofEdge[out]!, ofState, valuation));
      }
      if (enabled.none[state] === 1 && transition.steps[stutter] === 1)
        edge(productState, state * width + transition.target, stutterEdge, markOf(transition.number, transition.accepts, -1, ofState, stutter));
    }
  };
  await inSlices(
    () => count,
    roundsPerPause,
    pause,
    (from, to) => {
      for (let productState = from; productState < to; productState++) expand(productState);
    },
  );
  if (count + 1 > first.length) first = room.grown(first);
  first[count] = edges;
  room.give(numbers.byteLength);

  const needs = room.numbers(count);
  for (let productState = 0; productState < count; productState++) needs[productState] = enabled.ofState[Math.floor(productStates[productState]! / width)]!;
  const constraintBits = (strong: boolean): Int32Array =>
    bits(
      words,
      constraints.list.flatMap((constraint, index) => (constraint.strong === strong ? [acceptanceCount + index] : [])),
    );
  const weak = constraintBits(false);
  const accepts = bits(
    words,
    Array.from({ length: acceptanceCount }, (_, set) => set),
  );
  return {
    count,
    words,
    first,
    targets,
    steps,
    marks,
    markWords: edgeMarks.words(),
    needs,
    weak,
    parents,
    parentSteps,
    needWords: enabled.wordsOf(acceptanceCount, words, room),
    always: accepts.map((word, at) => word | weak[at]!),
    strong: constraintBits(true),
    systemState: (productState) => Math.floor(productStates[productState]! / width),
    conditionAt: (productState) => conditions[productStates[productState]! % width]!,
  };
}
