import type { TransitionSystem } from '@mmspec/system';
import type { Automaton, AutomatonEdge } from './automaton.ts';
import { faulty } from './graph.ts';
import type { Graph } from './graph.ts';
import { isStep } from './normal_form.ts';
import { roundsPerPause } from './pause.ts';
import type { Pause } from './pause.ts';

/*
 * What an automaton sees of a behaviour: a letter for each state and one for each step. Few different ones exist, so
 * which transitions a letter allows is looked up.
 */

/** Unpacks a state into the buffer. */
export type Unpack = (state: number, buffer: Int32Array) => void;

export interface Letters {
  /** By state: its letter. */
  readonly ofState: Uint32Array;
  /** By edge of the graph: its letter; null where all steps look alike, and have letter `plainStep`. */
  readonly ofEdge: Uint32Array | null;
  /** Transitions out of a state of the automaton that a letter of a state allows. */
  allowed(state: number, letter: number): readonly Way[];
}

/** A transition, numbered within the automaton. */
export interface Way extends AutomatonEdge {
  readonly number: number;
  /** By letter of a step: whether it allows the transition. */
  readonly steps: Uint8Array;
}

export const stutter = 0;
export const plainStep = 1;

export async function lettersOf(system: TransitionSystem, graph: Graph, automaton: Automaton, unpack: Unpack, pause: Pause): Promise<Letters> {
  const all = [...new Set(automaton.states.flat().flatMap(({ literals }) => literals.map(({ atom }) => atom)))].filter((atom) => atom !== isStep);
  const overSteps = all.filter((atom) => system.atoms?.[atom]?.over === 'step');
  const overStates = all.filter((atom) => !overSteps.includes(atom));
  const states = new Valuations(overStates);
  const steps = new Valuations(overSteps);
  const holds = system.atomHolds?.bind(system) ?? ((): boolean => false);
  const before = new Int32Array(system.slots.length);
  const after = new Int32Array(system.slots.length);
  const ofState = new Uint32Array(graph.stateCount);
  for (let state = 0; state < graph.stateCount; state++) {
    const wait = state % roundsPerPause === 0 ? pause() : null;
    if (wait !== null) await wait;
    unpack(state, before);
    ofState[state] = states.letter((atom) => holds(atom, before, before, -1));
  }
  // Letters of steps: the first two are the stuttering one and, where no atom looks at steps, that of all steps.
  steps.letter(() => false);
  const ofEdge = overSteps.length === 0 ? null : new Uint32Array(graph.first[graph.expanded] ?? 0);
  for (let state = 0; ofEdge !== null && state < graph.expanded; state++) {
    const wait = state % roundsPerPause === 0 ? pause() : null;
    if (wait !== null) await wait;
    unpack(state, before);
    for (let edge = graph.first[state]!; edge < graph.first[state + 1]!; edge++) {
      if (graph.targets[edge] === faulty) continue;
      unpack(graph.targets[edge]!, after);
      ofEdge[edge] = 1 + steps.letter((atom) => holds(atom, before, after, graph.actions[edge]!));
    }
  }
  return { ofState, ofEdge, allowed: allowedWays(automaton, states, steps) };
}

function allowedWays(automaton: Automaton, states: Valuations, steps: Valuations): Letters['allowed'] {
  let count = 0;
  const ways = automaton.states.map((edges) => edges.map((edge): Way => {
    const allowed = Array.from({ length: steps.count + 1 }, (_, letter) => edge.literals.every(({ atom, negated }) => {
      if (atom === isStep) return (letter !== stutter) !== negated;
      const value = letter === stutter ? (steps.knows(atom) ? false : null) : steps.value(letter - 1, atom);
      return value === null || value !== negated;
    }));
    return { ...edge, number: count++, steps: Uint8Array.from(allowed, Number) };
  }));
  const known = ways.map((): (readonly Way[])[] => []);
  return (state, letter) => {
    const row = known[state]!;
    return (row[letter] ??= (ways[state] ?? []).filter(({ literals }) => literals.every(({ atom, negated }) => {
      const value = atom === isStep ? null : states.value(letter, atom);
      return value === null || value !== negated;
    })));
  };
}

/** Numbers the valuations of some atoms; words of 30 atoms are chained. */
class Valuations {
  readonly #atoms: readonly number[];
  readonly #values: (readonly boolean[])[] = [];
  readonly #chain: Map<number, number>[] = [];
  /** Valuations of the first words of longer ones. */
  readonly #beginnings: (readonly boolean[])[] = [];

  constructor(atoms: readonly number[]) {
    this.#atoms = atoms;
  }

  get count(): number {
    return this.#values.length;
  }

  knows(atom: number): boolean {
    return this.#atoms.includes(atom);
  }

  value(letter: number, atom: number): boolean | null {
    const at = this.#atoms.indexOf(atom);
    return at < 0 ? null : (this.#values[letter]?.[at] ?? false);
  }

  letter(holds: (atom: number) => boolean): number {
    let link = 0;
    const count = this.#atoms.length;
    for (let from = 0, depth = 0; from === 0 || from < count; from += 30, depth++) {
      let word = 0;
      for (let at = from; at < count && at < from + 30; at++) if (holds(this.#atoms[at]!)) word |= 1 << (at - from);
      link = this.#next(depth, link, word, from + 30 >= count);
    }
    return link;
  }

  #next(depth: number, link: number, word: number, last: boolean): number {
    const table = (this.#chain[depth] ??= new Map<number, number>());
    const key = link * 2 ** 30 + word;
    const known = table.get(key);
    if (known !== undefined) return known;
    const before = depth === 0 ? [] : (this.#beginnings[link] ?? []);
    const length = Math.min(30, this.#atoms.length - before.length);
    const bits = [...before, ...Array.from({ length }, (_, bit) => ((word >> bit) & 1) === 1)];
    const next = (last ? this.#values : this.#beginnings).push(bits) - 1;
    table.set(key, next);
    return next;
  }
}
