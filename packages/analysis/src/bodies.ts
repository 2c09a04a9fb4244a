import { textOf } from '@mmspec/source';
import type { SourceFile } from '@mmspec/source';
import type { Block, CallExpression, Module, Statement } from '@mmspec/syntax';

/*
 * The texts that do something in a spec, and what audits and suggestions ask of their statements.
 */

/** The statements of an actor, or of an operation. */
export interface Body {
  /** The actor or operation. */
  readonly owner: string;
  /** The actor that an operation belongs to; null: it is an actor itself, or an operation of everybody. */
  readonly actor: string | null;
  readonly body: Block;
  /** It is what an actor does, and no operation. */
  readonly isActor: boolean;
  /** All of it is one step. */
  readonly isAtomic: boolean;
}

/** The bodies of a module in order of its items; of an actor its operations first, which stand above its statements. */
export function bodiesOf({ items }: Module): Body[] {
  return items.flatMap((item): Body[] => {
    if (item.kind === 'operation') return [{ owner: item.name.text, actor: null, body: item.body, isActor: false, isAtomic: item.atomic }];
    if (item.kind !== 'actor') return [];
    const own = item.operations.map(({ name, body, atomic }) => ({ owner: name.text, actor: item.name.text, body, isActor: false, isAtomic: atomic }));
    return [...own, { owner: item.name.text, actor: null, body: item.body, isActor: true, isAtomic: false }];
  });
}

/** What a body is called where operations of several actors may share a name: `actor.operation`. */
export function fullName({ owner, actor }: Body): string {
  return actor === null ? owner : `${actor}.${owner}`;
}

/** The last statement of a block leads elsewhere. */
export function leadsAway({ statements }: Block): boolean {
  const last = statements.at(-1)?.kind;
  return last === 'goto' || last === 'return' || last === 'break' || last === 'continue';
}

/** The call that a statement is, or that its condition makes, below an optional `not`. */
export function callOf(statement: Statement): CallExpression | null {
  if (statement.kind === 'call_statement') return statement.call.kind === 'call' ? statement.call : null;
  if (statement.kind !== 'if') return null;
  const { condition } = statement;
  const inner = condition.kind === 'unary' && condition.operator === 'not' ? condition.operand : condition;
  return inner.kind === 'call' ? inner : null;
}

/** The text of something on one line, without comments. */
export function flat(file: SourceFile, span: { readonly start: number; readonly end: number }): string {
  return textOf(file, { file: 0, ...span })
    .replaceAll(/\/\/.*$/gmu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
