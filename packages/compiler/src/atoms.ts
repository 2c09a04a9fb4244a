import { matchesPath, resolveStepPath } from '@mmspec/semantics';
import type { CallExpression, Expression } from '@mmspec/syntax';
import { hold, Unsupported } from './context.ts';
import type { Context, Value } from './context.ts';
import { codeOf, scalar } from './convert.ts';
import { boolean, integer, lowerNumber, lowerValue } from './expressions.ts';
import { and, compare, lookup, no, not, number, or, yes, zero } from './fold.ts';
import type { Expr } from './ir.ts';
import type { KindLayout } from './layout.ts';
import { isAtAny, locationsOf, pathsOf } from './locations.ts';
import { holdsRef, holderMask, lowerRefs, lowerRest, refTarget } from './refs.ts';
import { isIn } from './sets.ts';

type Atom = Extract<Expression, { kind: 'at' | 'step_is' | 'new_refs' | 'holds' | 'refs' | 'holders' | 'mover' | 'enabled' | 'quiescent' | 'temporal_expression' }> | CallExpression;

/** The value of a form that only properties have. */
export function lowerAtom(context: Context, expression: Atom): Value {
  switch (expression.kind) {
    case 'at':
      return boolean(lowerAt(context, expression));
    case 'step_is':
      return boolean(lowerStepIs(context, expression));
    case 'mover':
      return mover(context);
    case 'new_refs':
      return boolean(lowerNewRefs(context, expression));
    case 'enabled':
      return boolean(lowerEnabled(context, expression));
    case 'quiescent':
      return boolean(quiescent(context));
    case 'holds': {
      const actor = lowerValue(context, expression.actor);
      return boolean(holdsRef(context, actor, refTarget(context, expression.target)));
    }
    case 'refs':
      return integer(lowerRefs(context, refTarget(context, expression.target), expression.by));
    case 'holders':
      return scalar({ kind: 'set', element: { kind: 'actor', declaration: null } }, holderMask(context, refTarget(context, expression.target)));
    case 'call':
      return integer(lowerRest(context, refTarget(context, expression.arguments[0]?.value ?? null)));
    case 'temporal_expression':
      throw new Unsupported('temporal properties are not supported yet', expression);
  }
}

/** The kinds that an actor may be of, each with the condition and the number among its kind. */
export function instancesOf(context: Context, actor: Value): readonly { readonly kind: KindLayout; readonly index: Expr; readonly is: Expr }[] {
  const { layout } = context.lowering;
  const type = actor.type.kind === 'option' ? actor.type.element : actor.type;
  if (type.kind !== 'actor') return [];
  const shift = actor.type.kind === 'option' ? 1 : 0;
  const code = codeOf(actor);
  if (type.declaration !== null && shift === 0) {
    const kind = layout.kinds.get(type.declaration);
    return kind === undefined ? [] : [{ kind, index: code, is: yes }];
  }
  const held = hold(context, code, 'actor');
  return [...layout.kinds.values()].flatMap((kind) =>
    Array.from({ length: kind.count }, (_, at) => ({ kind, index: number(at), is: compare('===', held, number(kind.first + at + shift)) })).filter(
      ({ is }) => is.kind !== 'truth' || is.value,
    ),
  );
}

function lowerAt(context: Context, expression: Expression & { kind: 'at' }): Expr {
  const actor = lowerValue(context, expression.actor);
  return instancesOf(context, actor).reduce<Expr>(
    (found, { kind, index, is }) => or(found, and(is, isAtAny(context, kind, index, locationsOf(context, kind, expression.places)))),
    no,
  );
}

/** Every action with the step it belongs to, for properties over steps. */
function actionTable(context: Context, value: (action: ActionInfo) => number): Expr {
  const table = context.lowering.actions.map(value);
  return table.length === 0 ? zero : lookup(table, { kind: 'action', count: table.length });
}

/** What properties over steps know about an action. */
export interface ActionInfo {
  /** Id of the actor; -1 for the environment. */
  readonly actor: number;
  readonly kind: KindLayout | null;
  readonly index: number;
  readonly executed: readonly (readonly string[])[];
}

function lowerStepIs(context: Context, expression: Expression & { kind: 'step_is' }): Expr {
  const { world } = context.lowering;
  const { actor, index, names } = resolveStepPath(world, expression.path);
  const instance = index === null ? null : world.constant(index);
  const table = actionTable(context, (action) => {
    if (actor !== null && action.kind?.flow.actor !== actor) return 0;
    if (typeof instance === 'number' && action.index !== instance) return 0;
    return action.executed.some((path) => matchesPath(path, names)) ? 1 : 0;
  });
  return compare('!==', table, zero);
}

function mover(context: Context): Value {
  return scalar({ kind: 'option', element: { kind: 'actor', declaration: null } }, actionTable(context, (action) => action.actor + 1));
}

function lowerNewRefs(context: Context, expression: Expression & { kind: 'new_refs' }): Expr {
  const target = refTarget(context, expression.on);
  const before = target.count({ ...context, source: 'before' });
  const after = target.count({ ...context, source: 'after' });
  const raised = compare('>', after, before);
  const by = expression.by === null ? yes : isIn(context, mover(context), expression.by);
  const found = and(raised, by);
  return expression.negated ? not(found) : found;
}

function lowerEnabled(context: Context, expression: Expression & { kind: 'enabled' }): Expr {
  const { world, layout } = context.lowering;
  const { actor, index, names } = resolveStepPath(world, expression.path);
  let found: Expr = no;
  const binder = boundActor(context, expression);
  const targets = binder ?? [...layout.kinds.values()].filter((kind) => actor === null || kind.flow.actor === actor).flatMap((kind) => {
    if (index !== null) return [{ kind, index: lowerNumber(context, index), is: yes }];
    return Array.from({ length: kind.count }, (_, at) => ({ kind, index: number(at), is: yes }));
  });
  const parts = binder === null ? names : names.slice(1);
  for (const { kind, index: instance, is } of targets) {
    const locations = kind.flow.locations.filter((location) => parts.length === 0 || pathsOf(location).some((path) => matchesPath(path, parts)));
    const steps = locations.flatMap((location) =>
      location.candidates.filter((candidate) => parts.length === 0 || matchesPath(candidate.path, parts) || matchesPath(location.path, parts)).map((candidate) => stepNumber(context, kind, candidate.id)),
    );
    const possible: Expr = { kind: 'enabled', from: context.source, steps, me: instance };
    found = or(found, and(is, and(isAtAny(context, kind, instance, locations.map((location) => location.id)), possible)));
  }
  return found;
}

/** `enabled(a)` where `a` is the variable of a quantifier. */
function boundActor(context: Context, expression: Expression & { kind: 'enabled' }): ReturnType<typeof instancesOf> | null {
  const first = expression.path.parts[0];
  if (first === undefined) return null;
  for (const [node, value] of context.binders) {
    if (node.kind !== 'choose' && 'name' in node && node.name.text === first.text) return instancesOf(context, value);
  }
  return null;
}

/** Steps are numbered kind after kind. */
export function stepNumber(context: Context, kind: KindLayout, step: number): number {
  let before = 0;
  for (const other of context.lowering.layout.kinds.values()) if (other.index < kind.index) before += other.flow.steps.length;
  return before + step;
}

function quiescent(context: Context): Expr {
  let found: Expr = yes;
  for (const kind of context.lowering.layout.kinds.values()) {
    const idle = [...kind.flow.locations.filter((location) => location.idle).map((location) => location.id), kind.flow.locations.length];
    for (let at = 0; at < kind.count; at++) found = and(found, isAtAny(context, kind, number(at), idle));
  }
  return found;
}
