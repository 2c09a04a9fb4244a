import type { FairnessConstraint, FairnessConstraints } from './fairness.ts';
import type { Automaton } from './automaton.ts';
import { conditionOf, forbidden } from './condition.ts';
import type { Condition } from './condition.ts';
import type { Nodes } from './normal_form.ts';

/*
 * What a cycle may have to meet, numbered: that it has an edge at all, acceptance sets of the automaton, fairness
 * constraints, and sets of edges that conditions name. A set of requirements is `words` 32-bit words.
 */

export interface Requirements {
  readonly words: number;
  /** That there is an edge, which every edge meets. */
  readonly edge: Int32Array;
  /** Those that every fair cycle meets: that it has an edge, acceptance sets and weak fairness constraints. */
  readonly always: Int32Array;
  readonly weak: Int32Array;
  readonly strong: Int32Array;
  /** Of an acceptance set, and of a fairness constraint. */
  readonly ofAcceptance: (set: number) => number;
  readonly ofConstraint: (constraint: number) => number;
  /** The nodes of the sets of edges, and the requirement of each. */
  readonly inner: readonly { readonly node: number; readonly requirement: number }[];
  /** By state of the automaton: what a cycle there has to meet besides. */
  readonly conditions: readonly Condition[];
  /** Sets that no cycle may touch, wherever it is. */
  readonly avoided: Int32Array;
}

/** The requirements under an automaton, fairness, and a settled node that behaviours have besides. */
export function requirementsOf(nodes: Nodes, automaton: Automaton, settled: number, constraints: FairnessConstraints): Requirements {
  const { acceptanceCount } = automaton;
  const { list } = constraints;
  const inner: { readonly node: number; readonly requirement: number }[] = [];
  const setOf = (node: number): number => {
    const known = inner.find((each) => each.node === node);
    if (known !== undefined) return known.requirement;
    const requirement = 1 + acceptanceCount + list.length + inner.length;
    inner.push({ node, requirement });
    return requirement;
  };
  const conditions = automaton.settled.map((own) => conditionOf(nodes, nodes.and([settled, own]), setOf));
  const words = Math.ceil((1 + acceptanceCount + list.length + inner.length) / 32);
  const ofAcceptance = (set: number): number => 1 + set;
  const ofConstraint = (constraint: number): number => 1 + acceptanceCount + constraint;
  const ofConstraints = (isMeant: (constraint: FairnessConstraint) => boolean): number[] =>
    list.flatMap((constraint, index) => (isMeant(constraint) ? [ofConstraint(index)] : []));
  const weak = ofConstraints(({ strong }) => !strong);
  const everywhere = (set: number): boolean => conditions.every((condition) => isNever(condition) || forbidden(condition).includes(set));
  return {
    words,
    edge: bits(words, [0]),
    always: bits(words, [0, ...Array.from({ length: acceptanceCount }, (_, set) => ofAcceptance(set)), ...weak]),
    weak: bits(words, weak),
    strong: bits(
      words,
      ofConstraints(({ strong }) => strong),
    ),
    ofAcceptance,
    ofConstraint,
    inner,
    conditions,
    avoided: bits(words, inner.map(({ requirement }) => requirement).filter(everywhere)),
  };
}

/** Nothing meets it. */
export function isNever(condition: Condition): boolean {
  return condition.kind === 'truth' && !condition.value;
}

export function bits(words: number, members: readonly number[]): Int32Array {
  const set = new Int32Array(words);
  for (const member of members) set[member >>> 5]! |= 1 << (member & 31);
  return set;
}

export function has(set: Int32Array, member: number): boolean {
  return ((set[member >>> 5]! >>> (member & 31)) & 1) === 1;
}

/** Whether a set has all members of another. */
export function hasAll(set: Int32Array, wanted: Int32Array): boolean {
  for (let word = 0; word < wanted.length; word++) if ((wanted[word]! & ~set[word]!) !== 0) return false;
  return true;
}

export function union(one: Int32Array, other: Int32Array): Int32Array {
  return one.map((word, at) => word | other[at]!);
}
