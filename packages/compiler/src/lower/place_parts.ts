import type { ConcreteType } from '@mmspec/semantics';
import { hold } from './context.ts';
import type { Context } from './context.ts';
import { and, compare, indexed, number, numeric, offset, yes, zero } from '../ir/fold.ts';
import type { Expr } from '../ir/ir.ts';
import type { Place } from './places.ts';
import { objectCount, sizeOf } from './scalars.ts';

/*
 * Parts of places: fields of records and elements of arrays and sequences.
 */

export function partOfPlace(whole: Place, type: ConcreteType, at: number, size: number): Place {
  switch (whole.kind) {
    case 'cells':
      return { ...whole, type, cell: offset(whole.cell, at) };
    case 'temps':
      return { ...whole, type, temps: whole.temps.slice(at, at + size) };
    case 'picked':
      return { ...whole, type, ways: whole.ways.map(({ when, temps }) => ({ when, temps: temps.slice(at, at + size) })) };
    case 'value':
      return { ...whole, type, value: { type, parts: whole.value.parts.slice(at, at + size) } };
    case 'objects':
      return { ...whole, type, id: numeric('+', whole.id, number(at)) };
  }
}

/** A value that was checked to lie between two numbers, with those as its bounds. */
export function narrowed(expr: Expr, min: number, max: number): Expr {
  if (expr.kind !== 'temp') return expr;
  const { temp } = expr;
  return { kind: 'temp', temp: { ...temp, min: Math.max(temp.min, min), max: Math.min(temp.max, max) } };
}

export function elementAt(context: Context, whole: Place, type: ConcreteType, index: Expr, count: number, skip: number): Place {
  const { world } = context.lowering;
  const size = whole.kind === 'objects' ? objectCount(world, type) : sizeOf(world, type);
  if (whole.kind === 'objects') return { ...whole, type, id: numeric('+', whole.id, numeric('*', index, number(size))) };
  if (whole.kind === 'cells') return { ...whole, type, cell: indexed(offset(whole.cell, skip), index, size, count) };
  if (index.kind === 'number') return partOfPlace(whole, type, skip + index.value * size, size);
  if (whole.kind === 'temps' || whole.kind === 'picked') {
    const at = hold(context, index, 'index');
    const from = whole.kind === 'temps' ? [{ when: yes, temps: whole.temps }] : whole.ways;
    const ways = from.flatMap(({ when, temps }) =>
      Array.from({ length: count }, (_, each) => ({
        when: and(when, compare('===', at, number(each))),
        temps: temps.slice(skip + each * size, skip + (each + 1) * size),
      })),
    );
    return { kind: 'picked', type, name: whole.name, owns: whole.owns, ways };
  }
  const parts = Array.from({ length: size }, (_, part) => {
    let chosen = whole.value.parts[skip + (count - 1) * size + part] ?? zero;
    for (let at = count - 2; at >= 0; at--) {
      chosen = {
        kind: 'conditional',
        condition: compare('===', index, number(at)),
        consequent: whole.value.parts[skip + at * size + part] ?? zero,
        alternative: chosen,
      };
    }
    return chosen;
  });
  return { kind: 'value', type, name: whole.name, owns: false, value: { type, parts } };
}
