import type { Span } from '@mmspec/source';
import type { Anchor, Name } from './names.ts';
import type { Binder, CallExpression, Expression } from './expressions.ts';
import type { TypeNode } from './types.ts';

export interface Block {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
  readonly span: Span;
}

export type Statement =
  | LabelStatement
  | LocalDeclaration
  | AssignStatement
  | CallStatement
  | IfStatement
  | WhileStatement
  | RepeatStatement
  | EitherStatement
  | ChooseStatement
  | AwaitStatement
  | AtomicStatement
  | ForStatement
  | AssertStatement
  | BreakStatement
  | ContinueStatement
  | GotoStatement
  | ReturnStatement
  | SkipStatement
  | ErrorStatement;

/** `get:`; covers the statements after it up to the next label of the same block. */
export interface LabelStatement {
  readonly kind: 'label';
  readonly name: Name;
  /** The source that the steps model; left out where nothing is said. */
  readonly anchor?: Anchor;
  readonly span: Span;
}

/** `[owns [n]] var x: T = e`, `[owns [n]] let x [: T] = e`, `ghost x: T = e` */
export interface LocalDeclaration {
  readonly kind: 'local';
  readonly storage: 'var' | 'let' | 'ghost';
  readonly owns: boolean;
  /** `owns n`: how many references; left out for one. */
  readonly weight?: Expression;
  readonly name: Name;
  /** `null` only for `let`. */
  readonly type: TypeNode | null;
  readonly initial: Expression;
  readonly doc: readonly string[];
  readonly span: Span;
}

/** `x = e`, `x += e`, `x -= e`; for sets `+=` is union and `-=` difference. */
export interface AssignStatement {
  readonly kind: 'assign';
  readonly target: Expression;
  readonly operator: '=' | '+=' | '-=';
  readonly value: Expression;
  /** Left out: written with its operator. */
  readonly macro?: StoreMacro;
  readonly span: Span;
}
/** A store as the kernel writes it: `WRITE_ONCE(x, e)` is `x = e`, and says how it is ordered. */
export type StoreMacro = 'WRITE_ONCE' | 'smp_store_release' | 'rcu_assign_pointer' | 'smp_store_mb';

/** An operation or a built-in one called for its effect. */
export interface CallStatement {
  readonly kind: 'call_statement';
  readonly call: CallExpression;
  readonly span: Span;
}

export interface IfStatement {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly consequent: Block;
  /** A block, another `if` for `else if`, or `null`. */
  readonly alternative: Block | IfStatement | null;
  readonly span: Span;
}

export interface WhileStatement {
  readonly kind: 'while';
  readonly condition: Expression;
  readonly body: Block;
  readonly span: Span;
}

/** `repeat K { ... }`; `loop { ... }` has `count` null and is `repeat forever`. */
export interface RepeatStatement {
  readonly kind: 'repeat';
  readonly count: Expression | null;
  readonly body: Block;
  readonly span: Span;
}

export interface EitherStatement {
  readonly kind: 'either';
  readonly branches: readonly Block[];
  readonly span: Span;
}

/** `choose x in S where p` declares x, or assigns where `target` is a field or a variable in scope. */
export interface ChooseStatement {
  readonly kind: 'choose';
  /** `choose s within S`: any subset. */
  readonly subset: boolean;
  readonly target: Expression;
  readonly domain: Expression;
  readonly condition: Expression | null;
  readonly span: Span;
}

export interface AwaitStatement {
  readonly kind: 'await';
  readonly idle: boolean;
  readonly condition: Expression;
  readonly span: Span;
}

/**
 * What an atomic step orders, beside what it does, under `memory tso` and `memory weak`.
 * `read` and `write` stand on barriers alone; `enter` and `leave` are the marks of a section that others wait for.
 */
export type OrderWord = 'relaxed' | 'acquire' | 'release' | 'full' | 'read' | 'write' | 'lock' | 'unlock' | 'enter' | 'leave';

/** `acquire`, `section enter`: the words after `atomic`. */
export interface Order {
  readonly word: OrderWord;
  readonly span: Span;
}

/** `atomic [order] { … }`, `atomic [order] when c { … }`; with an order and nothing in it a barrier, which is no step. */
export interface AtomicStatement {
  readonly kind: 'atomic';
  readonly order: Order | null;
  readonly when: Expression | null;
  readonly body: Block;
  readonly span: Span;
}

/** `for x in S where p { … }`, inside `atomic` only. */
export interface ForStatement {
  readonly kind: 'for';
  readonly binder: Binder;
  readonly condition: Expression | null;
  readonly body: Block;
  readonly span: Span;
}

export interface AssertStatement {
  readonly kind: 'assert';
  readonly condition: Expression;
  readonly span: Span;
}
export interface BreakStatement {
  readonly kind: 'break';
  readonly span: Span;
}
export interface ContinueStatement {
  readonly kind: 'continue';
  readonly span: Span;
}
export interface GotoStatement {
  readonly kind: 'goto';
  readonly label: Name;
  readonly span: Span;
}
export interface ReturnStatement {
  readonly kind: 'return';
  readonly value: Expression | null;
  readonly span: Span;
}
export interface SkipStatement {
  readonly kind: 'skip';
  readonly span: Span;
}
export interface ErrorStatement {
  readonly kind: 'error_statement';
  readonly span: Span;
}
