import { analyse, type Analysed, type Reader, type Remembered, type Resolver } from '@mmspec/semantics';
import type { SourceFile, Span } from '@mmspec/source';
import type { Module } from '@mmspec/syntax';

/** A spec at one moment, with everything that it imports. Plain data; features are functions of it. */
export interface Snapshot {
  /** The file that was asked about; the first of `files`. */
  readonly main: SourceFile;
  readonly module: Module;
  readonly analysed: Analysed;
}

/** A span, with the path of its file. */
export interface FileSpan {
  readonly path: string;
  readonly span: Span;
}

/**
 * The spec of a file. `remembered`: what is known of its text of before; a snapshot of that is not true any more after this.
 */
export function snapshotOf(main: SourceFile, resolve: Resolver, read?: Reader, remembered: Remembered | null = null): Snapshot {
  const analysed = analyse(main, resolve, read, false, remembered);
  const [module] = analysed.model.modules;
  if (module === undefined) throw new Error('a model without its own file');
  return { main, module, analysed };
}

/** The path of the file that a span lies in. */
export function pathOf({ analysed }: Snapshot, { file }: Span): string {
  return analysed.model.files[file]?.path ?? '';
}

/** The text under a span, of whatever file. */
export function textUnder({ analysed }: Snapshot, { file, start, end }: Span): string {
  return analysed.model.files[file]?.text.slice(start, end) ?? '';
}

/** Where a span of a spec lies. */
export function fileSpanAt(snapshot: Snapshot, span: Span): FileSpan {
  return { path: pathOf(snapshot, span), span };
}

const libraryScheme = 'mmspec-library:';

/** The file of a spec that a dotted name means, as far as paths show: it ends like the name, and the library imports from itself alone. */
export function fileNamed({ analysed: { model } }: Snapshot, name: readonly string[], importer: string): SourceFile | undefined {
  const ending = `/${name.join('/')}.mmspec`;
  return model.files.find(({ path }) => path !== importer && `/${path}`.endsWith(ending) && (!isLibraryPath(importer) || isLibraryPath(path)));
}

/** Whether a file belongs to the library, which nobody edits. */
export function isLibraryPath(path: string): boolean {
  return path.startsWith(libraryScheme);
}
