import { and, asTruth, compare, conditional, helper, indexed, isBoolean, lookup, not, numeric, or } from './fold.ts';
import type { Cell, Expr, Stmt } from './ir.ts';

/*
 * Rebuilds expressions and statements from their leaves, folding what has become constant.
 */

export type Leafwise = (expr: Expr) => Expr;

/** Replaces the leaves of an expression (after its parts) and folds. */
export function rewriteExpr(expr: Expr, leaf: Leafwise): Expr {
  const again = (inner: Expr): Expr => rewriteExpr(inner, leaf);
  switch (expr.kind) {
    case 'number':
    case 'truth':
      return expr;
    case 'me':
    case 'temp':
    case 'action':
      return leaf(expr);
    case 'load':
      return leaf({ ...expr, cell: rewriteCell(expr.cell, leaf) });
    case 'numeric':
      return numeric(expr.operator, again(expr.left), again(expr.right));
    case 'compare':
      return compare(expr.operator, again(expr.left), again(expr.right));
    case 'and':
      return and(truthful(again(expr.left)), truthful(again(expr.right)));
    case 'or':
      return or(truthful(again(expr.left)), truthful(again(expr.right)));
    case 'not':
      return not(truthful(again(expr.operand)));
    case 'conditional':
      return conditional(truthful(again(expr.condition)), again(expr.consequent), again(expr.alternative));
    case 'helper':
      return helper(expr.helper, ...expr.operands.map(again));
    case 'lookup':
      return lookup(expr.table, again(expr.index));
    case 'enabled':
      return { ...expr, me: again(expr.me) };
  }
}

function truthful(expr: Expr): Expr {
  return isBoolean(expr) ? expr : asTruth(expr);
}

export function rewriteCell(cell: Cell, leaf: Leafwise): Cell {
  let rebuilt: Cell = { base: cell.base, terms: [] };
  for (const term of cell.terms) rebuilt = indexed(rebuilt, rewriteExpr(term.index, leaf), term.stride, term.count);
  return rebuilt;
}

/** True if control never goes on after the statement. */
function ends(stmt: Stmt | undefined): boolean {
  switch (stmt?.kind) {
    case 'leaf':
    case 'fault':
    case 'blocked':
    case 'result':
    case 'leave':
      return true;
    case 'if':
      return stmt.else.length > 0 && ends(stmt.then.at(-1)) && ends(stmt.else.at(-1));
    case undefined:
    case 'alternative':
    case 'block':
    case 'each':
    case 'flag':
    case 'let':
    case 'loop':
    case 'mark':
    case 'set':
    case 'store':
      return false;
  }
}

/** Rebuilds statements; `drop` says which stores have no effect. */
export function rewriteBody(body: readonly Stmt[], leaf: Leafwise, drop: (cell: Cell) => boolean): readonly Stmt[] {
  const known = new Map<number, Expr>();
  const lookUp: Leafwise = (expr) => (expr.kind === 'temp' ? (known.get(expr.temp.id) ?? leaf(expr)) : leaf(expr));
  return rewriteList(body, { leaf: lookUp, drop, known });
}

interface Rewriting {
  readonly leaf: Leafwise;
  readonly drop: (cell: Cell) => boolean;
  readonly known: Map<number, Expr>;
}

function rewriteList(body: readonly Stmt[], rewriting: Rewriting): readonly Stmt[] {
  const out: Stmt[] = [];
  for (const stmt of body) {
    out.push(...rewriteStmt(stmt, rewriting));
    if (ends(out.at(-1))) break;
  }
  return out;
}

function rewriteStmt(stmt: Stmt, rewriting: Rewriting): readonly Stmt[] {
  const { leaf, drop, known } = rewriting;
  switch (stmt.kind) {
    case 'let': {
      const value = asKind(rewriteExpr(stmt.value, leaf), stmt.temp.boolean);
      if (!stmt.mutable && (value.kind === 'number' || value.kind === 'truth' || value.kind === 'temp')) {
        // A copy of a temporary may be kept only where that never changes; copies of variables are mutable.
        if (value.kind !== 'temp') {
          known.set(stmt.temp.id, value);
          return [];
        }
      }
      return [{ ...stmt, value }];
    }
    case 'set':
      return [{ ...stmt, value: asKind(rewriteExpr(stmt.value, leaf), stmt.temp.boolean) }];
    case 'store': {
      const cell = rewriteCell(stmt.cell, leaf);
      return drop(cell) ? [] : [{ kind: 'store', cell, value: rewriteExpr(stmt.value, leaf) }];
    }
    case 'if': {
      const condition = truthful(rewriteExpr(stmt.condition, leaf));
      if (condition.kind === 'truth') return rewriteList(condition.value ? stmt.then : stmt.else, rewriting);
      const then = rewriteList(stmt.then, rewriting);
      const otherwise = rewriteList(stmt.else, rewriting);
      if (then.length === 0 && otherwise.length === 0) return [];
      return [{ kind: 'if', condition, then, else: otherwise }];
    }
    case 'result':
      return [{ kind: 'result', value: truthful(rewriteExpr(stmt.value, leaf)) }];
    case 'block':
    case 'loop': {
      const body = rewriteList(stmt.body, rewriting);
      return body.length === 0 ? [] : [{ ...stmt, body }];
    }
    case 'alternative':
    case 'each':
      return [{ ...stmt, body: rewriteList(stmt.body, rewriting) }];
    case 'leaf':
    case 'fault':
      return [withInstance(stmt, (part) => rewriteExpr(part, leaf))];
    case 'blocked':
    case 'flag':
    case 'leave':
    case 'mark':
      return [stmt];
  }
}

/** A leaf or fault with other numbers of its instance. */
export function withInstance<Ending extends Stmt & { readonly kind: 'leaf' | 'fault' }>(stmt: Ending, change: (part: Expr) => Expr): Ending {
  const { instance } = stmt.leaf;
  return instance === undefined ? stmt : { ...stmt, leaf: { ...stmt.leaf, instance: instance.map(change) } };
}

function asKind(expr: Expr, boolean: boolean): Expr {
  return boolean ? truthful(expr) : expr;
}

/** Drops locals that nobody reads. What loses nothing is the same object as before. */
export function dropUnused(body: readonly Stmt[], used: (id: number) => boolean): readonly Stmt[] {
  let left: Stmt[] | null = null;
  body.forEach((stmt, at) => {
    const kept = withoutUnusedIn(stmt, used);
    if (kept !== stmt) left ??= body.slice(0, at);
    if (left !== null && kept !== null) left.push(kept);
  });
  return left ?? body;
}

/** Null where nothing of the statement is left. */
function withoutUnusedIn(stmt: Stmt, used: (id: number) => boolean): Stmt | null {
  switch (stmt.kind) {
    case 'let':
    case 'set':
      return used(stmt.temp.id) ? stmt : null;
    case 'if': {
      const then = dropUnused(stmt.then, used);
      const otherwise = dropUnused(stmt.else, used);
      if (then.length === 0 && otherwise.length === 0) return null;
      return then === stmt.then && otherwise === stmt.else ? stmt : { ...stmt, then, else: otherwise };
    }
    case 'block':
    case 'loop': {
      const inside = dropUnused(stmt.body, used);
      if (inside.length === 0) return null;
      return inside === stmt.body ? stmt : { ...stmt, body: inside };
    }
    case 'alternative':
    case 'each': {
      const inside = dropUnused(stmt.body, used);
      return inside === stmt.body ? stmt : { ...stmt, body: inside };
    }
    case 'blocked':
    case 'fault':
    case 'flag':
    case 'leaf':
    case 'leave':
    case 'mark':
    case 'result':
    case 'store':
      return stmt;
  }
}
