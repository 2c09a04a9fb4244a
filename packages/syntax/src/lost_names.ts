import type { IToken } from 'chevrotain';
import { isName } from './lex/contextual.ts';
import { beginsDeclaration } from './lex/declaration_starts.ts';
import * as t from './lex/token_types.ts';

/** By name, for declarations that could not be read: what they declare, and what they mention or declare inside. */
export type LostNames = ReadonlyMap<string, 'declared' | 'inside'>;

/**
 * The names in declarations that could not be read: a message about one of them elsewhere would be an echo.
 * `offsets` are the places where reading stumbled.
 */
export function lostNames(tokens: readonly IToken[], offsets: readonly number[]): LostNames {
  const lost = new Map<string, 'declared' | 'inside'>();
  if (offsets.length === 0) return lost;
  const ordered = offsets.toSorted((a, b) => a - b);
  let next = 0;
  let begin = 0;
  let depth = 0;
  tokens.forEach(({ tokenType }, index) => {
    if (tokenType === t.BlockOpen) depth++;
    else if (tokenType === t.BlockClose) depth--;
    const after = tokens[index + 1];
    const begins = after !== undefined && beginsDeclaration(after.tokenType, tokens[index + 2]?.tokenType ?? null);
    if (after !== undefined && (depth > 0 || !begins || (tokenType === t.Atomic && after.tokenType === t.Op))) return;
    const end = after?.startOffset ?? Infinity;
    let broken = false;
    for (; next < ordered.length && (ordered[next] ?? 0) < end; next++) broken = true;
    if (broken) addNames(lost, tokens.slice(begin, index + 1));
    begin = index + 1;
  });
  return lost;
}

/** The first name of a declaration is what it declares. */
function addNames(lost: Map<string, 'declared' | 'inside'>, declaration: readonly IToken[]): void {
  const [first, ...others] = declaration.filter(({ tokenType }) => isName(tokenType));
  for (const { image } of others) if (!lost.has(image)) lost.set(image, 'inside');
  if (first !== undefined) lost.set(first.image, 'declared');
}
