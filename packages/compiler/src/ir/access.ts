import { boundsOf } from './fold.ts';
import { bodiesOf } from './stmt_facts.ts';
import type { Cell, Expr, Stmt } from './ir.ts';
import { rewriteExpr } from './rewrite.ts';

/*
 * Which cells an expression or statement can touch, as exact as the indices allow.
 */

/** The cells that a cell expression can be, for one instance or for all. */
export function cellsIn(cell: Cell, me: number | null): readonly number[] {
  let found = [cell.base];
  for (const term of cell.terms) {
    const index = me === null ? term.index : rewriteExpr(term.index, (expr) => (expr.kind === 'me' ? { kind: 'number', value: me } : expr));
    const bounds = boundsOf(index);
    const low = Math.max(0, bounds.min);
    const high = Math.min(term.count - 1, bounds.max);
    const next: number[] = [];
    for (const base of found) for (let at = low; at <= high; at++) next.push(base + at * term.stride);
    found = next;
  }
  return found;
}

/** Calls back for every expression of a list of statements, outermost first. */
export function eachExpr(body: readonly Stmt[], visit: (expr: Expr) => void): void {
  const deep = (expr: Expr): void => {
    visit(expr);
    partsOfExpr(expr).forEach(deep);
  };
  eachRoot(body, deep);
}

/** Calls back for every expression that stands in a statement itself, not in another expression. */
export function eachRoot(body: readonly Stmt[], visit: (expr: Expr) => void): void {
  for (const stmt of body) {
    switch (stmt.kind) {
      case 'let':
      case 'set':
      case 'result':
        visit(stmt.value);
        break;
      case 'store':
        visit(stmt.value);
        stmt.cell.terms.forEach((term) => visit(term.index));
        break;
      case 'if':
        visit(stmt.condition);
        eachRoot(stmt.then, visit);
        eachRoot(stmt.else, visit);
        break;
      case 'block':
      case 'loop':
      case 'alternative':
      case 'each':
        eachRoot(stmt.body, visit);
        break;
      case 'leaf':
      case 'fault':
        stmt.leaf.instance?.forEach(visit);
        break;
      case 'blocked':
      case 'flag':
      case 'leave':
      case 'mark':
        break;
    }
  }
}

/** The direct parts of an expression. */
export function partsOfExpr(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'load':
      return expr.cell.terms.map((term) => term.index);
    case 'numeric':
    case 'compare':
    case 'and':
    case 'or':
      return [expr.left, expr.right];
    case 'not':
      return [expr.operand];
    case 'conditional':
      return [expr.condition, expr.consequent, expr.alternative];
    case 'helper':
      return expr.operands;
    case 'lookup':
      return [expr.index];
    case 'enabled':
      return [expr.me];
    case 'action':
    case 'me':
    case 'number':
    case 'temp':
    case 'truth':
      return [];
  }
}

/** The expression with other direct parts, in the order of `partsOfExpr`. */
export function withParts(expr: Expr, parts: readonly Expr[]): Expr {
  const [first, second, third] = parts;
  switch (expr.kind) {
    case 'load':
      return { ...expr, cell: { base: expr.cell.base, terms: expr.cell.terms.map((term, at) => ({ ...term, index: parts[at] ?? term.index })) } };
    case 'numeric':
    case 'compare':
    case 'and':
    case 'or':
      return { ...expr, left: first ?? expr.left, right: second ?? expr.right };
    case 'not':
      return { ...expr, operand: first ?? expr.operand };
    case 'conditional':
      return { ...expr, condition: first ?? expr.condition, consequent: second ?? expr.consequent, alternative: third ?? expr.alternative };
    case 'helper':
      return { ...expr, operands: parts };
    case 'lookup':
      return { ...expr, index: first ?? expr.index };
    case 'enabled':
      return { ...expr, me: first ?? expr.me };
    case 'action':
    case 'me':
    case 'number':
    case 'temp':
    case 'truth':
      return expr;
  }
}

/** Calls back for every statement, outermost first. */
export function eachStmt(body: readonly Stmt[], visit: (stmt: Stmt) => void): void {
  for (const stmt of body) {
    visit(stmt);
    for (const inner of bodiesOf(stmt)) eachStmt(inner, visit);
  }
}

/** Cells that the statements may read and write when one instance executes them. */
export function accessOf(body: readonly Stmt[], me: number | null): { readonly reads: ReadonlySet<number>; readonly writes: ReadonlySet<number> } {
  const reads = new Set<number>();
  const writes = new Set<number>();
  eachExpr(body, (expr) => {
    if (expr.kind === 'load') cellsIn(expr.cell, me).forEach((cell) => reads.add(cell));
  });
  eachStmt(body, (stmt) => {
    if (stmt.kind === 'store') cellsIn(stmt.cell, me).forEach((cell) => writes.add(cell));
  });
  return { reads, writes };
}

/** Cells that statements may leave changed. */
export function lastingStores(body: readonly Stmt[]): readonly number[] {
  return storedCells(body).flatMap((cell) => cellsIn(cell, null));
}

/** Stores outside of alternatives, which undo their own. */
export function storedCells(body: readonly Stmt[]): readonly Cell[] {
  return body.flatMap((stmt): readonly Cell[] => {
    switch (stmt.kind) {
      case 'store':
        return [stmt.cell];
      case 'if':
        return [...storedCells(stmt.then), ...storedCells(stmt.else)];
      case 'block':
      case 'loop':
        return storedCells(stmt.body);
      case 'alternative':
      case 'blocked':
      case 'each':
      case 'fault':
      case 'flag':
      case 'leaf':
      case 'leave':
      case 'let':
      case 'mark':
      case 'result':
      case 'set':
        return [];
    }
  });
}
