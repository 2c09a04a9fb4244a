import type { ObjectInstance } from '@mmspec/semantics';
import type { Expression, ObjectDeclaration, VariableDeclaration } from '@mmspec/syntax';
import { children } from './children.ts';
import { Fault } from './choices.ts';
import type { Context } from './context.ts';
import { evaluate } from './evaluate.ts';
import { meaningOf, type Scene } from './scene.ts';

/** Decision 16: flags the step where it reads or writes a field of an object that is not live; null is `touch`. */
export function noteAccess(context: Context, object: ObjectInstance, field: VariableDeclaration | null): void {
  if (context.run === null || context.exempt || field?.storage === 'ghost') return;
  const condition = liveCondition(object.declaration);
  if (condition === null || (field !== null && namesField(context.scene, condition, field))) return;
  if (!isTrue(condition, { ...context, own: object, run: null, exempt: true })) context.run.flags.add(`${object.declaration.name.text}.live`);
}

export function liveCondition(declaration: ObjectDeclaration): Expression | null {
  return declaration.members.find((member) => member.kind === 'live')?.condition ?? null;
}

function namesField(scene: Scene, expression: Expression, field: VariableDeclaration): boolean {
  if (expression.kind === 'name_expression') {
    const meaning = meaningOf(scene, expression.name);
    if (meaning.kind === 'own_field' && meaning.declaration === field) return true;
    if (meaning.kind === 'define') return namesField(scene, meaning.declaration.body, field);
  }
  return children(expression).some((child) => namesField(scene, child, field));
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
