import { cellsIn, lastingStores } from './access.ts';
import { and, asTruth, compare, conditional, isBoolean, not, number, or } from './fold.ts';
import type { Expr, Stmt } from './ir.ts';
import { rewriteBody, rewriteCell, rewriteExpr, withInstance } from './rewrite.ts';

/*
 * Uses what conditions on the way have found: where `state[4] === 1` was just seen to be true, `state[4]` is 1.
 * That drops tests that cannot fail. It is also what makes the TypeScript form check: there a comparison of `state[4]`
 * with 0 after one with 1 would be an error.
 */

type Load = Expr & { readonly kind: 'load' };

/** Values of loads, by the load's text. Reading from the state before the step stays true; from after it until a store there. */
type Facts = ReadonlyMap<string, { readonly load: Load; readonly value: number }>;

const nothing: Facts = new Map();

/** Statements with what their conditions have found put in. */
export function useFacts(body: readonly Stmt[]): readonly Stmt[] {
  const found = list(body, nothing);
  return rewriteBody(
    found,
    (expr) => expr,
    () => false,
  );
}

const keyOf = (expr: Expr): string => JSON.stringify(expr);

function list(body: readonly Stmt[], facts: Facts): Stmt[] {
  let known = facts;
  return body.map((stmt) => {
    const rebuilt = statement(stmt, known);
    const stored = new Set(lastingStores([stmt]));
    if (stored.size > 0)
      known = new Map([...known].filter(([, { load }]) => load.from === 'before' || !cellsIn(load.cell, null).some((cell) => stored.has(cell))));
    return rebuilt;
  });
}

function statement(stmt: Stmt, facts: Facts): Stmt {
  switch (stmt.kind) {
    case 'let':
    case 'set':
    case 'result':
      return { ...stmt, value: put(stmt.value, facts) };
    case 'store':
      return { ...stmt, cell: rewriteCell(stmt.cell, (leaf) => look(leaf, facts)), value: put(stmt.value, facts) };
    case 'if': {
      const condition = put(stmt.condition, facts);
      return { ...stmt, condition, then: list(stmt.then, assume(condition, true, facts)), else: list(stmt.else, assume(condition, false, facts)) };
    }
    case 'block':
    case 'loop':
    case 'alternative':
    case 'each':
      return { ...stmt, body: list(stmt.body, facts) };
    case 'leaf':
    case 'fault':
      return withInstance(stmt, (part) => put(part, facts));
    case 'blocked':
    case 'flag':
    case 'leave':
    case 'mark':
      return stmt;
  }
}

function put(expr: Expr, facts: Facts): Expr {
  switch (expr.kind) {
    case 'and': {
      const left = truthful(put(expr.left, facts));
      return and(left, truthful(put(expr.right, assume(left, true, facts))));
    }
    case 'or': {
      const left = truthful(put(expr.left, facts));
      return or(left, truthful(put(expr.right, assume(left, false, facts))));
    }
    case 'not':
      return not(truthful(put(expr.operand, facts)));
    case 'conditional': {
      const condition = truthful(put(expr.condition, facts));
      return conditional(condition, put(expr.consequent, assume(condition, true, facts)), put(expr.alternative, assume(condition, false, facts)));
    }
    case 'compare':
      return compare(expr.operator, put(expr.left, facts), put(expr.right, facts));
    case 'action':
    case 'enabled':
    case 'helper':
    case 'load':
    case 'lookup':
    case 'me':
    case 'number':
    case 'numeric':
    case 'temp':
    case 'truth':
      return facts.size === 0 ? expr : rewriteExpr(expr, (leaf) => look(leaf, facts));
  }
}

function truthful(expr: Expr): Expr {
  return isBoolean(expr) ? expr : asTruth(expr);
}

function look(expr: Expr, facts: Facts): Expr {
  if (expr.kind !== 'load') return expr;
  const fact = facts.get(keyOf(expr));
  return fact === undefined ? expr : number(fact.value);
}

/** The facts, and those that follow from the truth of a condition. */
function assume(condition: Expr, holds: boolean, facts: Facts): Facts {
  switch (condition.kind) {
    case 'not':
      return assume(condition.operand, !holds, facts);
    case 'and':
      return holds ? assume(condition.right, true, assume(condition.left, true, facts)) : facts;
    case 'or':
      return holds ? facts : assume(condition.right, false, assume(condition.left, false, facts));
    case 'compare': {
      if (condition.operator !== (holds ? '===' : '!==') || condition.left.kind !== 'load' || condition.right.kind !== 'number') return facts;
      const key = keyOf(condition.left);
      // A temporary may have another value by the time the load is met again.
      return key.includes('"temp"') ? facts : new Map([...facts, [key, { load: condition.left, value: condition.right.value }]]);
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
    case 'truth':
      return facts;
  }
}
