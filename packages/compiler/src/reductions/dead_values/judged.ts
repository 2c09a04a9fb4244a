import { accessOf, cellsIn, eachExpr } from '../../ir/access.ts';
import { number } from '../../ir/fold.ts';
import type { Cell, Expr, Program, Stmt } from '../../ir/ir.ts';
import { rewriteBody } from '../../ir/rewrite.ts';
import { withoutUnused } from '../../ir/simplify.ts';
import type { Judged } from '../judged_bodies.ts';

/*
 * What properties read: of an actor that stands somewhere, and everywhere.
 */

/** Cells that a judgement may read, wherever actors stand. */
export function readsAnywhere(program: Program, { body }: Judged): ReadonlySet<number> {
  return readsIn(
    program,
    body,
    () => true,
    () => false,
  );
}

/** Cells that a judgement may read while the location that lies in `cell` is `location`. */
export function readsThere(program: Program, { body, overSteps }: Judged, instance: Standing): ReadonlySet<number> {
  if (!overSteps) return readsOfSide(program, body, instance, () => true);
  const sides = (['before', 'after'] as const).map((side) => readsOfSide(program, body, instance, (from) => from === side));
  return new Set(sides.flatMap((reads) => [...reads]));
}

/** An instance that stands at a location. */
export interface Standing {
  readonly kind: number;
  readonly index: number;
  readonly locationCell: number;
  readonly location: number;
}

type Side = (from: 'before' | 'after') => boolean;

/** What is read of one of the two states of a step, where the instance stands there in that state. */
function readsOfSide(program: Program, body: readonly Stmt[], { kind, index, locationCell, location }: Standing, side: Side): ReadonlySet<number> {
  const isLocation = ({ from, cell }: Expr & { kind: 'load' }): boolean => side(from) && isOnly(cell, locationCell);
  const there = withoutUnused(
    rewriteBody(
      body,
      (expr) => (expr.kind === 'load' && isLocation(expr) ? number(location) : expr),
      () => false,
    ),
  );
  // A step that begins where the instance stands reads nothing but what is live there anyway.
  return readsIn(
    program,
    there,
    side,
    (step, me) => me.kind === 'number' && me.value === index && program.steps[step]?.kind === kind && program.steps[step]?.location === location,
  );
}

function isOnly(cell: Cell, wanted: number): boolean {
  const [first, ...more] = cellsIn(cell, null);
  return first === wanted && more.length === 0;
}

function readsIn(program: Program, body: readonly Stmt[], side: Side, isLiveThere: (step: number, me: Expr) => boolean): ReadonlySet<number> {
  const reads = new Set<number>();
  eachExpr(body, (expr) => {
    if (expr.kind === 'load' && side(expr.from)) cellsIn(expr.cell, null).forEach((cell) => reads.add(cell));
    if (expr.kind !== 'enabled' || !side(expr.from) || isLiveThere(expr.step, expr.me)) return;
    const step = program.steps[expr.step];
    const me = expr.me.kind === 'number' ? expr.me.value : null;
    if (step !== undefined) accessOf(step.body, me).reads.forEach((cell) => reads.add(cell));
  });
  return reads;
}
