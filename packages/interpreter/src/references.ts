import type { ObjectInstance } from '@mmspec/semantics';
import { isPath } from '@mmspec/syntax';
import type { Expression } from '@mmspec/syntax';
import { Fault } from './choices.ts';
import type { Context } from './context.ts';
import { number } from './evaluate.ts';
import { noteAccess } from './live.ts';
import { placeOf, readPlace, writePlace, type Place } from './place.ts';
import type { Run } from './run.ts';
import { fieldsOf, fit, meaningOf, typeOfVariable, type Scene } from './scene.ts';
import type { Value } from './value.ts';

/*
 * Which references an actor holds, as they move (grammar/references.md, grammar/owners.md).
 */

/** The name of the only counter of an object; null where it has none. */
export function counterOf(scene: Scene, object: ObjectInstance): string | null {
  const field = fieldsOf(object.declaration).find((candidate) => typeOfVariable(scene, candidate).kind === 'ref');
  return field === undefined ? null : `${object.name}.${field.name.text}`;
}

/** The actor holds `count` more references on the object, or fewer; never fewer than none. */
export function gain(run: Run, value: Value, count: number): void {
  if (value === null || typeof value !== 'object' || value.kind !== 'object') return;
  const counter = counterOf(run.scene, value.object);
  if (counter !== null) gainOn(run, counter, count);
}

function gainOn(run: Run, counter: string, count: number): void {
  const held = Math.max(0, (run.held.get(counter) ?? 0) + count);
  if (held === 0) run.held.delete(counter);
  else run.held.set(counter, held);
}

function rowOf(place: Place): string | null {
  return place.root.kind === 'shared' && place.parts.length === 0 ? place.root.row : null;
}

/** An ordinary store: checks the range, moves a reference into a variable that owns, and hands the references of a stored counter to the actor. */
export function store(run: Run, place: Place, value: Value, context: Context): void {
  const stored = place.type === null ? value : fit(run.scene, value, place.type, place.name);
  if (place.owns) gain(run, stored, -place.weight);
  const row = rowOf(place);
  if (place.type?.kind === 'ref' && row !== null) gainOn(run, row, number(stored));
  writePlace(run, place, stored, context);
}

/** Adds references, which the actor then holds; returns the new count. At zero that is a violation, and the count is raised all the same. */
export function getReferences(run: Run, place: Place, count: number, context: Context): Value {
  const before = number(readPlace(place, context));
  if (count > 0 && before === 0) run.flags.add('get_at_zero');
  return changed(run, place, before + count, count, context);
}

/** Drops references: those of `owner`, which becomes empty, before those that the actor holds, who keeps what the owner had more; returns the new count. */
export function putReferences(run: Run, place: Place, count: number, owner: Place | null, context: Context): Value {
  const before = number(readPlace(place, context));
  const owned = owner === null || count === 0 ? 0 : owner.weight;
  const after = changed(run, place, before - count, owned - count, context);
  if (owner !== null && owned > 0) {
    noteAccess(context, owner);
    writePlace(run, owner, null, context);
  }
  return after;
}

function changed(run: Run, place: Place, after: number, held: number, context: Context): Value {
  if (after < 0) throw new Fault('underflow');
  if (place.type?.kind === 'ref' && after > place.type.limit) throw new Fault('overflow');
  const row = rowOf(place);
  if (row !== null) gainOn(run, row, held);
  writePlace(run, place, after, context);
  return after;
}

/** The `owns` variable that a counter such as `old.refcount` names its object by; null where it is none. */
export function ownerOf(counter: Expression, context: Context): Place | null {
  return counter.kind === 'field' ? ownerNamed(counter.object, context) : null;
}

/** The `owns` variable that an expression names, also as the argument of a parameter. */
export function ownerNamed(expression: Expression, context: Context): Place | null {
  if (expression.kind === 'name_expression') {
    const meaning = meaningOf(context.scene, expression.name);
    if (meaning.kind === 'local' && meaning.declaration.kind === 'parameter') return context.passed(meaning.declaration)?.owner ?? null;
  }
  if (!isPath(expression)) return null;
  const place = placeOf(expression, context);
  return place !== null && place.owns ? place : null;
}
