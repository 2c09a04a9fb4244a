import type { Diagnostic, SourceFile } from '@mmspec/source';
import type {
  ActionDeclaration,
  ActorDeclaration,
  Binder,
  CheckDeclaration,
  ChooseStatement,
  ConstDeclaration,
  DefineDeclaration,
  EnumDeclaration,
  Expression,
  FieldExpression,
  InvariantDeclaration,
  KeyBinder,
  LocalDeclaration,
  Module,
  Name,
  ObjectDeclaration,
  OperationDeclaration,
  Parameter,
  Parsed,
  PossibleDeclaration,
  ReachableDeclaration,
  RecordDeclaration,
  RecordField,
  ScenarioDeclaration,
  TemporalDeclaration,
  VariableDeclaration,
  VariantDeclaration,
} from '@mmspec/syntax';
import type { Type } from './types.ts';

/** What a name stands for. */
export type Meaning =
  | { readonly kind: 'const'; readonly declaration: ConstDeclaration }
  | { readonly kind: 'variant'; readonly declaration: VariantDeclaration }
  | { readonly kind: 'define'; readonly declaration: DefineDeclaration }
  | { readonly kind: 'enum'; readonly declaration: EnumDeclaration }
  | { readonly kind: 'record'; readonly declaration: RecordDeclaration }
  | { readonly kind: 'object'; readonly declaration: ObjectDeclaration }
  | { readonly kind: 'actor'; readonly declaration: ActorDeclaration }
  /** The word `actor`: the set of all instances, and their type. */
  | { readonly kind: 'all_actors' }
  /** The word `object`: a parameter that takes any object. */
  | { readonly kind: 'any_object' }
  | { readonly kind: 'operation'; readonly declaration: OperationDeclaration; readonly actor: ActorDeclaration | null }
  | { readonly kind: 'builtin'; readonly name: Builtin }
  /** A member of an enum or of a `variant`'s own tags. Which enum follows from the other operand: a tag is an atom. */
  | { readonly kind: 'tag'; readonly text: string }
  /** A module-level `shared` or `ghost` variable; in an object's invariant and `live when` also a field of that object. */
  | { readonly kind: 'variable'; readonly declaration: VariableDeclaration }
  | { readonly kind: 'own_field'; readonly declaration: VariableDeclaration; readonly object: ObjectDeclaration }
  /** A local of an actor, operation or action: its declaring node. */
  | { readonly kind: 'local'; readonly declaration: LocalNode };

/** The node that declares a local. A `binder` is the variable of a `for`, quantifier, count, comprehension or action. */
export type LocalNode = LocalDeclaration | ChooseStatement | Binder | Parameter | KeyBinder;

export const builtins = [
  'get',
  'try_get',
  'put',
  'sub_and_test',
  'freeze',
  'unfreeze',
  'count',
  'touch',
  'xchg',
  'cmpxchg',
  'append',
  'pop',
  'insert',
  'remove',
  'remove_at',
  'first',
  'last',
  'find',
  'index',
  'min',
  'max',
  'rest',
  'might_sleep',
  'in_task',
  'irqs_disabled',
  'shares_cpu',
  'preemptible',
  'is_handler',
  'in_interrupt',
  'in_hardirq',
  'irq_count_inc',
  'irq_count_dec',
  'bh_count_inc',
  'bh_count_dec',
  'preempt_count_inc',
  'preempt_count_dec',
  'rcu_depth_inc',
  'rcu_depth_dec',
] as const;
export type Builtin = (typeof builtins)[number];

/** A property that the spec declares; `object` is set for an invariant inside an `object`. */
export interface DeclaredProperty {
  readonly name: string;
  readonly declaration: InvariantDeclaration | TemporalDeclaration | PossibleDeclaration | ReachableDeclaration;
  readonly object: ObjectDeclaration | null;
  /** An invariant that mentions a step. */
  readonly overSteps: boolean;
}

/** The checked spec: its trees and what every name in them means. Independent of any setting. */
export interface Model {
  /** The spec is the first file; imports follow. Spans refer to this list. */
  readonly files: readonly SourceFile[];
  /** One per file, in the same order. */
  readonly modules: readonly Module[];
  /** For each file what each of its imports means, in the order of the text; -1: nothing. */
  readonly imports: readonly (readonly number[])[];
  readonly name: string;
  readonly constants: readonly (ConstDeclaration | VariantDeclaration)[];
  readonly defines: readonly DefineDeclaration[];
  readonly enums: readonly EnumDeclaration[];
  readonly records: readonly RecordDeclaration[];
  readonly objects: readonly ObjectDeclaration[];
  /** Module-level `shared` and `ghost` variables of all files, in order of files (imports first) and text. */
  readonly variables: readonly VariableDeclaration[];
  readonly operations: readonly OperationDeclaration[];
  /** By an operation: its form `on cpu`, which callers that are placed on a CPU take. Both are among the operations. */
  readonly placedForms: ReadonlyMap<OperationDeclaration, OperationDeclaration>;
  readonly actors: readonly ActorDeclaration[];
  readonly actions: readonly ActionDeclaration[];
  readonly properties: readonly DeclaredProperty[];
  readonly checks: readonly CheckDeclaration[];
  readonly scenarios: readonly ScenarioDeclaration[];
  /**
   * The meaning of every name that is used: the `Name` inside a `NameExpression`, a `CallExpression` (its callee),
   * a `NamedType`. Fields, labels and step paths are not here: a field follows from the object's type.
   */
  readonly meanings: ReadonlyMap<Name, Meaning>;
}

/** A value and what there is to say; nothing stops at the first mistake. */
export interface Analysed {
  readonly model: Model;
  readonly diagnostics: readonly Diagnostic[];
  /** What typing found out about expressions; for editors. As complete as possible where there are errors. */
  readonly typing: Typing;
}

/** The kind of expressions and locals, and what the name after a dot stands for. */
export interface Typing {
  readonly types: ReadonlyMap<Expression, Type>;
  readonly fields: ReadonlyMap<FieldExpression, FieldMeaning>;
  readonly locals: ReadonlyMap<LocalNode, Type>;
}

/** What the name after a dot stands for. */
export type FieldMeaning =
  | { readonly kind: 'field'; readonly object: ObjectDeclaration; readonly declaration: VariableDeclaration }
  | { readonly kind: 'record_field'; readonly declaration: RecordField }
  /** `gup.m` in a property: a top-level variable of an actor. */
  | { readonly kind: 'actor_variable'; readonly actor: ActorDeclaration; readonly declaration: LocalNode };

/** Reads one file; `parse`, or a cache of what it returned. */
export type Reader = (file: SourceFile, fileIndex: number) => Parsed;

/** Finds the text of `import a.b` as seen from a file; null where there is none. */
export type Resolver = (path: readonly string[], importer: SourceFile) => SourceFile | null;
