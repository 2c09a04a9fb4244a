import type { Automaton } from './automaton.ts';
import type { FairnessConstraints } from './fairness.ts';
import type { Nodes } from './normal_form.ts';
import { bits, requirementsOf } from './requirements.ts';
import type { Requirements } from './requirements.ts';
import { OutOfRoom } from './room.ts';
import { rootsOf } from './roots.ts';
import type { Roots } from './roots.ts';
import { rowsOf } from './rows.ts';
import type { Rows } from './rows.ts';
import { unwanted } from './steps.ts';
import type { OpenSteps, Steps } from './steps.ts';
import { nodeHolds, plainStep, stutter, transitionsOf, valuationsOf } from './valuations.ts';
import type { Transition, Transitions, Valuations } from './valuations.ts';
import type { TransitionSystem } from '@mmspec/system';
import { atomsOf } from './normal_form.ts';

/*
 * The product of the states of a search and an automaton: behaviours of the system that the automaton reads.
 * A product state is a state of each of the two. It has the number `row * stateCount + state`, where each state of the
 * automaton that counts has a row. Nothing of the product is kept: a product state is opened, and then has its edges.
 * Only a state in which no fairness constraint is enabled may be stuttered in for ever, so only there the product stutters.
 */

/** In place of the index of a step: nobody moves. */
export const stutterStep = 0xffff_ffff;

/** The edges out of the product state that is open. */
export interface Edges {
  count: number;
  /** By edge: the product state that it leads to. */
  targets: Uint32Array;
  /** By edge: the index of the step among those out of the system state, or `stutterStep`. */
  steps: Uint32Array;
  /** By edge, in `words` words: the requirements that it meets. */
  marks: Int32Array;
}

export interface Product {
  /** Numbers of product states are below. */
  readonly count: number;
  readonly requirements: Requirements;
  /** Product states that may be opened between two looks at the clock. */
  readonly perPause: number;
  /** From here on `edges` and `enabled` are about this product state. */
  readonly open: (productState: number) => void;
  readonly edges: Edges;
  /** The fairness constraints that are enabled. */
  readonly enabled: Int32Array;
  readonly systemState: (productState: number) => number;
  /** The state of the automaton. */
  readonly automatonState: (productState: number) => number;
  /** Product states from which all that a search for cycles needs can be reached. */
  readonly roots: () => Roots;
}

/** More product states have no numbers. */
const productStatesMax = 2 ** 31 - 1;

/** What behaviours are read by. */
export interface Reader {
  readonly system: TransitionSystem;
  readonly nodes: Nodes;
  readonly automaton: Automaton;
  /** A settled node that they have besides. */
  readonly settled: number;
}

/** What fairness makes of the states of a search. */
export interface FairStates {
  readonly steps: Steps;
  readonly constraints: FairnessConstraints;
}

/** `part`: of all product states those that may lie on cycles that count, `whole`: all that can be reached. */
export function productOf({ steps, constraints }: FairStates, reader: Reader, extent: 'part' | 'whole'): Product {
  const { nodes, automaton, settled, system } = reader;
  const requirements = requirementsOf(nodes, automaton, settled, constraints);
  const atoms = new Set([...automatonAtoms(automaton), ...requirements.inner.flatMap(({ node }) => [...atomsOf(nodes, node)])]);
  const valuations = valuationsOf(system, atoms);
  const transitions = transitionsOf(automaton, valuations);
  const marks = marksOf(nodes, requirements, valuations);
  const rows = rowsOf(automaton, requirements, extent);
  const { stateCount } = steps;
  const count = stateCount * rows.states.length;
  if (count > productStatesMax) throw new OutOfRoom();
  const avoided = onlyCycles(rows) ? requirements.avoided : new Int32Array(requirements.words);
  const isDead = deadEnds(avoided, valuations, transitions, marks);
  const isDeadEverywhere = (valuation: number): boolean => rows.states.every((state) => isDead(state, valuation));
  const opened = steps.read(valuations, extent === 'part' ? isDeadEverywhere : null);
  const expander = expanderOf({ steps, opened, constraints, requirements, avoided, rows, transitions, marks });
  return {
    count,
    requirements,
    perPause: steps.perPause,
    open: expander.open,
    edges: expander.edges,
    enabled: expander.enabled,
    systemState: (productState) => productState % stateCount,
    automatonState: (productState) => rows.states[Math.floor(productState / stateCount)]!,
    roots: () => rootsOf({ steps, opened, rows, transitions, isDead, leave: expander.leave, edges: expander.edges }),
  };
}

/** Every product state is a root, so an edge matters only where it lies on a cycle. */
function onlyCycles({ states, ofState, reached }: Rows): boolean {
  return reached === 'all' && states.length === 1 && ofState[0] === 0;
}

function automatonAtoms({ states }: Automaton): number[] {
  return states.flatMap((edges) => edges.flatMap(({ literals }) => literals.map(({ atom }) => atom)));
}

/** By number of a transition and by valuations, the requirements that are met, as words. */
interface Marks {
  readonly ofTransition: (transition: Transition) => Int32Array;
  /** Sets of edges; null where there are none. */
  readonly ofValuations: ((state: number, step: number) => Int32Array) | null;
}

function marksOf(nodes: Nodes, { words, inner, ofAcceptance, edge }: Requirements, valuations: Valuations): Marks {
  const ofTransition: Int32Array[] = [];
  const known: Int32Array[][] = [];
  return {
    ofTransition: ({ number, accepts }) => (ofTransition[number] ??= bits(words, [0, ...accepts.map(ofAcceptance)]).map((word, at) => word | edge[at]!)),
    ofValuations:
      inner.length === 0
        ? null
        : (state, step) =>
            ((known[state] ??= [])[step] ??= bits(
              words,
              inner.flatMap(({ node, requirement }) => (nodeHolds(nodes, node, valuations, state, step) ? [requirement] : [])),
            )),
  };
}

/** Whether no edge that may lie on a cycle leaves a state of the automaton where the system has this valuation. */
export type IsDead = (automatonState: number, valuation: number) => boolean;

function deadEnds(avoided: Int32Array, { steps }: Valuations, { allowed, allowsStep }: Transitions, { ofValuations }: Marks): IsDead {
  const hidden = steps.atoms.length > 0;
  const known: boolean[][] = [];
  const isOut = (valuation: number, step: number): boolean =>
    ofValuations !== null && ofValuations(valuation, step).some((word, at) => (word & avoided[at]!) !== 0);
  const compute = (state: number, valuation: number): boolean =>
    allowed(state, valuation).every((transition) => !hidden && [stutter, plainStep].every((step) => !allowsStep(transition, step) || isOut(valuation, step)));
  return (state, valuation) => ((known[state] ??= [])[valuation] ??= compute(state, valuation));
}

interface Expanding {
  readonly steps: Steps;
  readonly opened: OpenSteps;
  readonly constraints: FairnessConstraints;
  readonly requirements: Requirements;
  /** Edges in these sets are left out. */
  readonly avoided: Int32Array;
  readonly rows: Rows;
  readonly transitions: Transitions;
  readonly marks: Marks;
}

interface Expander {
  readonly open: (productState: number) => void;
  /** Opens a state in a state of the automaton that has no row: its edges are those that lead to others. */
  readonly leave: (automatonState: number, state: number) => void;
  readonly edges: Edges;
  readonly enabled: Int32Array;
}

function expanderOf({ steps, opened, constraints, requirements, avoided, rows, transitions, marks }: Expanding): Expander {
  const { stateCount, expanded } = steps;
  const { words, ofConstraint } = requirements;
  const { allowed, allowsStep } = transitions;
  const { ofTransition, ofValuations } = marks;
  const moveWords = new Int32Array(constraints.ofMove.length * words);
  constraints.ofMove.forEach((own, move) => moveWords.set(bits(words, own.map(ofConstraint)), move * words));
  const avoids = avoided.some((word) => word !== 0);
  const enabled = new Int32Array(words);
  const edges: Edges = { count: 0, ...roomForEdges(16, words) };
  let current = -1;
  let isStill = false;

  const load = (state: number): void => {
    opened.open(state);
    current = state;
    enabled.fill(0);
    const { count, moves } = opened;
    for (let step = 0; step < count; step++) for (let word = 0; word < words; word++) enabled[word]! |= moveWords[moves[step]! * words + word]!;
    isStill = enabled.every((word) => word === 0);
  };
  const edge = (target: number, step: number, own: Int32Array, move: number, stepValuation: number): void => {
    const at = edges.count;
    if (at === edges.targets.length) enlarge(edges, words);
    const more = ofValuations === null ? null : ofValuations(opened.valuation, stepValuation);
    if (more !== null && avoids) for (let word = 0; word < words; word++) if ((more[word]! & avoided[word]!) !== 0) return;
    edges.targets[at] = target;
    edges.steps[at] = step;
    for (let word = 0; word < words; word++)
      edges.marks[at * words + word] = own[word]! | (more === null ? 0 : more[word]!) | (move < 0 ? 0 : moveWords[move * words + word]!);
    edges.count = at + 1;
  };
  const along = (transition: Transition, state: number): void => {
    const row = rows.ofState[transition.target]!;
    if (row < 0) return;
    const base = row * stateCount;
    const own = ofTransition(transition);
    const { count, targets, moves, valuations } = opened;
    for (let step = 0; step < count; step++) {
      const target = targets[step]!;
      if (target < unwanted && allowsStep(transition, valuations[step]!)) edge(base + target, step, own, moves[step]!, valuations[step]!);
    }
    if (isStill && allowsStep(transition, stutter)) edge(base + state, stutterStep, own, -1, stutter);
  };
  const expand = (automatonState: number, state: number): void => {
    edges.count = 0;
    if (state >= expanded) {
      enabled.fill(0);
      current = -1;
      return;
    }
    if (state !== current) load(state);
    for (const transition of allowed(automatonState, opened.valuation)) along(transition, state);
  };
  return {
    open: (productState) => {
      let row = 0;
      let state = productState;
      for (; state >= stateCount; row++) state -= stateCount;
      expand(rows.states[row]!, state);
    },
    leave: expand,
    edges,
    enabled,
  };
}

function roomForEdges(length: number, words: number): Pick<Edges, 'marks' | 'steps' | 'targets'> {
  return { targets: new Uint32Array(length), steps: new Uint32Array(length), marks: new Int32Array(length * words) };
}

function enlarge(edges: Edges, words: number): void {
  const { targets, steps, marks } = edges;
  Object.assign(edges, roomForEdges(2 * targets.length, words));
  edges.targets.set(targets);
  edges.steps.set(steps);
  edges.marks.set(marks);
}
