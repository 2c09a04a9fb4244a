import type { Span } from '@mmspec/source';
import type { Name } from './names.ts';
import type { Expression } from './expressions.ts';

/* Types as they are written. */

export type TypeNode = BoolType | RangeType | NamedType | TagsType | OptionType | ArrayType | SetType | SequenceType | ReferenceType | ErrorType;

export interface BoolType {
  readonly kind: 'bool_type';
  readonly span: Span;
}
/** `a..b`, or `a..b | forever` where `forever` is set. A bound is an expression over constants. */
export interface RangeType {
  readonly kind: 'range_type';
  readonly low: Expression;
  readonly high: Expression;
  readonly forever: boolean;
  readonly span: Span;
}
/** An enum, a record, an object, an actor, `actor` (all of them) or `object` (any of them, in parameters only). */
export interface NamedType {
  readonly kind: 'named_type';
  readonly name: Name;
  readonly span: Span;
}
/** `ref_first | safe_first`: an enum of its own, only in `variant` and `const`. A single tag is a `NamedType`. */
export interface TagsType {
  readonly kind: 'tags_type';
  readonly tags: readonly Name[];
  readonly span: Span;
}
/** `T?` */
export interface OptionType {
  readonly kind: 'option_type';
  readonly element: TypeNode;
  readonly span: Span;
}
/** `T[K]`; `T[J][K]` is indexed `x[j][k]`, as in C: the outer node has the key `J`. */
export interface ArrayType {
  readonly kind: 'array_type';
  readonly element: TypeNode;
  readonly key: Key;
  readonly span: Span;
}
/** `set<K>`; K is an enum, actor, object pool, range or `bool`. */
export interface SetType {
  readonly kind: 'set_type';
  readonly element: TypeNode;
  readonly span: Span;
}
/** `seq<T, N>` */
export interface SequenceType {
  readonly kind: 'seq_type';
  readonly element: TypeNode;
  readonly capacity: Expression;
  readonly span: Span;
}
/** `ref`, or `ref to N` */
export interface ReferenceType {
  readonly kind: 'ref_type';
  readonly limit: Expression | null;
  readonly span: Span;
}
export interface ErrorType {
  readonly kind: 'error_type';
  readonly span: Span;
}

/** What stands in the brackets: a type (`actor`, `0..N-1`, an enum, a pool), or a count `N` which means `0..N-1`. */
export type Key = KeyType | KeyCount;
export interface KeyType {
  readonly kind: 'key_type';
  readonly type: RangeType;
  readonly span: Span;
}
/** A single name may be an enum, actor, object type, shared pool or constant; the meaning decides. */
export interface KeyCount {
  readonly kind: 'key_count';
  readonly count: Expression;
  readonly span: Span;
}
