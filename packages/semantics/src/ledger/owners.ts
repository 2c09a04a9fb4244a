import { isPath } from '@mmspec/syntax';
import type { Expression } from '@mmspec/syntax';
import { fieldOf, localOf, meaningOf, typeOf } from '../flow/typing.ts';
import type { Effect, Frame, Scoped } from '../flow/types.ts';
import type { World } from '../world/world.ts';
import { objectOf } from './names.ts';

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

/**
 * The `owns` variable that a `put` empties in its step: the one that its argument names, also through parameters.
 * Null for other effects, and where the argument names none: then the actor gives up a reference of its own.
 */
export function emptiedBy(world: World, effect: Effect): Scoped | null {
  const [argument] = effect.arguments;
  return effect.builtin !== 'put' || argument === undefined ? null : ownerOfCounter(world, { expression: argument, frame: effect.frame });
}

/**
 * The `owns` variable by which a counter such as `page.refcount` is named; `put` and `-=` (by more than 0) on it
 * give up the reference of the owner first, which becomes empty.
 */
export function ownerOfCounter(world: World, counter: Scoped): Scoped | null {
  const { expression, frame } = counter;
  return expression.kind === 'field' ? ownerOf(world, expression.object, frame) : null;
}
