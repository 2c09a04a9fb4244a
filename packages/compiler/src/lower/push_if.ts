import type { Context } from './context.ts';
import type { Expr, Stmt } from '../ir/ir.ts';

/** Adds an `if`, or one of its sides where the condition is known. */
export function pushIf(context: Context, condition: Expr, then: readonly Stmt[], otherwise: readonly Stmt[]): void {
  if (condition.kind === 'truth') context.out.push(...(condition.value ? then : otherwise));
  else if (then.length > 0 || otherwise.length > 0) context.out.push({ kind: 'if', condition, then, else: otherwise });
}
