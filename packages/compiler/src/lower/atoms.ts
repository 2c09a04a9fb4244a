import { isAbout, matchesPath, resolveStepPath } from '@mmspec/semantics';
import type { ConcreteType, HandlerQuestion } from '@mmspec/semantics';
import type { CallExpression, Expression, StepPath } from '@mmspec/syntax';
import { faultIf, hold, Unsupported } from './context.ts';
import type { Context, Value } from './context.ts';
import { codeOf, scalar } from './convert.ts';
import { boolean, integer, lowerNumber, lowerValue } from './expressions.ts';
import { and, compare, lookup, no, not, number, numeric, or, yes, zero } from '../ir/fold.ts';
import type { Expr } from '../ir/ir.ts';
import type { KindLayout } from './layout.ts';
import { isAtAny, locationsOf, quietLocations } from './locations.ts';
import { holdsRef, holderMask, lowerRefs, lowerRest, refTarget } from './refs.ts';
import { isIn } from './sets.ts';
import { breakSymmetry } from './symmetry_breaking.ts';

type Atom =
  | Extract<Expression, { kind: 'at' | 'step_is' | 'new_refs' | 'holds' | 'refs' | 'holders' | 'mover' | 'enabled' | 'quiescent' | 'temporal_expression' }>
  | CallExpression;

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
      throw new Unsupported('a temporal operator inside a value', expression);
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
  // Ghost code asks where the step begins: whoever takes it is moved at its end.
  if (context.property === null) context.lowering.asksWhoRuns = true;
  const actor = lowerValue(context, expression.actor);
  return instancesOf(context, actor).reduce<Expr>(
    (found, { kind, index, is }) => or(found, and(is, isAtAny(context, kind, index, locationsOf(context.lowering.world, kind, expression.places)))),
    no,
  );
}

/** A handler of some kind, or one that runs where the step begins: it is neither at its beginning, nor done, nor waiting for ever. */
export function lowerHandlerQuestion(context: Context, question: HandlerQuestion, asked: Expression): Expr {
  const kinds = [...context.lowering.layout.kinds.values()].filter(({ flow }) => isAbout(question, flow.actor));
  if (kinds.length === 0) return no;
  if (question !== 'is_handler') context.lowering.asksWhoRuns = true;
  return instancesOf(context, lowerValue(context, asked))
    .filter(({ kind }) => kinds.includes(kind))
    .reduce<Expr>((found, { kind, index, is }) => {
      const runs = question === 'is_handler' ? yes : not(isAtAny(context, kind, index, quietLocations(kind)));
      return or(found, and(is, runs));
    }, no);
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
  /** Number of its step. */
  readonly step: number;
}

function lowerStepIs(context: Context, expression: Expression & { kind: 'step_is' }): Expr {
  const { instances, names } = namedBy(context, expression.path);
  const matches = (action: ActionInfo): boolean => action.executed.some((path) => matchesPath(path, names));
  if (instances === null)
    return compare(
      '!==',
      actionTable(context, (action) => (matches(action) ? 1 : 0)),
      zero,
    );
  return instances.reduce<Expr>((found, { kind, index, is }) => {
    const table = actionTable(context, (action) => (action.kind === kind && matches(action) ? action.index + 1 : 0));
    return or(found, and(is, compare('===', table, numeric('+', index, number(1)))));
  }, no);
}

interface NamedInstances {
  /** Null: everybody, the environment included. */
  readonly instances: ReturnType<typeof instancesOf> | null;
  /** Labels and operations. */
  readonly names: readonly string[];
}

/** What `c.take`, `vcpu[0].get`, `gup.deref` and a bare `deref` name; `c` is a variable around the property's atom. */
function namedBy(context: Context, path: StepPath): NamedInstances {
  const { world, layout } = context.lowering;
  const [first] = path.parts;
  const bound = [...context.binders].findLast(([node, { type }]) => node.kind !== 'choose' && node.name.text === first?.text && actorType(type) !== null);
  if (bound !== undefined) return { instances: instancesOf(context, bound[1]), names: path.parts.slice(1).map((part) => part.text) };
  const { actor, index, names } = resolveStepPath(world, path);
  if (actor === null) return { instances: null, names };
  const kind = layout.kinds.get(actor);
  if (index === null) return { instances: kind === undefined ? [] : allOf(kind), names };
  breakSymmetry(context.lowering, { kind: 'actor', declaration: actor });
  const at = hold(context, lowerNumber(context, index), 'index');
  faultIf(context, or(compare('<', at, zero), compare('>=', at, number(kind?.count ?? 0))), 'range of index');
  return { instances: kind === undefined ? [] : [{ kind, index: at, is: yes }], names };
}

function actorType(type: ConcreteType): ConcreteType | null {
  if (type.kind === 'option') return actorType(type.element);
  return type.kind === 'actor' ? type : null;
}

function allOf(kind: KindLayout): ReturnType<typeof instancesOf> {
  return Array.from({ length: kind.count }, (_, at) => ({ kind, index: number(at), is: yes }));
}

function mover(context: Context): Value {
  return scalar(
    { kind: 'option', element: { kind: 'actor', declaration: null } },
    actionTable(context, (action) => action.actor + 1),
  );
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
  const { actions, layout } = context.lowering;
  const { instances, names } = namedBy(context, expression.path);
  const matches = (action: ActionInfo): boolean => names.length === 0 || action.executed.some((path) => matchesPath(path, names));
  const steps = new Set(actions.filter(matches).map((action) => action.step));
  const wanted = names.length === 0 ? null : actions.map((action) => (matches(action) ? 1 : 0));
  const canTake = (step: number, me: Expr): Expr => (steps.has(step) ? { kind: 'enabled', from: context.source, step, me, wanted } : no);
  let found: Expr = no;
  for (const { kind, index, is } of instances ?? [...layout.kinds.values()].flatMap(allOf)) {
    for (const { id, candidates } of kind.flow.locations) {
      const possible = candidates.reduce<Expr>((so, candidate) => or(so, canTake(stepNumber(context, kind, candidate.id), index)), no);
      found = or(found, and(is, and(isAtAny(context, kind, index, [id]), possible)));
    }
  }
  if (instances !== null) return found;
  const ofEnvironment = new Set(actions.filter((action) => action.kind === null).map((action) => action.step));
  return [...ofEnvironment].reduce<Expr>((so, step) => or(so, canTake(step, zero)), found);
}

/** Steps are numbered kind after kind. */
function stepNumber(context: Context, kind: KindLayout, step: number): number {
  let before = 0;
  for (const other of context.lowering.layout.kinds.values()) if (other.index < kind.index) before += other.flow.steps.length;
  return before + step;
}

function quiescent(context: Context): Expr {
  let found: Expr = yes;
  for (const kind of context.lowering.layout.kinds.values()) {
    const quiet = quietLocations(kind);
    for (let at = 0; at < kind.count; at++) found = and(found, isAtAny(context, kind, number(at), quiet));
  }
  return found;
}
