import { cellsIn, eachRoot, eachStmt, partsOfExpr } from '@mmspec/compiler';
import type { Cell, Expr, Stmt } from '@mmspec/compiler';
import type { Shape } from './shape.ts';
import { sumOverFamily } from './sums.ts';
import type { Vectors } from './vectors.ts';

/*
 * What a step or a property looks at, and changes, of instances other than the one that moves. Instances that have the same there are
 * the same to it: what it does beside one of them it does beside all.
 */

/** Places in an instance. Those with the same numbers there are of one class. */
export class Projection {
  readonly #places: readonly number[];
  readonly #locals: Vectors;
  readonly #classes: Vectors;
  readonly #classOf: number[] = [];
  readonly #changed = new Map<number, number>();

  constructor(places: readonly number[], locals: Vectors, classes: Vectors) {
    this.#places = places;
    this.#locals = locals;
    this.#classes = classes;
  }

  /** The class of an instance. */
  classOf(local: number): number {
    const known = this.#classOf[local];
    if (known !== undefined) return known;
    const values = this.#locals.at(local);
    return (this.#classOf[local] = this.#classes.idOf(this.#places.map((place) => values[place]!)));
  }

  /** The instance that is as another one but for what instances of a class have in these places. */
  changed(local: number, to: number): number {
    if (this.classOf(local) === to) return local;
    const key = local * 2 ** 26 + to;
    const known = this.#changed.get(key);
    if (known !== undefined) return known;
    const values = [...this.#locals.at(local)];
    const given = this.#classes.at(to);
    this.#places.forEach((place, at) => (values[place] = given[at]!));
    const made = this.#locals.idOf(values);
    this.#changed.set(key, made);
    return made;
  }
}

/**
 * Places in instances that a body looks at or changes, of instances other than the one that moves by its own number: their cells, and their
 * shares of counters, which begin at `shareAt`. Where a counter is raised or lowered by a constant, the shares of others stay as they are.
 * `summed`: what each instance adds to a sum over all does not count, where such sums are understood.
 */
export function placesIn(body: readonly Stmt[], shape: Shape, shareAt: number, summed: boolean = false): ReadonlySet<number> {
  const { own, owner, counters } = shape;
  const found = new Set<number>();
  const note = (cell: Cell): void => {
    if (cell.terms.some(({ index }) => isOfMover(index))) return;
    for (const each of cellsIn(cell, null)) {
      const feature = counters.get(each);
      if (owner[each]! >= 0) found.add(own[owner[each]!]!.indexOf(each));
      else if (feature !== undefined) found.add(shareAt + feature);
    }
  };
  const raised = new Set<Expr>();
  eachStmt(body, (stmt) => {
    if (stmt.kind !== 'store') return;
    const { cell, value } = stmt;
    if (!isRaised(cell, value)) note(cell);
    else if (value.kind === 'numeric') raised.add(value.left);
  });
  const visit = (expr: Expr): void => {
    if (expr.kind === 'load' && !raised.has(expr)) note(expr.cell);
    const sum = summed ? sumOverFamily(expr, shape) : null;
    (sum?.base ?? partsOfExpr(expr)).forEach(visit);
  };
  eachRoot(body, visit);
  return found;
}

/** Whether a value is that of the same cell and a constant. */
function isRaised(cell: Cell, value: Expr): boolean {
  if (value.kind !== 'numeric' || (value.operator !== '+' && value.operator !== '-')) return false;
  const { left, right } = value;
  return left.kind === 'load' && right.kind === 'number' && cell.terms.length === 0 && left.cell.terms.length === 0 && left.cell.base === cell.base;
}

/** Whether an index is the number of the instance that moves, or one more or less than it, as where there may be none. */
export function isOfMover(index: Expr): boolean {
  return index.kind === 'me' || (index.kind === 'numeric' && index.right.kind === 'number' && isOfMover(index.left));
}
