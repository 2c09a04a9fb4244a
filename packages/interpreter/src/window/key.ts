import { keyOfActor } from '../keys.ts';
import { pathOf } from '../control.ts';
import type { ActorState } from '../state.ts';
import { keyOf, type Value } from '../value.ts';
import type { Access } from './accesses.ts';
import { cellValue } from './cells.ts';
import type { Entry } from './order.ts';
import type { Item } from './state.ts';
import type { Spot, Walked } from './walked.ts';

/*
 * Texts that are equal for windows of an actor that have the same future and the same properties, and for no others.
 */

/** `actor`: as it is seen, at its frontier. */
export function keyOfWindow({ window, spots, end, endKey, waiting }: Walked, actor: ActorState, asksPlaces: boolean): string {
  if (window.items.length === 0) return keyOfActor(actor);
  const items = window.items.map((item, at) => (item.phase === 'performed' ? keyOfPerformed(item, spots[at]!, waiting.has(at)) : keyOfItem(item, spots[at]!)));
  const told = items.filter((key, at) => key !== '' && (key !== 'lock' || items[at - 1] !== key));
  const places = asksPlaces ? placesOf(window, spots) : '';
  return [keyOfActor(actor), ...told, endKey, keyOfActor(end), places].join('~');
}

/** What can be told of a window beside its future: which items it has, and which entries. */
export function shapeOf({ window: { items }, entries }: Walked): string {
  const told = ({ item, half, kind, cell, barrier, order, isFull, isUnknown, isInner, isPast }: Entry): string =>
    [item, half, kind, cell, barrier, isFull, isUnknown, isInner, isPast, ...Object.values(order)].map(String).join();
  return [...items.map(({ kind, phase, way }) => `${kind} ${phase} ${way}`), ...entries.map(told)].join(';');
}

/** Where something was performed beyond the frontier, which only properties ask for. */
function placesOf({ items }: Walked['window'], spots: readonly Spot[]): string {
  const paths = items.flatMap(({ kind, phase }, at) => (kind === 'step' && phase === 'performed' ? [pathOf(spots[at]!.stand.stack).join('.')] : []));
  return [...new Set(paths)].sort().join();
}

/** What is performed is seen in the values of locals, but for locks and for ghost work that waits. */
function keyOfPerformed({ ghosts }: Item, { access }: Spot, isWaiting: boolean): string {
  return isWaiting ? `ghosts ${ghosts.length}` : access?.kind === 'lock' ? 'lock' : '';
}

function keyOfItem(item: Item, { stand, access }: Spot): string {
  const { kind, phase, way, holds, fixed, differs } = item;
  const value = phase === 'loaded' ? loadedValue(item, access) : null;
  return [kind, phase, way, String(holds), keyOfActor(stand), fixed === undefined ? '' : keyOf(fixed), differs.join(), keyOf(value)].join(' ');
}

/** What the load of a read-modify-write has given. */
function loadedValue({ seen }: Item, access: Access | null): Value {
  return seen === null || access === null || access.place === null ? null : cellValue(seen, access.place);
}
