import type { Diagnostic, SourceFile, Span } from '@mmspec/source';
import type { IRecognitionException, IToken } from 'chevrotain';
import type { Unmatched } from './lex/classify.ts';
import type { Stray } from './lex/lexer.ts';
import type { TooDeep } from './lex/nesting.ts';
import type { Slip } from './parser/base.ts';
import type { Module } from './tree.ts';

export interface SyntaxMistakes {
  readonly errors: readonly IRecognitionException[];
  readonly slips: readonly Slip[];
  /** False if the parser gave up. */
  readonly complete: boolean;
}

function make(code: string, span: Span, message: string, why = '', help = ''): Diagnostic {
  return { code, severity: 'error', span, message, why, help, related: [], fixes: [] };
}
export function tooLong(file: number, length: number): Diagnostic { return make('MM0107', { file, start: 0, end: 0 }, `the file is too large: ${length}`); }
export function binary(file: number, offset: number): Diagnostic { return make('MM0108', { file, start: offset, end: offset + 1 }, 'binary file'); }
export function empty(file: number, length: number): Diagnostic { return make('MM0109', { file, start: 0, end: length }, 'empty file'); }
export function deep(file: number, { token, kind }: TooDeep): Diagnostic { return make('MM0106', { file, start: token.startOffset, end: token.startOffset + token.image.length }, `too deep: ${kind}`); }
export function strayText(file: number, text: string, strays: readonly Stray[]): Diagnostic[] { return strays.map(({ offset, length }) => make('MM0104', { file, start: offset, end: offset + length }, `stray ${text.slice(offset, offset + length)}`)); }
export function numbers(_file: number, _tokens: readonly IToken[]): Diagnostic[] { return []; }
export function brackets(file: number, unmatched: readonly Unmatched[]): Diagnostic[] { return unmatched.map(({ token }) => make('MM0103', { file, start: token.startOffset, end: token.startOffset + 1 }, `unmatched ${token.image}`)); }
export function syntax(fileIndex: number, file: SourceFile, _tokens: readonly IToken[], _unmatched: readonly Unmatched[], { errors, slips }: SyntaxMistakes): Diagnostic[] {
  return [
    ...errors.map((error) => {
      const start = Number.isNaN(error.token.startOffset) ? file.text.length : error.token.startOffset;
      return make('MM0101', { file: fileIndex, start, end: start + error.token.image.length }, `unexpected ${error.token.image} in ${error.context.ruleStack.at(-1) ?? ''}`);
    }),
    ...slips.map(({ kind, span }) => make('MM0111', span, `slip ${kind}`)),
  ];
}
export function missingModule(module: Module): Diagnostic[] { return module.name.length > 0 ? [] : [make('MM0110', { ...module.span, end: 0 }, 'no module')]; }
export function capped(diagnostics: readonly Diagnostic[]): Diagnostic[] { return diagnostics.slice(0, 100); }
