import type { Span } from '@mmspec/source';
import type { Name } from './names.ts';

export type Expression =
  | NumberExpression
  | BooleanExpression
  | NoneExpression
  | ForeverExpression
  | SelfExpression
  | NameExpression
  | FieldExpression
  | IndexExpression
  | PrimeExpression
  | CallExpression
  | UnaryExpression
  | BinaryExpression
  | ConditionalExpression
  | RangeExpression
  | SetExpression
  | ComprehensionExpression
  | QuantifierExpression
  | CountExpression
  | SizeExpression
  | SumExpression
  | AtExpression
  | StepIsExpression
  | NewRefsExpression
  | HoldsExpression
  | RefsExpression
  | HoldersExpression
  | MoverExpression
  | EnabledExpression
  | QuiescentExpression
  | TemporalExpression
  | ErrorExpression;

export interface NumberExpression {
  readonly kind: 'number';
  readonly value: number;
  readonly span: Span;
}
export interface BooleanExpression {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly span: Span;
}
export interface NoneExpression {
  readonly kind: 'none';
  readonly span: Span;
}
export interface ForeverExpression {
  readonly kind: 'forever';
  readonly span: Span;
}
export interface SelfExpression {
  readonly kind: 'self';
  readonly span: Span;
}
/** A variable, constant, variant, define, tag, pool, actor or the keyword-like set `actor`. */
export interface NameExpression extends Loaded {
  readonly kind: 'name_expression';
  readonly name: Name;
  readonly span: Span;
}
export interface FieldExpression extends Loaded {
  readonly kind: 'field';
  readonly object: Expression;
  readonly name: Name;
  readonly span: Span;
}
export interface IndexExpression extends Loaded {
  readonly kind: 'index';
  readonly array: Expression;
  readonly index: Expression;
  readonly span: Span;
}
/** A load as the kernel writes it: `READ_ONCE(x)` is `x`, and says how it is ordered. */
export type LoadMacro = 'READ_ONCE' | 'smp_load_acquire' | 'rcu_dereference';
interface Loaded {
  /** Left out: written as it is. */
  readonly macro?: LoadMacro;
}
/** `x'`: the value after the step. */
export interface PrimeExpression {
  readonly kind: 'prime';
  readonly operand: Expression;
  readonly span: Span;
}
/**
 * `f(a, b)`: an operation, a define, a built-in (`get try_get put freeze unfreeze count touch xchg cmpxchg
 * append pop insert remove remove_at first last find index min max rest`), or a record (`Pte(frame: f)`, where each argument has a label).
 */
export interface CallExpression {
  readonly kind: 'call';
  readonly callee: Name;
  readonly arguments: readonly Argument[];
  readonly span: Span;
}
export interface Argument {
  readonly kind: 'argument';
  readonly label: Name | null;
  readonly value: Expression;
  readonly span: Span;
}
export interface UnaryExpression {
  readonly kind: 'unary';
  readonly operator: 'not' | '-';
  readonly operand: Expression;
  readonly span: Span;
}
export type BinaryOperator =
  'implies' | 'iff' | 'or' | 'and' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'within' | '+' | '-' | '*' | '/' | '%';
export interface BinaryExpression {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}
/** `a if c else b` */
export interface ConditionalExpression {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly consequent: Expression;
  readonly alternative: Expression;
  readonly span: Span;
}
/** `a..b` as a set */
export interface RangeExpression {
  readonly kind: 'range';
  readonly low: Expression;
  readonly high: Expression;
  readonly span: Span;
}
/** `{a, b}`, `{}` */
export interface SetExpression {
  readonly kind: 'set';
  readonly elements: readonly Expression[];
  readonly span: Span;
}
/** `{x in S where p}` */
export interface ComprehensionExpression {
  readonly kind: 'comprehension';
  readonly binder: Binder;
  readonly condition: Expression;
  readonly span: Span;
}
/** `forall x in S where q: p` */
export interface QuantifierExpression {
  readonly kind: 'quantifier';
  readonly quantifier: 'forall' | 'exists';
  readonly binder: Binder;
  readonly condition: Expression | null;
  readonly body: Expression;
  readonly span: Span;
}
/** `|x in S: p|` */
export interface CountExpression {
  readonly kind: 'count';
  readonly binder: Binder;
  readonly body: Expression;
  readonly span: Span;
}
/** `sum(x in S where p: e)` */
export interface SumExpression {
  readonly kind: 'sum';
  readonly binder: Binder;
  readonly condition: Expression | null;
  readonly body: Expression;
  readonly span: Span;
}
/** `|S|`, of a set or a sequence */
export interface SizeExpression {
  readonly kind: 'size';
  readonly operand: Expression;
  readonly span: Span;
}

/** `A at L`, `A at {a, b..c, done}`; `done` is the path of the one part `done`. */
export interface AtExpression {
  readonly kind: 'at';
  readonly actor: Expression;
  readonly places: readonly PlaceRange[];
  readonly span: Span;
}
/** `step is L` */
export interface StepIsExpression {
  readonly kind: 'step_is';
  readonly path: StepPath;
  readonly span: Span;
}
/** `[no] new refs [on f] [by S]`; `on` null: the object of the surrounding declaration. */
export interface NewRefsExpression {
  readonly kind: 'new_refs';
  readonly negated: boolean;
  readonly on: Expression | null;
  readonly by: Expression | null;
  readonly span: Span;
}
/** `a holds f` */
export interface HoldsExpression {
  readonly kind: 'holds';
  readonly actor: Expression;
  readonly target: Expression;
  readonly span: Span;
}
/** `refs(f)`, `refs(f by S)`, `refs(by S)`, `refs` */
export interface RefsExpression {
  readonly kind: 'refs';
  readonly target: Expression | null;
  readonly by: Expression | null;
  readonly span: Span;
}
/** `holders(f)`, `holders` */
export interface HoldersExpression {
  readonly kind: 'holders';
  readonly target: Expression | null;
  readonly span: Span;
}
export interface MoverExpression {
  readonly kind: 'mover';
  readonly span: Span;
}
/** `enabled(A)`, `enabled(A.label)`, `enabled(A[0].label)` */
export interface EnabledExpression {
  readonly kind: 'enabled';
  readonly path: StepPath;
  readonly span: Span;
}
export interface QuiescentExpression {
  readonly kind: 'quiescent';
  readonly span: Span;
}
/** `always p`, `eventually p` (left null), `p until q`, `p leads to q` */
export interface TemporalExpression {
  readonly kind: 'temporal_expression';
  readonly operator: 'always' | 'eventually' | 'until' | 'leads_to';
  readonly left: Expression | null;
  readonly right: Expression;
  readonly span: Span;
}
export interface ErrorExpression {
  readonly kind: 'error_expression';
  readonly span: Span;
}

/** `get`, `gup.deref`, `vcpu[0].get`, `g3.try_get`: an optional actor with an optional index, then labels and operations. */
export interface StepPath {
  readonly kind: 'step_path';
  readonly parts: readonly Name[];
  /** The index after the first part, in `vcpu[0].get`. */
  readonly index: Expression | null;
  readonly span: Span;
}

/** A place, or `low..high` in text order. */
export interface PlaceRange {
  readonly kind: 'place_range';
  readonly low: StepPath;
  readonly high: StepPath | null;
  readonly span: Span;
}

/** `x in S` */
export interface Binder {
  readonly kind: 'binder';
  readonly name: Name;
  readonly domain: Expression;
  readonly span: Span;
}
