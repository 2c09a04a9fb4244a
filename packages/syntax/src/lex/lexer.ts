import { Lexer } from 'chevrotain';
import type { IToken, TokenType } from 'chevrotain';
import { ForeignSign, signMeanings } from './foreign_signs.ts';
import { retag } from './retag.ts';
import { factsOf } from './token_facts.ts';
import * as t from './token_types.ts';
import { contextualWords, lexed, reservedWords, spelling } from './vocabulary.ts';

/** A stretch of text that is no token. */
export interface Stray {
  readonly offset: number;
  readonly length: number;
}

/** What C writes differently: read as what is meant, and reported. */
export interface Foreign {
  readonly offset: number;
  readonly image: string;
  /** `null`: a comment, which means nothing. */
  readonly meant: string | null;
}

export interface Lexed {
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
  /** In text order. */
  readonly strays: readonly Stray[];
  /** In text order. */
  readonly foreign: readonly Foreign[];
}

const lexer = new Lexer([...lexed], {
  positionTracking: 'onlyOffset',
  lineTerminatorsPattern: /\n|\r\n?/g,
  lineTerminatorCharacters: ['\n', '\r'],
});

const words: ReadonlyMap<string, TokenType> = new Map([...reservedWords, ...contextualWords]);

const meanings: ReadonlyMap<TokenType, TokenType> = new Map([
  [t.ForeignAnd, t.And],
  [t.ForeignOr, t.Or],
  [t.ForeignNot, t.Not],
  [t.ForeignArrow, t.Dot],
]);

/** What is no part of the language, with what it is read as. */
const stray: ReadonlyMap<TokenType, TokenType> = new Map([
  [t.StringLiteral, t.None],
  [t.ForeignName, t.Identifier],
]);

/** What the lexer finds and is looked at once more, as its type is not known yet, or is no part of the language; names are words first. */
const unsettled = 1;
const facts = factsOf([[unsettled, [t.StringLiteral, t.ForeignName, t.ForeignAddress, ForeignSign, ...meanings.keys()]]]);

/**
 * Cuts a text into tokens; what is no token is left out and listed. Every word of the language gets its own type.
 * `from` and `to`: only this part of it, which begins outside of tokens.
 */
export function lex(whole: string, from: number = 0, to: number = whole.length): Lexed {
  const { tokens, groups, errors } = lexer.tokenize(whole.slice(from, to));
  if (from > 0) for (const found of [tokens, groups['blocks'] ?? [], groups['comments'] ?? []]) for (const token of found) token.startOffset += from;
  for (const error of errors) error.offset += from;
  const foreign: Foreign[] = (groups['blocks'] ?? []).map(({ startOffset, image }) => ({ offset: startOffset, image, meant: null }));
  const strays: Stray[] = errors.map(({ offset, length }) => ({ offset, length }));
  const left = new Set<IToken>();
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as IToken;
    if (token.tokenType === t.Identifier) {
      const word = words.get(token.image);
      if (word !== undefined) retag(token, word);
      continue;
    }
    if ((facts[token.tokenTypeIdx]! & unsettled) === 0) continue;
    if (isAnchorText(tokens, index)) {
      retag(token, t.AnchorText);
      continue;
    }
    const mended = stray.get(token.tokenType);
    if (mended !== undefined) {
      strays.push({ offset: token.startOffset, length: token.image.length });
      retag(token, mended);
      continue;
    }
    if (token.tokenType === t.ForeignAddress) {
      left.add(token);
      if (endsOperand(tokens[index - 1], left)) strays.push({ offset: token.startOffset, length: 1 });
      else foreign.push({ offset: token.startOffset, image: token.image, meant: '' });
      continue;
    }
    const meant = token.tokenType === ForeignSign ? signMeanings.get(token.image) : meanings.get(token.tokenType);
    if (meant === undefined) continue;
    foreign.push({ offset: token.startOffset, image: token.image, meant: spelling(meant) });
    retag(token, meant);
  }
  strays.sort((a, b) => a.offset - b.offset);
  foreign.sort((a, b) => a.offset - b.offset);
  return { tokens: left.size === 0 ? tokens : tokens.filter((token) => !left.has(token)), comments: groups['comments'] ?? [], strays, foreign };
}

/** Does an operand end with a token, so that a sign behind it stands between two? */
function endsOperand(token: IToken | undefined, left: ReadonlySet<IToken>): boolean {
  return token !== undefined && !left.has(token) && /[\w)\]'}]$/u.test(token.image) && !reservedWords.has(token.image);
}

/** A string is a text where it follows `at`, or `at`, a text and a name. */
function isAnchorText(tokens: readonly IToken[], index: number): boolean {
  const token = tokens[index];
  if (token?.tokenType !== t.StringLiteral || token.image.length < 2 || !token.image.endsWith('"')) return false;
  return tokens[index - 1]?.image === 'at' || (tokens[index - 2]?.tokenType === t.AnchorText && tokens[index - 3]?.image === 'at');
}
