import type { ActorDeclaration, Expression, ObjectDeclaration } from '@mmspec/syntax';
import { typeOf } from '@mmspec/semantics';
import type { BinderTypes, ConcreteType, Flow, FlowLocal, FlowResult, Frame, LocalNode, World } from '@mmspec/semantics';
import type { ActionInfo } from './atoms.ts';
import { bytesPerTemp, spend, type Budget } from './budget.ts';
import { boundsOf, isBoolean } from '../ir/fold.ts';
import type { Bounds } from '../ir/fold.ts';
import type { HoldingsOf } from './holdings.ts';
import type { Expr, Stmt, Temp } from '../ir/ir.ts';
import type { KindLayout, Layout } from './layout.ts';
import type { PropertyTable } from './property_table.ts';
import type { SymmetryBreaking } from './symmetry_breaking.ts';

/** A value: its type and its numbers, one for a scalar. */
export interface Value {
  readonly type: ConcreteType;
  readonly parts: readonly Expr[];
  /** Set for the words `none` and `forever`, whose number depends on where they stand. */
  readonly word?: 'none' | 'forever';
}

/** Members of a type are counted. */
export interface Counted {
  /** Index of the property that counts them; null: a step, or an initial value. */
  readonly property: number | null;
  /** How many there can be. */
  readonly most: number;
}

/** What lowering shares from beginning to end. */
export interface Lowering {
  readonly world: World;
  readonly flow: Flow;
  readonly layout: Layout;
  readonly properties: PropertyTable;
  readonly holdings: HoldingsOf;
  /** What properties over steps know about each action; filled before they are lowered. */
  actions: readonly ActionInfo[];
  /** By cell of a counter: the references that nobody had at the beginning. */
  rest: ReadonlyMap<number, number>;
  /** The last number given to a local of the generated code or a block. */
  counter: number;
  /** A step asks where another actor stands. */
  asksWhoRuns: boolean;
  /** What compiling may still take. */
  readonly budget: Budget;
  /** What tells members of a family apart. */
  readonly symmetryBreaking: SymmetryBreaking;
  readonly counted: Counted[];
  /** So many actors or objects have names of binders at a time, at most. */
  deepest: number;
}

/** Notes a binder inside of those that are around: for so many values at least it makes a difference how many there are. */
export function noteBinder({ lowering, binders, elements }: Context): void {
  lowering.deepest = Math.max(lowering.deepest, 1 + binders.size + elements.size);
}

/** Notes that members are counted, of which there can be so many. */
export function noteCounted({ lowering }: Context, most: number): void {
  lowering.counted.push({ property: lowering.symmetryBreaking.property, most });
}

/** Where an expression or item stands. `out` receives the statements that must run before its value. */
export interface Context {
  readonly lowering: Lowering;
  readonly frame: Frame;
  /** The kind that `self` belongs to; null in actions and properties. */
  readonly kind: KindLayout | null;
  /** The moving instance where it is not the one of the generated function. */
  readonly self?: Expr;
  readonly binders: ReadonlyMap<LocalNode, Value>;
  readonly locals: ReadonlyMap<FlowLocal, readonly Temp[]>;
  /** Elements of a `for` that is unrolled. */
  readonly elements: ReadonlyMap<FlowLocal, Value>;
  readonly results: ReadonlyMap<FlowResult, Value>;
  readonly out: Stmt[];
  readonly source: 'before' | 'after';
  /** Ends the evaluation: the step has no successor, or the property is false. */
  readonly fault: (property: string) => readonly Stmt[];
  /** Accesses are watched by `live when`. */
  readonly watch: boolean;
  /** The object that an invariant or `live when` inside `object` is about. */
  readonly own: { readonly declaration: ObjectDeclaration; readonly id: Expr } | null;
  /** Name of the action of the environment. */
  readonly environment?: string;
  /** Its parameters. */
  readonly parameters?: readonly FlowLocal[];
  /** In a property: over a state or a step. */
  readonly property: 'state' | 'step' | null;
  /** Expressions that make the property false where they are false, as what is undefined in them does. */
  readonly decisive?: ReadonlySet<Expression>;
}

/** Says that the spec uses something that cannot be lowered; caught in `lower` and shown as a diagnostic. */
export class Unsupported extends Error {
  readonly expression: { readonly span: Expression['span'] } | null;
  /** What to write in its place. */
  readonly help: string;
  constructor(
    message: string,
    at: { readonly span: Expression['span'] } | null,
    help: string = 'Store the value in a variable of its own first, and use that.',
  ) {
    super(message);
    this.expression = at;
    this.help = help;
  }
}

export function newTemp(lowering: Lowering, name: string, bounds: Bounds, boolean: boolean): Temp {
  lowering.counter += 1;
  spend(lowering.budget, bytesPerTemp);
  return { id: lowering.counter, name, min: bounds.min, max: bounds.max, boolean };
}

/** The value in a local of the generated code, so that it can be used again and later. */
export function hold(context: Context, value: Expr, name: string): Expr {
  if (value.kind === 'number' || value.kind === 'truth' || value.kind === 'me') return value;
  const temp = newTemp(context.lowering, name, boundsOf(value), isBoolean(value));
  context.out.push({ kind: 'let', temp, value, mutable: false });
  return { kind: 'temp', temp };
}

/** Lowers into a list of its own. */
export function apart<T>(context: Context, lower: (inner: Context) => T): { readonly result: T; readonly out: readonly Stmt[] } {
  const out: Stmt[] = [];
  const result = lower({ ...context, out });
  return { result, out };
}

/** Ends the evaluation where the condition is true. */
export function faultIf(context: Context, condition: Expr, property: string): void {
  if (condition.kind === 'truth' && !condition.value) return;
  const then = context.fault(property);
  if (condition.kind === 'truth') context.out.push(...then);
  else context.out.push({ kind: 'if', condition, then, else: [] });
}

/** The type of an expression where it stands; null where only the other side of an operator could tell. */
export function typeIn(context: Context, expression: Expression): ConcreteType | null {
  const binders: BinderTypes = new Map([...context.binders].map(([node, value]) => [node, value.type]));
  return typeOf(context.lowering.world, expression, context.frame, binders);
}

export function kindOf(context: Context, declaration: ActorDeclaration): KindLayout | undefined {
  return context.lowering.layout.kinds.get(declaration);
}
