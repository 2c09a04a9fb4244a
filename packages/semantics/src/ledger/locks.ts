import { constantTerm } from './term.ts';
import type { Diagnostic } from '@mmspec/source';
import type { VariableDeclaration } from '@mmspec/syntax';
import { contextOf } from '../contexts.ts';
import { fieldOf, typeOf } from '../flow/typing.ts';
import type { FlowItem } from '../flow/types.ts';
import { objectOf } from './names.ts';
import { recursiveLocking } from './context_problems.ts';
import { waitsForLock } from './lock_order.ts';
import type { LockOrder } from './lock_order.ts';
import type { LockUse } from './lock_use.ts';
import { unreleased } from './problems.ts';
import type { Where } from './problems.ts';
import { bestName, pinned, setHeld } from './state.ts';
import type { PathValue, State } from './state.ts';
import { differ, exists, objectName, report, unpin, valueOfExpression, worldOf } from './walker.ts';
import type { Walker } from './walker.ts';

/*
 * Locks, as the kernel library writes them: a bit `held` that a step sets and another clears, or an `owner` that is `self` or `none`.
 * They are followed like references but for this: where two paths meet, only what both hold is kept, so that a lock is
 * reported only if every path to the end of the actor took it. A lock that somebody else releases is never reported.
 */

/** What all walks note about locks. */
export interface LockNotes {
  /** Locks that some actor or action releases without having taken them: field and object, `*` where the object is not known. */
  readonly foreign: Set<string>;
  readonly orders: LockOrder[];
  readonly uses: LockUse[];
  /** Who waits for a lock that it holds. */
  readonly recursive: Diagnostic[];
}

export function noLockNotes(): LockNotes {
  return { foreign: new Set(), orders: [], uses: [], recursive: [] };
}

export function addNotes(notes: LockNotes, more: LockNotes): void {
  for (const each of more.foreign) notes.foreign.add(each);
  notes.orders.push(...more.orders);
  notes.uses.push(...more.uses);
  notes.recursive.push(...more.recursive);
}

function fieldKey(field: VariableDeclaration): string {
  return `lock ${field.span.file}:${field.span.start}`;
}

/** What a store means for a lock; null where it is none. */
function lockStore(walker: Walker, item: FlowItem & { kind: 'assign' }): { readonly field: VariableDeclaration; readonly taken: boolean } | null {
  const { target, operator, value } = item;
  const { expression, frame } = target;
  if (expression.kind !== 'field' || operator !== '=' || item.ghost) return null;
  const world = worldOf(walker);
  const object = objectOf(typeOf(world, expression.object, frame));
  const field = object === null ? undefined : fieldOf(object, expression.name.text);
  if (field === undefined) return null;
  const stored = value.kind === 'expression' ? value.scoped.expression.kind : null;
  const type = world.concrete(field.type, 'value');
  if (field.name.text === 'held' && type.kind === 'bool') return { field, taken: value.kind === 'known' && value.value };
  if (field.name.text === 'owner' && type.kind === 'option' && type.element.kind === 'actor') return { field, taken: stored === 'self' };
  return null;
}

/** The state after a store that takes or releases a lock; the same for any other. */
export function followLock(walker: Walker, item: FlowItem & { kind: 'assign' }, state: State): State {
  const lock = lockStore(walker, item);
  const { expression, frame } = item.target;
  if (lock === null || expression.kind !== 'field') return state;
  const object = { expression: expression.object, frame };
  const found = exists(walker, pinned(state, valueOfExpression(walker, state, object)), typeOf(worldOf(walker), object.expression, frame));
  const key = fieldKey(lock.field);
  if (lock.taken) {
    const taken = [{ statement: item.statement, frame: item.frame, path: item.path, how: 'lock' as const }];
    noteOrders(walker, item, found.state, found.value, key);
    if (lock.field.name.text === 'held') noteUse(walker, item, found.value);
    const held = { ref: lock.field, index: null, indexName: null, count: constantTerm(1), taken, lock: true };
    return unpin(walker, setHeld(found.state, found.value, key, held).state, item);
  }
  if (!found.value.held.has(key)) walker.noted.foreign.add(`${key} ${objectName(found.value) ?? '*'}`);
  let released = found.state;
  for (const value of found.state) {
    if (value.held.has(key) && (value === found.value || !differ(value, found.value))) released = setHeld(released, value, key, null).state;
  }
  return unpin(walker, released, item);
}

/** Notes which locks are held where one is waited for. */
function noteOrders(walker: Walker, item: FlowItem & { kind: 'assign' }, state: State, wanted: PathValue, key: string): void {
  if (!waitsForLock(item)) return;
  const nameOf = (value: PathValue): string | null => bestName(value)?.text ?? null;
  const taken = nameOf(wanted);
  if (taken === null || objectName(wanted) === null) return;
  const world = worldOf(walker);
  const before = wanted.held.get(key)?.taken[0];
  if (before !== undefined) walker.noted.recursive.push(recursiveLocking(world, walker.name, taken, before, item));
  const count = world.actors.filter(({ declaration }) => declaration.name.text === walker.name).length;
  const held = state.flatMap((value) => {
    const own = [...value.held.values()].find((one) => one.lock);
    return own === undefined || objectName(value) === null || (value === wanted && value.held.has(key))
      ? []
      : [{ name: nameOf(value) ?? '', at: own.taken[0] ?? item }];
  });
  for (const { name, at } of held) {
    walker.noted.orders.push({ actor: walker.name, count, held: name, heldAt: at, taken, takenAt: item, around: held.map((one) => one.name) });
  }
}

/** Notes that a lock is taken, by whom and in which context. */
function noteUse(walker: Walker, at: FlowItem, value: PathValue): void {
  const lock = bestName(value)?.text;
  const actor = worldOf(walker).actors.find(({ declaration }) => declaration.name.text === walker.name)?.declaration;
  if (lock === undefined || objectName(value) === null || actor === undefined) return;
  walker.noted.uses.push({ actor: walker.name, context: contextOf(actor), isPlaced: actor.cpu !== null, lock, at, waits: waitsForLock(at) });
}

/** Locks that an actor holds where it ends. */
export function reportLocksAtEnd(walker: Walker, value: PathValue, where: Where): void {
  for (const [key, held] of value.held) {
    if (!held.lock) continue;
    const object = objectName(value);
    const releasedBySomebody = (): boolean =>
      object === null
        ? [...walker.locks.foreign].some((one) => one.startsWith(`${key} `))
        : walker.locks.foreign.has(`${key} ${object}`) || walker.locks.foreign.has(`${key} *`);
    report(walker, () => unreleased(worldOf(walker), where, walker.name, held, bestName(value)?.text ?? 'a lock'), null, releasedBySomebody);
  }
}
