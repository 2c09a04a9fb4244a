import { EmbeddedActionsParser } from 'chevrotain';
import type { IParserErrorMessageProvider, IRecognitionException, IToken, ParserMethod, TokenType } from 'chevrotain';
import type { Span } from '@mmspec/source';
import type { Expression, Name } from '../tree.ts';
import * as t from '../lex/token_types.ts';
import { vocabulary } from '../lex/vocabulary.ts';

/** A rule without arguments. */
export type Rule<Result> = ParserMethod<[], Result>;

/** A mistake that the grammar lets pass, so that the tree stays whole. */
export interface Slip {
  readonly kind: 'chain' | 'target' | 'effect' | 'label' | 'comprehension' | 'step' | 'late_module' | 'late_import' | 'module' | 'tags' | 'range' | 'initial' | 'type';
  readonly span: Span;
}

/** What the parser is told about a text. */
export interface Input {
  readonly file: number;
  /** Length of the text in UTF-16 units. */
  readonly length: number;
  readonly tokens: IToken[];
  /** The `///` lines right above a token. */
  readonly docOf: (token: IToken) => readonly string[];
}

/** Thrown, and caught in `parse`, when a text has so many mistakes that going on helps nobody. */
export class TooManyMistakes extends Error {}

export const mistakesMax = 100;

/** Messages are written in `messages.ts` from the exception itself. */
const silent: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: () => '',
  buildNotAllInputParsedMessage: () => '',
  buildNoViableAltMessage: () => '',
  buildEarlyExitMessage: () => '',
};

interface ErrorSink {
  SAVE_ERROR(error: IRecognitionException): IRecognitionException;
}

/** What the rules of all chapters share: spans, names, and what stands for a missing part. */
export abstract class ParserBase extends EmbeddedActionsParser {
  slips: Slip[] = [];
  private fileIndex = 0;
  private length = 0;
  private docs: (token: IToken) => readonly string[] = () => [];
  private mistakes = 0;

  constructor(options: { readonly validated: boolean }) {
    super([...vocabulary], {
      recoveryEnabled: true,
      maxLookahead: 2,
      nodeLocationTracking: 'none',
      skipValidations: !options.validated,
      errorMessageProvider: silent,
    });
  }

  /** Readies the parser for a text. */
  begin(text: Input): void {
    this.input = text.tokens;
    this.slips = [];
    this.mistakes = 0;
    this.fileIndex = text.file;
    this.length = text.length;
    this.docs = text.docOf;
  }

  /** Chevrotain calls this for each mistake; its types do not mention it. */
  protected SAVE_ERROR(error: IRecognitionException): IRecognitionException {
    if (++this.mistakes > mistakesMax) throw new TooManyMistakes();
    return (EmbeddedActionsParser.prototype as unknown as ErrorSink).SAVE_ERROR.call(this, error);
  }

  /** A rule that always returns something: what was read, or what stands for it when reading failed. */
  protected rule<Result>(
    name: string,
    build: () => Result,
    config: { readonly recoveryValueFunc: (error: IRecognitionException) => Result },
  ): Rule<Result> {
    return this.RULE(name, build, config);
  }

  protected slip(kind: Slip['kind'], span: Span): void {
    if (++this.mistakes > mistakesMax) throw new TooManyMistakes();
    this.slips.push({ kind, span });
  }

  /** Where the next token begins. */
  protected get here(): number {
    const { startOffset } = this.LA(1);
    return Number.isNaN(startOffset) || startOffset < 0 ? this.length : startOffset;
  }

  /** From a start to the end of the last token taken. */
  protected from(start: number): Span {
    const end = (this.LA(0).endOffset ?? NaN) + 1;
    return { file: this.fileIndex, start, end: Number.isNaN(end) || end < start ? start : end };
  }

  protected spanOf(token: IToken): Span {
    return { file: this.fileIndex, start: token.startOffset, end: (token.endOffset ?? token.startOffset) + 1 };
  }

  protected docOf(token: IToken): readonly string[] {
    return this.docs(token);
  }

  /** Is a token of this kind next but `distance - 1`? */
  protected sees(distance: number, type: TokenType): boolean {
    return this.tokenIs(this.LA(distance), type);
  }

  private tokenIs(token: IToken, type: TokenType): boolean {
    return token.tokenType === type || token.tokenType.CATEGORIES?.includes(type) === true;
  }

  protected readonly nameOf = (token: IToken): Name => {
    if (token.isInsertedInRecovery === true) {
      const end = (this.LA(0).endOffset ?? -1) + 1;
      const at = Number.isNaN(end) ? this.here : end;
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
    const start = Number.isNaN(token.startOffset) || token.startOffset < 0 ? this.length : token.startOffset;
    return this.from(start);
  };

  protected readonly name: Rule<Name> = this.rule('name', () => this.nameOf(this.CONSUME(t.Identifier)), {
    recoveryValueFunc: () => this.missingName(),
  });
}
