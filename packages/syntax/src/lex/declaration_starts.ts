import type { TokenType } from 'chevrotain';
import * as t from './token_types.ts';

/** Declarations that never stand inside braces: at the start of a line they show that a `}` is missing. */
export const outermost: ReadonlySet<TokenType> = new Set([
  t.Module,
  t.Import,
  t.Const,
  t.Variant,
  t.Define,
  t.Enum,
  t.Record,
  t.ObjectKeyword,
  t.Shared,
  t.Actor,
  t.Action,
  t.Temporal,
  t.Possible,
  t.Reachable,
  t.Check,
  t.Scenario,
]);

/** Does a declaration begin with such a token, and nothing else? */
function startsDeclaration(type: TokenType): boolean {
  return outermost.has(type) || type === t.Invariant || type === t.Op;
}

/** Does a declaration begin with such a token, where such a one follows? */
export function beginsDeclaration(type: TokenType, next: TokenType | null): boolean {
  return startsDeclaration(type) || (type === t.Atomic && next === t.Op);
}
