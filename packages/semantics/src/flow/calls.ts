import type { CallExpression, Expression, TypeNode } from '@mmspec/syntax';
import type { ConcreteType, World } from '../world/world.ts';
import { activation, declareLocal, typeAt } from './builder.ts';
import type { Walk } from './builder.ts';
import { originAt, scoped } from './made_at.ts';
import { next, statementAt } from './positions.ts';
import type { StatementPosition } from './positions.ts';
import { argumentsOf, formFor } from './shared.ts';
import type { EffectCall } from './shared.ts';
import { meaningOf } from './typing.ts';
import type { Effect, FlowItem, Frame } from './types.ts';

/*
 * Calls: operations are inlined with their parameters bound, built-ins become effects.
 */

/** The effect of a call of a built-in. */
export function effectOf(world: World, at: StatementPosition, call: EffectCall & { kind: 'builtin' }): Effect {
  return { builtin: call.builtin, call: call.call, arguments: argumentsOf(world, call, at.frame), frame: at.frame };
}

/** The activation of a call and the items that bind its parameters. */
export function enter(
  walk: Walk,
  at: StatementPosition,
  call: CallExpression,
): { readonly frame: Frame; readonly items: readonly FlowItem[]; readonly body: StatementPosition; readonly atomic: boolean } | null {
  const { builder } = walk;
  const meaning = meaningOf(builder.world, call.callee);
  const statement = statementAt(at);
  if (meaning?.kind !== 'operation' || statement === undefined) return null;
  const operation = formFor(builder.world, meaning.declaration, builder.actor, at.atomic);
  const frame = activation(builder, at, statement, call, operation);
  const items: FlowItem[] = [];
  const atomic = at.atomic || operation.atomic;
  let scope = at.scope;
  operation.parameters.forEach((parameter, index) => {
    const value = call.arguments[index]?.value;
    if (value === undefined) return;
    const local = declareLocal(builder, {
      name: parameter.name.text,
      node: parameter,
      frame,
      type: parameterType(builder.world, parameter.type, value, typeAt(builder, at, value)),
      role: 'parameter',
      immutable: true,
      argument: scoped(at, value),
    });
    items.push({ kind: 'declare', local, value: { kind: 'expression', scoped: scoped(at, value) }, ...originAt(at) });
    if (!atomic) scope = [...scope, local];
  });
  const body: StatementPosition = {
    ...at,
    kind: 'statements',
    statements: operation.body.statements,
    index: 0,
    frame,
    prefix: frame.path,
    label: null,
    outer: at.labels,
    scope,
    atomic,
    top: false,
    after: { kind: 'return', frame, at, negated: false, after: next(at) },
  };
  return { frame, items, body, atomic };
}

/** The call, its arguments, and the operation, in the order in which they are executed. */
export function marksOfCall(
  at: StatementPosition,
  { atomic, frame }: { readonly atomic: boolean; readonly frame: Frame },
  items: readonly FlowItem[],
): readonly FlowItem[] {
  const call: readonly FlowItem[] = atomic ? [{ kind: 'mark', ...originAt(at) }] : [];
  const operation: readonly FlowItem[] = frame.operation?.atomic === true ? [{ kind: 'mark', ...originAt(at), path: frame.path }] : [];
  return [...call, ...items, ...operation];
}

/** The type of a parameter: that of the argument for `object`; `none` may be passed to any, and faults where it is used. */
function parameterType(world: World, type: TypeNode, value: Expression, argument: ConcreteType | null): ConcreteType | null {
  const given = argument?.kind === 'place' ? { kind: 'object' as const, declaration: argument.declaration } : argument;
  const inner = type.kind === 'option_type' ? type.element : type;
  if (inner.kind === 'named_type' && meaningOf(world, inner.name)?.kind === 'any_object') return given;
  const declared = world.concrete(type, 'value');
  const mayBeNone = value.kind === 'none' || argument?.kind === 'option';
  return mayBeNone && declared.kind !== 'option' ? { kind: 'option', element: declared } : declared;
}
