import type { TransitionSystem } from '@mmspec/system';
import type { Automaton, AutomatonEdge, Literal } from './automaton.ts';
import { faulty } from './graph.ts';
import type { Graph } from './graph.ts';
import { isStep } from './normal_form.ts';
import type { Nodes } from './normal_form.ts';
import { formulasPerPause, inSlices } from './pause.ts';
import type { Pause } from './pause.ts';
import type { Room } from './room.ts';

/*
 * What an automaton sees of a behaviour: a valuation of the atoms for each state and one for each step, the letters of its alphabet. Few different ones exist, so
 * which transitions a valuation allows is looked up.
 */

/** Unpacks a state into the buffer. */
export type Unpack = (state: number, buffer: Int32Array) => void;

export interface Valuations {
  /** By state: its valuation. */
  readonly ofState: Uint32Array;
  /** By edge of the graph: its valuation; null where all steps look alike, and have valuation `plainStep`. */
  readonly ofEdge: Uint32Array | null;
  readonly states: NumberedValuations;
  readonly steps: NumberedValuations;
}

/** A transition, numbered within the automaton. */
export interface Transition extends AutomatonEdge {
  readonly number: number;
  /** By valuation of a step: whether it allows the transition. */
  readonly steps: Uint8Array;
}

export const stutter = 0;
export const plainStep = 1;

/** The valuations of some atoms. */
export async function valuationsOf(
  system: TransitionSystem,
  graph: Graph,
  atoms: ReadonlySet<number>,
  unpack: Unpack,
  room: Room,
  pause: Pause,
): Promise<Valuations> {
  const all = [...atoms].filter((atom) => atom !== isStep);
  const overSteps = all.filter((atom) => system.atoms?.[atom]?.over === 'step');
  const overStates = all.filter((atom) => !overSteps.includes(atom));
  const states = new NumberedValuations(overStates);
  const steps = new NumberedValuations(overSteps);
  const holds = system.atomHolds?.bind(system) ?? ((): boolean => false);
  const before = new Int32Array(system.slots.length);
  const after = new Int32Array(system.slots.length);
  const ofState = room.numbers(graph.stateCount);
  await inSlices(
    () => graph.stateCount,
    formulasPerPause,
    pause,
    (from, to) => {
      for (let state = from; state < to; state++) {
        unpack(state, before);
        ofState[state] = states.numberOf((atom) => holds(atom, before, before, -1));
      }
    },
  );
  // Valuations of steps: the first two are the stuttering one and, where no atom looks at steps, that of all steps.
  steps.numberOf(() => false);
  if (overSteps.length === 0) return { ofState, ofEdge: null, states, steps };
  const ofEdge = room.numbers(graph.first[graph.expanded] ?? 0);
  await inSlices(
    () => graph.expanded,
    formulasPerPause,
    pause,
    (from, to) => {
      for (let state = from; state < to; state++) {
        unpack(state, before);
        for (let edge = graph.first[state]!; edge < graph.first[state + 1]!; edge++) {
          if (graph.targets[edge] === faulty) continue;
          unpack(graph.targets[edge]!, after);
          ofEdge[edge] = 1 + steps.numberOf((atom) => holds(atom, before, after, graph.actions[edge]!));
        }
      }
    },
  );
  return { ofState, ofEdge, states, steps };
}

/** The truth of a literal under the valuations of a state and of the step that leaves it. */
function isTrue({ states, steps }: Valuations, { atom, negated }: Literal, state: number, step: number): boolean {
  if (atom === isStep) return (step !== stutter) !== negated;
  const value = steps.knows(atom) ? step !== stutter && steps.value(step - 1, atom) === true : states.value(state, atom) === true;
  return value !== negated;
}

/** The truth of a plain node under the valuations of a state and of the step that leaves it. */
export function nodeHolds(nodes: Nodes, number: number, valuations: Valuations, state: number, step: number): boolean {
  const node = nodes.at(number);
  switch (node.kind) {
    case 'truth':
      return node.value;
    case 'literal':
      return isTrue(valuations, node, state, step);
    case 'and':
      return node.operands.every((operand) => nodeHolds(nodes, operand, valuations, state, step));
    case 'or':
      return node.operands.some((operand) => nodeHolds(nodes, operand, valuations, state, step));
    case 'fin':
    case 'inf':
    case 'release':
    case 'until':
      throw new Error(`node ${number} is not plain`);
  }
}

/** Transitions out of a state of the automaton that a valuation of a state allows. */
export type Allowed = (state: number, valuation: number) => readonly Transition[];

export function allowedTransitions(automaton: Automaton, { states, steps }: Valuations): Allowed {
  let count = 0;
  const transitions = automaton.states.map((edges) =>
    edges.map((edge): Transition => {
      const allowed = Array.from({ length: steps.count + 1 }, (_, valuation) =>
        edge.literals.every(({ atom, negated }) => {
          if (atom === isStep) return (valuation !== stutter) !== negated;
          const value = valuation === stutter ? (steps.knows(atom) ? false : null) : steps.value(valuation - 1, atom);
          return value === null || value !== negated;
        }),
      );
      return { ...edge, number: count++, steps: Uint8Array.from(allowed, Number) };
    }),
  );
  const known = transitions.map((): (readonly Transition[])[] => []);
  return (state, valuation) => {
    const row = known[state]!;
    return (row[valuation] ??= (transitions[state] ?? []).filter(({ literals }) =>
      literals.every(({ atom, negated }) => {
        const value = atom === isStep ? null : states.value(valuation, atom);
        return value === null || value !== negated;
      }),
    ));
  };
}

/** Numbers the valuations of some atoms; words of 30 atoms are chained. */
class NumberedValuations {
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

  value(valuation: number, atom: number): boolean | null {
    const at = this.#atoms.indexOf(atom);
    return at < 0 ? null : (this.#values[valuation]?.[at] ?? false);
  }

  numberOf(holds: (atom: number) => boolean): number {
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
