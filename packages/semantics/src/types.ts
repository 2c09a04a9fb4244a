import type { ActorDeclaration, EnumDeclaration, ObjectDeclaration, RecordDeclaration } from '@mmspec/syntax';

/*
 * The type of a value, without numbers: only a setting has those.
 */

export type Type =
  /** Already reported, or a field of a parameter that takes any object. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'bool' }
  | { readonly kind: 'int'; readonly forever: boolean }
  /** A tag whose enum is not known from any operand. */
  | { readonly kind: 'tag'; readonly text: string }
  | { readonly kind: 'enum'; readonly declaration: EnumDeclaration | null; readonly tags: readonly string[] }
  | { readonly kind: 'object'; readonly declaration: ObjectDeclaration }
  | { readonly kind: 'actor'; readonly declaration: ActorDeclaration | null }
  | { readonly kind: 'none' }
  | { readonly kind: 'option'; readonly element: Type }
  /** `pool`: its elements are objects that live there, so that its name is also the set of them. */
  | { readonly kind: 'array'; readonly element: Type; readonly key: Type; readonly pool: boolean }
  | { readonly kind: 'set'; readonly element: Type }
  | { readonly kind: 'seq'; readonly element: Type }
  | { readonly kind: 'record'; readonly declaration: RecordDeclaration }
  | { readonly kind: 'ref' }
  /** Of an operation without result. */
  | { readonly kind: 'nothing' };

export const unknown: Type = { kind: 'unknown' };
export const bool: Type = { kind: 'bool' };
export const int: Type = { kind: 'int', forever: false };
export const anyActor: Type = { kind: 'actor', declaration: null };

/** The type in words, for messages. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case 'unknown':
      return 'an unknown value';
    case 'bool':
      return 'a truth value';
    case 'int':
      return type.forever ? 'a number or `forever`' : 'a number';
    case 'tag':
      return `the tag \`${type.text}\``;
    case 'enum':
      return type.declaration === null ? `one of \`${type.tags.join(' | ')}\`` : `a \`${type.declaration.name.text}\``;
    case 'object':
      return `a \`${type.declaration.name.text}\``;
    case 'actor':
      return type.declaration === null ? 'an actor' : `an actor \`${type.declaration.name.text}\``;
    case 'none':
      return '`none`';
    case 'option':
      return `${describeType(type.element)} or \`none\``;
    case 'array':
      return 'an array';
    case 'set':
      return type.element.kind === 'unknown' ? 'a set' : `a set (each element ${describeType(type.element)})`;
    case 'seq':
      return 'a sequence';
    case 'record':
      return `a record \`${type.declaration.name.text}\``;
    case 'ref':
      return 'a reference counter';
    case 'nothing':
      return 'no value';
  }
}

/** The enum that a tag may belong to where this type is wanted. */
export function enumOf(type: Type | null): Extract<Type, { kind: 'enum' }> | null {
  if (type === null) return null;
  if (type.kind === 'enum') return type;
  return type.kind === 'option' ? enumOf(type.element) : null;
}

/** Without `?`. */
export function bare(type: Type): Type {
  return type.kind === 'option' ? type.element : type;
}

/** True if a value of the one type may be stored where the other is wanted. */
export function fits(from: Type, to: Type): boolean {
  if (from.kind === 'unknown' || to.kind === 'unknown') return true;
  if (from.kind === 'option') return fits(from.element, bare(to));
  if (to.kind === 'option') return from.kind === 'none' || fits(from, to.element);
  switch (to.kind) {
    case 'int':
      return from.kind === 'ref' || (from.kind === 'int' && (to.forever || !from.forever));
    case 'ref':
      return from.kind === 'ref' || (from.kind === 'int' && !from.forever);
    case 'enum':
      if (from.kind === 'tag') return to.tags.includes(from.text);
      if (from.kind === 'enum' && from.declaration !== null && from.declaration === to.declaration) return true;
      return from.kind === 'enum' && from.tags.every((tag) => to.tags.includes(tag));
    case 'tag':
      return from.kind === 'tag' && from.text === to.text;
    case 'object':
      return from.kind === 'object' && from.declaration === to.declaration;
    case 'actor':
      return from.kind === 'actor' && (to.declaration === null || from.declaration === to.declaration);
    case 'set':
      return from.kind === 'set' && fits(from.element, to.element);
    case 'seq':
      return from.kind === 'seq' && fits(from.element, to.element) && fits(to.element, from.element);
    case 'record':
      return from.kind === 'record' && from.declaration === to.declaration;
    case 'bool':
    case 'none':
      return from.kind === to.kind;
    case 'array':
    case 'nothing':
      return false;
  }
}

/** True if the two may be equal: asked of `==`, `!=`, `in` and `within`. */
export function comparable(a: Type, b: Type): boolean {
  if (a.kind === 'unknown' || b.kind === 'unknown') return true;
  if (a.kind === 'option' || b.kind === 'option') {
    if (a.kind === 'none' || b.kind === 'none') return true;
    return comparable(bare(a), bare(b));
  }
  if (a.kind === 'array' || a.kind === 'nothing' || b.kind === 'array' || b.kind === 'nothing') return false;
  if (isNumber(a) && isNumber(b)) return true;
  if (a.kind === 'actor' && b.kind === 'actor') return a.declaration === null || b.declaration === null || a.declaration === b.declaration;
  if (a.kind === 'enum' && b.kind === 'enum') return a.tags.some((tag) => b.tags.includes(tag));
  if (a.kind === 'set' && b.kind === 'set') return comparable(a.element, b.element);
  if (a.kind === 'seq' && b.kind === 'seq') return comparable(a.element, b.element);
  return fits(a, b) || fits(b, a);
}

function isNumber(type: Type): boolean {
  return type.kind === 'int' || type.kind === 'ref';
}

/** The type that holds values of both, or null. */
export function join(a: Type, b: Type): Type | null {
  if (a.kind === 'unknown') return b;
  if (b.kind === 'unknown') return a;
  if (a.kind === 'none' && b.kind === 'none') return a;
  if (a.kind === 'none') return { kind: 'option', element: bare(b) };
  if (b.kind === 'none') return { kind: 'option', element: bare(a) };
  if (a.kind === 'option' || b.kind === 'option') {
    const element = join(bare(a), bare(b));
    return element === null ? null : { kind: 'option', element };
  }
  if (isNumber(a) && isNumber(b)) return { kind: 'int', forever: (a.kind === 'int' && a.forever) || (b.kind === 'int' && b.forever) };
  if (a.kind === 'actor' && b.kind === 'actor') return a.declaration === b.declaration ? a : anyActor;
  if (a.kind === 'tag' && b.kind === 'tag' && a.text !== b.text) return { kind: 'enum', declaration: null, tags: [a.text, b.text] };
  if (a.kind === 'enum' && a.declaration === null && b.kind === 'tag' && !a.tags.includes(b.text)) return { ...a, tags: [...a.tags, b.text] };
  if (a.kind === 'set' && b.kind === 'set') {
    const element = join(a.element, b.element);
    return element === null ? null : { kind: 'set', element };
  }
  if (fits(a, b)) return b;
  return fits(b, a) ? a : null;
}

/** What a quantifier over a value of this type ranges over; null where it is no set. */
export function elementOf(type: Type): Type | null {
  switch (type.kind) {
    case 'unknown':
      return unknown;
    case 'set':
    // A sequence has its elements in order, and may have one twice.
    case 'seq':
      return type.element;
    // A single actor is the set of itself.
    case 'actor':
      return type;
    case 'array':
      return type.pool ? elementOfPool(type.element) : null;
    case 'bool':
    case 'enum':
    case 'int':
    case 'none':
    case 'nothing':
    case 'object':
    case 'option':
    case 'record':
    case 'ref':
    case 'tag':
      return null;
  }
}

function elementOfPool(type: Type): Type | null {
  if (type.kind === 'object') return type;
  return type.kind === 'array' ? elementOfPool(type.element) : null;
}
