import {
  codeActions,
  completions,
  definition,
  diagnosticsOf,
  documentSymbols,
  folds,
  hierarchyItem,
  highlights,
  hover,
  incomingCalls,
  inlayHints,
  kernelLinks,
  lenses,
  linkedEditing,
  links,
  outgoingCalls,
  parseCache,
  references,
  renamable,
  rename,
  selectionRanges,
  semanticTokens,
  signatureHelp,
  snapshotOf,
  workspaceSymbols,
  type Snapshot,
} from '@mmspec/ide';
import { libraryText } from '@mmspec/library';
import type { SourceFile, Span } from '@mmspec/source';
import { corpus, randomFrom } from '../syntax/corpus.ts';

/*
 * Edits as people and machines make them.
 */

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const pieces = [
  '',
  ' ',
  '\n',
  '{',
  '}',
  '(',
  ')',
  '.',
  ':',
  ',',
  ';',
  '=',
  '|',
  "'",
  '"',
  '/',
  '//',
  '/*',
  'if ',
  'else ',
  'actor a {',
  'atomic ',
  'x',
  '0',
  '..',
  'step is ',
  'import kernel.',
  '\u0000',
  '😀',
  'é',
  '\r',
  'at {',
  'forall x in ',
];

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

/** What an editor asks with every keystroke. */
function askAll(text: string, offset: number): void {
  const snapshot = snapshotOf({ path: 'main.mmspec', text }, resolve, cache.read);
  within(
    text,
    diagnosticsOf(snapshot).map(({ span }) => span),
  );
  within(
    text,
    completions(snapshot, offset).map(({ span }) => span),
  );
  hover(snapshot, offset);
  signatureHelp(snapshot, offset);
  documentSymbols(snapshot.module);
  folds(snapshot);
  within(
    text,
    semanticTokens(snapshot).map(({ start, end }) => ({ file: 0, start, end })),
  );
  inlayHints(snapshot, 0, text.length);
  within(
    text,
    highlights(snapshot, offset).map(({ span }) => span),
  );
  within(text, linkedEditing(snapshot, offset));
  within(
    text,
    lenses(snapshot.module).map(({ span }) => span),
  );
  within(
    text,
    [...links(snapshot), ...kernelLinks(snapshot)].map(({ span }) => span),
  );
  within(text, selectionRanges(snapshot, offset));
  definition(snapshot, offset);
}

/** What people ask for now and then. */
function askMore(text: string, offset: number): void {
  const snapshot = snapshotOf({ path: 'main.mmspec', text }, resolve, cache.read);
  references(snapshot, offset);
  renamable(snapshot, offset);
  const renamed = rename(snapshot, offset, 'fresh_name');
  if (renamed.kind === 'places')
    within(
      text,
      renamed.places.filter(({ path }) => path === 'main.mmspec').map(({ span }) => span),
    );
  for (const action of codeActions(snapshot, offset, Math.min(text.length, offset + 30)))
    within(
      text,
      action.edits.map(({ span }) => span),
    );
  workspaceSymbols([snapshot], 'a');
  calls(snapshot, offset);
}

function calls(snapshot: Snapshot, offset: number): void {
  const item = hierarchyItem(snapshot, offset);
  if (item === null) return;
  incomingCalls(snapshot, item);
  outgoingCalls(snapshot, item);
}

function within(text: string, spans: readonly Span[]): void {
  for (const { file, start, end } of spans)
    if (file === 0 && (start < 0 || start > end || end > text.length)) throw new Error(`a span outside the text: ${start}..${end} of ${text.length}`);
}

/** Asks everything about a text; a failure shows the text that caused it. */
export function asked(text: string, offset: number, more: boolean): void {
  const at = Math.min(offset, text.length);
  try {
    askAll(text, at);
    if (more) askMore(text, at);
  } catch (error) {
    throw new Error(`at ${offset} of ${JSON.stringify(text)}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`, { cause: error });
  }
}

/** All specs and examples, small texts first, so that a failure is short. */
export const named: readonly { readonly name: string; readonly text: string }[] = corpus
  .filter(({ name }) => /^(?:specs|examples)\/.*\.mmspec$/u.test(name))
  .sort((a, b) => a.text.length - b.text.length);
export const texts: readonly string[] = named.map(({ text }) => text);
export { randomFrom };
