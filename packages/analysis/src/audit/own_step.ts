import type { Model } from '@mmspec/semantics';
import { walk } from '@mmspec/syntax';
import type { Expression, Statement } from '@mmspec/syntax';

/*
 * What is a step of its own: an assignment to a ghost joins the step before it, and so does one that is about locals alone.
 */

/** Whether a statement that assigns is no step, whatever is called around it: nobody else sees when it happens. */
export function joinsStepBefore(model: Model, statement: Statement): boolean {
  if (statement.kind !== 'assign') return false;
  return isGhost(model, statement.target) || (isLocal(model, statement.target) && !asksOthers(model, statement.value));
}

/** Whether a statement is no step where it is the first one: nothing of others is read or stored. */
export function isLocalWork(model: Model, statement: Statement): boolean {
  if (statement.kind === 'local') return statement.storage === 'ghost' || statement.initial === null || !asksOthers(model, statement.initial);
  if (statement.kind === 'if' || statement.kind === 'assert') return !asksOthers(model, statement.condition);
  return joinsStepBefore(model, statement);
}

function isGhost(model: Model, target: Expression): boolean {
  if (target.kind === 'index') return isGhost(model, target.array);
  if (target.kind === 'field') {
    const named = model.objects.flatMap(({ members }) =>
      members.flatMap((each) => (each.kind === 'variable' && each.name.text === target.name.text ? [each] : [])),
    );
    return named.length > 0 && named.every(({ storage }) => storage === 'ghost');
  }
  if (target.kind !== 'name_expression') return false;
  const meaning = model.meanings.get(target.name);
  if (meaning?.kind === 'variable' || meaning?.kind === 'own_field') return meaning.declaration.storage === 'ghost';
  return meaning?.kind === 'local' && meaning.declaration.kind === 'local' && meaning.declaration.storage === 'ghost';
}

/** A local of the actor; a parameter may stand for a place of others. */
function isLocal(model: Model, target: Expression): boolean {
  const meaning = target.kind === 'name_expression' ? model.meanings.get(target.name) : undefined;
  return meaning?.kind === 'local' && meaning.declaration.kind === 'local';
}

/** Whether a value is made of more than constants and locals. */
function asksOthers(model: Model, value: Expression): boolean {
  let found = false;
  walk(value, (node) => {
    if (node.kind === 'field' || node.kind === 'call') found = true;
    const meaning = node.kind === 'name_expression' ? model.meanings.get(node.name) : undefined;
    if (meaning?.kind === 'variable' || meaning?.kind === 'own_field' || meaning?.kind === 'define') found = true;
    if (meaning?.kind === 'local' && meaning.declaration.kind === 'parameter') found = true;
  });
  return found;
}
