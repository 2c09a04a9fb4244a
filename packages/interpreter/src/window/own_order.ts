import { isBarrier, walk } from '@mmspec/syntax';
import type { AtomicStatement, Expression, OrderWord, Statement } from '@mmspec/syntax';
import type { OperationCall } from '../operation_call.ts';

/*
 * What a step orders by how it is written: barriers inside of an operation of one step, and accesses as the kernel writes them.
 */

/** Barriers that stand right before a step and right behind it. */
export interface OwnBarriers {
  readonly first: readonly AtomicStatement[];
  readonly last: readonly AtomicStatement[];
}

const none: OwnBarriers = { first: [], last: [] };

/** Of an operation of one step those in front of everything else that it does are before its step, and its others behind it. */
export function ownBarriers(statement: Statement, called: OperationCall | null): OwnBarriers {
  if (statement.kind === 'assign' && statement.macro === 'smp_store_mb') return { first: [], last: [fullBarrier(statement)] };
  if (called === null || !called.operation.atomic) return none;
  const { statements } = called.operation.body;
  const begin = statements.findIndex((each) => each.kind !== 'atomic' || !isBarrier(each));
  const at = begin < 0 ? statements.length : begin;
  return { first: barriers(statements.slice(0, at)), last: barriers(statements.slice(at)) };
}

function barriers(statements: readonly Statement[]): AtomicStatement[] {
  return statements.flatMap((statement) => (statement.kind === 'atomic' && isBarrier(statement) ? [statement] : []));
}

function fullBarrier({ span }: Statement): AtomicStatement {
  return { kind: 'atomic', order: { word: 'full', span }, when: null, body: { kind: 'block', statements: [], span }, span };
}

/** The order of an access as the kernel writes it; null where nothing is said. */
export function macroOrder(statement: Statement): OrderWord | null {
  if (statement.kind === 'assign' && (statement.macro === 'smp_store_release' || statement.macro === 'rcu_assign_pointer')) return 'release';
  return readBy(statement).some(isAcquire) ? 'acquire' : null;
}

/** The expressions that a step reads. */
function readBy(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'if':
    case 'while':
    case 'await':
    case 'assert':
      return [statement.condition];
    case 'local':
      return [statement.initial];
    case 'assign':
      return [statement.value];
    case 'return':
      return statement.value === null ? [] : [statement.value];
    case 'call_statement':
      return [statement.call];
    case 'atomic':
    case 'break':
    case 'choose':
    case 'continue':
    case 'either':
    case 'error_statement':
    case 'for':
    case 'goto':
    case 'label':
    case 'repeat':
    case 'skip':
      return [];
  }
}

function isAcquire(expression: Expression): boolean {
  let found = false;
  walk(expression, (node) => {
    if ('macro' in node && node.macro === 'smp_load_acquire') found = true;
    return !found;
  });
  return found;
}
