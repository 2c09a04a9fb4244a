import { cellsIn, partsOfExpr } from '@mmspec/compiler';
import type { Expr } from '@mmspec/compiler';
import type { Shape } from './shape.ts';

/*
 * Sums over all instances of a number of each, such as that of the references that each holds: lowering writes them out.
 */

export interface FamilySum {
  /** What belongs to no instance. */
  readonly base: readonly Expr[];
  /** By instance: what it adds. */
  readonly members: readonly (readonly Expr[])[];
}

const known = new WeakMap<Expr, { readonly shape: Shape; readonly sum: FamilySum | null }>();

/** A chain of sums in which every instance has parts of its own, as many as every other of its family; null: it is none. */
export function sumOverFamily(expr: Expr, shape: Shape): FamilySum | null {
  if (expr.kind !== 'numeric' || expr.operator !== '+') return null;
  const before = known.get(expr);
  if (before?.shape === shape) return before.sum;
  const sum = find(expr, shape);
  known.set(expr, { shape, sum });
  return sum;
}

function find(expr: Expr, shape: Shape): FamilySum | null {
  const base: Expr[] = [];
  const members: Expr[][] = Array.from({ length: shape.size }, () => []);
  for (const part of addends(expr)) {
    const read = readBy(part, shape);
    if (read === null || read.size > 1) return null;
    const [member] = read;
    (member === undefined ? base : members[member]!).push(part);
  }
  const isEven = members.every((parts, member) => parts.length === members[shape.families[shape.familyOf[member]!]!.first]!.length);
  return isEven && members.some((parts) => parts.length > 0) ? { base, members } : null;
}

function addends(expr: Expr): readonly Expr[] {
  return expr.kind === 'numeric' && expr.operator === '+' ? [...addends(expr.left), ...addends(expr.right)] : [expr];
}

/** The instances whose cells an expression reads, all by their numbers, as the state was before; null: it reads in another way. */
function readBy(expr: Expr, shape: Shape): ReadonlySet<number> | null {
  const found = new Set<number>();
  const visit = (inner: Expr): boolean => {
    if (inner.kind === 'load') {
      const cells = cellsIn(inner.cell, null);
      const owners = new Set(cells.map((cell) => shape.owner[cell]!));
      if (inner.cell.terms.length > 0 && [...owners].some((owner) => owner >= 0)) return false;
      // Whom a name means is not known of those outside.
      if (cells.some((cell) => shape.sets.has(cell) || shape.names.has(cell))) return false;
      // What it adds must not depend on how many there are.
      if (inner.from !== 'before' || cells.some((cell) => shape.counters.has(cell))) return false;
      owners.forEach((owner) => owner >= 0 && found.add(owner));
    }
    if (inner.kind === 'me' || inner.kind === 'temp' || inner.kind === 'action' || inner.kind === 'enabled') return false;
    return partsOfExpr(inner).every(visit);
  };
  return visit(expr) ? found : null;
}
