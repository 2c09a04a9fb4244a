import { lineAround, type SourceFile } from '@mmspec/source';
import type { IToken } from 'chevrotain';
import * as t from '../lex/token_types.ts';

/**
 * The brace that is meant by one that is never closed: those inside of it were closed one too early, and which one lacks its partner
 * shows in how the text is laid out. That is the first whose partner stands farther to the left than its line begins, or on another
 * line than it although its block begins on its own line; the opener itself where none does.
 * `until`: where it is closed at the latest.
 */
export function blamed(file: SourceFile, tokens: readonly IToken[], opener: IToken, until: number): IToken {
  const open: number[] = [];
  const lineOf = ({ startOffset }: IToken): number => lineAround(file, startOffset).start;
  for (let index = tokens.indexOf(opener); index >= 0 && index < tokens.length; index++) {
    const token = tokens[index] as IToken;
    if (token.startOffset >= until) break;
    if (token.image === '{') open.push(index);
    if (token.image !== '}') continue;
    const at = open.pop() ?? -1;
    const partner = tokens[at];
    if (partner === undefined || partner === opener) break;
    if (lineOf(partner) === lineOf(token)) continue;
    const first = tokens[at + 1];
    const begins = first !== undefined && lineOf(first) === lineOf(partner) && partner.tokenType === t.BlockOpen;
    if (begins || indentOf(file, token) < indentOf(file, partner)) return partner;
  }
  return opener;
}

/** How far to the right the line of a token begins. */
export function indentOf(file: SourceFile, { startOffset }: Pick<IToken, 'startOffset'>): number {
  return file.text.slice(lineAround(file, startOffset).start, startOffset + 1).search(/\S/u);
}
