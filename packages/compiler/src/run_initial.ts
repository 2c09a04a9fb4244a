import { bitCount, quotient, remainder } from './ir/fold.ts';
import type { Cell, Expr, Stmt } from './ir/ir.ts';

/*
 * Runs initial code on numbers, without generating anything: the constant `rest` of a counter follows from the initial
 * state, and properties need it before they are lowered.
 */

interface Machine {
  readonly cells: number[];
  readonly temps: Map<number, number>;
  readonly me: number;
}

/** Executes statements; false where they end in a fault or are blocked. */
export function runInitial(body: readonly Stmt[], cells: number[], me: number): boolean {
  const outcome = run(body, { cells, temps: new Map(), me });
  return outcome !== 'stop' && outcome !== 'fault';
}

/** Whether some way to choose what variables begin with ends in an initial state, or in a fault. */
export function runChoices(body: readonly Stmt[], cells: number[]): boolean {
  const outcome = run(body, { cells, temps: new Map(), me: 0 });
  return outcome === 'end' || outcome === 'fault';
}

/** The value of an expression in a state of all cells. */
export function valueIn(expr: Expr, cells: number[]): number {
  return evaluate(expr, { cells, temps: new Map(), me: 0 });
}

type Outcome = 'on' | 'stop' | 'fault' | 'end' | number;

function run(body: readonly Stmt[], machine: Machine): Outcome {
  for (const stmt of body) {
    const outcome = runOne(stmt, machine);
    if (outcome !== 'on') return outcome;
  }
  return 'on';
}

function runOne(stmt: Stmt, machine: Machine): Outcome {
  switch (stmt.kind) {
    case 'let':
    case 'set':
      machine.temps.set(stmt.temp.id, evaluate(stmt.value, machine));
      return 'on';
    case 'store':
      machine.cells[cellAt(stmt.cell, machine)] = evaluate(stmt.value, machine);
      return 'on';
    case 'if':
      return run(evaluate(stmt.condition, machine) !== 0 ? stmt.then : stmt.else, machine);
    case 'leaf':
    case 'result':
      return 'end';
    case 'fault':
      return 'fault';
    case 'blocked':
      return 'stop';
    case 'block': {
      const outcome = run(stmt.body, machine);
      return outcome === stmt.label ? 'on' : outcome;
    }
    case 'leave':
      return stmt.label;
    case 'loop':
      for (let round = 0; round < stmt.count; round++) {
        machine.temps.set(stmt.temp.id, round);
        const outcome = run(stmt.body, machine);
        if (outcome !== 'on') return outcome === stmt.label ? 'on' : outcome;
      }
      return 'on';
    // Until a way is found that is not blocked.
    case 'each':
      for (let way = 0; way < stmt.count; way++) {
        machine.temps.set(stmt.temp.id, way);
        const outcome = run(stmt.body, machine);
        if (outcome !== 'stop') return outcome;
      }
      return 'stop';
    case 'alternative':
    case 'flag':
    case 'mark':
      return 'on';
  }
}

function cellAt(cell: Cell, machine: Machine): number {
  return cell.terms.reduce((sum, term) => sum + term.stride * evaluate(term.index, machine), cell.base);
}

function evaluate(expr: Expr, machine: Machine): number {
  const value = (inner: Expr): number => evaluate(inner, machine);
  switch (expr.kind) {
    case 'number':
      return expr.value;
    case 'truth':
      return expr.value ? 1 : 0;
    case 'me':
      return machine.me;
    case 'temp':
      return machine.temps.get(expr.temp.id) ?? 0;
    case 'load':
      return machine.cells[cellAt(expr.cell, machine)] ?? 0;
    case 'numeric':
      return arithmetic[expr.operator](value(expr.left), value(expr.right));
    case 'compare':
      return comparison[expr.operator](value(expr.left), value(expr.right)) ? 1 : 0;
    case 'and':
      return value(expr.left) !== 0 ? value(expr.right) : 0;
    case 'or':
      return value(expr.left) !== 0 ? 1 : value(expr.right);
    case 'not':
      return value(expr.operand) !== 0 ? 0 : 1;
    case 'conditional':
      return value(value(expr.condition) !== 0 ? expr.consequent : expr.alternative);
    case 'helper': {
      const operands = expr.operands.map(value);
      const [a = 0, b = 1] = operands;
      if (expr.helper === 'quotient') return quotient(a, b);
      if (expr.helper === 'remainder') return remainder(a, b);
      if (expr.helper === 'size') return bitCount(a);
      return expr.helper === 'least' ? Math.min(...operands) : Math.max(...operands);
    }
    case 'lookup':
      return expr.table[value(expr.index)] ?? 0;
    case 'action':
    case 'enabled':
      return 0;
  }
}

const arithmetic = {
  '+': (a: number, b: number): number => a + b,
  '-': (a: number, b: number): number => a - b,
  '*': (a: number, b: number): number => a * b,
  '&': (a: number, b: number): number => a & b,
  '|': (a: number, b: number): number => a | b,
  '^': (a: number, b: number): number => a ^ b,
  '<<': (a: number, b: number): number => a << b,
  '>>': (a: number, b: number): number => a >> b,
} as const;

const comparison = {
  '===': (a: number, b: number): boolean => a === b,
  '!==': (a: number, b: number): boolean => a !== b,
  '<': (a: number, b: number): boolean => a < b,
  '<=': (a: number, b: number): boolean => a <= b,
  '>': (a: number, b: number): boolean => a > b,
  '>=': (a: number, b: number): boolean => a >= b,
} as const;
