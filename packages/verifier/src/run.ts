import type { Cell, Expr, LeafReference, Stmt } from '@mmspec/compiler';
import { feasible } from './feasible.ts';
import { Unverified } from './unverified.ts';

/** A number, or `constant` and so often the sum of each feature over the instances outside of the part. A name of one outside is NaN. */
export type Amount = number | Sum;
export interface Sum {
  readonly constant: number;
  readonly times: readonly number[];
}
/** Ends a way on which nothing happens, or that a part with somebody else in it takes. */
const ended = new Error('this way ends here');

export const add = (left: Amount, right: Amount, sign: number): Amount => {
  if (typeof left === 'number' && typeof right === 'number') return left + sign * right;
  const [a, b] = [sum(left), sum(right)];
  const times = Array.from({ length: Math.max(a.times.length, b.times.length) }, (_, at) => (a.times[at] ?? 0) + sign * (b.times[at] ?? 0));
  const constant = a.constant + sign * b.constant;
  return times.every((each) => each === 0) ? constant : { constant, times };
};
export const sum = (amount: Amount): Sum => (typeof amount === 'number' ? { constant: amount, times: [] } : amount);
export const feature = (index: number, constant: number): Sum => ({ constant, times: Array.from({ length: index + 1 }, (_, at) => (at === index ? 1 : 0)) });
export const weigh = ({ times }: Sum, features: readonly number[]): number => times.reduce((so, each, at) => so + each * (features[at] ?? 0), 0);

/** An instance outside of a part: what it adds to counters and sums, and which flags it has raised and names it has (not 0). */
export interface Outsider {
  readonly features: readonly number[];
  readonly tags: readonly number[];
}
export interface Outside {
  readonly outside: readonly Outsider[];
  readonly held: readonly number[];
}

/** Where the IR is executed: all ways through a body, one after the other. */
export class Run {
  before: readonly Amount[] = [];
  after: Amount[] = [];
  me = 0;
  action = -1;
  flags = 0;
  marks = 0;
  /** Cells that are kept as shares. */
  counters: ReadonlySet<number> = new Set();
  names: ReadonlySet<number> = new Set();
  /** Sums over all instances: what those in the part add, and the feature that those outside have. */
  sums: ReadonlyMap<Expr, (run: Run) => Amount> = new Map();
  #temps: Amount[] = [];
  #trail: boolean[] = [];
  #asked = 0;
  #outside: readonly Outsider[] = [];
  /** What is known of how many there are of each kind outside. */
  #known: (readonly number[])[] = [];

  /**
   * `outside`: instances that can be outside, whatever number of each, but one that has each of the flags and names that are `held` there;
   * `positive`: what is not below 0.
   */
  all({ outside, held }: Outside, positive: readonly Amount[], way: () => void): void {
    this.#outside = outside;
    const once = held.flatMap((tag) => [1, -1].map((sign) => [-sign, ...outside.map(({ tags }) => (tags[tag] === 0 ? 0 : sign))]));
    this.#trail = [];
    do {
      this.#asked = 0;
      this.#known = [...once, ...positive.map((amount) => this.#row(sum(amount)))];
      try {
        if (feasible(this.#known)) way();
      } catch (error) {
        if (error !== ended) throw error;
      }
      this.#trail.length = Math.min(this.#trail.length, this.#asked);
      while (this.#trail.at(-1) === false) this.#trail.pop();
      if (this.#trail.length > 0) this.#trail[this.#trail.length - 1] = false;
    } while (this.#trail.length > 0);
  }

  either(): boolean {
    if (this.#asked === this.#trail.length) this.#trail.push(true);
    return this.#trail[this.#asked++]!;
  }

  #row(amount: Sum): readonly number[] {
    return [amount.constant, ...this.#outside.map(({ features }) => weigh(amount, features))];
  }

  /** Takes a condition that can be so; both outcomes, where both can be. */
  #isNegative(amount: Amount): boolean {
    if (typeof amount === 'number') return amount < 0;
    const [yes, no] = [this.#row(sum(add(-1, amount, -1))), this.#row(amount)];
    const [able, unable] = [feasible([...this.#known, yes]), feasible([...this.#known, no])];
    if (!able && !unable) throw ended;
    const taken = able && unable ? this.either() : able;
    this.#known.push(taken ? yes : no);
    return taken;
  }

  compare(operator: (Expr & { kind: 'compare' })['operator'], left: Amount, right: Amount): boolean {
    const isUnknown = Number.isNaN(left) || Number.isNaN(right);
    if (operator === '!==') return !this.compare('===', left, right);
    if (operator === '>=') return !this.compare('<', left, right);
    if (operator === '>') return this.compare('<', right, left);
    if (operator === '<=') return !this.compare('<', right, left);
    if (isUnknown && operator === '===') return Number.isNaN(left) && Number.isNaN(right) && this.either();
    // All that is known of a name is that it is not below 0.
    if (isUnknown && typeof right === 'number' && right <= 0) return false;
    if (isUnknown) throw new Unverified('names are put in an order');
    const less = this.#isNegative(add(left, right, -1));
    return operator === '<' ? less : !less && !this.#isNegative(add(right, left, -1));
  }

  truth(expr: Expr): boolean {
    return !this.compare('===', this.value(expr), 0);
  }

  number(expr: Expr): number {
    const value = this.value(expr);
    if (typeof value !== 'number') throw new Unverified('a number is used that depends on how many there are');
    return value;
  }

  #at(cell: Cell): number {
    return cell.terms.reduce((at, { index, stride, count }) => {
      const value = this.number(index);
      if (Number.isNaN(value)) throw ended;
      if (value < 0 || value >= count) throw new Unverified('an index is beyond its range');
      return at + value * stride;
    }, cell.base);
  }

  value(expr: Expr): Amount {
    switch (expr.kind) {
      case 'number':
        return expr.value;
      case 'truth':
        return Number(expr.value);
      case 'me':
        return this.me;
      case 'action':
        return this.action;
      case 'temp':
        return this.#temps[expr.temp.id] ?? 0;
      case 'load':
        return (expr.from === 'before' ? this.before : this.after)[this.#at(expr.cell)]!;
      case 'numeric':
        return this.sums.get(expr)?.(this) ?? this.#numeric(expr);
      case 'compare':
        return Number(this.compare(expr.operator, this.value(expr.left), this.value(expr.right)));
      case 'and':
        return Number(this.truth(expr.left) && this.truth(expr.right));
      case 'or':
        return Number(this.truth(expr.left) || this.truth(expr.right));
      case 'not':
        return Number(!this.truth(expr.operand));
      case 'conditional':
        return this.value(this.truth(expr.condition) ? expr.consequent : expr.alternative);
      case 'lookup': {
        const value = expr.table[this.number(expr.index)];
        if (value === undefined) throw new Unverified('a table is asked about one who is not seen');
        return value;
      }
      case 'enabled':
        throw new Unverified('it asks `enabled`');
      case 'helper':
        return this.#helper(expr);
    }
  }

  #helper({ helper, operands }: Expr & { kind: 'helper' }): Amount {
    if (helper === 'least' || helper === 'greatest') {
      return operands.map((each) => this.value(each)).reduce((best, value) => (this.compare(helper === 'least' ? '<' : '>', value, best) ? value : best));
    }
    if (helper === 'remainder') return this.#remainder(this.value(operands[0]!), this.number(operands[1]!));
    const [left = 0, right = 1] = operands.map((each) => this.number(each));
    if (helper === 'size') return Array.from({ length: 32 }, (_, bit) => (left >> bit) & 1).reduce((count, bit) => count + bit, 0);
    return Math.floor(left / right);
  }

  /** Any remainder that whole numbers of those outside can make. */
  #remainder(amount: Amount, divisor: number): number {
    const { constant } = sum(amount);
    const added = new Set([0]);
    const each = this.#row(sum(amount)).slice(1);
    for (const so of added) for (const more of each) added.add((((so + more) % divisor) + divisor) % divisor);
    const [first = 0, ...others] = added;
    const taken = others.find(() => this.either()) ?? first;
    return (((constant + taken) % divisor) + divisor) % divisor;
  }

  #numeric({ operator, left, right }: Expr & { kind: 'numeric' }): Amount {
    const [one, other] = [this.value(left), this.value(right)];
    if (operator === '+' || operator === '-') return add(one, other, operator === '+' ? 1 : -1);
    if (operator === '*' && typeof one === 'number') return add(0, other, one);
    if (operator === '*' && typeof other === 'number') return add(0, one, other);
    if (typeof one !== 'number' || typeof other !== 'number') throw new Unverified('bits of a number are used that depends on how many there are');
    // The bit of somebody outside is not seen; whether it is set a part with that one tells.
    if (operator === '>>' && Number.isNaN(other)) throw ended;
    if (operator === '<<' || operator === '>>') return operator === '>>' ? one >> other : Number.isNaN(other) ? 0 : one << other;
    return operator === '&' ? one & other : operator === '|' ? one | other : operator === '^' ? one ^ other : one * other;
  }

  /** Executes a body to its leaf, which is no end of what is done. */
  through(body: readonly Stmt[]): void {
    try {
      this.body(body, (_, fault) => {
        if (fault !== null) throw new Unverified('the initial state has a fault');
      });
    } catch (error) {
      if (error !== ended) throw error;
    }
  }

  /** Executes a body; `arrive` is called at the end of a way, with the property that it violates where it faults. Gives the block that it leaves. */
  body(body: readonly Stmt[], arrive: (leaf: LeafReference, fault: number | null) => void): number | null {
    for (const stmt of body) {
      const left = this.#stmt(stmt, arrive);
      if (left !== null) return left;
    }
    return null;
  }

  #stmt(stmt: Stmt, arrive: (leaf: LeafReference, fault: number | null) => void): number | null {
    switch (stmt.kind) {
      case 'let':
      case 'set':
        this.#temps[stmt.temp.id] = stmt.temp.boolean ? Number(this.truth(stmt.value)) : this.value(stmt.value);
        return null;
      case 'store': {
        const value = this.value(stmt.value);
        const at = this.#at(stmt.cell);
        if (typeof value !== 'number' && !this.counters.has(at)) throw new Unverified('a cell keeps a number that depends on how many there are');
        if (Number.isNaN(value) && !this.names.has(at)) throw new Unverified('a cell keeps who another one is');
        this.after[at] = value;
        return null;
      }
      case 'if':
        return this.body(this.truth(stmt.condition) ? stmt.then : stmt.else, arrive);
      case 'leaf':
      case 'fault':
        arrive(stmt.leaf, stmt.kind === 'fault' ? stmt.property : null);
        throw ended;
      case 'blocked':
        throw ended;
      case 'block': {
        const left = this.body(stmt.body, arrive);
        return left === stmt.label ? null : left;
      }
      case 'leave':
        return stmt.label;
      case 'loop':
        for (let round = 0; round < stmt.count; round++) {
          this.#temps[stmt.temp.id] = round;
          const left = this.body(stmt.body, arrive);
          if (left !== null) return left === stmt.label ? null : left;
        }
        return null;
      case 'alternative':
        if (!this.either()) return null;
        this.body(stmt.body, arrive);
        throw ended;
      case 'each':
        for (let way = 0; way < stmt.count; way++) {
          if (!this.either()) continue;
          this.#temps[stmt.temp.id] = way;
          this.body(stmt.body, arrive);
          throw ended;
        }
        return null;
      case 'flag':
        this.flags |= 2 ** stmt.bit;
        return null;
      case 'mark':
        this.marks |= 2 ** stmt.bit;
        return null;
      case 'result':
        throw new Unverified('a step has a result');
    }
  }
}
