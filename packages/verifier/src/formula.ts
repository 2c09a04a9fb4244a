import { eachStmt, partsOfExpr, withParts } from '@mmspec/compiler';
import type { Expr, Stmt } from '@mmspec/compiler';

/*
 * What bodies say without their locals.
 */

export const not = (operand: Expr): Expr => ({ kind: 'not', operand });

/** The value of an expression where locals are what they hold. */
export function put(expr: Expr, held: ReadonlyMap<number, Expr>): Expr {
  if (expr.kind === 'temp') return held.get(expr.temp.id) ?? expr;
  const parts = partsOfExpr(expr);
  return parts.length === 0
    ? expr
    : withParts(
        expr,
        parts.map((part) => put(part, held)),
      );
}

/** `condition ? yes : no`, as a connective where it is one. */
function choice(condition: Expr, yes: Expr, no: Expr): Expr {
  if (yes.kind === 'truth') return yes.value ? join('or', condition, no) : join('and', not(condition), no);
  if (no.kind === 'truth') return no.value ? join('or', not(condition), yes) : join('and', condition, yes);
  return { kind: 'conditional', condition, consequent: yes, alternative: no };
}
function join(kind: 'and' | 'or', left: Expr, right: Expr): Expr {
  for (const [each, other] of [
    [left, right],
    [right, left],
  ] as const)
    if (each.kind === 'truth') return each.value === (kind === 'and') ? other : each;
  return { kind, left, right };
}

/** After one of two ways locals hold what they do there. */
export function merge(condition: Expr, held: Map<number, Expr>, yes: ReadonlyMap<number, Expr>, no: ReadonlyMap<number, Expr>): void {
  for (const [id, value] of held) {
    const [a, b] = [yes.get(id) ?? value, no.get(id) ?? value];
    if (a !== value || b !== value) held.set(id, choice(condition, a, b));
  }
}

export const has = (body: readonly Stmt[], kind: Stmt['kind']): boolean => {
  let found = false;
  eachStmt(body, (stmt) => (found ||= stmt.kind === kind));
  return found;
};

export const isQuiet = (stmt: Stmt): boolean =>
  stmt.kind === 'let' || stmt.kind === 'set' || (stmt.kind === 'if' && [...stmt.then, ...stmt.else].every(isQuiet));

/** What the body of a property says, as one expression; null where it is none: all that ends it before its last statement makes it false. */
export function formulaOf(body: readonly Stmt[]): Expr | null {
  const held = new Map<number, Expr>();
  const last = body.at(-1);
  const passed = passes(body.slice(0, -1), held);
  return last?.kind === 'result' && passed !== null ? plain(join('and', passed, put(last.value, held))) : null;
}

/** `x and (not x or y)` is `x and y`. */
function plain(formula: Expr): Expr {
  const conjuncts = (expr: Expr): readonly Expr[] => (expr.kind === 'and' ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr]);
  let parts = conjuncts(formula);
  for (let before = -1; before !== parts.length;) {
    before = parts.length;
    const asked = new Set(parts);
    parts = parts.flatMap((part) => (part.kind === 'or' && part.left.kind === 'not' && asked.has(part.left.operand) ? conjuncts(part.right) : [part]));
  }
  return parts.reduce((left, right) => join('and', left, right));
}

/** Where control goes through statements; null: that is not known. */
function passes(body: readonly Stmt[], held: Map<number, Expr>): Expr | null {
  let all: Expr = { kind: 'truth', value: true };
  for (const stmt of body) {
    if (stmt.kind === 'result') return stmt.value.kind === 'truth' && !stmt.value.value ? stmt.value : null;
    if (stmt.kind === 'let' || stmt.kind === 'set') held.set(stmt.temp.id, put(stmt.value, held));
    else if (stmt.kind !== 'if') return null;
    else {
      const condition = put(stmt.condition, held);
      const [yes, no] = [new Map(held), new Map(held)];
      const [then, otherwise] = [passes(stmt.then, yes), passes(stmt.else, no)];
      if (then === null || otherwise === null) return null;
      all = join('and', all, join('and', join('or', not(condition), then), join('or', condition, otherwise)));
      merge(condition, held, yes, no);
    }
  }
  return all;
}
