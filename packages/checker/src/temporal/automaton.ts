import { Nodes, normalForm } from './normal_form.ts';
import type { Formula } from '@mmspec/system';

/*
 * From a formula to a generalised Buchi automaton with its acceptance on transitions, by the tableau of
 * J.-M. Couvreur, "On-the-fly verification of linear temporal logic", FM 1999 (after Gerth, Peled, Vardi, Wolper,
 * "Simple on-the-fly automatic verification of linear temporal logic", PSTV 1995).
 * A state is the set of formulas that are still owed. A transition says what must be true now (literals), what is owed
 * next, and which `until` it puts off once more. A run is accepted if no `until` is put off for ever.
 */

export interface Literal {
  /** Number of an atom, or `isStep`. */
  readonly atom: number;
  readonly negated: boolean;
}

export interface AutomatonEdge {
  readonly literals: readonly Literal[];
  readonly target: number;
  /** Acceptance sets that the transition lies in. */
  readonly accepts: readonly number[];
}

/** The initial state is 0. A word is accepted by a run that takes transitions of each acceptance set again and again. */
export interface Automaton {
  readonly states: readonly (readonly AutomatonEdge[])[];
  readonly acceptanceCount: number;
}

/** The automaton of the behaviours that violate the formula. */
export function automatonAgainst(formula: Formula): Automaton {
  const nodes = new Nodes();
  const start = normalForm(nodes, formula, true);
  const numbers = new Map<string, number>();
  const owed: (readonly number[])[] = [];
  const numberOf = (set: readonly number[]): number => {
    const key = set.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, owed.length);
    return owed.push(set) - 1;
  };
  numberOf([start]);
  const covers: { readonly cover: Cover; readonly target: number }[][] = [];
  for (let state = 0; state < owed.length; state++) {
    covers.push(coversOf(nodes, owed[state] ?? []).map((cover) => ({ cover, target: numberOf(cover.next) })));
  }
  const untils = [...new Set(covers.flat().flatMap(({ cover }) => cover.postponed))].sort((a, b) => a - b);
  const states = covers.map((ways) => ways.map(({ cover, target }): AutomatonEdge => ({
    literals: cover.literals.map((number) => literalOf(nodes, number)),
    target,
    accepts: untils.flatMap((until, set) => (cover.postponed.includes(until) ? [] : [set])),
  })));
  return { states, acceptanceCount: untils.length };
}

function literalOf(nodes: Nodes, number: number): Literal {
  const node = nodes.list[number];
  if (node?.kind !== 'literal') throw new Error(`node ${number} is no literal`);
  return node;
}

/** One way to meet a set of formulas now; lists are sorted. */
interface Cover {
  readonly literals: readonly number[];
  readonly next: readonly number[];
  readonly postponed: readonly number[];
}

function coversOf(nodes: Nodes, set: readonly number[]): readonly Cover[] {
  const found: Cover[] = [];
  expand(nodes, [...set], { done: new Set(), literals: new Set(), next: new Set(), postponed: new Set() }, found);
  // A way is of no use beside one that asks for less and puts off less.
  return found.filter((cover, at) => !found.some((other, index) => index !== at && covers(other, cover) && (!covers(cover, other) || index < at)));
}

function covers(weaker: Cover, stronger: Cover): boolean {
  const within = (a: readonly number[], b: readonly number[]): boolean => a.every((each) => b.includes(each));
  return within(weaker.literals, stronger.literals) && within(weaker.next, stronger.next) && within(weaker.postponed, stronger.postponed);
}

interface Expansion {
  readonly done: ReadonlySet<number>;
  readonly literals: ReadonlySet<number>;
  readonly next: ReadonlySet<number>;
  readonly postponed: ReadonlySet<number>;
}

function expand(nodes: Nodes, todo: readonly number[], so: Expansion, found: Cover[]): void {
  const [first, ...rest] = todo;
  if (first === undefined) {
    const sorted = (set: ReadonlySet<number>): number[] => [...set].sort((a, b) => a - b);
    found.push({ literals: sorted(so.literals), next: sorted(so.next), postponed: sorted(so.postponed) });
    return;
  }
  if (so.done.has(first)) {
    expand(nodes, rest, so, found);
    return;
  }
  const node = nodes.list[first];
  const now: Expansion = { ...so, done: new Set([...so.done, first]) };
  switch (node?.kind) {
    case 'truth':
      if (node.value) expand(nodes, rest, now, found);
      return;
    case 'literal':
      if (so.literals.has(nodes.literal(node.atom, !node.negated))) return;
      expand(nodes, rest, { ...now, literals: new Set([...so.literals, first]) }, found);
      return;
    case 'and':
      expand(nodes, [...node.operands, ...rest], now, found);
      return;
    case 'or':
      for (const operand of node.operands) expand(nodes, [operand, ...rest], now, found);
      return;
    case 'until':
      expand(nodes, [node.right, ...rest], now, found);
      expand(nodes, [node.left, ...rest], { ...now, next: new Set([...so.next, first]), postponed: new Set([...so.postponed, first]) }, found);
      return;
    case 'release':
      expand(nodes, [node.right, node.left, ...rest], now, found);
      expand(nodes, [node.right, ...rest], { ...now, next: new Set([...so.next, first]) }, found);
      return;
    default: throw new Error(`there is no node ${first}`);
  }
}
