import type { Expr } from './ir.ts';
import { zero } from './fold.ts';

/** The number of the moving instance among its kind. */
export function me(count: number): Expr {
  return count === 1 ? zero : { kind: 'me', count };
}
