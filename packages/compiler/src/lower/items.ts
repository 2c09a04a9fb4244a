import type { FlowItem } from '@mmspec/semantics';
import { apart, faultIf, hold } from './context.ts';
import type { Context, Value } from './context.ts';
import { codeOf } from './convert.ts';
import { changeReferences, lowerEffect } from './effects.ts';
import { lowerTruth, lowerValue, numberOf } from './expressions.ts';
import { fitExpression, fitValue } from './fit.ts';
import { boundsOf, not, number, numeric, zero } from '../ir/fold.ts';
import type { Expr, Stmt } from '../ir/ir.ts';
import { lowerPlace, readPlace, writePlace } from './places.ts';
import type { Place } from './places.ts';
import { boundsOfType, isScalar } from './scalars.ts';
import { domainOf, lowerSet } from './sets.ts';
import { breakSymmetryByRounds } from './symmetry_breaking.ts';
import { declareIn, execute, faulting, sameName, truthOf, valueOf } from './step_path.ts';
import { pushIf } from './push_if.ts';
import type { StepPath } from './step_path.ts';
import { Unsupported } from './context.ts';

/** Lowers items that run one after the other. */
export function lowerItems(context: Context, stepPath: StepPath, items: readonly FlowItem[]): { readonly context: Context; readonly stepPath: StepPath } {
  let here = { context, stepPath };
  for (const item of items) here = lowerItem(here.context, here.stepPath, item);
  return here;
}

function lowerItem(outer: Context, before: StepPath, item: FlowItem): { readonly context: Context; readonly stepPath: StepPath } {
  const silent = item.kind === 'counter' || (item.kind === 'declare' && item.local.role === 'parameter');
  const stepPath = silent ? before : execute(outer, before, item.path);
  const inside = faulting({ ...outer, frame: item.frame }, stepPath);
  switch (item.kind) {
    case 'mark':
      return { context: outer, stepPath };
    case 'evaluate':
      valueOf(inside, item.value);
      return { context: outer, stepPath };
    case 'declare': {
      const context: Context = item.local.ghost ? { ...inside, watch: false } : inside;
      const parts = declaredParts(context, item, faulting(outer, before));
      const declared = declareIn(context, item.local, parts);
      return { context: { ...outer, locals: declared.locals }, stepPath: { ...stepPath, alive: [...stepPath.alive, item.local] } };
    }
    case 'assign':
      assign(item.ghost ? { ...inside, watch: false } : inside, item, faulting(outer, before));
      return { context: outer, stepPath };
    case 'effect': {
      const value = lowerEffect(inside, item.effect);
      if (item.result === null || value === null) return { context: outer, stepPath };
      const held: Value = { ...value, parts: value.parts.map((part) => hold(outer, part, 'result')) };
      return { context: { ...outer, results: new Map([...outer.results, [item.result, held]]) }, stepPath };
    }
    case 'assert':
      faultIf(inside, not(lowerTruth({ ...inside, frame: item.condition.frame }, item.condition.expression)), item.property);
      return { context: outer, stepPath };
    case 'counter':
      declareIn(inside, item.local, [zero]);
      return { context: outer, stepPath: { ...stepPath, alive: [...stepPath.alive, item.local] } };
    case 'if':
      return lowerIf(outer, inside, stepPath, item);
    case 'for':
      return lowerFor(outer, inside, stepPath, item);
  }
}

/** `returning`: faults before the statement is executed, as those of a `return` whose value it gets. */
function declaredParts(context: Context, item: FlowItem & { kind: 'declare' }, returning: Context): readonly Expr[] {
  const { local, value } = item;
  const { type } = local;
  const name = `${nameOfKind(context)}.${local.name}`;
  if (value.kind === 'expression') {
    const inside = { ...context, frame: value.scoped.frame };
    return fitExpression(inside, value.scoped.expression, type, name, readingOf(inside, item, returning));
  }
  return fitValue(context, valueOf(context, value), type, name);
}

/** Where the value of an item is evaluated: that of a `return` before the statement that gets it. */
function readingOf(inside: Context, item: FlowItem, returning: Context): Context {
  return inside.frame === item.frame ? inside : { ...inside, fault: returning.fault };
}

function nameOfKind(context: Context): string {
  return context.kind?.flow.actor.name.text ?? context.environment ?? '';
}

function assign(context: Context, item: FlowItem & { kind: 'assign' }, returning: Context): void {
  const { target, operator, value } = item;
  const at: Context = { ...context, frame: target.frame };
  const shape = shapeOf(at, item);
  if (operator === '=') {
    // The value is evaluated, then the target, then what does not fit is a fault; the type of the target says what a tag means.
    if (value.kind === 'expression' && shape !== null && isScalar(shape.type) && shape.type.kind !== 'set') {
      const reading = readingOf({ ...context, frame: value.scoped.frame }, item, returning);
      const given = lowerValue(reading, value.scoped.expression, shape.type);
      const simple = target.expression.kind === 'name_expression';
      const held: Value = simple ? given : { ...given, parts: given.parts.map((part) => hold(context, part, 'value')) };
      const place = required(at, item);
      writePlace(at, place, fitValue(at, held, place.type, place.name));
      return;
    }
    const parts = value.kind === 'expression' ? fitLater({ ...context, frame: value.scoped.frame }, item, shape, returning) : null;
    const place = required(at, item);
    writePlace(at, place, parts ?? fitValue(at, valueOf(context, value), place.type, place.name));
    return;
  }
  if (shape?.type.kind === 'set' && value.kind === 'expression') {
    const { element } = shape.type;
    const change = hold(
      context,
      lowerSet({ ...context, frame: value.scoped.frame }, value.scoped.expression, element, operator === '+=' ? shape.name : null),
      'change',
    );
    const place = required(at, item);
    const mask = codeOf(readPlace(at, place));
    const result =
      operator === '+=' ? numeric('|', mask, change) : numeric('&', mask, numeric('^', change, number(boundsOfType(at.lowering.world, shape.type).max)));
    writePlace(at, place, [result]);
    return;
  }
  const lowered = valueOf(value.kind === 'expression' ? readingOf({ ...context, frame: value.scoped.frame }, item, returning) : context, value);
  const amount = { ...lowered, parts: lowered.parts.map((part) => hold(context, part, 'amount')) };
  const place = required(at, item);
  if (place.type.kind === 'ref') {
    changeReferences(at, place, amount, operator === '+=', target.expression);
    return;
  }
  const old = numberOf(at, readPlace(at, place));
  const sum = numeric(operator === '+=' ? '+' : '-', old, numberOf(at, amount));
  writePlace(at, place, fitValue(at, { type: { kind: 'int', ...boundsOf(sum), forever: false }, parts: [sum] }, place.type, place.name));
}

/** The type and name of the target, found without running anything. */
function shapeOf(context: Context, item: FlowItem & { kind: 'assign' }): Place | null {
  return apart({ ...context, watch: false, fault: () => [] }, (inner) => lowerPlace(inner, item.target.expression)).result;
}

function fitLater(context: Context, item: FlowItem & { kind: 'assign' }, shape: Place | null, returning: Context): readonly Expr[] | null {
  if (shape === null || item.value.kind !== 'expression') return null;
  return fitExpression(context, item.value.scoped.expression, shape.type, shape.name, readingOf(context, item, returning)).map((part) =>
    hold(context, part, 'value'),
  );
}

function required(context: Context, item: FlowItem & { kind: 'assign' }): Place {
  const place = lowerPlace(context, item.target.expression);
  if (place === null) throw new Unsupported('this cannot be stored to', item.target.expression);
  return place;
}

/** Two sides that join: what only one of them executed is known at run time. */
function lowerIf(
  outer: Context,
  inside: Context,
  stepPath: StepPath,
  item: FlowItem & { kind: 'if' },
): { readonly context: Context; readonly stepPath: StepPath } {
  const plain = truthOf(inside, item.condition);
  const condition = item.negated ? not(plain) : plain;
  if (condition.kind === 'truth') {
    const { stepPath: after } = lowerItems(outer, stepPath, condition.value ? item.then : item.else);
    return { context: outer, stepPath: after };
  }
  const sides = [item.then, item.else].map((items) => {
    const out: Stmt[] = [];
    const { stepPath: after } = lowerItems({ ...outer, out }, { ...stepPath, conditional: true }, items);
    return { out, executed: after.executed, alive: after.alive };
  });
  const [then, otherwise] = sides;
  pushIf(outer, condition, then?.out ?? [], otherwise?.out ?? []);
  const both = (then?.executed ?? []).filter((path) => otherwise?.executed.some((other) => sameName(path, other)) === true);
  return { context: outer, stepPath: { ...stepPath, executed: both, alive: [...new Set(sides.flatMap(({ alive }) => alive))] } };
}

function lowerFor(
  outer: Context,
  inside: Context,
  stepPath: StepPath,
  item: FlowItem & { kind: 'for' },
): { readonly context: Context; readonly stepPath: StepPath } {
  const members = domainOf({ ...inside, frame: item.domain.frame }, item.domain.expression).members.map(({ value, member }) => ({
    value: { ...value, parts: value.parts.map((part) => hold(inside, part, 'element')) },
    member: hold(inside, member, 'member'),
  }));
  let alive = stepPath.alive;
  const rounds: (readonly Stmt[])[] = [];
  for (const { value, member } of members) {
    const out: Stmt[] = [];
    const element: Context = { ...outer, out, elements: new Map([...outer.elements, [item.local, value]]) };
    const { condition } = item;
    const chosen: Expr =
      condition === null ? { kind: 'truth', value: true } : lowerTruth(faulting({ ...element, frame: condition.frame }, stepPath), condition.expression);
    const body: Stmt[] = [];
    const { stepPath: after } = lowerItems({ ...element, out: body }, { ...stepPath, conditional: true }, item.body);
    alive = [...new Set([...alive, ...after.alive])];
    pushIf(element, chosen, body, []);
    pushIf(outer, member, out, []);
    rounds.push(out);
  }
  breakSymmetryByRounds(
    { ...inside, frame: item.domain.frame },
    item.domain.expression,
    members.map(({ value }) => value.type),
    rounds,
  );
  return { context: outer, stepPath: { ...stepPath, alive } };
}
