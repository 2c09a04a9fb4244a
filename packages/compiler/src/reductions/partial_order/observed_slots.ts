import type { PropertyDependencies } from '@mmspec/system';
import { cellsIn, eachExpr, eachRoot, partsOfExpr } from '../../ir/access.ts';
import { boundsOf, compare, lookup, number } from '../../ir/fold.ts';
import type { Cell, Expr, Program, Stmt } from '../../ir/ir.ts';

/** Cells that a property looks at, and by cell how it tells locations apart where it only asks whether one is among some. */
interface Observed {
  readonly reads: Set<number>;
  /** By cell of a location: what is asked of it. Null: its very number is used. */
  readonly questions: Map<number, ((location: number) => Expr)[] | null>;
}

/** The slots that a property looks at. */
export function observedSlots(program: Program, body: readonly Stmt[]): Pick<PropertyDependencies, 'reads' | 'classes'> {
  const maxOf = locationMaxima(program);
  const observed: Observed = { reads: new Set(), questions: new Map() };
  eachRoot(body, (expr) => observe(program, maxOf, observed, expr));
  const slotOf = (cell: number): readonly number[] => {
    const slot = program.slotOf.get(cell);
    return slot === undefined ? [] : [slot];
  };
  const classes = [...observed.questions].flatMap(([cell, questions]) => {
    const max = maxOf.get(cell);
    if (questions === null || max === undefined) return [];
    const answers = Array.from({ length: max + 1 }, (_, location) => JSON.stringify(questions.map((question) => question(location))));
    return slotOf(cell).map((slot) => ({ slot, ofValue: answers.map((answer) => answers.indexOf(answer)) }));
  });
  return { reads: [...new Set([...observed.reads].flatMap(slotOf))].sort((a, b) => a - b), classes };
}

/** By the cell of each instance's location: the number that means done. */
function locationMaxima({ kinds }: Program): ReadonlyMap<number, number> {
  return new Map(
    kinds.flatMap(({ locationCell, locationCount, count }) =>
      Array.from({ length: count }, (_, me): [number, number] => [cellsIn(locationCell, me)[0] ?? -1, locationCount]),
    ),
  );
}

function observe(program: Program, maxOf: ReadonlyMap<number, number>, observed: Observed, expr: Expr): void {
  const again = (part: Expr): void => observe(program, maxOf, observed, part);
  const asked = questionIn(expr);
  if (asked !== null && cellsIn(asked.cell, null).every((cell) => maxOf.has(cell))) {
    for (const cell of cellsIn(asked.cell, null)) {
      observed.reads.add(cell);
      const known = observed.questions.get(cell);
      if (known !== null) observed.questions.set(cell, [...(known ?? []), asked.question]);
    }
    asked.cell.terms.forEach((term) => again(term.index));
    return;
  }
  if (expr.kind === 'load') {
    for (const cell of cellsIn(expr.cell, null)) {
      observed.reads.add(cell);
      observed.questions.set(cell, null);
    }
  }
  if (expr.kind === 'enabled') observeStep(program, observed, expr);
  partsOfExpr(expr).forEach(again);
}

/** A load of which only a comparison with a number, or an entry of a table, is used. */
function questionIn(expr: Expr): { readonly cell: Cell; readonly question: (value: number) => Expr } | null {
  if (expr.kind === 'lookup' && expr.index.kind === 'load') return { cell: expr.index.cell, question: (value) => lookup(expr.table, number(value)) };
  if (expr.kind !== 'compare') return null;
  const { operator, left, right } = expr;
  if (left.kind === 'load' && right.kind === 'number') return { cell: left.cell, question: (value) => compare(operator, number(value), right) };
  if (right.kind === 'load' && left.kind === 'number') return { cell: right.cell, question: (value) => compare(operator, left, number(value)) };
  return null;
}

/** Whether a step can be taken depends on all that the step reads. */
function observeStep(program: Program, observed: Observed, { step, me }: Expr & { kind: 'enabled' }): void {
  const found = program.steps[step];
  const { min, max } = boundsOf(me);
  if (found === undefined) return;
  for (let instance = min; instance <= max; instance++) {
    eachExpr(found.body, (expr) => {
      if (expr.kind !== 'load') return;
      for (const cell of cellsIn(expr.cell, instance)) {
        observed.reads.add(cell);
        observed.questions.set(cell, null);
      }
    });
  }
}
