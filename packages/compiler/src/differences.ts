import { cellsIn, eachStmt } from './ir/access.ts';
import { number } from './ir/fold.ts';
import type { Expr, Program, Stmt } from './ir/ir.ts';

/*
 * A number that is stored where another one was found to be there is a difference: `if c == 0 { c = 1 }` adds one to `c`. Where there are any
 * number of instances, who has added what says more than what it is now.
 */

/** The same program: a counter that a step finds to be a number, and gives another one, is raised or lowered. `counters`: by cell. */
export function withDifferences(program: Program, counters: ReadonlyMap<number, unknown>): Program {
  return { ...program, steps: program.steps.map((step) => ({ ...step, body: inBody(step.body, (cell) => counters.has(cell)) })) };
}

/** The same of statements. */
export function inBody(body: readonly Stmt[], isCounter: (cell: number) => boolean): readonly Stmt[] {
  return body.map((stmt): Stmt => {
    switch (stmt.kind) {
      case 'if': {
        const then = inBody(stmt.then, isCounter);
        const found = foundBy(stmt.condition);
        const isKnown = found !== null && isCounter(found.load.cell.base);
        return { ...stmt, then: isKnown ? raised(then, found) : then, else: inBody(stmt.else, isCounter) };
      }
      case 'block':
      case 'loop':
      case 'alternative':
      case 'each':
        return { ...stmt, body: inBody(stmt.body, isCounter) };
      case 'let':
      case 'set':
      case 'store':
      case 'leaf':
      case 'fault':
      case 'blocked':
      case 'result':
      case 'leave':
      case 'flag':
      case 'mark':
        return stmt;
    }
  });
}

interface Found {
  readonly load: Expr & { readonly kind: 'load' };
  readonly value: number;
}

/** What a condition finds a cell to be, as it is now; null: nothing of the kind. */
function foundBy(condition: Expr): Found | null {
  if (condition.kind !== 'compare' || condition.operator !== '===') return null;
  const { left, right } = condition;
  return left.kind === 'load' && left.from === 'after' && left.cell.terms.length === 0 && right.kind === 'number' ? { load: left, value: right.value } : null;
}

/** The first store of the cell, where it is one of a number that is always executed. */
function raised(body: readonly Stmt[], { load, value }: Found): readonly Stmt[] {
  const at = body.findIndex((stmt) => stores(stmt, load.cell.base));
  const stmt = body[at];
  if (stmt?.kind !== 'store' || stmt.cell.terms.length > 0 || stmt.value.kind !== 'number') return body;
  const difference = stmt.value.value - value;
  const operator = difference < 0 ? '-' : '+';
  return body.with(at, { ...stmt, value: { kind: 'numeric', operator, left: load, right: number(Math.abs(difference)) } });
}

function stores(stmt: Stmt, cell: number): boolean {
  let found = false;
  eachStmt([stmt], (each) => {
    if (each.kind === 'store' && cellsIn(each.cell, null).includes(cell)) found = true;
  });
  return found;
}
