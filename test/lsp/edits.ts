import { completions, diagnosticsOf, documentSymbols, folds, hover, inlayHints, parseCache, semanticTokens, signatureHelp, snapshotOf } from '@mmspec/ide';
import { libraryText } from '@mmspec/library';
import type { SourceFile } from '@mmspec/source';
import { corpus, randomFrom } from '../syntax/corpus.ts';

/*
 * Edits as people and machines make them.
 */

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const pieces = ['', ' ', '\n', '{', '}', '(', ')', '.', ':', ',', ';', '=', '|', "'", '"', '/', '//', '/*', 'if ', 'else ', 'actor a {', 'atomic ', 'x', '0', '..', 'step is ', 'import kernel.', '\u0000', '😀', 'é', '\r', 'at {', 'forall x in '];

/** An edit at random: a piece is put in, taken out, or moved from elsewhere. */
export function randomEdit(text: string, random: () => number): Edit {
  const start = Math.floor(random() * (text.length + 1));
  const kind = random();
  const length = kind < 0.5 ? 0 : Math.floor(random() * (kind < 0.95 ? 4 : 60));
  const from = Math.floor(random() * text.length);
  const piece = kind > 0.9 ? text.slice(from, from + Math.floor(random() * 40)) : (pieces[Math.floor(random() * pieces.length)] ?? '');
  return { start, end: Math.min(text.length, start + length), text: piece };
}

export function applied(text: string, { start, end, text: piece }: Edit): string {
  return text.slice(0, start) + piece + text.slice(end);
}

export const resolve = (path: readonly string[]): SourceFile | null => {
  const text = libraryText(path.join('.'));
  return text === null ? null : libraryFile(path.join('/'), text);
};

const files = new Map<string, SourceFile>();
function libraryFile(path: string, text: string): SourceFile {
  const known = files.get(path) ?? { path: `mmspec-library:/${path}.mmspec`, text };
  files.set(path, known);
  return known;
}

const cache = parseCache();

/** Asks every feature about a text at an offset; throws if one does. */
export function askAll(text: string, offset: number): void {
  const snapshot = snapshotOf({ path: 'main.mmspec', text }, resolve, cache.read);
  for (const { span } of diagnosticsOf(snapshot)) if (span.start > span.end || span.end > text.length) throw new Error(`a diagnostic outside the text: ${span.start}..${span.end} of ${text.length}`);
  completions(snapshot, offset);
  hover(snapshot, offset);
  signatureHelp(snapshot, offset);
  documentSymbols(snapshot.module);
  folds(snapshot);
  semanticTokens(snapshot);
  inlayHints(snapshot, 0, text.length);
}

/** Small texts first, so that a failure is short. */
export const texts: readonly string[] = corpus.filter(({ name }) => /^(?:specs|examples)\//u.test(name)).map(({ text }) => text).sort((a, b) => a.length - b.length);
export { randomFrom };
