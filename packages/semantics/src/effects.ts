import type { CallExpression, Expression } from '@mmspec/syntax';
import { countEffects } from './contexts.ts';
import type { Meaning, Model } from './model.ts';

const effectful: ReadonlySet<string> = new Set([
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
  ...Object.keys(countEffects),
]);

/** What a call calls that changes something or takes steps; null for a define, a record, or a built-in that only computes. */
export function effectOf(model: Pick<Model, 'meanings'>, call: CallExpression): Extract<Meaning, { kind: 'operation' | 'builtin' }> | null {
  const meaning = model.meanings.get(call.callee);
  if (meaning?.kind === 'operation') return meaning;
  return meaning?.kind === 'builtin' && effectful.has(meaning.name) ? meaning : null;
}

/** The effectful call that an expression is, below an optional `not`. */
export function effectIn(model: Pick<Model, 'meanings'>, expression: Expression): CallExpression | null {
  const inner = expression.kind === 'unary' && expression.operator === 'not' ? expression.operand : expression;
  return inner.kind === 'call' && effectOf(model, inner) !== null ? inner : null;
}
