import type { Diagnostic } from '@mmspec/source';
import type {
  ActionDeclaration,
  ActorDeclaration,
  CallExpression,
  Expression,
  LabelStatement,
  OperationDeclaration,
  RepeatStatement,
  Statement,
} from '@mmspec/syntax';
import type { LocalNode } from '../model.ts';
import type { ConcreteType, World } from '../world/world.ts';

/*
 * Control flow of an actor under one setting, with operations inlined.
 * A location is the next step (or `done`). A step has a tree: what happens from taking it until the next location.
 * A tree is a list of items that always run in order, and an end; ends branch, so that every path of the tree ends in
 * a `leaf` (the next location) or `blocked` (on this path the step cannot be taken). Faults are not ends: any item may fault.
 */

/** The activation of an operation at one call, or the text of the actor or action itself. */
export interface Frame {
  /** Unique within the flow; the root is 0. */
  readonly id: number;
  /** Null for the root. */
  readonly parent: Frame | null;
  /** Null for the root. */
  readonly call: { readonly statement: Statement; readonly expression: CallExpression } | null;
  readonly operation: OperationDeclaration | null;
  readonly actor: ActorDeclaration | null;
  /** Labels and operations up to and including this operation. */
  readonly path: readonly string[];
  /** Names of the operations that are called, outermost first. */
  readonly operations: readonly string[];
  /** Starts of their call statements, outermost first. */
  readonly chain: readonly number[];
  /** True where the whole activation lies within one step. */
  readonly atomic: boolean;
  /** Locals declared in this activation, parameters included; grows while the flow is built. */
  readonly locals: Map<LocalNode | RepeatStatement, FlowLocal>;
}

/** A local of one activation. */
export interface FlowLocal {
  /** Unique within the flow. */
  readonly id: number;
  readonly name: string;
  readonly node: LocalNode | RepeatStatement;
  readonly frame: Frame;
  readonly type: ConcreteType;
  /** `top`: declared at the top level of an actor, lives for ever. `counter`: completed rounds of a `repeat`. */
  readonly role: 'top' | 'scoped' | 'parameter' | 'counter';
  readonly owns: boolean;
  readonly ghost: boolean;
  /** Declared by `let`, or a parameter. */
  readonly immutable: boolean;
  /** The argument of a parameter, as written at the call. */
  readonly argument: Scoped | null;
  /** The argument or initialiser, where the local is immutable and this is static: its value needs no storage. */
  readonly alias: Scoped | null;
}

/** An expression and the activation in which its names are meant. */
export interface Scoped {
  readonly expression: Expression;
  readonly frame: Frame;
}

/** A value that control handed over: of an expression, a result known on this path, or the result of an effect. */
export type FlowValue =
  | { readonly kind: 'expression'; readonly scoped: Scoped }
  | { readonly kind: 'known'; readonly value: boolean }
  | { readonly kind: 'result'; readonly result: FlowResult };

/** What an effect returned, to be used later on the same path. */
export interface FlowResult {
  readonly id: number;
  readonly type: ConcreteType;
}

/** Where an item comes from: the statement, and the path that `step is` matches. */
interface Origin {
  readonly statement: Statement | null;
  readonly frame: Frame;
  readonly path: readonly string[];
}

export type FlowItem = Origin &
  (
    | { readonly kind: 'mark' } // a statement that only moves control was executed
    /** A value that nobody keeps: it may fault, or touch an object. */
    | { readonly kind: 'evaluate'; readonly value: FlowValue }
    | { readonly kind: 'declare'; readonly local: FlowLocal; readonly value: FlowValue }
    | { readonly kind: 'assign'; readonly target: Scoped; readonly operator: '=' | '+=' | '-='; readonly value: FlowValue; readonly ghost: boolean }
    | { readonly kind: 'effect'; readonly effect: Effect; readonly result: FlowResult | null }
    | { readonly kind: 'assert'; readonly condition: Scoped; readonly property: string }
    /** A `repeat` begins: no round is completed. */
    | { readonly kind: 'counter'; readonly local: FlowLocal }
    /** Both sides run through: control joins after it, with the same references held or the ledger complains. */
    | { readonly kind: 'if'; readonly condition: FlowValue; readonly negated: boolean; readonly then: readonly FlowItem[]; readonly else: readonly FlowItem[] }
    /** The body runs through for each element. */
    | { readonly kind: 'for'; readonly local: FlowLocal; readonly domain: Scoped; readonly condition: Scoped | null; readonly body: readonly FlowItem[] }
  );

/** A call of a built-in that changes something. `frame` is that of the arguments. */
export interface Effect {
  readonly builtin: EffectName;
  readonly call: CallExpression;
  readonly arguments: readonly Expression[];
  readonly frame: Frame;
}
/** Built-ins that change something, but for those that change a count. */
export const effectNames = [
  'get',
  'try_get',
  'put',
  'sub_and_test',
  'freeze',
  'unfreeze',
  'touch',
  'xchg',
  'cmpxchg',
  'append',
  'pop',
  'insert',
  'remove',
  'remove_at',
  'might_sleep',
] as const;
export type EffectName = (typeof effectNames)[number] | CountEffectName;
/** Built-ins that change a count of the CPU or of the actor. */
export type CountEffectName =
  'irq_count_inc' | 'irq_count_dec' | 'bh_count_inc' | 'bh_count_dec' | 'preempt_count_inc' | 'preempt_count_dec' | 'rcu_depth_inc' | 'rcu_depth_dec';

export interface Tree {
  readonly items: readonly FlowItem[];
  readonly end: TreeEnd;
}

export type TreeEnd =
  /** The next location; null is `done`. */
  | { readonly kind: 'leaf'; readonly target: Location | null }
  /** On this path the step cannot be taken. */
  | { readonly kind: 'blocked' }
  | (Origin & { readonly kind: 'branch'; readonly condition: FlowValue; readonly negated: boolean; readonly then: Tree; readonly else: Tree })
  /** The end of a round of a `repeat`: if `counter + 1 < limit` then the counter is incremented for `again`, else `leave`. */
  | (Origin & { readonly kind: 'rounds'; readonly local: FlowLocal; readonly limit: number; readonly again: Tree; readonly leave: Tree })
  /** `try_get`, `freeze`, `cmpxchg` or `remove`, with its two outcomes. */
  | (Origin & { readonly kind: 'attempt'; readonly effect: Effect; readonly success: Tree; readonly failure: Tree })
  /** Blocked where the condition is false. */
  | (Origin & { readonly kind: 'await'; readonly condition: Scoped; readonly idle: boolean; readonly next: Tree })
  /** One branch for each element; blocked where there is none. Declares `local`, or assigns `target`. */
  | (Origin & {
      readonly kind: 'choose';
      /** Any subset of the domain, in place of one element. */
      readonly subset: boolean;
      readonly local: FlowLocal | null;
      readonly target: Scoped | null;
      readonly domain: Scoped;
      readonly condition: Scoped | null;
      readonly next: Tree;
    })
  /** An `either` inside an atomic step: one outcome for each branch that is not blocked. */
  | (Origin & { readonly kind: 'either'; readonly branches: readonly Tree[] })
  /** A `for` whose body may leave it; a path of `body` that ends in `next_element` goes on with the next one. */
  | (Origin & {
      readonly kind: 'for_each';
      readonly local: FlowLocal;
      readonly domain: Scoped;
      readonly condition: Scoped | null;
      readonly body: Tree;
      readonly next: Tree;
    })
  | { readonly kind: 'next_element' };

/** A place between two steps. */
export interface Location {
  /** Index in `ActorFlow.locations`. */
  readonly id: number;
  /** The step's statement; of an `either` whose branches are the candidates, the `either`. */
  readonly statement: Statement;
  readonly frame: Frame;
  /** Labels and operations down to the statement: what people see, and what `at` matches. */
  readonly path: readonly string[];
  /** Starts of the statements from the actor's text inwards. */
  readonly chain: readonly number[];
  /** One, or the first steps of the branches of an `either`. */
  readonly candidates: readonly Step[];
  /** Stored locals that have a value here, outermost first; those of role `top` are not listed. */
  readonly scope: readonly FlowLocal[];
  /** Waiting here for ever is legal: all candidates begin with an `idle await`. */
  readonly idle: boolean;
  /** The actor is placed on a CPU, and all candidates begin with `might_sleep`: a task that stands here lets others run. */
  readonly sleeps: boolean;
}

export interface Step {
  /** Index in `ActorFlow.steps`. */
  readonly id: number;
  readonly statement: Statement;
  readonly frame: Frame;
  readonly path: readonly string[];
  /** The operations that are being called, outermost first; with the atomic one that the step calls. */
  readonly operations: readonly string[];
  /** Labels of the actor's own text that cover the step, outermost first. */
  readonly labels: readonly LabelStatement[];
  readonly tree: Tree;
}

/** The whole life of an actor kind. */
export interface ActorFlow {
  readonly actor: ActorDeclaration;
  readonly root: Frame;
  /** Local work from the beginning of the text to the first location. */
  readonly initial: Tree;
  readonly locations: readonly Location[];
  readonly steps: readonly Step[];
  /** All locals, in order of declaration. */
  readonly locals: readonly FlowLocal[];
  /** Locals of role `top`, in text order. */
  readonly top: readonly FlowLocal[];
  /** Locals that are in scope at some location, `top` ones included, in order of declaration. */
  readonly stored: readonly FlowLocal[];
}

/** An action of the environment: parameters, guard and effect in one tree whose leaves have a null target. */
export interface ActionFlow {
  readonly action: ActionDeclaration;
  readonly root: Frame;
  readonly locals: readonly FlowLocal[];
  readonly tree: Tree;
}

export interface Flow {
  readonly world: World;
  readonly actors: readonly ActorFlow[];
  readonly actions: readonly ActionFlow[];
  readonly diagnostics: readonly Diagnostic[];
}
