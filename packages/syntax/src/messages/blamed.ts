import { positionAt, type SourceFile } from '@mmspec/source';
import type { IToken } from 'chevrotain';
import * as t from '../lex/token_types.ts';

/**
 * The brace that is meant by one that is never closed: those inside of it were closed one too early, and which one lacks its partner
 * shows in how the text is laid out. That is the first whose partner stands farther to the left than its line begins, or on another
 * line than it although its block begins on its own line; the opener itself where none does.
 * `until`: where it is closed at the latest.
 */
export function blamed(file: SourceFile, tokens: readonly IToken[], opener: IToken, until: number): IToken {
  const open: IToken[] = [];
  const lineOf = ({ startOffset }: IToken): number => positionAt(file, startOffset).line;
  for (let index = tokens.indexOf(opener); index >= 0 && index < tokens.length; index++) {
    const token = tokens[index] as IToken;
    if (token.startOffset >= until) break;
    if (token.image === '{') open.push(token);
    if (token.image !== '}') continue;
    const partner = open.pop();
    if (partner === undefined || partner === opener) break;
    if (lineOf(partner) === lineOf(token)) continue;
    const first = tokens[tokens.indexOf(partner) + 1];
    const begins = first !== undefined && lineOf(first) === lineOf(partner) && partner.tokenType === t.BlockOpen;
    if (begins || indentOf(file, token) < indentOf(file, partner)) return partner;
  }
  return opener;
}

/** How far to the right the line of a token begins. */
export function indentOf({ text }: SourceFile, { startOffset }: Pick<IToken, 'startOffset'>): number {
  const begin = Math.max(text.lastIndexOf('\n', startOffset - 1), text.lastIndexOf('\r', startOffset - 1)) + 1;
  return text.slice(begin, startOffset + 1).search(/\S/u);
}
