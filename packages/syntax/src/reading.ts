import type { Diagnostic, SourceFile, Span } from '@mmspec/source';
import { hasTooManyWords } from './lex/count_words.ts';
import { diagnosticsOf } from './messages/all.ts';
import { binary, deep, empty, tooLong, tooManyWords } from './messages/refusals.ts';
import { noParts } from './parser/base.ts';
import { readStretch, type Piece, type Stretch, type Stretched } from './pieces.ts';
import type { LostNames } from './lost_names.ts';
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

/** What was read of a text, in pieces; none where it was refused, or the parser gave up. */
export interface Reading {
  readonly parsed: Parsed;
  readonly pieces: readonly Piece[];
}

/** Reads a whole text, as one piece or as many. Where a `{` is never closed the next one is read from the beginning. */
export function readWhole(file: SourceFile, index: number, inPieces: boolean): Reading {
  const { text } = file;
  const refusal = refusalOf(file, index);
  if (refusal !== null) return refused(index, text, refusal);
  const stretch: Stretch = { file, index, from: 0, to: text.length, entry: null, before: noParts, inPieces, isKnown: () => false };
  return whole(file, index, readStretch(stretch));
}

/** What speaks against looking at a text at all. */
export function refusalOf({ text }: SourceFile, index: number): Diagnostic | null {
  if (text.length > lengthMax) return tooLong(index, text.length);
  const nul = text.indexOf('\0');
  if (nul >= 0) return binary(index, nul);
  return hasTooManyWords(text) ? tooManyWords(index) : null;
}

function refused(index: number, { length }: string, diagnostic: Diagnostic, comments: readonly Comment[] = []): Reading {
  const module: Module = { kind: 'module', name: [], imports: [], items: [], comments, span: { file: index, start: 0, end: length } };
  return { parsed: { module, diagnostics: [diagnostic], lost: new Map() }, pieces: [] };
}

function whole(file: SourceFile, index: number, { pieces, tooDeep, complete, comments, isEmpty, isOpen }: Stretched): Reading {
  const { text } = file;
  if (isEmpty) return refused(index, text, empty(index, text.length), comments);
  if (tooDeep !== null) return refused(index, text, deep(index, tooDeep), comments);
  const parsed = assembled(file, index, pieces, complete);
  return { parsed, pieces: complete && !isOpen ? pieces : [] };
}

/** The tree of a text and what is wrong with it, from its pieces. */
export function assembled(file: SourceFile, index: number, pieces: readonly Piece[], complete: boolean): Parsed {
  const span: Span = { file: index, start: 0, end: file.text.length };
  const module: Module = {
    kind: 'module',
    name: pieces.find(({ name }) => name.length > 0)?.name ?? [],
    imports: pieces.flatMap(({ imports }) => imports),
    items: pieces.flatMap(({ items }) => items),
    comments: pieces.flatMap(({ comments }) => comments),
    span,
  };
  const begins = pieces.find(({ first }) => first !== null);
  const first = begins?.first == null ? null : { file: index, start: begins.start + begins.first.start, end: begins.start + begins.first.end };
  const stumbles = pieces.flatMap((piece) => piece.stumbles);
  const diagnostics = diagnosticsOf({ file, index, complete, first, hasModule: pieces.some(({ hasModule }) => hasModule) }, stumbles);
  return { module, diagnostics, lost: lostIn(pieces) };
}

function lostIn(pieces: readonly Piece[]): LostNames {
  const all = new Map<string, 'declared' | 'inside'>();
  for (const { lost } of pieces) for (const [name, how] of lost) if (how === 'declared' || !all.has(name)) all.set(name, how);
  return all;
}
