import { lineName } from '@mmspec/source';
import type { Expression, Statement } from '@mmspec/syntax';
import { declareLocal, newResult, typeAt } from './builder.ts';
import type { Walk } from './builder.ts';
import { pathAt, statementAt } from './positions.ts';
import type { StatementPosition } from './positions.ts';
import type { FlowItem, FlowLocal, FlowValue, Scoped } from './types.ts';

/*
 * What is made of the statement at a position.
 */

/** Where an item at a position comes from. */
export function originAt(at: StatementPosition): {
  readonly statement: Statement | null;
  readonly frame: StatementPosition['frame'];
  readonly path: readonly string[];
} {
  return { statement: statementAt(at) ?? null, frame: at.frame, path: pathAt(at) };
}

export function scoped(at: StatementPosition, expression: Expression): Scoped {
  return { expression, frame: at.frame };
}

/** The assertion at a position, with the name of its property: actor and path, or the line where there is no label. */
export function assertItem(walk: Walk, at: StatementPosition, statement: Statement & { kind: 'assert' }): FlowItem {
  const { world, name, actor } = walk.builder;
  // The path of an action begins with its name.
  const path = actor === null ? pathAt(at).slice(1) : pathAt(at);
  const property = [name, ...(path.length > 0 ? path : [lineName(world.model.files, statement.span)])].join('.');
  return { kind: 'assert', condition: scoped(at, statement.condition), property, ...originAt(at) };
}

/** The local that a declaration at a position makes. */
export function declareAt(walk: Walk, at: StatementPosition, statement: Statement & { kind: 'local' }, value: FlowValue): FlowLocal {
  const { builder } = walk;
  const declared = statement.type === null ? null : builder.world.concrete(statement.type, 'value');
  const initial = value.kind === 'expression' && value.scoped.frame === at.frame ? value.scoped : null;
  const inferred = value.kind === 'result' ? value.result.type : typeAt(builder, at, statement.initial);
  const type = declared ?? inferred;
  return declareLocal(builder, {
    name: statement.name.text,
    node: statement,
    frame: at.frame,
    type: type?.kind === 'place' ? { kind: 'object', declaration: type.declaration } : type,
    role: at.top ? 'top' : 'scoped',
    owns: statement.owns,
    ghost: statement.storage === 'ghost',
    immutable: statement.storage === 'let',
    initial,
  });
}

/** The result of an effect of a type. */
export function resultOf(walk: Walk, at: StatementPosition, expression: Expression): ReturnType<typeof newResult> {
  return newResult(walk.builder, typeAt(walk.builder, at, expression));
}
