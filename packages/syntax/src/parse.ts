import type { Diagnostic, SourceFile } from '@mmspec/source';
import type { IToken } from 'chevrotain';
import { hasTooManyWords } from './lex/count_words.ts';
import { classify } from './lex/classify.ts';
import { lex } from './lex/lexer.ts';
import { tooDeep } from './lex/nesting.ts';
import { lostNames } from './lost_names.ts';
import type { LostNames } from './lost_names.ts';
import { markReturns } from './lex/returns.ts';
import { commentsOf, docFinder } from './comments.ts';
import { diagnosticsOf } from './messages/all.ts';
import type { Noticed } from './messages/all.ts';
import { binary, deep, empty, tooLong, tooManyWords } from './messages/refusals.ts';
import { TooManyMistakes } from './parser/base.ts';
import { ModuleParser } from './parser/module.ts';
import type { Comment, Module } from './tree.ts';

export interface Parsed {
  readonly module: Module;
  /** In text order. */
  readonly diagnostics: readonly Diagnostic[];
  /** Names in declarations that could not be read. */
  readonly lost: LostNames;
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
    lost: new Map(),
  });
  if (text.length > lengthMax) return refuse(tooLong(fileIndex, text.length));
  const nul = text.indexOf('\0');
  if (nul >= 0) return refuse(binary(fileIndex, nul));

  if (hasTooManyWords(text)) return refuse(tooManyWords(fileIndex));

  const lexed = lex(text);
  const comments = commentsOf(lexed.comments, text, fileIndex);
  if (lexed.tokens.length === 0 && lexed.strays.length + lexed.foreign.length === 0) return refuse(empty(fileIndex, text.length), comments);
  const { tokens, ...classified } = classify(lexed.tokens, text);
  const tooFar = tooDeep(tokens);
  if (tooFar !== null) return refuse(deep(fileIndex, tooFar), comments);
  markReturns(tokens, text);

  const { module, ...mistakes } = read(tokens, comments, file, fileIndex);
  const diagnostics = diagnosticsOf({ file, index: fileIndex, lexed, tokens, ...classified, ...mistakes });
  const offsets = [...mistakes.errors.map(({ token }) => token), ...classified.unmatched.map(({ token }) => token)].map(({ startOffset }) =>
    Number.isNaN(startOffset) ? text.length : startOffset,
  );
  return { module, diagnostics, lost: lostNames(tokens, offsets) };
}

function read(
  tokens: IToken[],
  comments: readonly Comment[],
  file: SourceFile,
  fileIndex: number,
): { readonly module: Module } & Pick<Noticed, 'errors' | 'slips' | 'complete'> {
  const active = parser();
  active.begin({ file: fileIndex, text: file.text, tokens, docOf: docFinder(comments, file.text) });
  let complete = true;
  try {
    active.module();
  } catch (error) {
    if (!(error instanceof TooManyMistakes)) throw error;
    complete = false;
  }
  const { name, imports, items } = active.parts;
  const { errors, slips } = active;
  active.input = [];
  return {
    module: { kind: 'module', name, imports, items, comments, span: { file: fileIndex, start: 0, end: file.text.length } },
    errors,
    slips,
    complete,
  };
}

function emptyModule(fileIndex: number, length: number, comments: readonly Comment[]): Module {
  return { kind: 'module', name: [], imports: [], items: [], comments, span: { file: fileIndex, start: 0, end: length } };
}
