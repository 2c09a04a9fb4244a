import type { CheckDeclaration, Expression } from '@mmspec/syntax';
import type { PlannedCheck } from '@mmspec/system';
import type { Model } from './model.ts';

/*
 * The bound of a check: where it is false, a search goes no further.
 */

/** The conditions of the bounds that a check gives; all of them limit it. */
export function conditionsOf(check: CheckDeclaration): readonly Expression[] {
  return check.settings.flatMap((setting) => (setting.kind === 'bound_setting' ? [setting.condition] : []));
}

const joined = new WeakMap<CheckDeclaration, Expression>();

/** The bound of a check; null where it has none. */
export function boundOf(check: CheckDeclaration): Expression | null {
  const [first, ...others] = conditionsOf(check);
  if (first === undefined) return null;
  const known = joined.get(check);
  if (known !== undefined) return known;
  const bound = others.reduce<Expression>((left, right) => ({ kind: 'binary', operator: 'and', left, right, span: first.span }), first);
  joined.set(check, bound);
  return bound;
}

/** The bound of a planned check, as a tree of its model. */
export function boundOfPlanned(model: Model, { name, matrix, bound }: Pick<PlannedCheck, 'name' | 'matrix' | 'bound'>): Expression | null {
  const check = bound === undefined ? undefined : model.checks.find((each) => each.name.text === (matrix ?? name));
  return check === undefined ? null : boundOf(check);
}
