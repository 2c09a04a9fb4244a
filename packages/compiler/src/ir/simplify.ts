import { cellsIn, eachExpr, eachStmt } from './access.ts';
import { number } from './fold.ts';
import type { Cell, CellInfo, Expr, Stmt } from './ir.ts';
import { dropUnused, rewriteBody, rewriteExpr } from './rewrite.ts';

/*
 * Finds the cells that keep one value for ever, and folds them away; that may make more code dead, so it goes on until
 * nothing changes.
 */

/** The parts of a program that hold code. */
export interface Code {
  readonly initial: readonly Stmt[];
  readonly choices: readonly Stmt[];
  readonly begins: readonly { readonly count: number; readonly body: readonly Stmt[] }[];
  readonly steps: readonly { readonly count: number; readonly body: readonly Stmt[] }[];
}

export interface Simplified {
  readonly code: Code;
  readonly constants: ReadonlyMap<number, number>;
}

export function simplify(code: Code, cells: readonly CellInfo[]): Simplified {
  const atFirst: Stored = { values: new Array<number | null | undefined>(cells.length).fill(undefined), groups: [] };
  for (const body of [code.initial, code.choices]) noteStores(atFirst, body, 1);
  let current = code;
  let constants: ReadonlyMap<number, number> = new Map();
  for (let first = true; ; first = false) {
    const found = constantsOf(atFirst, current, constants);
    // Those that were known stay so, and to put them in once more changes nothing.
    if (!first && found.size === constants.size) return { code: current, constants };
    constants = found;
    current = applyConstants(current, constants);
  }
}

/** What is stored. */
interface Stored {
  /** By cell: the constant that all its stores store, null where they store more than one, undefined where there is none. */
  readonly values: (number | null | undefined)[];
  /** The places of each store whose place is known only at run time. */
  readonly groups: (readonly number[])[];
}

function noteStores({ values, groups }: Stored, body: readonly Stmt[], count: number): void {
  const put = (cell: number, stored: number | null): void => {
    const before = values[cell];
    values[cell] = before === undefined || before === stored ? stored : null;
  };
  eachStmt(body, (stmt) => {
    if (stmt.kind !== 'store') return;
    for (let me = 0; me < count; me++) {
      const targets = cellsIn(stmt.cell, me);
      const stored = rewriteExpr(stmt.value, (expr) => (expr.kind === 'me' ? number(me) : expr));
      const constant = stored.kind === 'number' ? stored.value : stored.kind === 'truth' ? (stored.value ? 1 : 0) : null;
      targets.forEach((cell) => put(cell, constant));
      if (targets.length > 1) groups.push(targets);
    }
  });
}

/** Cells whose stores, the first ones included, all store the same constant; stores to those that are `known` are gone. */
function constantsOf(atFirst: Stored, { begins, steps }: Code, known: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const stored: Stored = { values: [...atFirst.values], groups: [...atFirst.groups] };
  const { values, groups } = stored;
  known.forEach((constant, cell) => (values[cell] = constant));
  for (const { body, count } of [...begins, ...steps]) noteStores(stored, body, Math.max(1, count));
  // A store whose place is known only at run time needs all its places, or none.
  for (let changed = true; changed;) {
    changed = false;
    for (const group of groups) {
      const some = group.some((cell) => values[cell] === null);
      if (!some) continue;
      for (const cell of group) {
        if (values[cell] === null) continue;
        values[cell] = null;
        changed = true;
      }
    }
  }
  const constants = new Map<number, number>();
  values.forEach((value, cell) => {
    if (typeof value === 'number') constants.set(cell, value);
  });
  return constants;
}

function applyConstants(code: Code, constants: ReadonlyMap<number, number>): Code {
  const rewrite = (body: readonly Stmt[]): readonly Stmt[] => {
    const folded = rewriteBody(
      body,
      (expr) => foldLoad(expr, constants),
      (cell) => cellsIn(cell, null).every((each) => constants.has(each)),
    );
    return withoutUnused(folded);
  };
  return {
    initial: code.initial,
    choices: code.choices,
    begins: code.begins.map((begin) => ({ ...begin, body: rewrite(begin.body) })),
    steps: code.steps.map((step) => ({ ...step, body: rewrite(step.body) })),
  };
}

/** Statements with constants put in, for code that is not part of the steps. */
export function foldBody(body: readonly Stmt[], constants: ReadonlyMap<number, number>): readonly Stmt[] {
  return withoutUnused(
    rewriteBody(
      body,
      (expr) => foldLoad(expr, constants),
      () => false,
    ),
  );
}

function foldLoad(expr: Expr, constants: ReadonlyMap<number, number>): Expr {
  if (expr.kind !== 'load') return expr;
  const found = constantOf(expr.cell, constants);
  return found === null ? expr : number(found);
}

/** The value of a cell expression all of whose cells are the same constant. */
function constantOf(cell: Cell, constants: ReadonlyMap<number, number>): number | null {
  const cells = cellsIn(cell, null);
  const [first] = cells;
  const value = first === undefined ? undefined : constants.get(first);
  if (value === undefined) return null;
  return cells.every((each) => constants.get(each) === value) ? value : null;
}

export function withoutUnused(body: readonly Stmt[]): readonly Stmt[] {
  let current = body;
  for (;;) {
    const used = new Set<number>();
    eachExpr(current, (expr) => {
      if (expr.kind === 'temp') used.add(expr.temp.id);
    });
    const next = dropUnused(current, (id) => used.has(id));
    if (next === current) return next;
    current = next;
  }
}
