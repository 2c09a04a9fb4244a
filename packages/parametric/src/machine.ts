import type { Cell, Expr, LeafReference, Stmt } from '@mmspec/compiler';
import { compareNumbers, impossible } from './decisions.ts';
import type { Decisions } from './decisions.ts';
import { linear, plus, scaled } from './linear.ts';
import type { Amount } from './linear.ts';
import { Undecided } from './shape.ts';
import type { Shape } from './shape.ts';
import { sumOverFamily } from './sums.ts';

/*
 * Executes bodies of the IR on a part of a configuration. Numbers may depend on who is outside of the part; a name of somebody
 * outside is NaN, and where its cells are wanted the way ends: a part with that one in it takes it.
 */

export type Value = Amount | boolean;

/** Where a body runs. */
export interface Machine {
  readonly decisions: Decisions;
  before: readonly Amount[];
  after: Amount[];
  me: number;
  action: number;
  flags: number;
  marks: number;
  readonly locals: Value[];
}

export function createMachine(decisions: Decisions): Machine {
  return { decisions, before: [], after: [], me: 0, action: -1, flags: 0, marks: 0, locals: [] };
}

/** What a body ends in. */
export interface Ends {
  readonly leaf: (machine: Machine, leaf: LeafReference) => void;
  readonly fault: (machine: Machine, leaf: LeafReference, property: number) => void;
}

type Run = (machine: Machine) => Value;
type Act = (machine: Machine) => Signal;
/** Goes on; ends; or leaves the block of this number. */
type Signal = number;
const [on, end] = [-1, -2];

/** What the texts of bodies have in common. */
export interface Making {
  readonly shape: Shape;
  readonly nameOf: (cell: number) => string;
  /** Sums over all instances that are features, where they are understood: what each instance adds. */
  readonly sums: { readonly parts: (machine: Machine) => Amount; readonly feature: number }[] | null;
}

/** A body that ends in a result. */
export function makeProperty(body: readonly Stmt[], making: Making): (machine: Machine) => boolean {
  let result = true;
  const act = makeList(body, making, { leaf: () => undefined, fault: () => undefined }, (value) => (result = value));
  return (machine) => {
    result = true;
    act(machine);
    return result;
  };
}

export function makeStep(body: readonly Stmt[], making: Making, ends: Ends): (machine: Machine) => void {
  return makeList(body, making, ends, () => undefined);
}

function makeList(body: readonly Stmt[], making: Making, ends: Ends, result: (value: boolean) => void): Act {
  const acts = body.map((stmt) => makeStmt(stmt, making, ends, result));
  return (machine) => {
    for (const act of acts) {
      const signal = act(machine);
      if (signal !== on) return signal;
    }
    return on;
  };
}

function makeStmt(stmt: Stmt, making: Making, ends: Ends, result: (value: boolean) => void): Act {
  switch (stmt.kind) {
    case 'let':
    case 'set': {
      const value = makeExpr(stmt.value, making);
      const { id, boolean } = stmt.temp;
      return (machine) => {
        const found = value(machine);
        machine.locals[id] = boolean ? asTruth(machine, found) : asAmount(found);
        return on;
      };
    }
    case 'store': {
      const cell = makeCell(stmt.cell, making);
      const value = makeExpr(stmt.value, making);
      return (machine) => {
        const found = asAmount(value(machine));
        const at = cell(machine);
        machine.after[at] = stored(machine, at, found, making);
        return on;
      };
    }
    case 'if': {
      const condition = makeExpr(stmt.condition, making);
      const then = makeList(stmt.then, making, ends, result);
      const otherwise = makeList(stmt.else, making, ends, result);
      return (machine) => (asTruth(machine, condition(machine)) ? then : otherwise)(machine);
    }
    case 'result': {
      const value = makeExpr(stmt.value, making);
      return (machine) => {
        result(asTruth(machine, value(machine)));
        return end;
      };
    }
    case 'leaf':
      return (machine) => {
        ends.leaf(machine, stmt.leaf);
        return end;
      };
    case 'fault':
      return (machine) => {
        ends.fault(machine, stmt.leaf, stmt.property);
        return end;
      };
    case 'blocked':
      return () => end;
    case 'block': {
      const body = makeList(stmt.body, making, ends, result);
      return (machine) => {
        const signal = body(machine);
        return signal === stmt.label ? on : signal;
      };
    }
    case 'leave':
      return () => stmt.label;
    case 'loop':
      return makeLoop(stmt, makeList(stmt.body, making, ends, result));
    case 'alternative': {
      const body = makeList(stmt.body, making, ends, result);
      return (machine) => (machine.decisions.either() ? ended(body(machine)) : on);
    }
    case 'each': {
      const body = makeList(stmt.body, making, ends, result);
      return (machine) => {
        for (let way = 0; way < stmt.count; way++) {
          if (!machine.decisions.either()) continue;
          machine.locals[stmt.temp.id] = way;
          return ended(body(machine));
        }
        return on;
      };
    }
    case 'flag':
      return (machine) => {
        machine.flags |= 2 ** stmt.bit;
        return on;
      };
    case 'mark':
      return (machine) => {
        machine.marks |= 2 ** stmt.bit;
        return on;
      };
  }
}

/** Of all alternatives one is taken. */
function ended(signal: Signal): Signal {
  return signal === on ? end : signal;
}

function makeLoop(stmt: Stmt & { readonly kind: 'loop' }, body: Act): Act {
  return (machine) => {
    for (let round = 0; round < stmt.count; round++) {
      machine.locals[stmt.temp.id] = round;
      const signal = body(machine);
      if (signal === stmt.label) return on;
      if (signal !== on) return signal;
    }
    return on;
  };
}

/** A number that depends on who is outside is kept only where shares of it are. */
function stored(machine: Machine, at: number, value: Amount, { shape, nameOf }: Making): Amount {
  if (typeof value !== 'number') {
    if (shape.counters.has(at)) return value;
    const known = machine.decisions.valueOf(value);
    if (known === null) throw new Undecided(`\`${nameOf(at)}\` keeps a number that depends on how many there are`);
    return known;
  }
  if (Number.isNaN(value) && !shape.names.has(at)) throw new Undecided(`\`${nameOf(at)}\` keeps who another one is`);
  return value;
}

function makeCell(cell: Cell, making: Making): (machine: Machine) => number {
  const terms = cell.terms.map(({ index, stride, count }) => ({ index: makeExpr(index, making), stride, count }));
  const { base } = cell;
  return (machine) => {
    let at = base;
    for (const { index, stride, count } of terms) {
      const found = asAmount(index(machine));
      if (typeof found !== 'number') throw new Undecided('an index depends on how many there are');
      // Whoever is meant is outside.
      if (Number.isNaN(found)) throw impossible;
      if (found < 0 || found >= count) throw new Undecided('an index is beyond its range');
      at += found * stride;
    }
    return at;
  };
}

function asAmount(value: Value): Amount {
  return value === true ? 1 : value === false ? 0 : value;
}

function asTruth(machine: Machine, value: Value): boolean {
  return typeof value === 'boolean' ? value : machine.decisions.compare('!==', value, 0);
}

function makeExpr(expr: Expr, making: Making): Run {
  switch (expr.kind) {
    case 'number':
    case 'truth': {
      const { value } = expr;
      return () => value;
    }
    case 'me':
      return (machine) => machine.me;
    case 'action':
      return (machine) => machine.action;
    case 'temp': {
      const { id } = expr.temp;
      return (machine) => machine.locals[id] ?? 0;
    }
    case 'load': {
      const cell = makeCell(expr.cell, making);
      return expr.from === 'before' ? (machine) => machine.before[cell(machine)]! : (machine) => machine.after[cell(machine)]!;
    }
    case 'numeric':
      return makeNumeric(expr, making);
    case 'compare':
      return makeComparison(expr, making);
    case 'and':
    case 'or': {
      const [left, right] = [makeExpr(expr.left, making), makeExpr(expr.right, making)];
      const decides = expr.kind === 'or';
      return (machine) => (asTruth(machine, left(machine)) === decides ? decides : asTruth(machine, right(machine)));
    }
    case 'not': {
      const operand = makeExpr(expr.operand, making);
      return (machine) => !asTruth(machine, operand(machine));
    }
    case 'conditional': {
      const [condition, yes, no] = [makeExpr(expr.condition, making), makeExpr(expr.consequent, making), makeExpr(expr.alternative, making)];
      return (machine) => (asTruth(machine, condition(machine)) ? yes : no)(machine);
    }
    case 'helper':
      return makeHelper(expr, making);
    case 'lookup': {
      const index = makeExpr(expr.index, making);
      return (machine) => {
        const at = whole(asAmount(index(machine)), making);
        if (Number.isNaN(at)) throw new Undecided('a table is asked about one who is not seen');
        return expr.table[at] ?? 0;
      };
    }
    case 'enabled':
      return () => {
        throw new Undecided('it asks `enabled`');
      };
  }
}

/** A number that does not depend on who is outside. */
function whole(amount: Amount, { shape, nameOf }: Making): number {
  if (typeof amount === 'number') return amount;
  const cells = [...shape.counters].filter(([, feature]) => (amount.rest[feature] ?? 0) !== 0).map(([cell]) => `\`${nameOf(cell)}\``);
  throw new Undecided(
    `${cells.length === 0 ? 'a sum over all instances' : cells.join(' and ')} is not only added and compared, and depends on how many there are`,
  );
}

function makeNumeric(expr: Expr & { readonly kind: 'numeric' }, making: Making): Run {
  const sum = making.sums === null ? null : sumOverFamily(expr, making.shape);
  if (sum !== null && making.sums !== null) {
    const feature = making.shape.counters.size + making.sums.length;
    const total = (parts: readonly Run[]): ((machine: Machine) => Amount) => {
      return (machine) => parts.reduce<Amount>((so, part) => plus(so, asAmount(part(machine)), 1), 0);
    };
    const makeAll = (parts: readonly Expr[]): readonly Run[] => parts.map((part) => makeExpr(part, making));
    making.sums.push({ parts: total(makeAll(sum.members[0] ?? [])), feature });
    const all = total(makeAll([...sum.base, ...sum.members.flat()]));
    const outside = linear(
      0,
      Array.from({ length: feature + 1 }, (_, at) => (at === feature ? 1 : 0)),
    );
    return (machine) => plus(all(machine), outside, 1);
  }
  const [left, right] = [makeExpr(expr.left, making), makeExpr(expr.right, making)];
  const { operator } = expr;
  return (machine) => {
    const one = asAmount(left(machine));
    const other = asAmount(right(machine));
    if (typeof one === 'number' && typeof other === 'number') return computed(operator, one, other);
    if (operator === '+') return plus(one, other, 1);
    if (operator === '-') return plus(one, other, -1);
    if (operator === '*' && typeof one === 'number') return scaled(other, one);
    if (operator === '*' && typeof other === 'number') return scaled(one, other);
    return computed(operator, whole(one, making), whole(other, making));
  };
}

function computed(operator: (Expr & { readonly kind: 'numeric' })['operator'], one: number, other: number): number {
  switch (operator) {
    case '+':
      return one + other;
    case '-':
      return one - other;
    case '*':
      return one * other;
    case '&':
      return one & other;
    case '|':
      return one | other;
    case '^':
      return one ^ other;
    // The bit of somebody outside is not seen; whether it is set only a part with that one can tell.
    case '<<':
      return Number.isNaN(other) ? 0 : one << other;
    case '>>':
      if (Number.isNaN(other)) throw impossible;
      return one >> other;
  }
}

function makeComparison(expr: Expr & { readonly kind: 'compare' }, making: Making): Run {
  const [left, right] = [makeExpr(expr.left, making), makeExpr(expr.right, making)];
  const { operator } = expr;
  return (machine) => {
    const one = asAmount(left(machine));
    const other = asAmount(right(machine));
    if (typeof one !== 'number' || typeof other !== 'number') return machine.decisions.compare(operator, one, other);
    if (!Number.isNaN(one) && !Number.isNaN(other)) return compareNumbers(operator, one, other);
    if (operator !== '===' && operator !== '!==') return isAbove(operator, one, other);
    // Two outside may be the same one.
    if (Number.isNaN(one) && Number.isNaN(other)) return machine.decisions.either();
    return operator === '!==';
  };
}

/** Somebody's number is not below 0; nothing else is known of who is outside. */
function isAbove(operator: '<' | '<=' | '>' | '>=', one: number, other: number): boolean {
  if (Number.isNaN(one) && (operator === '<' || operator === '>=') && other <= 0) return operator === '>=';
  throw new Undecided('names are put in an order');
}

function makeHelper(expr: Expr & { readonly kind: 'helper' }, making: Making): Run {
  const operands = expr.operands.map((operand) => makeExpr(operand, making));
  const { helper } = expr;
  return (machine) => {
    const values = operands.map((operand) => asAmount(operand(machine)));
    if (helper === 'least' || helper === 'greatest') {
      return values.reduce((best, value) => (machine.decisions.compare(helper === 'least' ? '<' : '>', value, best) ? value : best));
    }
    const [first = 0, second = 1] = values;
    if (helper === 'remainder' && typeof first !== 'number' && typeof second === 'number' && second > 0) return machine.decisions.remainder(first, second);
    const [one, other] = [whole(first, making), whole(second, making)];
    if (helper === 'quotient') return Math.floor(one / other);
    if (helper === 'remainder') return one - other * Math.floor(one / other);
    let bits = 0;
    for (let left = one >>> 0; left !== 0; left &= left - 1) bits++;
    return bits;
  };
}
