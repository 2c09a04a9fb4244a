import { Lexer } from 'chevrotain';
import type { IToken, TokenType } from 'chevrotain';
import { retag } from './retag.ts';
import { contextualWords, lexed, reservedWords } from './vocabulary.ts';

/** A stretch of text that is no token. */
export interface Stray {
  readonly offset: number;
  readonly length: number;
}

export interface Lexed {
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
  /** In text order. */
  readonly strays: readonly Stray[];
}

const lexer = new Lexer([...lexed], {
  positionTracking: 'onlyOffset',
  lineTerminatorsPattern: /\n|\r\n?/g,
  lineTerminatorCharacters: ['\n', '\r'],
});

const words: ReadonlyMap<string, TokenType> = new Map([...reservedWords, ...contextualWords]);

/** Cuts a text into tokens; what is no token is left out and listed. Every word of the language gets its own type. */
export function lex(text: string): Lexed {
  const { tokens, groups, errors } = lexer.tokenize(text);
  for (const token of tokens) {
    const type = words.get(token.image);
    if (type !== undefined) retag(token, type);
  }
  return {
    tokens,
    comments: groups['comments'] ?? [],
    strays: errors.map(({ offset, length }) => ({ offset, length })),
  };
}
