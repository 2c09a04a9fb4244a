import type { TransitionSystem } from '@mmspec/system';
import type { Automaton, AutomatonEdge, Literal } from './automaton.ts';
import { isStep } from './normal_form.ts';
import type { Nodes } from './normal_form.ts';

/*
 * What an automaton sees of a behaviour: a valuation of the atoms for each state and one for each step, the letters of its alphabet. Few different ones exist, so
 * which transitions a valuation allows is looked up.
 */

/** The valuations met so far. */
export interface Valuations {
  readonly states: NumberedValuations;
  /** Of steps, whose numbers begin after `stutter`; where no atom looks at steps, all have valuation `plainStep`. */
  readonly steps: NumberedValuations;
}

/** A transition, numbered within the automaton. */
export interface Transition extends AutomatonEdge {
  readonly number: number;
  /** By valuation of a step: 1 where it allows the transition; see `allowsStep`. */
  readonly steps: number[];
}

export const stutter = 0;
export const plainStep = 1;

/** The valuations of some atoms of a system. */
export function valuationsOf(system: Pick<TransitionSystem, 'atoms'>, atoms: ReadonlySet<number>): Valuations {
  const all = [...atoms].filter((atom) => atom !== isStep);
  const overSteps = all.filter((atom) => system.atoms?.[atom]?.over === 'step');
  const steps = new NumberedValuations(overSteps);
  if (overSteps.length === 0) steps.numberOf(() => false);
  return { states: new NumberedValuations(all.filter((atom) => !overSteps.includes(atom))), steps };
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

export interface Transitions {
  readonly count: number;
  readonly allowed: Allowed;
  /** Whether a step with this valuation allows the transition, or `stutter` does. */
  readonly allowsStep: (transition: Transition, valuation: number) => boolean;
  /** Whether whatever leaves the state does. */
  readonly allowsAnyStep: (transition: Transition) => boolean;
}

export function transitionsOf(automaton: Automaton, { states, steps }: Valuations): Transitions {
  let count = 0;
  const transitions = automaton.states.map((edges) => edges.map((edge): Transition => ({ ...edge, number: count++, steps: [] })));
  const known = transitions.map((): (readonly Transition[])[] => []);
  return {
    count,
    allowed: (state, valuation) => {
      const row = known[state]!;
      return (row[valuation] ??= (transitions[state] ?? []).filter(({ literals }) =>
        literals.every(({ atom, negated }) => {
          const value = atom === isStep ? null : states.value(valuation, atom);
          return value === null || value !== negated;
        }),
      ));
    },
    allowsAnyStep: ({ literals }) => literals.every(({ atom }) => atom !== isStep && !steps.knows(atom)),
    allowsStep: (transition, valuation) => {
      const allows = (transition.steps[valuation] ??= Number(
        transition.literals.every(({ atom, negated }) => {
          if (atom === isStep) return (valuation !== stutter) !== negated;
          const value = valuation === stutter ? (steps.knows(atom) ? false : null) : steps.value(valuation - 1, atom);
          return value === null || value !== negated;
        }),
      ));
      return allows === 1;
    },
  };
}

/** Atoms in a word of a valuation. */
const wordAtoms = 30;
/** Atoms of which every valuation has a place in an array. */
const denseAtoms = 12;

/** Numbers the valuations of some atoms; words of 30 atoms are chained. */
export class NumberedValuations {
  readonly atoms: readonly number[];
  readonly #values: (readonly boolean[])[] = [];
  readonly #chain: Map<number, number>[] = [];
  /** Valuations of the first words of longer ones. */
  readonly #beginnings: (readonly boolean[])[] = [];
  /** By word of all atoms: its number plus one; 0 where it has none yet. */
  readonly #dense: Uint32Array;

  constructor(atoms: readonly number[]) {
    this.atoms = atoms;
    this.#dense = new Uint32Array(atoms.length <= denseAtoms ? 2 ** atoms.length : 0);
  }

  /** All atoms stand in one word. */
  get isOneWord(): boolean {
    return this.atoms.length <= wordAtoms;
  }

  knows(atom: number): boolean {
    return this.atoms.includes(atom);
  }

  value(valuation: number, atom: number): boolean | null {
    const at = this.atoms.indexOf(atom);
    return at < 0 ? null : (this.#values[valuation]?.[at] ?? false);
  }

  numberOf(holds: (atom: number) => boolean): number {
    let link = 0;
    const count = this.atoms.length;
    for (let from = 0, depth = 0; from === 0 || from < count; from += wordAtoms, depth++) {
      let word = 0;
      for (let at = from; at < count && at < from + wordAtoms; at++) if (holds(this.atoms[at]!)) word |= 1 << (at - from);
      link = this.#next(depth, link, word, from + wordAtoms >= count);
    }
    return link;
  }

  /** The number of the valuation with these bits, where all atoms stand in one word. */
  ofWord(word: number): number {
    const known = this.#dense[word];
    if (known !== undefined && known !== 0) return known - 1;
    const number = this.#next(0, 0, word, true);
    if (known !== undefined) this.#dense[word] = number + 1;
    return number;
  }

  #next(depth: number, link: number, word: number, last: boolean): number {
    const table = (this.#chain[depth] ??= new Map<number, number>());
    const key = link * 2 ** 30 + word;
    const known = table.get(key);
    if (known !== undefined) return known;
    const before = depth === 0 ? [] : (this.#beginnings[link] ?? []);
    const length = Math.min(wordAtoms, this.atoms.length - before.length);
    const bits = [...before, ...Array.from({ length }, (_, bit) => ((word >> bit) & 1) === 1)];
    const next = (last ? this.#values : this.#beginnings).push(bits) - 1;
    table.set(key, next);
    return next;
  }
}

/** Those of no atoms. */
export const noValuations: Valuations = valuationsOf({}, new Set());
