import type { ActorDeclaration, EnumDeclaration, ObjectDeclaration, RecordDeclaration } from '@mmspec/syntax';

/*
 * The kind of a value: its type without numbers, which only a setting has.
 */

export type Kind =
  /** Already reported, or a field of a parameter that takes any object. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'bool' }
  | { readonly kind: 'int'; readonly forever: boolean }
  /** A tag whose enum no operand tells. */
  | { readonly kind: 'tag'; readonly text: string }
  | { readonly kind: 'enum'; readonly declaration: EnumDeclaration | null; readonly tags: readonly string[] }
  | { readonly kind: 'object'; readonly declaration: ObjectDeclaration }
  | { readonly kind: 'actor'; readonly declaration: ActorDeclaration | null }
  | { readonly kind: 'none' }
  | { readonly kind: 'option'; readonly element: Kind }
  /** `pool`: its elements are objects that live there, so that its name is also the set of them. */
  | { readonly kind: 'array'; readonly element: Kind; readonly key: Kind; readonly pool: boolean }
  | { readonly kind: 'set'; readonly element: Kind }
  | { readonly kind: 'seq'; readonly element: Kind }
  | { readonly kind: 'record'; readonly declaration: RecordDeclaration }
  | { readonly kind: 'ref' }
  /** Of an operation without result. */
  | { readonly kind: 'nothing' };

export const unknown: Kind = { kind: 'unknown' };
export const bool: Kind = { kind: 'bool' };
export const int: Kind = { kind: 'int', forever: false };
export const anyActor: Kind = { kind: 'actor', declaration: null };

/** The kind in words, for messages. */
export function describeKind(kind: Kind): string {
  switch (kind.kind) {
    case 'unknown':
      return 'an unknown value';
    case 'bool':
      return 'a truth value';
    case 'int':
      return kind.forever ? 'a number or `forever`' : 'a number';
    case 'tag':
      return `the tag \`${kind.text}\``;
    case 'enum':
      return kind.declaration === null ? `one of \`${kind.tags.join(' | ')}\`` : `a \`${kind.declaration.name.text}\``;
    case 'object':
      return `a \`${kind.declaration.name.text}\``;
    case 'actor':
      return kind.declaration === null ? 'an actor' : `an actor \`${kind.declaration.name.text}\``;
    case 'none':
      return '`none`';
    case 'option':
      return `${describeKind(kind.element)} or \`none\``;
    case 'array':
      return 'an array';
    case 'set':
      return kind.element.kind === 'unknown' ? 'a set' : `a set (each element ${describeKind(kind.element)})`;
    case 'seq':
      return 'a sequence';
    case 'record':
      return `a record \`${kind.declaration.name.text}\``;
    case 'ref':
      return 'a reference counter';
    case 'nothing':
      return 'no value';
  }
}

/** The enum that a tag may belong to where this kind is wanted. */
export function enumOf(kind: Kind | null): Extract<Kind, { kind: 'enum' }> | null {
  if (kind === null) return null;
  if (kind.kind === 'enum') return kind;
  return kind.kind === 'option' ? enumOf(kind.element) : null;
}

/** Without `?`. */
export function bare(kind: Kind): Kind {
  return kind.kind === 'option' ? kind.element : kind;
}

/** True if a value of the one kind may be stored where the other is wanted. */
export function fits(from: Kind, to: Kind): boolean {
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
export function comparable(a: Kind, b: Kind): boolean {
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

function isNumber(kind: Kind): boolean {
  return kind.kind === 'int' || kind.kind === 'ref';
}

/** The kind that holds values of both, or null. */
export function join(a: Kind, b: Kind): Kind | null {
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

/** What a quantifier over a value of this kind ranges over; null where it is no set. */
export function elementOf(kind: Kind): Kind | null {
  switch (kind.kind) {
    case 'unknown':
      return unknown;
    case 'set':
      return kind.element;
    // A single actor is the set of itself.
    case 'actor':
      return kind;
    case 'array':
      return kind.pool ? elementOfPool(kind.element) : null;
    case 'bool':
    case 'enum':
    case 'int':
    case 'none':
    case 'nothing':
    case 'object':
    case 'option':
    case 'record':
    case 'ref':
    case 'seq':
    case 'tag':
      return null;
  }
}

function elementOfPool(kind: Kind): Kind | null {
  if (kind.kind === 'object') return kind;
  return kind.kind === 'array' ? elementOfPool(kind.element) : null;
}
