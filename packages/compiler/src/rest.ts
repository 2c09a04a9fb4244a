import type { Lowering } from './lower/context.ts';
import { moduleContext } from './lower/initial.ts';
import type { Stmt } from './ir/ir.ts';
import { counters } from './lower/properties.ts';
import { lowerRefs } from './lower/refs.ts';
import { runInitial, valueIn } from './run_initial.ts';

/** By cell of a counter: its initial value less the references that actors and variables have in the initial state. */
export function restOfCounters(
  lowering: Lowering,
  initial: readonly Stmt[],
  begins: readonly { readonly count: number; readonly body: readonly Stmt[] }[],
): ReadonlyMap<number, number> {
  const cells = lowering.layout.cells.map(() => 0);
  runInitial(initial, cells, 0);
  for (const { count, body } of begins) for (let me = 0; me < count; me++) runInitial(body, cells, me);
  const rest = new Map<number, number>();
  const context = moduleContext(lowering, []);
  const noted = lowering.counted.length;
  for (const target of counters(context)) rest.set(target.cell.base, valueIn(target.count(context), cells) - valueIn(lowerRefs(context, target, null), cells));
  // Nobody counts here but us.
  lowering.counted.length = noted;
  return rest;
}
