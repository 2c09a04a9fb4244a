import { isPath } from '@mmspec/syntax';
import type { Expression, LocalDeclaration, VariableDeclaration } from '@mmspec/syntax';
import { fieldOf, localOf, meaningOf, typeOf } from '../flow/typing.ts';
import type { Effect, FlowLocal, Frame, Scoped } from '../flow/types.ts';
import type { World } from '../world/world.ts';
import { objectOf } from './names.ts';
import { constantTerm } from './term.ts';
import type { Term } from './term.ts';

/*
 * Variables that `owns` a reference.
 */

/** The `owns` variable that an expression names, also through parameters; null where it names none. */
export function ownerOf(world: World, expression: Expression, frame: Frame): Scoped | null {
  if (!isPath(expression)) return null;
  switch (expression.kind) {
    case 'name_expression': {
      const meaning = meaningOf(world, expression.name);
      if (meaning?.kind === 'variable') return meaning.declaration.owns ? { expression, frame } : null;
      if (meaning?.kind !== 'local') return null;
      const local = localOf(meaning.declaration, frame);
      if (local?.owns === true) return { expression, frame };
      return local?.argument == null ? null : ownerOf(world, local.argument.expression, local.argument.frame);
    }
    case 'field': {
      const object = objectOf(typeOf(world, expression.object, frame));
      const field = object === null ? undefined : fieldOf(object, expression.name.text);
      return field?.owns === true ? { expression, frame } : null;
    }
    case 'index':
      return ownerOf(world, expression.array, frame) === null ? null : { expression, frame };
  }
}

/** How many references the `owns` variable has that an expression names. */
export function weightOf(world: World, expression: Expression, frame: Frame): Term {
  const owner = ownerOf(world, expression, frame);
  const declaration = owner === null ? null : declared(world, owner.expression, owner.frame);
  return constantTerm(declaration === null ? 1 : weightIn(world, declaration));
}

/** How many references a local that `owns` has. */
export function weightOfLocal(world: World, { node }: FlowLocal): number {
  return node.kind === 'local' ? weightIn(world, node) : 1;
}

/** How many references a variable that `owns` has while it is not `none`. */
export function weightIn(world: World, { weight }: VariableDeclaration | LocalDeclaration): number {
  const value = weight === undefined ? 1 : world.constant(weight);
  return typeof value === 'number' ? value : 1;
}

/** The declaration of the `owns` variable that a path names. */
function declared(world: World, expression: Expression, frame: Frame): VariableDeclaration | LocalDeclaration | null {
  if (expression.kind === 'index') return declared(world, expression.array, frame);
  if (expression.kind === 'field') {
    const object = objectOf(typeOf(world, expression.object, frame));
    return object === null ? null : (fieldOf(object, expression.name.text) ?? null);
  }
  const meaning = expression.kind === 'name_expression' ? meaningOf(world, expression.name) : undefined;
  if (meaning?.kind === 'variable') return meaning.declaration;
  return meaning?.kind === 'local' && meaning.declaration.kind === 'local' ? meaning.declaration : null;
}

/**
 * The `owns` variable that a `put` empties in its step: the one that its argument names, also through parameters.
 * Null for other effects, and where the argument names none: then the actor gives up a reference of its own.
 */
export function emptiedBy(world: World, effect: Effect): Scoped | null {
  const [argument] = effect.arguments;
  return !putsReferences(effect.builtin) || argument === undefined ? null : ownerOfCounter(world, { expression: argument, frame: effect.frame });
}

/** True for effects that give references up. */
function putsReferences(builtin: Effect['builtin']): boolean {
  return builtin === 'put' || builtin === 'sub_and_test';
}

/**
 * The `owns` variable by which a counter such as `page.refcount` is named; `put` and `-=` (by more than 0) on it
 * give up the reference of the owner first, which becomes empty.
 */
export function ownerOfCounter(world: World, counter: Scoped): Scoped | null {
  const { expression, frame } = counter;
  return expression.kind === 'field' ? ownerOf(world, expression.object, frame) : null;
}
