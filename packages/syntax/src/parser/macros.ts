import type { CallExpression, Expression, LoadMacro, Statement, StoreMacro } from '../tree.ts';
import { isPath } from '../node_classes.ts';
import type { Span } from '@mmspec/source';

/*
 * Accesses as the kernel writes them. They name a place, which no operation of the language can be given,
 * and mean a load or a store of it with an order.
 */

const loads: Readonly<Record<LoadMacro, true>> = { READ_ONCE: true, smp_load_acquire: true, rcu_dereference: true };
const stores: Readonly<Record<StoreMacro, true>> = { WRITE_ONCE: true, smp_store_release: true, rcu_assign_pointer: true, smp_store_mb: true };

const isLoad = (name: string): name is LoadMacro => Object.hasOwn(loads, name);
const isStore = (name: string): name is StoreMacro => Object.hasOwn(stores, name);

/** Whether a call of this name is a load or a store of a place, whatever is declared. */
export const isAccessMacro = (name: string): boolean => isLoad(name) || isStore(name);

/** `READ_ONCE(x)` as `x`; a call of anything else as it is. */
export function loadOf(call: CallExpression): Expression {
  const { callee, arguments: given, span } = call;
  const [place] = given;
  if (!isLoad(callee.text) || given.length !== 1 || place === undefined || place.label !== null || !isPath(place.value)) return call;
  return place.value.macro === undefined ? { ...place.value, macro: callee.text, span } : call;
}

/** `WRITE_ONCE(x, e)` as `x = e`; null: the call is of anything else. */
export function storeOf({ callee, arguments: given }: CallExpression, span: Span): Statement | null {
  const [place, value] = given;
  if (!isStore(callee.text) || given.length !== 2 || place === undefined || value === undefined) return null;
  if (place.label !== null || value.label !== null || !isPath(place.value) || place.value.macro !== undefined) return null;
  return { kind: 'assign', target: place.value, operator: '=', value: value.value, macro: callee.text, span };
}
