import type { Span } from '@mmspec/source';
import type { Anchor, Declared, Name } from './names.ts';
import type { Binder, Expression } from './expressions.ts';
import type { TypeNode } from './types.ts';
import type { Block, Order } from './statements.ts';
import type { InvariantDeclaration, PossibleDeclaration, ReachableDeclaration, TemporalDeclaration } from './properties.ts';
import type { CheckDeclaration, ScenarioDeclaration } from './checks.ts';

export type Item =
  | ConstDeclaration
  | VariantDeclaration
  | DefineDeclaration
  | EnumDeclaration
  | RecordDeclaration
  | ObjectDeclaration
  | VariableDeclaration
  | OperationDeclaration
  | ActorDeclaration
  | ActionDeclaration
  | InvariantDeclaration
  | TemporalDeclaration
  | PossibleDeclaration
  | ReachableDeclaration
  | CheckDeclaration
  | ScenarioDeclaration;

/** `const VCPUS: 1..4 = 2` */
export interface ConstDeclaration extends Declared {
  readonly kind: 'const';
  readonly type: TypeNode;
  readonly value: Expression;
}

/** `variant order: ref_first | safe_first = ref_first`, `variant v: bool = true`, `variant m: Mapping = file` */
export interface VariantDeclaration extends Declared {
  readonly kind: 'variant';
  readonly type: TypeNode;
  readonly value: Expression;
}

/** `define counted = protect in {seq, seq_mutex}`, `define busy(f: Folio) = f.lock.held` */
export interface DefineDeclaration extends Declared {
  readonly kind: 'define';
  /** `null` where there is no parameter list. */
  readonly parameters: readonly Parameter[] | null;
  readonly body: Expression;
}

export interface EnumDeclaration extends Declared {
  readonly kind: 'enum';
  readonly members: readonly Name[];
}

/** `record Pte { frame: Folio?  dirty: bool }` */
export interface RecordDeclaration extends Declared {
  readonly kind: 'record';
  readonly fields: readonly RecordField[];
}

export interface RecordField extends Declared {
  readonly kind: 'record_field';
  readonly type: TypeNode;
}

export interface ObjectDeclaration extends Declared {
  readonly kind: 'object';
  readonly members: readonly ObjectMember[];
}

/** A field is a `VariableDeclaration` whose `storage` is `field` or `ghost`. */
export type ObjectMember = VariableDeclaration | InvariantDeclaration | LiveDeclaration;

/** `live when not freed` */
export interface LiveDeclaration {
  readonly kind: 'live';
  readonly condition: Expression;
  readonly span: Span;
}

/** `shared [owns [n]] x: T = e`, `ghost x: T = e`, and the fields of objects. */
export interface VariableDeclaration extends Declared {
  readonly kind: 'variable';
  readonly storage: 'shared' | 'ghost' | 'field';
  readonly owns: boolean;
  /** `owns n`: how many references; left out for one. */
  readonly weight?: Expression;
  readonly type: TypeNode;
  /** The one value, also of all elements of an array. */
  readonly initial: Expression | null;
  /** Where it is not one value: those of the elements, or several to begin with. */
  readonly beginning: Beginning | null;
  /** Of a shared variable or field: the source that it models; left out where nothing is said. */
  readonly anchor?: Anchor;
}

export type Beginning = ListBeginning | KeyedBeginning | ChoiceBeginning;

/** What stands in a list of initial values, or is computed for a key. */
export type InitialValue = Expression | ListBeginning | KeyedBeginning;

/** `= [a, b]`: of the elements of an array in order of its keys, or of a sequence. */
export interface ListBeginning {
  readonly kind: 'list_beginning';
  readonly elements: readonly InitialValue[];
  readonly span: Span;
}

/** `= [k: e]`: of the element of each key of an array. */
export interface KeyedBeginning {
  readonly kind: 'keyed_beginning';
  readonly key: KeyBinder;
  readonly value: InitialValue;
  readonly span: Span;
}

/** The name of the key. */
export interface KeyBinder {
  readonly kind: 'key_binder';
  readonly name: Name;
  readonly span: Span;
}

/** `in S`, `in S where p`: any of several, an initial state for each; `within S`: any subset. */
export interface ChoiceBeginning {
  readonly kind: 'choice_beginning';
  readonly subset: boolean;
  readonly domain: Expression;
  readonly condition: Expression | null;
  readonly span: Span;
}

export interface Parameter {
  readonly kind: 'parameter';
  readonly name: Name;
  readonly type: TypeNode;
  readonly span: Span;
}

export interface OperationDeclaration extends Declared {
  readonly kind: 'operation';
  readonly atomic: boolean;
  /** What its step orders; null where nothing is said. */
  readonly order: Order | null;
  /** `on cpu`: the form for callers that are placed on a CPU. */
  readonly placed: boolean;
  readonly parameters: readonly Parameter[];
  readonly result: TypeNode | null;
  /** The source that it models; left out where nothing is said. */
  readonly anchor?: Anchor;
  readonly body: Block;
}

/** `actor vcpu[VCPUS] { … }`, `actor timer on cpu[0] as softirq when armed { … }`; its top-level `var`, `let` and `ghost` statements live as long as the state. */
export interface ActorDeclaration extends Declared {
  readonly kind: 'actor';
  /** `null`: a single actor, not an array of one. */
  readonly count: Expression | null;
  /** The number of the CPU after `on`; null: each instance has a CPU of its own. */
  readonly cpu: Expression | null;
  /** The word after `as`; null: a task. */
  readonly context: Name | null;
  /** What every step waits for. */
  readonly guard: Expression | null;
  /** The source that it models, of steps that have no anchor of their own; left out where nothing is said. */
  readonly anchor?: Anchor;
  readonly operations: readonly OperationDeclaration[];
  readonly body: Block;
}

/** `action NAME(x in S) when guard { effect }` */
export interface ActionDeclaration extends Declared {
  readonly kind: 'action';
  readonly parameters: readonly Binder[];
  readonly guard: Expression | null;
  readonly body: Block;
}
