import type { Cell, Expr, LeafReference, Stmt } from '@mmspec/compiler';
import { plus, unit } from './linear.ts';
import type { Amount } from './linear.ts';
import { Undecided } from './shape.ts';
import { sumOverFamily } from './sums.ts';
import { asAmount, asTruth, compared, helped, indexIn, lookedUp, numeric, stored } from './values.ts';
import type { Machine, Making, Value } from './values.ts';

/*
 * Executes bodies of the IR on a part of a configuration, as they are read: what they mean. `emit.ts` makes JavaScript of them.
 */

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

function makeCell(cell: Cell, making: Making): (machine: Machine) => number {
  const terms = cell.terms.map(({ index, stride, count }) => ({ index: makeExpr(index, making), stride, count }));
  const { base } = cell;
  return (machine) => {
    let at = base;
    for (const { index, stride, count } of terms) {
      at += indexIn(asAmount(index(machine)), count) * stride;
    }
    return at;
  };
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
      return (machine) => lookedUp(expr.table, asAmount(index(machine)), making);
    }
    case 'enabled':
      return () => {
        throw new Undecided('it asks `enabled`');
      };
  }
}

function makeNumeric(expr: Expr & { readonly kind: 'numeric' }, making: Making): Run {
  const sum = making.sums === null ? null : sumOverFamily(expr, making.shape);
  if (sum !== null && making.sums !== null) {
    const feature = making.shape.counters.size + making.sums.length;
    const total = (parts: readonly Run[]): ((machine: Machine) => Amount) => {
      return (machine) => parts.reduce<Amount>((so, part) => plus(so, asAmount(part(machine)), 1), 0);
    };
    const makeAll = (parts: readonly Expr[]): readonly Run[] => parts.map((part) => makeExpr(part, making));
    making.sums.push({ parts: making.shape.families.map(({ first }) => total(makeAll(sum.members[first] ?? []))), feature });
    const [rest, members] = [total(makeAll(sum.base)), sum.members.map((parts) => total(makeAll(parts)))];
    const all = (machine: Machine): Amount => members.reduce((so, own, at) => (machine.there[at] === true ? plus(so, own(machine), 1) : so), rest(machine));
    return (machine) => plus(all(machine), unit(feature, 0), 1);
  }
  const [left, right] = [makeExpr(expr.left, making), makeExpr(expr.right, making)];
  const { operator } = expr;
  return (machine) => numeric(operator, asAmount(left(machine)), asAmount(right(machine)), making);
}

function makeComparison(expr: Expr & { readonly kind: 'compare' }, making: Making): Run {
  const [left, right] = [makeExpr(expr.left, making), makeExpr(expr.right, making)];
  const { operator } = expr;
  return (machine) => compared(machine, operator, asAmount(left(machine)), asAmount(right(machine)));
}

function makeHelper(expr: Expr & { readonly kind: 'helper' }, making: Making): Run {
  const operands = expr.operands.map((operand) => makeExpr(operand, making));
  const { helper } = expr;
  return (machine) =>
    helped(
      machine,
      helper,
      operands.map((operand) => asAmount(operand(machine))),
      making,
    );
}
