import type { SourceFile } from '@mmspec/source';
import { classify } from './lex/classify.ts';
import { isName } from './lex/contextual.ts';
import { hasTooManyWords } from './lex/count_words.ts';
import { lex } from './lex/lexer.ts';
import { markReturns } from './lex/returns.ts';
import { lengthMax } from './reading.ts';

/** A token as `mmspec dump --stage tokens` shows it: offsets in UTF-16 units, `end` excluded. */
export interface TokenInfo {
  /** Name of its type in the grammar: `Identifier`, `BarOpen`, … */
  readonly type: string;
  /** A name, or a word that is one here. */
  readonly isName: boolean;
  readonly image: string;
  readonly start: number;
  readonly end: number;
}

/** The tokens that the parser sees, comments and strays left out; none for a text that is too long. Never throws. */
export function tokens(file: SourceFile): TokenInfo[] {
  if (file.text.length > lengthMax || hasTooManyWords(file.text)) return [];
  const found = classify(lex(file.text).tokens, file.text).tokens;
  markReturns(found, file.text);
  return found.map(({ tokenType, image, startOffset }) => ({
    type: tokenType.name,
    isName: isName(tokenType),
    image,
    start: startOffset,
    end: startOffset + image.length,
  }));
}
