import type { Expression } from '@mmspec/syntax';
import type { ConcreteType } from '../world/world.ts';

/*
 * The smallest type that holds values of several.
 */

const anyActor: ConcreteType = { kind: 'actor', declaration: null };

/** The smallest type that holds the values of both; `none` makes an option of it. */
export function join(a: ConcreteType | null, b: ConcreteType | null, none = false): ConcreteType | null {
  if (a === null || b === null) {
    const known = a ?? b;
    if (known?.kind === 'place') return join(null, { kind: 'object', declaration: known.declaration }, none);
    return known === null || !none || known.kind === 'option' ? known : { kind: 'option', element: known };
  }
  if (a.kind === 'option' || b.kind === 'option') {
    const element = join(a.kind === 'option' ? a.element : a, b.kind === 'option' ? b.element : b);
    return element === null ? null : { kind: 'option', element };
  }
  if (a.kind === 'int' && b.kind === 'int') {
    return { kind: 'int', min: Math.min(a.min, b.min), max: Math.max(a.max, b.max), forever: a.forever || b.forever };
  }
  if (a.kind === 'enum' && b.kind === 'enum') {
    if (a.tags.every((tag) => b.tags.includes(tag))) return b;
    const more = b.tags.filter((tag) => !a.tags.includes(tag));
    return more.length === 0 ? a : { kind: 'enum', name: null, tags: [...a.tags, ...more], declaration: null };
  }
  if (a.kind === 'actor' && b.kind === 'actor') return a.declaration === b.declaration ? a : anyActor;
  if (a.kind === 'ref') return join({ kind: 'int', min: 0, max: a.limit, forever: false }, b);
  if (b.kind === 'ref') return join(a, { kind: 'int', min: 0, max: b.limit, forever: false });
  if (a.kind === 'place') return { kind: 'object', declaration: a.declaration };
  if (a.kind === 'set' && b.kind === 'set') {
    const element = join(a.element, b.element);
    return element === null ? null : { kind: 'set', element };
  }
  return a;
}

/** The type of whichever of the expressions it is: `none` makes it one that may be missing, and `{}` is a set of what the others are sets of. */
export function joinAll(expressions: readonly Expression[], typed: (expression: Expression) => ConcreteType | null): ConcreteType | null {
  const isEmpty = (each: Expression): boolean => each.kind === 'set' && each.elements.length === 0;
  const [filled, empty] = [expressions.filter((each) => !isEmpty(each)), expressions.filter(isEmpty)];
  const none = expressions.some(({ kind }) => kind === 'none');
  const joined = (some: readonly Expression[]): ConcreteType | null => some.reduce<ConcreteType | null>((type, each) => join(type, typed(each), none), null);
  return joined(filled) ?? joined(empty);
}
