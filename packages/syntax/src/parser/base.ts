import { EmbeddedActionsParser, EOF, MismatchedTokenException, NoViableAltException } from 'chevrotain';
import type { IParserErrorMessageProvider, IRecognitionException, IToken, ParserMethod, TokenType } from 'chevrotain';
import type { Span } from '@mmspec/source';
import type { Expression, Import, Item, Name } from '../tree.ts';
import { endOf, hasNewline } from '../lex/classify.ts';
import * as t from '../lex/token_types.ts';
import { vocabulary } from '../lex/vocabulary.ts';
import { lazyLookahead } from './lazy_lookahead.ts';
import { RecoveringParser } from './recovery.ts';

/** A rule without arguments. */
export type Rule<Result> = ParserMethod<[], Result>;

/** A mistake that the grammar lets pass, so that the tree stays whole. */
export interface Slip {
  readonly kind:
    | 'chain'
    | 'target'
    | 'effect'
    | 'label'
    | 'comprehension'
    | 'keyed'
    | 'sum'
    | 'late_module'
    | 'late_import'
    | 'module'
    | 'tags'
    | 'range'
    | 'initial'
    | 'type'
    | 'end';
  readonly span: Span;
}

/** What the parser is given of a text. */
export interface Input {
  readonly file: number;
  readonly text: string;
  readonly tokens: IToken[];
  /** The `///` lines right above a token. */
  readonly docOf: (token: IToken) => readonly string[];
  /** What was read of the text before these tokens. */
  readonly before: Parts;
  /** Is told about the first token of everything that a file lists, before it is read. */
  readonly enter: (token: IToken) => void;
}

/** What could be read of a file; it grows as the parser goes, so that nothing is lost when it gives up. */
export interface Parts {
  name: Name[];
  imports: Import[];
  items: Item[];
}

export const noParts: Parts = { name: [], imports: [], items: [] };

/** Thrown, and caught in `parse`, when a text has so many mistakes that going on helps nobody. */
export class TooManyMistakes extends Error {}

export const mistakesMax = 100;

/** How many tokens before a `{` may be left out. */
const skippedMax = 12;

/** How many tokens are looked at behind a block that does not open. */
const lookedMax = 1_000;

/** Messages are written in `messages/` from the exception itself; of a mismatch they need the token that was expected. */
const silent: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.name,
  buildNotAllInputParsedMessage: () => '',
  buildNoViableAltMessage: () => '',
  buildEarlyExitMessage: () => '',
};

interface TokenSkipper {
  SKIP_TOKEN(): IToken;
}

interface ErrorSink {
  SAVE_ERROR(error: IRecognitionException): IRecognitionException;
}

const maxLookahead = 2;

/**
 * What the rules of all chapters share: spans, names, and what stands for a missing part.
 * Alternatives that need nothing of the rule around them are fields: Chevrotain wants them in a list, and to make twenty closures for each operand
 * costs more than to read it.
 */
export abstract class ParserBase extends RecoveringParser {
  slips: Slip[] = [];
  protected before: Parts = noParts;
  protected enter: (token: IToken) => void = () => undefined;
  private fileIndex = 0;
  private text = '';
  private docs: (token: IToken) => readonly string[] = () => [];
  private mistakes = 0;

  constructor(options: { readonly validated: boolean }) {
    super([...vocabulary], {
      recoveryEnabled: true,
      maxLookahead,
      lookaheadStrategy: lazyLookahead(maxLookahead),
      nodeLocationTracking: 'none',
      skipValidations: !options.validated,
      errorMessageProvider: silent,
    });
  }

  /** Readies the parser for a text. */
  begin(input: Input): void {
    this.input = input.tokens;
    this.forgetPlaces();
    this.slips = [];
    this.mistakes = 0;
    this.fileIndex = input.file;
    this.text = input.text;
    this.docs = input.docOf;
    this.before = input.before;
    this.enter = input.enter;
  }

  /** Chevrotain calls this for each mistake; its types do not mention it. */
  protected SAVE_ERROR(error: IRecognitionException): IRecognitionException {
    if (++this.mistakes > mistakesMax) throw new TooManyMistakes();
    return (EmbeddedActionsParser.prototype as unknown as ErrorSink).SAVE_ERROR.call(this, error);
  }

  /** Chevrotain calls this where no alternative fits, and would work out all that may follow, for a message that is written elsewhere. */
  protected raiseNoAltException(): never {
    throw this.SAVE_ERROR(new NoViableAltException('', this.LA(1), this.LA(0)));
  }

  /** A rule that always returns something: what was read, or what stands for it when reading failed. */
  protected rule<Result, Args extends unknown[] = []>(
    name: string,
    build: (...args: Args) => Result,
    config: { readonly recoveryValueFunc: (error: IRecognitionException) => Result },
  ): ParserMethod<Args, Result> {
    return this.RULE(name, build, config);
  }

  protected slip(kind: Slip['kind'], span: Span): void {
    if (++this.mistakes > mistakesMax) throw new TooManyMistakes();
    this.slips.push({ kind, span });
  }

  /**
   * Takes the `{` of a block. Where something else stands before it on the way, that is reported and left out:
   * otherwise the `}` of this block would close the one around it. Says whether it has no braces at all: then it is one
   * statement, so that the `}` of what is around it stays there.
   */
  protected openBlock(): boolean {
    if (!this.RECORDING_PHASE && !this.sees(1, t.BlockOpen)) this.skipToBlock();
    return this.CONSUME(t.BlockOpen).isInsertedInRecovery === true && this.lacksBraces();
  }

  /**
   * Where a block has no `{`: whether it has no `}` either. The first line that is not deeper than the one in which the
   * block should open begins with its `}` where there is one; on the same line nothing does.
   */
  private lacksBraces(): boolean {
    const [last, next] = [this.LA(0), this.LA(1)];
    if (Number.isNaN(last.startOffset)) return false;
    if (next.tokenType !== EOF && !hasNewline(this.text, last, next)) return true;
    const depth = this.indentAt(last.startOffset);
    for (let distance = 1; distance <= lookedMax; distance++) {
      const token = this.LA(distance);
      if (token.tokenType === EOF) return true;
      if (!hasNewline(this.text, this.LA(distance - 1), token)) continue;
      const indent = this.indentAt(token.startOffset);
      if (indent <= depth) return !(token.tokenType === t.BlockClose && indent === depth);
    }
    return false;
  }

  /** How far the line of an offset is indented. */
  private indentAt(offset: number): number {
    const begin = Math.max(this.text.lastIndexOf('\n', offset - 1), this.text.lastIndexOf('\r', offset - 1)) + 1;
    return /^[ \t]*/u.exec(this.text.slice(begin, offset))![0].length;
  }

  private skipToBlock(): void {
    for (let distance = 2; distance <= skippedMax; distance++) {
      const token = this.LA(distance);
      if (token.tokenType === EOF || token.tokenType === t.BlockClose || hasNewline(this.text, this.LA(distance - 1), token)) return;
      if (token.tokenType !== t.BlockOpen) continue;
      this.SAVE_ERROR(new MismatchedTokenException(t.BlockOpen.name, this.LA(1), this.LA(0)));
      for (let skipped = 1; skipped < distance; skipped++) (this as unknown as TokenSkipper).SKIP_TOKEN();
      return;
    }
  }

  /** Leaves out a token that the grammar does not have there, where another one follows it. */
  protected skipBefore(token: TokenType, next: TokenType): void {
    if (!this.RECORDING_PHASE && this.sees(1, token) && this.sees(2, next)) (this as unknown as TokenSkipper).SKIP_TOKEN();
  }

  /** Where the next token begins. */
  protected get here(): number {
    const { startOffset } = this.LA(1);
    return Number.isNaN(startOffset) || startOffset < 0 ? this.text.length : startOffset;
  }

  /** Where the last token taken ends; 0 before the first. */
  private get lastEnd(): number {
    const token = this.LA(0);
    return Number.isNaN(token.startOffset) ? 0 : endOf(token);
  }

  /** From a start to the end of the last token taken. */
  protected from(start: number): Span {
    return { file: this.fileIndex, start, end: Math.max(start, this.lastEnd) };
  }

  protected spanOf(token: IToken): Span {
    return { file: this.fileIndex, start: token.startOffset, end: endOf(token) };
  }

  protected docOf(token: IToken): readonly string[] {
    return this.docs(token);
  }

  /** Is a token of this kind next but `distance - 1`? */
  protected sees(distance: number, type: TokenType): boolean {
    return this.tokenIs(this.LA(distance), type);
  }

  /** `op` with all that may stand before it: `atomic`, and one word or two for its order. */
  protected seesOperation(): boolean {
    if (this.sees(1, t.Op)) return true;
    return this.sees(1, t.Atomic) && (this.sees(2, t.Op) || (!this.sees(2, t.BlockOpen) && (this.sees(3, t.Op) || this.sees(4, t.Op))));
  }

  /** Is a name next that is no contextual word? */
  protected isPlainName(): boolean {
    return !this.RECORDING_PHASE && this.LA(1).tokenType === t.Identifier;
  }

  private tokenIs(token: IToken, type: TokenType): boolean {
    return token.tokenType === type || token.tokenType.CATEGORIES?.includes(type) === true;
  }

  protected readonly nameOf = (token: IToken): Name => {
    if (token.isInsertedInRecovery === true) {
      const at = this.lastEnd;
      return { kind: 'name', text: '', span: { file: this.fileIndex, start: at, end: at } };
    }
    return { kind: 'name', text: token.image, span: this.spanOf(token) };
  };

  protected missingName(): Name {
    const at = this.here;
    return { kind: 'name', text: '', span: { file: this.fileIndex, start: at, end: at } };
  }

  /** An expression that could not be read, as far as it was skipped. */
  protected readonly broken = (error: unknown): Expression => ({ kind: 'error_expression', span: this.skipped(error) });

  /** What recovery skipped, from the offending token on. */
  protected readonly skipped = (error: unknown): Span => {
    const { token } = error as IRecognitionException;
    const start = Number.isNaN(token.startOffset) || token.startOffset < 0 ? this.text.length : token.startOffset;
    return this.from(start);
  };

  protected readonly name: Rule<Name> = this.rule('name', () => this.nameOf(this.CONSUME(t.Identifier)), {
    recoveryValueFunc: () => this.missingName(),
  });
}
