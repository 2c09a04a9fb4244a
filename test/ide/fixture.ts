import { parseCache, snapshotOf, type Snapshot } from '@mmspec/ide';
import { libraryText } from '@mmspec/library';
import type { SourceFile, Span } from '@mmspec/source';

/*
 * The one notation of all tests of editor features: `//- name.mmspec` begins a file, `$0` is the cursor, `«…»` is a range that is expected.
 * The first file is the one that is open.
 */

export interface Fixture {
  readonly snapshot: Snapshot;
  readonly cursor: number;
  /** `path:start-end` of every marked range. */
  readonly marked: readonly string[];
  readonly files: ReadonlyMap<string, SourceFile>;
}

export function fixture(text: string): Fixture {
  const parts = text.startsWith('//- ') ? text.split(/^\/\/- /mu).slice(1) : [`main.mmspec\n${text}`];
  const files = new Map<string, SourceFile>();
  const marked: string[] = [];
  let cursor = 0;
  for (const [index, part] of parts.entries()) {
    const end = part.indexOf('\n');
    const path = part.slice(0, end).trim();
    let clean = '';
    let open = 0;
    for (const piece of part.slice(end + 1).split(/(«|»|\$0)/u)) {
      if (piece === '«') open = clean.length;
      else if (piece === '»') marked.push(`${path}:${open}-${clean.length}`);
      else if (piece !== '$0') clean += piece;
      else if (index === 0) cursor = clean.length;
    }
    files.set(path, { path, text: clean });
  }
  const [main] = files.values();
  if (main === undefined) throw new Error('a fixture without a file');
  const resolve = (path: readonly string[]): SourceFile | null => {
    const name = path.join('.');
    const library = libraryText(name);
    return files.get(`${path.join('/')}.mmspec`) ?? (library === null ? null : { path: `mmspec-library:/${path.join('/')}.mmspec`, text: library });
  };
  return { snapshot: snapshotOf(main, resolve, parseCache().read), cursor, marked: marked.sort(), files };
}

/** A span in the form of the marked ranges. */
export function mark(path: string, { start, end }: Span): string {
  return `${path}:${start}-${end}`;
}

/** Spans of the open file in the form of the marked ranges, in order. */
export function marks(spans: readonly Span[], path: string = 'main.mmspec'): string[] {
  return spans.map((span) => mark(path, span)).sort();
}
