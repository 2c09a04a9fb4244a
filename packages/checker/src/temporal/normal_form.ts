import type { Formula } from '@mmspec/system';

/*
 * Formulas in negation normal form, each different one with one number, so that sets of formulas are sets of numbers.
 * `eventually p` is `true until p`, `always p` is `false release p`.
 *
 * Of a p without temporal operators `always eventually p` is `inf p`, and `eventually always p` is `fin (not p)`. These,
 * and what `and` and `or` make of them, are settled: true at one position of a behaviour exactly if at all others, so
 * that its loop alone decides them. The laws below move them out of `until` and `release`.
 */

export type Node =
  | { readonly kind: 'truth'; readonly value: boolean }
  /** An atom, or `isStep`: the position is left by a step. */
  | { readonly kind: 'literal'; readonly atom: number; readonly negated: boolean }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly number[] }
  | { readonly kind: 'until' | 'release'; readonly left: number; readonly right: number }
  /** `inner`, which is plain, holds again and again, or only so many times. */
  | { readonly kind: 'inf' | 'fin'; readonly inner: number };

/** Stands for the atom "this position is left by a step". */
export const isStep = -1;

const no = 0;
export const yes = 1;

/** The nodes by number; 0 is false and 1 is true. */
export class Nodes {
  readonly list: Node[] = [
    { kind: 'truth', value: false },
    { kind: 'truth', value: true },
  ];
  readonly #numbers = new Map<string, number>();
  readonly #settled: boolean[] = [true, true];
  readonly #plain: boolean[] = [true, true];

  at(number: number): Node {
    const node = this.list[number];
    if (node === undefined) throw new Error(`there is no node ${number}`);
    return node;
  }

  /** Every behaviour has it at all positions or at none. */
  isSettled(number: number): boolean {
    return this.#settled[number] === true;
  }

  /** It has no temporal operator. */
  isPlain(number: number): boolean {
    return this.#plain[number] === true;
  }

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
    if (this.isSettled(right) || left === no) return right;
    const inner = this.at(right);
    if (left === yes && inner.kind === 'release' && inner.left === no && this.isPlain(inner.right))
      return this.#enter(`fin${this.negated(inner.right)}`, { kind: 'fin', inner: this.negated(inner.right) });
    if (left === yes && inner.kind === 'until' && inner.left === yes) return right;
    // p until (s and q) = s and (p until q), the same with `or`;  p until (q or r) = (p until q) or (p until r)
    const outside = this.#moved(right, (rest) => this.until(left, rest));
    if (outside !== null) return outside;
    if (inner.kind === 'or' && inner.operands.some((operand) => this.#hasSettled(operand)))
      return this.or(inner.operands.map((operand) => this.until(left, operand)));
    // (s or p) until q = (s and eventually q) or (p until q);  (s and p) until q = q or (s and (p until q))
    const { kind, settled, rest } = this.#parted(left);
    if (settled.length > 0 && left !== yes) {
      return kind === 'or'
        ? this.or([this.and([this.or(settled), this.until(yes, right)]), this.until(rest, right)])
        : this.or([right, this.and([...settled, this.until(rest, right)])]);
    }
    return this.#enter(`${left}U${right}`, { kind: 'until', left, right });
  }

  release(left: number, right: number): number {
    if (this.isSettled(right) || left === yes) return right;
    const inner = this.at(right);
    if (left === no && inner.kind === 'until' && inner.left === yes && this.isPlain(inner.right))
      return this.#enter(`inf${inner.right}`, { kind: 'inf', inner: inner.right });
    if (left === no && inner.kind === 'release' && inner.left === no) return right;
    const outside = this.#moved(right, (rest) => this.release(left, rest));
    if (outside !== null) return outside;
    if (inner.kind === 'and' && inner.operands.some((operand) => this.#hasSettled(operand)))
      return this.and(inner.operands.map((operand) => this.release(left, operand)));
    // (s and p) release q = (s and (p release q)) or always q;  (s or p) release q = q and (s or (p release q))
    const { kind, settled, rest } = this.#parted(left);
    if (settled.length > 0 && left !== no) {
      return kind === 'and'
        ? this.or([this.and([...settled, this.release(rest, right)]), this.release(no, right)])
        : this.and([right, this.or([...settled, this.release(rest, right)])]);
    }
    return this.#enter(`${left}R${right}`, { kind: 'release', left, right });
  }

  /** Of a plain node. */
  negated(number: number): number {
    const node = this.at(number);
    switch (node.kind) {
      case 'truth':
        return node.value ? no : yes;
      case 'literal':
        return this.literal(node.atom, !node.negated);
      case 'and':
        return this.or(node.operands.map((operand) => this.negated(operand)));
      case 'or':
        return this.and(node.operands.map((operand) => this.negated(operand)));
      case 'fin':
      case 'inf':
      case 'release':
      case 'until':
        throw new Error(`node ${number} is not plain`);
    }
  }

  /** The settled operands of a junction, and the junction of the others; anything else is a conjunction of itself. */
  #parted(number: number): { readonly kind: 'and' | 'or'; readonly settled: readonly number[]; readonly rest: number } {
    const node = this.at(number);
    if (this.isSettled(number)) return { kind: 'and', settled: [number], rest: yes };
    if (node.kind !== 'and' && node.kind !== 'or') return { kind: 'and', settled: [], rest: number };
    const settled = node.operands.filter((operand) => this.isSettled(operand));
    if (settled.length === 0) return { kind: node.kind, settled, rest: number };
    const others = node.operands.filter((operand) => !this.isSettled(operand));
    return { kind: node.kind, settled, rest: node.kind === 'and' ? this.and(others) : this.or(others) };
  }

  /** A junction with its settled operands left where they are and something done to the others; null where there is none. */
  #moved(number: number, change: (rest: number) => number): number | null {
    const { kind, settled, rest } = this.#parted(number);
    if (settled.length === 0) return null;
    return kind === 'and' ? this.and([...settled, change(rest)]) : this.or([...settled, change(rest)]);
  }

  #hasSettled(number: number): boolean {
    const node = this.at(number);
    return (node.kind === 'and' || node.kind === 'or') && node.operands.some((operand) => this.isSettled(operand) || this.#hasSettled(operand));
  }

  #junction(kind: 'and' | 'or', operands: readonly number[], neutral: number, absorbing: number): number {
    const flat = new Set<number>();
    for (const operand of operands) {
      const node = this.at(operand);
      if (node.kind === kind) for (const inner of node.operands) flat.add(inner);
      else if (operand !== neutral) flat.add(operand);
    }
    if (flat.has(absorbing)) return absorbing;
    for (const each of flat) {
      const node = this.at(each);
      if (node.kind === 'literal' && flat.has(this.literal(node.atom, !node.negated))) return absorbing;
    }
    // inf p or inf q = inf (p or q);  fin p and fin q = fin (p or q)
    const joined = kind === 'or' ? 'inf' : 'fin';
    const alike = [...flat].flatMap((each) => {
      const node = this.at(each);
      return node.kind === joined ? [{ each, inner: node.inner }] : [];
    });
    if (alike.length > 1) {
      for (const { each } of alike) flat.delete(each);
      const inner = this.or(alike.map((one) => one.inner));
      const one = inner === yes ? (joined === 'inf' ? yes : no) : this.#enter(`${joined}${inner}`, { kind: joined, inner });
      if (one === absorbing) return absorbing;
      if (one !== neutral) flat.add(one);
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
    const isJunction = node.kind === 'and' || node.kind === 'or';
    this.#settled[number] = node.kind === 'inf' || node.kind === 'fin' || (isJunction && node.operands.every((operand) => this.isSettled(operand)));
    this.#plain[number] = node.kind === 'literal' || (isJunction && node.operands.every((operand) => this.isPlain(operand)));
    return number;
  }
}

/** The number of a formula, or of its negation. */
function normalForm(nodes: Nodes, formula: Formula, negated: boolean): number {
  const inner = (operand: Formula): number => normalForm(nodes, operand, negated);
  switch (formula.kind) {
    case 'truth':
      return formula.value === negated ? no : yes;
    case 'atom':
      return nodes.literal(formula.atom, negated);
    case 'not':
      return normalForm(nodes, formula.operand, !negated);
    case 'and':
      return negated ? nodes.or(formula.operands.map(inner)) : nodes.and(formula.operands.map(inner));
    case 'or':
      return negated ? nodes.and(formula.operands.map(inner)) : nodes.or(formula.operands.map(inner));
    case 'eventually':
      return negated ? nodes.release(no, inner(formula.operand)) : nodes.until(yes, inner(formula.operand));
    case 'until':
      return negated ? nodes.release(inner(formula.left), inner(formula.right)) : nodes.until(inner(formula.left), inner(formula.right));
    case 'always': {
      const operand = inner(formula.operand);
      if (negated) return nodes.until(yes, formula.steps ? nodes.and([nodes.literal(isStep, false), operand]) : operand);
      return nodes.release(no, formula.steps ? nodes.or([nodes.literal(isStep, true), operand]) : operand);
    }
  }
}

/** Behaviours that have both. */
export interface Violation {
  /** A settled node. */
  readonly settled: number;
  /** What takes an automaton; `yes` where nothing does. */
  readonly rest: number;
}

/** Behaviours that violate a formula: those of one of these. */
export function violationsOf(nodes: Nodes, formula: Formula): readonly Violation[] {
  const against = normalForm(nodes, formula, true);
  if (against === no) return [];
  const node = nodes.at(against);
  return (node.kind === 'or' ? node.operands : [against]).map((each): Violation => {
    const part = nodes.at(each);
    const operands = part.kind === 'and' ? part.operands : [each];
    return {
      settled: nodes.and(operands.filter((operand) => nodes.isSettled(operand))),
      rest: nodes.and(operands.filter((operand) => !nodes.isSettled(operand))),
    };
  });
}

/** The atoms of a node, `isStep` among them. */
export function atomsOf(nodes: Nodes, number: number): ReadonlySet<number> {
  const atoms = new Set<number>();
  const seen = new Set<number>();
  const visit = (each: number): void => {
    if (seen.has(each)) return;
    seen.add(each);
    const node = nodes.at(each);
    switch (node.kind) {
      case 'truth':
        return;
      case 'literal':
        atoms.add(node.atom);
        return;
      case 'and':
      case 'or':
        node.operands.forEach(visit);
        return;
      case 'until':
      case 'release':
        visit(node.left);
        visit(node.right);
        return;
      case 'inf':
      case 'fin':
        visit(node.inner);
    }
  };
  visit(number);
  return atoms;
}

/**
 * Parts of a formula whose conjunction it is: each is judged by itself.
 * `always (p and q)` is `always p and always q`.
 * Of the operands that say the same of each member of an interchangeable family one is enough. Where another quantifier over that
 * family stands around it, a member is told apart already, and the others are not all alike.
 */
export function conjuncts(formula: Formula, isInterchangeable: (family: string) => boolean): readonly Formula[] {
  switch (formula.kind) {
    case 'and': {
      const { each, operands } = formula;
      if (each === undefined || operands.length === 0 || !isInterchangeable(each)) return operands.flatMap((operand) => conjuncts(operand, isInterchangeable));
      return conjuncts(operands[0]!, (family) => family !== each && isInterchangeable(family));
    }
    case 'always':
      return conjuncts(formula.operand, isInterchangeable).map((operand) => ({ ...formula, operand }));
    case 'atom':
    case 'eventually':
    case 'not':
    case 'or':
    case 'truth':
    case 'until':
      return [formula];
  }
}
