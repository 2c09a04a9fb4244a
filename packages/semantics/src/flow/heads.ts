import type { Statement } from '@mmspec/syntax';
import { isContextEffect } from '../contexts.ts';
import type { World } from '../world/world.ts';
import { effectCall, formFor } from './shared.ts';
import { meaningOf } from './typing.ts';
import type { Step } from './types.ts';

/*
 * What a step begins with, before it asks or changes anything.
 */

/** What comes first: `might_sleep`, something else, or only counts and labels. */
type Head = 'sleeps' | 'other' | 'nothing';

/** Whether a step begins with `might_sleep`: a task that stands before it lets others run. */
export function beginsWithSleep(world: World, { statement, frame }: Step): boolean {
  return headOf(world, statement, (operation) => formFor(world, operation, frame.actor, false)) === 'sleeps';
}

type FormOf = (operation: Parameters<typeof formFor>[1]) => Parameters<typeof formFor>[1];

function headOf(world: World, statement: Statement, formOf: FormOf): Head {
  if (statement.kind === 'label') return 'nothing';
  if (statement.kind === 'atomic') return headOfAll(world, statement.body.statements);
  const known = statement.kind === 'if' ? world.constant(statement.condition) : undefined;
  if (statement.kind === 'if' && typeof known === 'boolean') {
    const { consequent, alternative } = statement;
    if (known) return headOfAll(world, consequent.statements);
    return alternative === null ? 'nothing' : headOfAll(world, alternative.kind === 'if' ? [alternative] : alternative.statements);
  }
  const value = valueOf(statement);
  const call = value === null ? null : effectCall(world, value);
  if (call?.kind === 'builtin' && isContextEffect(call.builtin)) return call.builtin === 'might_sleep' ? 'sleeps' : 'nothing';
  const meaning = call?.kind === 'operation' ? meaningOf(world, call.call.callee) : undefined;
  return meaning?.kind === 'operation' ? headOfAll(world, formOf(meaning.declaration).body.statements) : 'other';
}

/** Inside a step there are only plain forms of operations. */
function headOfAll(world: World, statements: readonly Statement[]): Head {
  for (const statement of statements) {
    const head = headOf(world, statement, (operation) => operation);
    if (head !== 'nothing') return head;
  }
  return 'nothing';
}

function valueOf(statement: Statement): import('@mmspec/syntax').Expression | null {
  if (statement.kind === 'call_statement') return statement.call;
  if (statement.kind === 'local') return statement.initial;
  if (statement.kind === 'assign' || statement.kind === 'return') return statement.value;
  return statement.kind === 'if' || statement.kind === 'while' ? statement.condition : null;
}
