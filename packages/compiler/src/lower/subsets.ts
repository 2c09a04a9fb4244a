import type { ConcreteType } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import { hold, newTemp, typeIn, Unsupported } from './context.ts';
import type { Context, Value } from './context.ts';
import { compare, lookup, number, numeric, zero } from '../ir/fold.ts';
import type { Expr, Temp } from '../ir/ir.ts';
import { countOf } from './scalars.ts';
import { domainOf, lowerSet } from './sets.ts';

/*
 * Any subset of a set.
 */

/** More ways to choose are refused. */
const subsetsMax = 65_536;

/** The subsets of a set by the number of a way; `outside`: this one is none. */
export interface Subsets {
  readonly temp: Temp;
  readonly count: number;
  readonly value: Value;
  readonly outside: Expr;
  /** The numbers of all of them, where they are known. */
  readonly codes: readonly number[] | null;
}

export function subsetsOf(context: Context, domain: Expression): Subsets {
  const type = typeIn(context, domain);
  const element: ConcreteType = type?.kind === 'set' || type?.kind === 'seq' ? type.element : domainOf(context, domain).element;
  const mask = hold(context, lowerSet(context, domain, element, null), 'mask');
  const known = mask.kind === 'number' ? submasks(mask.value) : null;
  const count = known?.length ?? 2 ** countOf(context.lowering.world, element);
  if (count > subsetsMax)
    throw new Unsupported(`there are more than ${subsetsMax} subsets`, domain, 'Choose from a smaller set, or decide about each member in a step of its own.');
  const temp = newTemp(context.lowering, 'way', { min: 0, max: count - 1 }, false);
  const way: Expr = { kind: 'temp', temp };
  const value: Value = { type: { kind: 'set', element }, parts: [known === null ? way : lookup(known, way)] };
  const outside = compare('!==', numeric('&', way, numeric('^', mask, number(count - 1))), zero);
  return { temp, count, value, outside: known === null ? outside : { kind: 'truth', value: false }, codes: known };
}

/** In increasing order. */
function submasks(mask: number): readonly number[] {
  const found: number[] = [];
  for (let sub = mask; ; sub = (sub - 1) & mask) {
    found.push(sub);
    if (sub === 0 || found.length > subsetsMax) return found.reverse();
  }
}
