import type { CallExpression, Expression } from '@mmspec/syntax';
import { countEffects } from './contexts.ts';
import { effectNames, type EffectName } from './flow/types.ts';
import type { Meaning, Model } from './model.ts';

const effectful: ReadonlySet<string> = new Set([...effectNames, ...Object.keys(countEffects)]);

/** True for a built-in that changes something. */
export function isEffect(name: string): name is EffectName {
  return effectful.has(name);
}

/** What a call calls that changes something or takes steps; null for a define, a record, or a built-in that only computes. */
export function effectOf(model: Pick<Model, 'meanings'>, call: CallExpression): Extract<Meaning, { kind: 'operation' | 'builtin' }> | null {
  const meaning = model.meanings.get(call.callee);
  if (meaning?.kind === 'operation') return meaning;
  return meaning?.kind === 'builtin' && isEffect(meaning.name) ? meaning : null;
}

/** The effectful call that an expression is, below an optional `not`. */
export function effectIn(model: Pick<Model, 'meanings'>, expression: Expression): CallExpression | null {
  const inner = expression.kind === 'unary' && expression.operator === 'not' ? expression.operand : expression;
  return inner.kind === 'call' && effectOf(model, inner) !== null ? inner : null;
}
