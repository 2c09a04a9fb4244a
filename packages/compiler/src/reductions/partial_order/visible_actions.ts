import { eachRoot, partsOfExpr } from '../../ir/access.ts';
import { compare, number, same } from '../../ir/fold.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { rewriteBody, rewriteExpr } from '../../ir/rewrite.ts';

/**
 * The actions by which a step may violate a property although nothing that the property looks at is changed by it.
 * The property is folded for one action of each sort, with what is there after the step taken for what was there before.
 */
export function visibleActions(body: readonly Stmt[], actionCount: number): readonly number[] {
  const tables = new Set<readonly number[]>();
  let isBare = false;
  const visit = (expr: Expr): void => {
    if (expr.kind === 'action') isBare = true;
    else if (expr.kind === 'lookup' && expr.index.kind === 'action') tables.add(expr.table);
    else partsOfExpr(expr).forEach(visit);
  };
  eachRoot(body, visit);
  const known = new Map<string, boolean>();
  const found: number[] = [];
  for (let action = 0; action < actionCount; action++) {
    const sort = isBare ? String(action) : [...tables].map((table) => table[action]).join();
    const holds = known.get(sort) ?? alwaysHolds(body, action);
    known.set(sort, holds);
    if (!holds) found.push(action);
  }
  return found;
}

/** Whether the property is certain to hold on a step by the action that changes nothing. */
function alwaysHolds(body: readonly Stmt[], action: number): boolean {
  const put = (expr: Expr): Expr => {
    if (expr.kind === 'action') return number(action);
    return expr.kind === 'load' && expr.from === 'after' ? { ...expr, from: 'before' } : expr;
  };
  return (
    list(
      rewriteBody(body, put, () => false),
      new Map(),
    ) === 'holds'
  );
}

/** Values of temporaries, without other temporaries in them. */
type Known = ReadonlyMap<number, Expr>;

/** Of statements on every path: the result is true, or nobody knows, or control goes on with these values. */
type Folded = 'holds' | 'unknown' | Known;

function list(body: readonly Stmt[], known: Known): Folded {
  let now = known;
  for (const stmt of body) {
    const found = statement(stmt, now);
    if (found === 'holds' || found === 'unknown') return found;
    now = found;
  }
  return now;
}

function statement(stmt: Stmt, known: Known): Folded {
  switch (stmt.kind) {
    case 'let':
    case 'set': {
      const value = withKnown(stmt.value, known);
      const others = [...known].filter(([id]) => id !== stmt.temp.id);
      return new Map(hasTemp(value) ? others : [...others, [stmt.temp.id, value]]);
    }
    case 'result':
      return truthOf(withKnown(stmt.value, known)) === true ? 'holds' : 'unknown';
    case 'if': {
      const condition = truthOf(withKnown(stmt.condition, known));
      if (condition !== null) return list(condition ? stmt.then : stmt.else, known);
      return joined(list(stmt.then, known), list(stmt.else, known));
    }
    case 'alternative':
    case 'block':
    case 'blocked':
    case 'each':
    case 'fault':
    case 'flag':
    case 'leaf':
    case 'leave':
    case 'loop':
    case 'mark':
    case 'store':
      return 'unknown';
  }
}

function joined(one: Folded, other: Folded): Folded {
  if (one === 'unknown' || other === 'unknown') return 'unknown';
  if (one === 'holds') return other;
  if (other === 'holds') return one;
  return new Map(
    [...one].filter(([id, value]) => {
      const second = other.get(id);
      return second !== undefined && same(value, second);
    }),
  );
}

/** The expression with temporaries put in whose values are known. */
function withKnown(expr: Expr, known: Known): Expr {
  return rewriteExpr(expr, (leaf) => (leaf.kind === 'temp' ? (known.get(leaf.temp.id) ?? leaf) : leaf));
}

function hasTemp(expr: Expr): boolean {
  return expr.kind === 'temp' || partsOfExpr(expr).some(hasTemp);
}

/** Null: nobody knows. */
function truthOf(expr: Expr): boolean | null {
  switch (expr.kind) {
    case 'truth':
      return expr.value;
    case 'not': {
      const found = truthOf(expr.operand);
      return found === null ? null : !found;
    }
    case 'and':
    case 'or': {
      const decides = expr.kind === 'or';
      const [left, right] = [truthOf(expr.left), truthOf(expr.right)];
      if (left === decides || right === decides) return decides;
      return left === null || right === null ? null : !decides;
    }
    case 'compare': {
      if (!same(expr.left, expr.right)) return null;
      const found = compare(expr.operator, number(0), number(0));
      return found.kind === 'truth' ? found.value : null;
    }
    case 'action':
    case 'conditional':
    case 'enabled':
    case 'helper':
    case 'load':
    case 'lookup':
    case 'me':
    case 'number':
    case 'numeric':
    case 'temp':
      return null;
  }
}
