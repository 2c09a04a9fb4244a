import type { ObjectInstance } from '@mmspec/semantics';
import type { Expression, ObjectDeclaration } from '@mmspec/syntax';
import { Fault } from './choices.ts';
import type { Context } from './context.ts';
import { evaluate } from './evaluate.ts';
import { cellsOf, namedCells, type Look } from './named_cells.ts';
import type { Place } from './place.ts';

/*
 * A step that touches an object whose `live when` is false violates `NAME.live`.
 */

/** The step reads or writes what stands in a place: that touches the object of its field, and all objects in which that is embedded. */
export function noteAccess(context: Context, place: Place, look: Look = 'all'): void {
  if (context.run === null || context.exempt || place.root.kind === 'local') return;
  const field = context.scene.rootOf.get(place.root.row);
  if (field === undefined || field.object === null || field.declaration.storage === 'ghost') return;
  const cells = cellsOf(context.scene, place.root.row, place.parts, look);
  for (let object: ObjectInstance | null = field.object; object !== null; object = object.owner) {
    const named = namedCells(context.scene, object);
    if (!cells.every((cell) => named.has(cell))) judge(context, object);
  }
}

/** `touch(f)` */
export function noteTouch(context: Context, touched: ObjectInstance): void {
  if (context.run === null || context.exempt) return;
  for (let object: ObjectInstance | null = touched; object !== null; object = object.owner) judge(context, object);
}

/** Whether an object may be touched is asked of the state before the step. */
function judge(context: Context, object: ObjectInstance): void {
  const condition = liveCondition(object.declaration);
  if (condition === null || context.run === null) return;
  const before: Context = { ...context, shared: context.run.before, own: object, run: null, exempt: true };
  if (!isTrue(condition, before)) context.run.flags.add(`${object.declaration.name.text}.live`);
}

export function liveCondition(declaration: ObjectDeclaration): Expression | null {
  return declaration.members.find((member) => member.kind === 'live')?.condition ?? null;
}

/** The truth of a condition; what is undefined is false. */
export function isTrue(condition: Expression, context: Context): boolean {
  try {
    return evaluate(condition, context) === true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}
