import type { ActorDeclaration, EnumDeclaration, ObjectDeclaration, RecordDeclaration, VariableDeclaration } from '@mmspec/syntax';

/*
 * A spec under one setting: types with numbers in them, and everything that exists.
 * Shared by the interpreter and the compiler; it says nothing about control.
 */

export type ConcreteType =
  | { readonly kind: 'bool' }
  | { readonly kind: 'int'; readonly min: number; readonly max: number; readonly forever: boolean }
  /** `name` is null for a variant's own tags. */
  | { readonly kind: 'enum'; readonly name: string | null; readonly tags: readonly string[]; readonly declaration: EnumDeclaration | null }
  /** A reference to an object of the type. */
  | { readonly kind: 'object'; readonly declaration: ObjectDeclaration }
  /** `null`: any actor. */
  | { readonly kind: 'actor'; readonly declaration: ActorDeclaration | null }
  | { readonly kind: 'option'; readonly element: ConcreteType }
  | { readonly kind: 'array'; readonly element: ConcreteType; readonly key: ConcreteType }
  | { readonly kind: 'set'; readonly element: ConcreteType }
  | { readonly kind: 'seq'; readonly element: ConcreteType; readonly capacity: number }
  | { readonly kind: 'record'; readonly declaration: RecordDeclaration; readonly fields: readonly { readonly name: string; readonly type: ConcreteType }[] }
  | { readonly kind: 'ref'; readonly limit: number }
  /** A place for an object: a shared variable or field of object type without initial value. */
  | { readonly kind: 'place'; readonly declaration: ObjectDeclaration };

/** An object that exists. Its `id` is its index among the objects of its type. */
export interface ObjectInstance {
  readonly id: number;
  /** `folio`, `pool[1]`, `folio.lock` */
  readonly name: string;
  readonly declaration: ObjectDeclaration;
}

/** An actor that exists. Its `id` is its index among all actors: actors in the model's order, instances in order. */
export interface ActorIdentity {
  readonly id: number;
  /** `vcpu[0]`, or `gup` where the declaration has no count. */
  readonly name: string;
  readonly declaration: ActorDeclaration;
  readonly index: number;
}

/** A module-level variable with its type under the setting. */
export interface WorldVariable {
  readonly declaration: VariableDeclaration;
  readonly name: string;
  readonly type: ConcreteType;
}
