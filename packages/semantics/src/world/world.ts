import type { ActorDeclaration, EnumDeclaration, Expression, ObjectDeclaration, RecordDeclaration, TypeNode, VariableDeclaration } from '@mmspec/syntax';
import type { Model } from '../model.ts';

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
  /** The object that it is embedded in; null for those of module variables. */
  readonly owner: ObjectInstance | null;
}

/** An actor that exists. Its `id` is its index among all actors: actors in the model's order, instances in order. */
export interface ActorIdentity {
  readonly id: number;
  /** `vcpu[0]`, or `gup` where the declaration has no count. */
  readonly name: string;
  readonly declaration: ActorDeclaration;
  readonly index: number;
}

/** A CPU on which more than one actor runs. */
export interface Cpu {
  readonly number: number;
  /** In order of their ids. */
  readonly actors: readonly ActorIdentity[];
}

/** A module-level variable with its type under the setting. */
export interface WorldVariable {
  readonly declaration: VariableDeclaration;
  readonly name: string;
  readonly type: ConcreteType;
}

/** The value of constants and variants: numbers, truth values, tags, `forever`. */
export type WorldSettings = Readonly<Record<string, number | boolean | string>>;

/** A spec under one setting. */
export interface World {
  readonly model: Model;
  readonly settings: WorldSettings;
  /** All instances; an actor's `id` is its place here. */
  readonly actors: readonly ActorIdentity[];
  actorsOf(declaration: ActorDeclaration): readonly ActorIdentity[];
  /** The CPUs on which more than one actor runs, in order of their numbers; every other actor has a CPU of its own. */
  readonly cpus: readonly Cpu[];
  /** The number of the CPU that an actor is placed on; null: it has one of its own. */
  cpuOf(actor: ActorIdentity): number | null;
  /** All objects of a type; an object's `id` is its place here. */
  objects(declaration: ObjectDeclaration): readonly ObjectInstance[];
  readonly variables: readonly WorldVariable[];
  /** `value`: an object type is a reference; `place`: an object type without initial value is the object itself. */
  concrete(type: TypeNode, role: 'value' | 'place'): ConcreteType;
  /** The value of an expression over constants, variants and literals; undefined where it is not static. */
  constant(expression: Expression): number | boolean | string | undefined;
  /** Id of the first object of a place variable; those of an array follow in key order. */
  firstObjectOf(variable: VariableDeclaration): number;
  /** Object id of an embedded object: `base + ownerId * perOwner + element`. */
  embedded(owner: ObjectDeclaration, field: VariableDeclaration): { readonly base: number; readonly perOwner: number };
}
