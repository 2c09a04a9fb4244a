import type { Span } from '@mmspec/source';

/*
 * The tree of a file. Plain immutable data: it crosses to a worker as it is.
 * Every node has `kind` and `span`; unions are switched on `kind`, exhaustively.
 * Half-typed text gives a tree too: a part that is missing is an `error` expression, or an empty name.
 */

export interface Name {
  readonly kind: 'name';
  /** Empty where the name is missing. */
  readonly text: string;
  readonly span: Span;
}

export interface Comment {
  readonly kind: 'comment';
  /** Without the slashes: `//` is `line`, `///` is `doc`. */
  readonly style: 'line' | 'doc';
  readonly text: string;
  readonly span: Span;
  /** True where nothing but blanks stands before it on its line. */
  readonly ownLine: boolean;
}

export interface Module {
  readonly kind: 'module';
  /** The dotted name after `module`. */
  readonly name: readonly Name[];
  readonly imports: readonly Import[];
  readonly items: readonly Item[];
  /** All comments of the file in text order, doc comments included. */
  readonly comments: readonly Comment[];
  readonly span: Span;
}

export interface Import {
  readonly kind: 'import';
  readonly path: readonly Name[];
  readonly span: Span;
}

// ---------------------------------------------------------------- declarations

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

interface Declared {
  readonly name: Name;
  readonly span: Span;
  /** Lines of `///` right above, without the slashes and one leading blank. */
  readonly doc: readonly string[];
}

/** `const VCPUS: 1..4 = 2` */
export interface ConstDeclaration extends Declared {
  readonly kind: 'const';
  readonly type: Type;
  readonly value: Expression;
}

/** `variant order: ref_first | safe_first = ref_first`, `variant v: bool = true`, `variant m: Mapping = file` */
export interface VariantDeclaration extends Declared {
  readonly kind: 'variant';
  readonly type: Type;
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
  readonly type: Type;
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

/** `shared [owns] x: T = e`, `ghost x: T = e`, and the fields of objects. */
export interface VariableDeclaration extends Declared {
  readonly kind: 'variable';
  readonly storage: 'shared' | 'ghost' | 'field';
  readonly owns: boolean;
  readonly type: Type;
  readonly initial: Expression | null;
}

export interface Parameter {
  readonly kind: 'parameter';
  readonly name: Name;
  readonly type: Type;
  readonly span: Span;
}

export interface OperationDeclaration extends Declared {
  readonly kind: 'operation';
  readonly atomic: boolean;
  /** `on cpu`: the form for callers that are placed on a CPU. */
  readonly placed: boolean;
  readonly parameters: readonly Parameter[];
  readonly result: Type | null;
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

/** `x in S` */
export interface Binder {
  readonly kind: 'binder';
  readonly name: Name;
  readonly domain: Expression;
  readonly span: Span;
}

// ---------------------------------------------------------------- types

export type Type = BoolType | RangeType | NamedType | TagsType | OptionType | ArrayType | SetType | SequenceType | ReferenceType | ErrorType;

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
  readonly element: Type;
  readonly span: Span;
}
/** `T[K]`; `T[J][K]` is indexed `x[j][k]`, as in C: the outer node has the key `J`. */
export interface ArrayType {
  readonly kind: 'array_type';
  readonly element: Type;
  readonly key: Key;
  readonly span: Span;
}
/** `set<K>`; K is an enum, actor, object pool, range or `bool`. */
export interface SetType {
  readonly kind: 'set_type';
  readonly element: Type;
  readonly span: Span;
}
/** `seq<T, N>` */
export interface SequenceType {
  readonly kind: 'seq_type';
  readonly element: Type;
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

// ---------------------------------------------------------------- statements

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
  readonly span: Span;
}

/** `[owns] var x: T = e`, `[owns] let x [: T] = e`, `ghost x: T = e` */
export interface LocalDeclaration {
  readonly kind: 'local';
  readonly storage: 'var' | 'let' | 'ghost';
  readonly owns: boolean;
  readonly name: Name;
  /** `null` only for `let`. */
  readonly type: Type | null;
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
  readonly span: Span;
}

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

/** `repeat K { … }`; `loop { … }` has `count` null and is `repeat forever`. */
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

/** `atomic { … }`, `atomic when c { … }` */
export interface AtomicStatement {
  readonly kind: 'atomic';
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

// ---------------------------------------------------------------- expressions

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
export interface NameExpression {
  readonly kind: 'name_expression';
  readonly name: Name;
  readonly span: Span;
}
export interface FieldExpression {
  readonly kind: 'field';
  readonly object: Expression;
  readonly name: Name;
  readonly span: Span;
}
export interface IndexExpression {
  readonly kind: 'index';
  readonly array: Expression;
  readonly index: Expression;
  readonly span: Span;
}
/** `x'`: the value after the step. */
export interface PrimeExpression {
  readonly kind: 'prime';
  readonly operand: Expression;
  readonly span: Span;
}
/**
 * `f(a, b)`: an operation, a define, a built-in (`get try_get put freeze unfreeze count touch xchg cmpxchg
 * append pop index min max rest`), or a record (`Pte(frame: f)`, where each argument has a label).
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
/** `|S|`, of a set or a sequence */
export interface SizeExpression {
  readonly kind: 'size';
  readonly operand: Expression;
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

// ---------------------------------------------------------------- properties and checks

/** `invariant p: e [expect violated]` over states, or over steps where it mentions one. */
export interface InvariantDeclaration extends Declared {
  readonly kind: 'invariant';
  readonly body: Expression;
  readonly expectViolated: boolean;
}
export interface TemporalDeclaration extends Declared {
  readonly kind: 'temporal';
  readonly body: Expression;
  readonly fairness: Fairness | null;
  readonly expectViolated: boolean;
}
export interface PossibleDeclaration extends Declared {
  readonly kind: 'possible';
  readonly body: Expression;
  readonly expectViolated: boolean;
}
export interface ReachableDeclaration extends Declared {
  readonly kind: 'reachable';
  readonly body: Expression;
  readonly expectViolated: boolean;
}

/** `under fair`, `under fair a, strongly fair b.put` */
export interface Fairness {
  readonly kind: 'fairness';
  readonly items: readonly FairnessItem[];
  readonly span: Span;
}
export interface FairnessItem {
  readonly kind: 'fairness_item';
  readonly strong: boolean;
  readonly path: StepPath | null;
  readonly span: Span;
}

/** `check NAME [of A, B] [for a in S, b where P] { settings } [expect …]` */
export interface CheckDeclaration extends Declared {
  readonly kind: 'check';
  /** Empty: all properties. */
  readonly of: readonly PropertyPath[];
  readonly matrix: readonly MatrixAxis[];
  readonly where: Expression | null;
  readonly settings: readonly Setting[];
  readonly expectation: Expectation | null;
}
/** `a in S`, or `a` alone: all its values. */
export interface MatrixAxis {
  readonly kind: 'matrix_axis';
  readonly name: Name;
  readonly domain: Expression | null;
  readonly span: Span;
}
export type Setting = ValueSetting | MemorySetting | IgnoreSetting;
export interface ValueSetting {
  readonly kind: 'value_setting';
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
}
/** `memory tso` */
export interface MemorySetting {
  readonly kind: 'memory_setting';
  readonly model: Name;
  readonly span: Span;
}
/** `ignore deadlock, overflow`: implicit properties that this check does not judge. */
export interface IgnoreSetting {
  readonly kind: 'ignore_setting';
  readonly names: readonly PropertyPath[];
  readonly span: Span;
}

/** `expect holds [A, …]`, `expect violates A within 15, B`, `expect deadlocks`; several clauses may follow one another. */
export interface Expectation {
  readonly kind: 'expectation';
  readonly clauses: readonly ExpectationClause[];
  readonly span: Span;
}
export interface ExpectationClause {
  readonly kind: 'expectation_clause';
  readonly verdict: 'holds' | 'violates' | 'deadlocks';
  readonly items: readonly ExpectationItem[];
  /** `when c` after a bare `holds` or `deadlocks`. */
  readonly when: Expression | null;
  readonly span: Span;
}
export interface ExpectationItem {
  readonly kind: 'expectation_item';
  readonly property: PropertyPath;
  readonly within: Expression | null;
  readonly fairness: Fairness | null;
  readonly when: Expression | null;
  readonly span: Span;
}
/** `no_new_refs`, `walker.touch`, `Type.live`, `range of folio.safe`, `deadlock` */
export interface PropertyPath {
  readonly kind: 'property_path';
  readonly parts: readonly Name[];
  /** The variable after `of`. */
  readonly of: readonly Name[];
  readonly span: Span;
}

/** `scenario NAME { a ; b ;; c } is possible`, `scenario NAME { a ; b waits at l ; deadlock }` */
export interface ScenarioDeclaration extends Declared {
  readonly kind: 'scenario';
  readonly steps: readonly ScenarioStep[];
  /** How it ends; null: with its last step. */
  readonly end: ScenarioEnd | null;
  readonly settings: readonly Setting[];
  readonly expected: 'possible' | 'impossible' | null;
}
export interface ScenarioStep {
  readonly kind: 'scenario_step';
  readonly path: StepPath;
  /** `a waits`, `a waits at l`: the actor of the path stands there and cannot move; null: it takes a step. */
  readonly waits: ScenarioWait | null;
  /** True after `;;`: nothing may come between this step and the one before. */
  readonly immediate: boolean;
  readonly span: Span;
}

/** `waits`, `waits at l` */
export interface ScenarioWait {
  readonly kind: 'scenario_wait';
  /** Null: anywhere. */
  readonly place: StepPath | null;
  readonly span: Span;
}

/** `deadlock`, `violates p` */
export interface ScenarioEnd {
  readonly kind: 'scenario_end';
  /** The property that the run violates in the end. */
  readonly property: PropertyPath;
  /** Written as `deadlock`. */
  readonly isDeadlock: boolean;
  readonly immediate: boolean;
  readonly span: Span;
}

export type Node =
  | Name
  | Module
  | Import
  | Item
  | RecordField
  | LiveDeclaration
  | Parameter
  | Binder
  | Type
  | Key
  | Block
  | Statement
  | Expression
  | Argument
  | StepPath
  | PlaceRange
  | Fairness
  | FairnessItem
  | MatrixAxis
  | Setting
  | Expectation
  | ExpectationClause
  | ExpectationItem
  | PropertyPath
  | ScenarioStep
  | ScenarioWait
  | ScenarioEnd;
