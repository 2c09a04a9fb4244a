import type { Formula } from '@mmspec/system';

/*
 * Formulas in negation normal form, each different one with one number, so that sets of formulas are sets of numbers.
 * `eventually p` is `true until p`, `always p` is `false release p`.
 */

export type Node =
  | { readonly kind: 'truth'; readonly value: boolean }
  /** An atom, or `isStep`: the position is left by a step. */
  | { readonly kind: 'literal'; readonly atom: number; readonly negated: boolean }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly number[] }
  | { readonly kind: 'until' | 'release'; readonly left: number; readonly right: number };

/** Stands for the atom "this position is left by a step". */
export const isStep = -1;

export const no = 0;
export const yes = 1;

/** The nodes by number; 0 is false and 1 is true. */
export class Nodes {
  readonly list: Node[] = [{ kind: 'truth', value: false }, { kind: 'truth', value: true }];
  readonly #numbers = new Map<string, number>();

  literal(atom: number, negated: boolean): number {
    return this.#enter(`${negated ? '!' : ''}${atom}`, { kind: 'literal', atom, negated });
  }

  and(operands: readonly number[]): number {
    return this.#junction('and', operands, yes, no);
  }

  or(operands: readonly number[]): number {
    return this.#junction('or', operands, no, yes);
  }

  until(left: number, right: number): number {
    if (left === no || right === no || right === yes) return right;
    const inner = this.list[right];
    // true U (true U p) = true U p;  true U (G F p) = G F p
    if (left === yes && inner?.kind === 'until' && inner.left === yes) return right;
    if (left === yes && this.#isRepeated(right)) return right;
    return this.#enter(`${left}U${right}`, { kind: 'until', left, right });
  }

  release(left: number, right: number): number {
    if (left === yes || right === no || right === yes) return right;
    const inner = this.list[right];
    if (left === no && inner?.kind === 'release' && inner.left === no) return right;
    if (left === no && this.#isPersistent(right)) return right;
    return this.#enter(`${left}R${right}`, { kind: 'release', left, right });
  }

  /** G F p: true now exactly if it is true at any other time. */
  #isRepeated(number: number): boolean {
    const node = this.list[number];
    const inner = node?.kind === 'release' && node.left === no ? this.list[node.right] : undefined;
    return inner?.kind === 'until' && inner.left === yes;
  }

  /** F G p */
  #isPersistent(number: number): boolean {
    const node = this.list[number];
    const inner = node?.kind === 'until' && node.left === yes ? this.list[node.right] : undefined;
    return inner?.kind === 'release' && inner.left === no;
  }

  #junction(kind: 'and' | 'or', operands: readonly number[], neutral: number, absorbing: number): number {
    const flat = new Set<number>();
    for (const operand of operands) {
      const node = this.list[operand];
      if (node?.kind === kind) for (const inner of node.operands) flat.add(inner);
      else if (operand !== neutral) flat.add(operand);
    }
    if (flat.has(absorbing)) return absorbing;
    for (const each of flat) {
      const node = this.list[each];
      if (node?.kind === 'literal' && flat.has(this.literal(node.atom, !node.negated))) return absorbing;
    }
    const sorted = [...flat].sort((a, b) => a - b);
    if (sorted.length === 0) return neutral;
    if (sorted.length === 1) return sorted[0]!;
    return this.#enter(`${kind}${sorted.join()}`, { kind, operands: sorted });
  }

  #enter(key: string, node: Node): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.list.push(node) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}

/** The number of a formula, or of its negation. */
export function normalForm(nodes: Nodes, formula: Formula, negated: boolean): number {
  const inner = (operand: Formula): number => normalForm(nodes, operand, negated);
  switch (formula.kind) {
    case 'truth': return formula.value === negated ? no : yes;
    case 'atom': return nodes.literal(formula.atom, negated);
    case 'not': return normalForm(nodes, formula.operand, !negated);
    case 'and': return negated ? nodes.or(formula.operands.map(inner)) : nodes.and(formula.operands.map(inner));
    case 'or': return negated ? nodes.and(formula.operands.map(inner)) : nodes.or(formula.operands.map(inner));
    case 'eventually': return negated ? nodes.release(no, inner(formula.operand)) : nodes.until(yes, inner(formula.operand));
    case 'until': return negated ? nodes.release(inner(formula.left), inner(formula.right)) : nodes.until(inner(formula.left), inner(formula.right));
    case 'always': {
      const operand = inner(formula.operand);
      if (negated) return nodes.until(yes, formula.steps ? nodes.and([nodes.literal(isStep, false), operand]) : operand);
      return nodes.release(no, formula.steps ? nodes.or([nodes.literal(isStep, true), operand]) : operand);
    }
  }
}

/**
 * Parts of a formula whose conjunction it is: each is judged by itself, with an automaton of its own.
 * `always (p and q)` is `always p and always q`.
 */
export function conjuncts(formula: Formula): readonly Formula[] {
  switch (formula.kind) {
    case 'and': return formula.operands.flatMap(conjuncts);
    case 'always': return conjuncts(formula.operand).map((operand) => ({ ...formula, operand }));
    default: return [formula];
  }
}
