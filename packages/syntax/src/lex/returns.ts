import type { IToken, TokenType } from 'chevrotain';
import { hasNewline } from './classify.ts';
import { isName, literals } from './contextual.ts';
import { retag } from './retag.ts';
import * as t from './token_types.ts';

const startsValue: ReadonlySet<TokenType> = new Set([...literals, t.ActorWord, t.Not, t.Minus, t.Forall, t.Exists, t.ParenthesisOpen, t.SetOpen, t.BarOpen]);

/** `return` has a value if one begins on its line and is neither a label nor an assignment. */
export function markReturns(tokens: readonly IToken[], text: string): void {
  let partner: Int32Array | null = null;
  for (let index = 0; index + 1 < tokens.length; index++) {
    const token = tokens[index] as IToken;
    const next = tokens[index + 1] as IToken;
    if (token.tokenType !== t.Return || hasNewline(text, token, next)) continue;
    const value = isName(next.tokenType) ? !startsStatement(tokens, index + 1, (partner ??= pairs(tokens))) : startsValue.has(next.tokenType);
    if (value) retag(token, t.ReturnValue);
  }
}

/** For each `[` the index of its `]`. Brackets are balanced here. */
function pairs(tokens: readonly IToken[]): Int32Array {
  const partner = new Int32Array(tokens.length);
  const open: number[] = [];
  tokens.forEach(({ tokenType }, index) => {
    if (tokenType === t.BracketOpen) open.push(index);
    else if (tokenType === t.BracketClose) partner[open.pop() ?? index] = index;
  });
  return partner;
}

/** Does a label or an assignment begin at this name? */
function startsStatement(tokens: readonly IToken[], start: number, partner: Int32Array): boolean {
  let index = start + 1;
  for (;;) {
    const type = tokens[index]?.tokenType;
    if (type === t.Dot) index += 2;
    else if (type === t.BracketOpen) index = Math.max(index, partner[index] ?? 0) + 1;
    else return type === t.Colon || type === t.Assign || type === t.AddAssign || type === t.SubtractAssign;
  }
}
