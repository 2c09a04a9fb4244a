import type { FlowLocal, FlowValue, Location } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import { hold, newTemp, Unsupported } from './context.ts';
import type { Context, Value } from './context.ts';
import { boolean, lowerValue } from './expressions.ts';
import { asTruth, boundsOf, isBoolean, no, truth } from '../ir/fold.ts';
import { instanceOf } from './instances.ts';
import type { Expr, Leaf, LeafReference } from '../ir/ir.ts';
import { instanceCell } from './layout.ts';
import { faultProperty } from './property_table.ts';
import { partsOfType } from './scalars.ts';

/*
 * A path through a step: what was executed on it, and where what happens on it goes.
 */

/** What grows while a step is lowered. */
export interface StepBuilder {
  readonly leaves: Leaf[];
  readonly marks: (readonly string[])[];
  /** Where the step stands in the text. */
  readonly span: Expression['span'] | null;
}

/** Each set of marks makes an action of its own. */
const marksMax = 12;

/** A path through the step, up to somewhere. */
export interface StepPath {
  readonly builder: StepBuilder;
  /** Paths executed for certain. */
  readonly executed: readonly (readonly string[])[];
  /** True inside one side of an `if` that joins again, or a round of a `for`. */
  readonly conditional: boolean;
  /** Locals that may have a value in their cells: in scope before the step, or declared on the way. */
  readonly alive: readonly FlowLocal[];
  /** What follows a round of the `for` around. */
  readonly element: Continuation | null;
  /** What the path ends in: a location of an actor, or nothing to note. */
  readonly from: Location | null;
}

/** Lowers what follows, in the context in which a path ended. */
export type Continuation = (context: Context, stepPath: StepPath) => void;

export function sameName(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, at) => part === b[at]);
}

/** Notes that a statement was executed; where not all paths to the leaf come by, at run time. */
export function execute(context: Context, stepPath: StepPath, path: readonly string[]): StepPath {
  if (stepPath.executed.some((known) => sameName(known, path))) return stepPath;
  if (stepPath.conditional) {
    const { marks } = stepPath.builder;
    let bit = marks.findIndex((known) => sameName(known, path));
    if (bit < 0) bit = marks.push(path) - 1;
    if (bit >= marksMax)
      throw new Unsupported(`more than ${marksMax} labels of one step stand where only some of its paths pass`, {
        span: stepPath.builder.span ?? { file: 0, start: 0, end: 1 },
      });
    context.out.push({ kind: 'mark', bit });
  }
  return { ...stepPath, executed: [...stepPath.executed, path] };
}

/** The leaf of a path that ends here. */
export function leafOf(context: Context, stepPath: StepPath): LeafReference {
  const { leaves, marks } = stepPath.builder;
  const open = marks.slice();
  const known = leaves.findIndex(
    (leaf) =>
      leaf.marks.length === open.length &&
      leaf.executed.length === stepPath.executed.length &&
      leaf.executed.every((path, at) => sameName(path, stepPath.executed[at] ?? [])),
  );
  const leaf = known >= 0 ? known : leaves.push({ executed: stepPath.executed, marks: open }) - 1;
  const instance = instanceOf(context);
  return { leaf, marked: open.length > 0, ...(instance === null ? {} : { instance }) };
}

/** The context in which faults end this path. */
export function faulting(context: Context, stepPath: StepPath): Context {
  const { lowering } = context;
  return { ...context, fault: (name) => [{ kind: 'fault', leaf: leafOf(context, stepPath), property: faultProperty(lowering.properties, name) }] };
}

/** The truth of a value that control handed over. */
export function truthOf(context: Context, value: FlowValue): Expr {
  return asTruth(valueOf(context, value).parts[0] ?? no);
}

export function valueOf(context: Context, value: FlowValue): Value {
  switch (value.kind) {
    case 'known':
      return boolean(truth(value.value));
    case 'result':
      return context.results.get(value.result) ?? boolean(no);
    case 'expression':
      return lowerValue({ ...context, frame: value.scoped.frame }, value.scoped.expression);
  }
}

/** Gives a local its first value on this path: in its cells, or in a local of the generated code. */
export function declareIn(context: Context, local: FlowLocal, parts: readonly Expr[]): Context {
  const cells = context.kind?.locals.get(local);
  if (context.kind !== null && cells !== undefined) {
    const { kind } = context;
    const values = parts.length > 1 ? parts.map((part) => hold(context, part, 'part')) : parts;
    values.forEach((value, at) => context.out.push({ kind: 'store', cell: instanceCell(kind, cells.offset + at), value }));
    return context;
  }
  if (local.alias !== null) return context;
  const temps = parts.map((part, at) => {
    const bounds = isMutable(local) ? widened(context, local, part, at) : boundsOf(part);
    const temp = newTemp(context.lowering, local.name, bounds, isBoolean(part));
    context.out.push({ kind: 'let', temp, value: part, mutable: isMutable(local) });
    return temp;
  });
  return { ...context, locals: new Map([...context.locals, [local, temps]]) };
}

/** A `let` that owns a reference is emptied by `put`. */
export function isMutable(local: FlowLocal): boolean {
  return !local.immutable || local.owns;
}

/** A variable may get any value of its type later. */
function widened(context: Context, local: FlowLocal, part: Expr, at: number): { readonly min: number; readonly max: number } {
  const bounds = boundsOf(part);
  const all = partsOfType(context.lowering.world, local.type)[at]?.bounds ?? bounds;
  return { min: Math.min(all.min, bounds.min), max: Math.max(all.max, bounds.max) };
}
