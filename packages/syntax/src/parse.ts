import type { Diagnostic, SourceFile } from '@mmspec/source';
import type { IToken } from 'chevrotain';
import { classify } from './lex/classify.ts';
import { lex } from './lex/lexer.ts';
import { tooDeep } from './lex/nesting.ts';
import { markReturns } from './lex/returns.ts';
import { commentsOf, docFinder } from './comments.ts';
import * as say from './messages.ts';
import { TooManyMistakes } from './parser/base.ts';
import { ModuleParser } from './parser/declarations.ts';
import type { Comment, Module } from './tree.ts';

export interface Parsed {
  readonly module: Module;
  /** In text order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Longer texts are refused before anything looks at them. */
export const lengthMax: number = 4 * 1024 * 1024;

let shared: ModuleParser | null = null;

/** The parser keeps nothing from one text to the next but the memory it reuses. */
export function parser(): ModuleParser {
  shared ??= new ModuleParser();
  return shared;
}

/** A tree for any text, and what is wrong with it. Never throws. */
export function parse(file: SourceFile, fileIndex: number): Parsed {
  const { text } = file;
  const refuse = (diagnostic: Diagnostic, comments: readonly Comment[] = []): Parsed => ({
    module: emptyModule(fileIndex, text.length, comments),
    diagnostics: [diagnostic],
  });
  if (text.length > lengthMax) return refuse(say.tooLong(fileIndex, text.length));
  const nul = text.indexOf('\0');
  if (nul >= 0) return refuse(say.binary(fileIndex, nul));

  const { tokens: raw, comments: rawComments, strays } = lex(text);
  const comments = commentsOf(rawComments, text, fileIndex);
  if (raw.length === 0 && strays.length === 0) return refuse(say.empty(fileIndex, text.length), comments);
  const { tokens, unmatched } = classify(raw, text);
  const deep = tooDeep(tokens);
  if (deep !== null) return refuse(say.deep(fileIndex, deep), comments);
  markReturns(tokens, text);

  const { module, syntax } = read(tokens, comments, file, fileIndex);
  const diagnostics = [
    ...say.strayText(fileIndex, text, strays),
    ...say.numbers(fileIndex, tokens),
    ...say.brackets(fileIndex, unmatched),
    ...say.syntax(fileIndex, file, tokens, unmatched, syntax),
    ...say.missingModule(module),
  ];
  diagnostics.sort((a, b) => a.span.start - b.span.start);
  return { module, diagnostics: say.capped(diagnostics) };
}

function read(
  tokens: IToken[],
  comments: readonly Comment[],
  file: SourceFile,
  fileIndex: number,
): { readonly module: Module; readonly syntax: say.SyntaxMistakes } {
  const active = parser();
  active.begin({ file: fileIndex, length: file.text.length, tokens, docOf: docFinder(comments, file.text) });
  let complete = true;
  try {
    active.module();
  } catch (error) {
    if (!(error instanceof TooManyMistakes)) throw error;
    complete = false;
  }
  const { name, imports, items } = active.parts;
  const syntax = { errors: active.errors, slips: active.slips, complete };
  active.input = [];
  return {
    module: { kind: 'module', name, imports, items, comments, span: { file: fileIndex, start: 0, end: file.text.length } },
    syntax,
  };
}

function emptyModule(fileIndex: number, length: number, comments: readonly Comment[]): Module {
  return { kind: 'module', name: [], imports: [], items: [], comments, span: { file: fileIndex, start: 0, end: length } };
}
