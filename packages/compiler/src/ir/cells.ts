import { boundsOf, number, numeric } from './fold.ts';
import type { Cell, Expr, Program } from './ir.ts';

/*
 * From cells to slots: a place in the state, a constant, or a table where an index leads to both.
 */

export type SlotExpr =
  | { readonly kind: 'constant'; readonly value: number }
  /** The slot is `index`, an expression of numbers. */
  | { readonly kind: 'slot'; readonly index: Expr }
  /** `slots[index]` is a slot, or -1 for the constant `constants[index]`. */
  | { readonly kind: 'table'; readonly slots: readonly number[]; readonly constants: readonly number[]; readonly index: Expr };

export function slotExpr(program: Program, cell: Cell): SlotExpr {
  if (cell.terms.length === 0) return staticSlot(program, cell.base);
  const { ranges, slots, constants, index } = slotChoices(program, cell);
  const [first = 0] = constants;
  if (slots.every((slot) => slot < 0) && constants.every((constant) => constant === first)) return { kind: 'constant', value: first };
  const straight = affine(cell, ranges, slots);
  if (straight !== null) return { kind: 'slot', index: straight };
  return { kind: 'table', slots, constants, index };
}

/** All that a cell can be, the last index running fastest, and which of them it is. */
export interface SlotChoices {
  readonly ranges: readonly Range[];
  /** -1 for a constant. */
  readonly slots: readonly number[];
  readonly constants: readonly number[];
  readonly index: Expr;
}

export function slotChoices(program: Program, cell: Cell): SlotChoices {
  const ranges = cell.terms.map((term) => {
    const bounds = boundsOf(term.index);
    return { low: Math.max(0, bounds.min), high: Math.min(term.count - 1, bounds.max) };
  });
  const cells = combinations(cell, ranges);
  const slots = cells.map((each) => program.slotOf.get(each) ?? -1);
  const constants = cells.map((each) => program.constants.get(each) ?? 0);
  let index: Expr = number(0);
  cell.terms.forEach((term, at) => {
    const { low, high } = ranges[at] ?? { low: 0, high: 0 };
    index = numeric('+', numeric('*', index, number(high - low + 1)), numeric('-', term.index, number(low)));
  });
  return { ranges, slots, constants, index };
}

export function staticSlot(program: Program, cell: number): SlotExpr {
  const slot = program.slotOf.get(cell);
  return slot === undefined ? { kind: 'constant', value: program.constants.get(cell) ?? 0 } : { kind: 'slot', index: number(slot) };
}

/** Of an index, both ends included. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** All cells, the last index running fastest. */
function combinations(cell: Cell, ranges: readonly Range[]): readonly number[] {
  let found = [cell.base];
  cell.terms.forEach((term, at) => {
    const { low, high } = ranges[at] ?? { low: 0, high: 0 };
    found = found.flatMap((base) => Array.from({ length: Math.max(0, high - low + 1) }, (_, step) => base + (low + step) * term.stride));
  });
  return found;
}

/** The slots as a sum of multiples of the indices, if they are one. */
function affine(cell: Cell, ranges: readonly Range[], slots: readonly number[]): Expr | null {
  if (slots.length === 0 || slots.some((slot) => slot < 0)) return null;
  const sizes = ranges.map(({ low, high }) => high - low + 1);
  const steps = sizes.map((_, at) => sizes.slice(at + 1).reduce((product, size) => product * size, 1));
  const first = slots[0] ?? 0;
  const strides = steps.map((step, at) => ((sizes[at] ?? 1) > 1 ? (slots[step] ?? 0) - first : 0));
  const fits = slots.every((slot, place) => {
    const expected = steps.reduce((sum, step, at) => sum + (strides[at] ?? 0) * (Math.floor(place / step) % (sizes[at] ?? 1)), first);
    return slot === expected;
  });
  if (!fits) return null;
  const offset = ranges.reduce((sum, { low }, at) => sum - low * (strides[at] ?? 0), first);
  let index: Expr = number(offset);
  cell.terms.forEach((term, at) => {
    index = numeric('+', index, numeric('*', number(strides[at] ?? 0), term.index));
  });
  return index;
}
