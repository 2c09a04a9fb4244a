import type { IToken, TokenType } from 'chevrotain';

/** Makes a token one of another type. Tokens are young here: nobody else holds them yet. */
export function retag(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx ?? -1;
}
