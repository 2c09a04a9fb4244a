import type { FlowLocal, FlowValue, Location, Tree } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import { apart, hold, newTemp, Unsupported } from './context.ts';
import type { Context, Value } from './context.ts';
import { codeOf, truthful } from './convert.ts';
import { lowerAttempt } from './effects.ts';
import { boolean, lowerTruth, lowerValue } from './expressions.ts';
import { asTruth, boundsOf, compare, isBoolean, lookup, no, not, number, numeric, truth } from './fold.ts';
import { lowerForEach } from './for_each.ts';
import { instanceOf } from './instances.ts';
import { lowerItems } from './items.ts';
import type { Expr, Leaf, LeafReference, Stmt } from './ir.ts';
import { instanceCell, locationCell } from './layout.ts';
import { placeOfLocal, readPlace, writePlace } from './places.ts';
import { fitValue } from './fit.ts';
import { lowerPlace } from './places.ts';
import { faultProperty } from './property_table.ts';
import { partsOfType } from './scalars.ts';
import { domainOf } from './sets.ts';
import type { Member } from './sets.ts';

/*
 * The tree of a step as statements. Paths that fork are nested, so that what follows a fork knows which way was taken.
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

/** A way through the step, up to somewhere. */
export interface Way {
  readonly builder: StepBuilder;
  /** Paths executed for certain. */
  readonly executed: readonly (readonly string[])[];
  /** True inside one side of an `if` that joins again, or a round of a `for`. */
  readonly conditional: boolean;
  /** Locals that may have a value in their cells: in scope before the step, or declared on the way. */
  readonly alive: readonly FlowLocal[];
  /** What follows a round of the `for` around. */
  readonly element: Continuation | null;
  /** What the way ends in: a location of an actor, or nothing to note. */
  readonly from: Location | null;
}

/** Lowers what follows, in the context in which a way ended. */
export type Continuation = (context: Context, way: Way) => void;

export function sameName(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, at) => part === b[at]);
}

/** Notes that a statement was executed; where not all ways to the leaf come by, at run time. */
export function execute(context: Context, way: Way, path: readonly string[]): Way {
  if (way.executed.some((known) => sameName(known, path))) return way;
  if (way.conditional) {
    const { marks } = way.builder;
    let bit = marks.findIndex((known) => sameName(known, path));
    if (bit < 0) bit = marks.push(path) - 1;
    if (bit >= marksMax) throw new Unsupported(`more than ${marksMax} labels of one step stand where only some of its ways come by`, { span: way.builder.span ?? { file: 0, start: 0, end: 1 } });
    context.out.push({ kind: 'mark', bit });
  }
  return { ...way, executed: [...way.executed, path] };
}

/** The leaf of a way that ends here. */
export function leafOf(context: Context, way: Way): LeafReference {
  const { leaves, marks } = way.builder;
  const open = marks.slice();
  const known = leaves.findIndex((leaf) => leaf.marks.length === open.length && leaf.executed.length === way.executed.length && leaf.executed.every((path, at) => sameName(path, way.executed[at] ?? [])));
  const leaf = known >= 0 ? known : leaves.push({ executed: way.executed, marks: open }) - 1;
  const instance = instanceOf(context);
  return { leaf, marked: open.length > 0, ...(instance === null ? {} : { instance }) };
}

/** The context in which faults end this way. */
export function faulting(context: Context, way: Way): Context {
  const { lowering } = context;
  return { ...context, fault: (name) => [{ kind: 'fault', leaf: leafOf(context, way), property: faultProperty(lowering.properties, name) }] };
}

export function lowerTree(outer: Context, way: Way, tree: Tree): void {
  const { context, way: after } = lowerItems(outer, way, tree.items);
  lowerEnd(context, after, tree);
}

function lowerEnd(context: Context, way: Way, tree: Tree): void {
  const { end } = tree;
  switch (end.kind) {
    case 'leaf':
      lowerLeaf(context, way, end.target);
      return;
    case 'blocked':
      context.out.push({ kind: 'blocked' });
      return;
    case 'next_element':
      if (way.element === null) throw new Error('the end of a round outside a `for`');
      way.element(context, way);
      return;
    case 'branch': {
      const here = execute(context, way, end.path);
      // The value of a `return` is evaluated before the statement that tests it.
      const isReturned = end.condition.kind === 'expression' && end.condition.scoped.frame !== end.frame;
      const inside = faulting({ ...context, frame: end.frame }, isReturned ? way : here);
      const condition = truthOf(inside, end.condition);
      fork(context, end.negated ? not(condition) : condition, here, end.then, end.else);
      return;
    }
    case 'rounds':
      lowerRounds(context, way, end);
      return;
    case 'attempt': {
      const here = execute(context, way, end.path);
      const { condition, success } = lowerAttempt(faulting(context, here), end.effect);
      const then = apart(context, (inner) => {
        success(faulting(inner, here));
        lowerTree(inner, here, end.success);
      });
      const otherwise = apart(context, (inner) => lowerTree(inner, here, end.failure));
      pushIf(context, condition, then.out, otherwise.out);
      return;
    }
    case 'await': {
      const here = execute(context, way, end.path);
      const inside = faulting({ ...context, frame: end.condition.frame }, here);
      const condition = lowerTruth(inside, end.condition.expression);
      if (condition.kind === 'truth' && !condition.value) {
        context.out.push({ kind: 'blocked' });
        return;
      }
      if (condition.kind !== 'truth') context.out.push({ kind: 'if', condition: not(condition), then: [{ kind: 'blocked' }], else: [] });
      lowerTree(context, here, end.next);
      return;
    }
    case 'choose':
      lowerChoose(context, way, end);
      return;
    case 'either':
      for (const branch of end.branches) alternative(context, (inner) => lowerTree(inner, way, branch));
      return;
    case 'for_each':
      lowerForEach(context, way, end);
      return;
  }
}

function fork(context: Context, condition: Expr, way: Way, then: Tree, otherwise: Tree): void {
  if (condition.kind === 'truth') {
    lowerTree(context, way, condition.value ? then : otherwise);
    return;
  }
  const yesSide = apart(context, (inner) => lowerTree(inner, way, then));
  const noSide = apart(context, (inner) => lowerTree(inner, way, otherwise));
  pushIf(context, condition, yesSide.out, noSide.out);
}

export function pushIf(context: Context, condition: Expr, then: readonly Stmt[], otherwise: readonly Stmt[]): void {
  if (condition.kind === 'truth') context.out.push(...(condition.value ? then : otherwise));
  else if (then.length > 0 || otherwise.length > 0) context.out.push({ kind: 'if', condition, then, else: otherwise });
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

/** The next location: locals that are out of scope there are reset, so that states do not differ by them. */
function lowerLeaf(context: Context, way: Way, target: Location | null): void {
  const { kind } = context;
  if (kind !== null) {
    for (const local of new Set(way.alive)) {
      if (local.role === 'top' || target?.scope.includes(local) === true) continue;
      const cells = kind.locals.get(local);
      cells?.parts.forEach((part, at) => context.out.push({ kind: 'store', cell: instanceCell(kind, cells.offset + at), value: number(part.rest) }));
    }
    if (target !== way.from || target === null) {
      context.out.push({ kind: 'store', cell: locationCell(kind), value: number(target === null ? kind.flow.locations.length : target.id) });
    }
  }
  context.out.push({ kind: 'leaf', leaf: leafOf(context, way) });
}

function lowerRounds(context: Context, way: Way, end: Tree['end'] & { kind: 'rounds' }): void {
  const place = placeOfLocal(context, end.local);
  const rounds = codeOf(readPlace(context, place));
  const then = apart(context, (inner) => {
    writePlace(inner, place, [numeric('+', rounds, number(1))]);
    lowerTree(inner, way, end.again);
  });
  const otherwise = apart(context, (inner) => lowerTree(inner, way, end.leave));
  pushIf(context, compare('<', rounds, number(end.limit - 1)), then.out, otherwise.out);
}

/** A way of its own: mutable locals of the generated code get copies, and stores are undone after it. */
function alternative(context: Context, lower: (inner: Context) => void): void {
  const out: Stmt[] = [];
  lower(copied({ ...context, out }));
  context.out.push({ kind: 'alternative', body: out });
}

function copied(context: Context): Context {
  const locals = new Map(context.locals);
  for (const [local, temps] of context.locals) {
    if (!isMutable(local)) continue;
    const copies = temps.map((temp) => {
      const copy = newTemp(context.lowering, temp.name, temp, temp.boolean);
      context.out.push({ kind: 'let', temp: copy, value: { kind: 'temp', temp }, mutable: true });
      return copy;
    });
    locals.set(local, copies);
  }
  return { ...context, locals };
}

function lowerChoose(context: Context, way: Way, end: Tree['end'] & { kind: 'choose' }): void {
  const here = execute(context, way, end.path);
  const inside = faulting({ ...context, frame: end.domain.frame }, here);
  const domain = domainOf(inside, end.domain.expression);
  // What a way stores must not change who else is in the set.
  const members: readonly Member[] = domain.members.map(({ value, member }) => ({ value, member: hold(context, member, 'member') }));
  const [only] = members;
  if (only === undefined) {
    context.out.push({ kind: 'blocked' });
    return;
  }
  if (members.length === 1 && only.member.kind === 'truth') {
    lowerChosen(context, here, end, only.value);
    return;
  }
  const codes = members.map(({ value, member }) => (member.kind === 'truth' && value.parts.length === 1 && value.parts[0]?.kind === 'number' ? value.parts[0].value : null));
  if (codes.every((code) => code !== null)) {
    const temp = newTemp(context.lowering, 'way', { min: 0, max: codes.length - 1 }, false);
    const body: Stmt[] = [];
    const inner = copied({ ...context, out: body });
    const part = lookup(codes, { kind: 'temp', temp });
    lowerChosen(inner, here, end, { type: domain.element, parts: [truthful(domain.element, part)] });
    context.out.push({ kind: 'each', temp, count: codes.length, body });
    return;
  }
  for (const { value, member } of members) {
    const out: Stmt[] = [];
    alternative({ ...context, out }, (inner) => lowerChosen(inner, here, end, value));
    pushIf(context, member, out, []);
  }
}

/** One value of a `choose`: it is stored, the condition is asked, and control goes on. */
function lowerChosen(outer: Context, way: Way, end: Tree['end'] & { kind: 'choose' }, value: Value): void {
  let context = outer;
  let here = way;
  if (end.local !== null) {
    const declared = declareIn(faulting(context, way), end.local, value.parts);
    context = { ...declared, fault: context.fault };
    here = { ...way, alive: [...way.alive, end.local] };
  } else if (end.target !== null) {
    const inside = faulting({ ...context, frame: end.target.frame }, way);
    const place = lowerPlace(inside, end.target.expression);
    if (place !== null) writePlace(inside, place, fitValue(inside, value, place.type, place.name));
  }
  if (end.condition !== null) {
    const condition = lowerTruth(faulting({ ...context, frame: end.condition.frame }, here), end.condition.expression);
    if (condition.kind !== 'truth' || !condition.value) pushIf(context, not(condition), [{ kind: 'blocked' }], []);
  }
  lowerTree(context, here, end.next);
}

/** Gives a local its first value on this way: in its cells, or in a local of the generated code. */
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
function isMutable(local: FlowLocal): boolean {
  return !local.immutable || local.owns;
}

/** A variable may get any value of its type later. */
function widened(context: Context, local: FlowLocal, part: Expr, at: number): { readonly min: number; readonly max: number } {
  const bounds = boundsOf(part);
  const all = partsOfType(context.lowering.world, local.type)[at]?.bounds ?? bounds;
  return { min: Math.min(all.min, bounds.min), max: Math.max(all.max, bounds.max) };
}
