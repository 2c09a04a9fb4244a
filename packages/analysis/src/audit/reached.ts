import { buildWorld, flow, type Model } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import type { Settings } from '@mmspec/system';
import type { Selector } from './changed_module.ts';

/**
 * The numbers of the changes whose conditions decide something in the texts of actors under these settings, where none of them is made:
 * a change that control never comes to leaves the program as it is.
 */
export function reachedChanges(model: Model, settings: Settings, { name }: Pick<Selector, 'name'>): ReadonlySet<number> {
  const world = buildWorld(model, settings);
  const found = new Set<number>();
  const note = (expression: Expression): void => {
    if (expression.kind !== 'binary') return;
    if (expression.operator === 'and') return [expression.left, expression.right].forEach(note);
    const { left, right } = expression;
    if (left.kind === 'name_expression' && left.name.text === name && right.kind === 'number') found.add(right.value);
  };
  flow({
    ...world,
    constant: (expression) => {
      note(expression);
      return world.constant(expression);
    },
  });
  return found;
}
