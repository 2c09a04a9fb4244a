import type { Cell, Expr, Stmt } from '@mmspec/compiler';
import { eachStmt, partsOfExpr, withParts } from '@mmspec/compiler';

/*
 * Bodies without locals: what a local holds stands where it is used. What an expression depends on can then be seen in it alone.
 */

/** Statements that are the same but for their locals; a local whose value the text does not tell stays one. `opaque`: those. */
export interface Inlined {
  readonly body: readonly Stmt[];
  /** Locals that rounds or jumps give a value. */
  readonly opaque: ReadonlySet<number>;
}

type Values = Map<number, Expr>;

/**
 * The body with the values of its locals put in. It says the same only where nothing is loaded after it was stored, as in properties;
 * for all others it shows what expressions depend on.
 */
export function inlined(body: readonly Stmt[]): Inlined {
  const opaque = new Set<number>();
  noteOpaque(body, opaque);
  return { body: list(body, new Map(), opaque), opaque };
}

/** Locals that are set inside of rounds, or where control may leave a block. */
function noteOpaque(body: readonly Stmt[], opaque: Set<number>): void {
  eachStmt(body, (stmt) => {
    if (stmt.kind !== 'loop' && !(stmt.kind === 'block' && leaves(stmt.body))) return;
    const inner = new Set<number>();
    eachStmt(stmt.body, (each) => {
      if (each.kind === 'let') inner.add(each.temp.id);
    });
    eachStmt(stmt.body, (each) => {
      if (each.kind === 'set' && (stmt.kind === 'loop' || !inner.has(each.temp.id))) opaque.add(each.temp.id);
    });
    if (stmt.kind === 'loop') opaque.add(stmt.temp.id);
  });
}

function leaves(body: readonly Stmt[]): boolean {
  let found = false;
  eachStmt(body, ({ kind }) => (found ||= kind === 'leave'));
  return found;
}

function list(body: readonly Stmt[], values: Values, opaque: ReadonlySet<number>): readonly Stmt[] {
  return body.flatMap((stmt) => statement(stmt, values, opaque));
}

function statement(stmt: Stmt, values: Values, opaque: ReadonlySet<number>): readonly Stmt[] {
  const put = (expr: Expr): Expr => substituted(expr, values);
  switch (stmt.kind) {
    case 'let':
    case 'set':
      if (!opaque.has(stmt.temp.id)) values.set(stmt.temp.id, put(stmt.value));
      return [];
    case 'store':
      return [{ ...stmt, cell: inCell(stmt.cell, put), value: put(stmt.value) }];
    case 'result':
      return [{ ...stmt, value: put(stmt.value) }];
    case 'if': {
      const condition = put(stmt.condition);
      const [then, otherwise] = [new Map(values), new Map(values)];
      const rebuilt: Stmt = { kind: 'if', condition, then: list(stmt.then, then, opaque), else: list(stmt.else, otherwise, opaque) };
      for (const [id, value] of values) {
        const [yes, no] = [then.get(id) ?? value, otherwise.get(id) ?? value];
        if (yes !== value || no !== value) values.set(id, either(condition, yes, no));
      }
      return rebuilt.then.length === 0 && rebuilt.else.length === 0 ? [] : [rebuilt];
    }
    case 'block':
    case 'loop':
      return [{ ...stmt, body: list(stmt.body, values, opaque) }];
    case 'alternative':
    case 'each':
      return [{ ...stmt, body: list(stmt.body, new Map(values), opaque) }];
    case 'leaf':
    case 'fault':
    case 'blocked':
    case 'leave':
    case 'flag':
    case 'mark':
      return [stmt];
  }
}

/** `condition ? yes : no`, as a connective where it is one. */
function either(condition: Expr, yes: Expr, no: Expr): Expr {
  if (yes.kind === 'truth' && !yes.value) return { kind: 'and', left: { kind: 'not', operand: condition }, right: no };
  if (yes.kind === 'truth') return { kind: 'or', left: condition, right: no };
  if (no.kind === 'truth' && !no.value) return { kind: 'and', left: condition, right: yes };
  if (no.kind === 'truth') return { kind: 'or', left: { kind: 'not', operand: condition }, right: yes };
  return { kind: 'conditional', condition, consequent: yes, alternative: no };
}

function inCell(cell: Cell, put: (expr: Expr) => Expr): Cell {
  return cell.terms.length === 0 ? cell : { base: cell.base, terms: cell.terms.map((term) => ({ ...term, index: put(term.index) })) };
}

function substituted(expr: Expr, values: Values): Expr {
  if (expr.kind === 'temp') return values.get(expr.temp.id) ?? expr;
  const parts = partsOfExpr(expr);
  if (parts.length === 0) return expr;
  const put = parts.map((part) => substituted(part, values));
  return put.every((part, at) => part === parts[at]) ? expr : withParts(expr, put);
}

/**
 * A property as one result, where all that ends it before its last statement makes it false: then it does not matter what ends it.
 * Other bodies stay as they are.
 */
export function asFormula(body: readonly Stmt[]): readonly Stmt[] {
  const plain = inlined(body);
  const last = plain.body.at(-1);
  const passes = plain.opaque.size > 0 || last?.kind !== 'result' ? null : passesList(plain.body.slice(0, -1));
  return last?.kind === 'result' && passes !== null ? [{ kind: 'result', value: simplified(both(passes, last.value)) }] : plain.body;
}

const isTrue = (expr: Expr): boolean => expr.kind === 'truth' && expr.value;
const yes: Expr = { kind: 'truth', value: true };

function both(left: Expr, right: Expr): Expr {
  return isTrue(left) ? right : isTrue(right) ? left : { kind: 'and', left, right };
}

/** Where control goes through statements without a result; null: that is not known, or a result in them may be true. */
function passesList(body: readonly Stmt[]): Expr | null {
  let all = yes;
  for (const stmt of body) {
    const passes = passesStmt(stmt);
    if (passes === null) return null;
    all = both(all, passes);
  }
  return all;
}

function passesStmt(stmt: Stmt): Expr | null {
  if (stmt.kind === 'result') return stmt.value.kind === 'truth' && !stmt.value.value ? stmt.value : null;
  if (stmt.kind !== 'if') return null;
  const [then, otherwise] = [passesList(stmt.then), passesList(stmt.else)];
  if (then === null || otherwise === null) return null;
  const unless = (condition: Expr, passes: Expr): Expr => {
    if (passes.kind === 'truth') return passes.value ? passes : { kind: 'not', operand: condition };
    return { kind: 'or', left: { kind: 'not', operand: condition }, right: passes };
  };
  return both(unless(stmt.condition, then), unless({ kind: 'not', operand: stmt.condition }, otherwise));
}

/** A conjunction in which what is asked for anyway is no condition: `x and (not x or y)` is `x and y`. */
function simplified(expr: Expr): Expr {
  let parts = conjuncts(expr);
  for (;;) {
    const wanted = new Set(parts);
    const next = parts.flatMap((part) => {
      const isAsked = part.kind === 'or' && part.left.kind === 'not' && wanted.has(part.left.operand);
      return isAsked ? conjuncts(part.right) : [part];
    });
    if (next.length === parts.length && next.every((part, at) => part === parts[at])) break;
    parts = next;
  }
  return parts.reduce(both, yes);
}

function conjuncts(expr: Expr): readonly Expr[] {
  return expr.kind === 'and' ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr];
}
