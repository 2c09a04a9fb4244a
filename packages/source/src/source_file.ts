import type { Span } from './span.ts';

/** A text with a name; the only thing that spans refer to. */
export interface SourceFile {
  /** What messages print: a path as the user gave it, or `mmspec-library:/kernel/folio.mmspec`. */
  readonly path: string;
  readonly text: string;
  /** Where the text stands in the file, for one that was taken out of it; in order, the first at offset 0. */
  readonly parts?: readonly TextPart[];
}

/** A place for people: both count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** From this offset of a text on, up to the next part, it stands in its file as it is: at this position, and at the beginning of the lines below it. */
export interface TextPart extends Position {
  readonly start: number;
  /** Of a text that was put together from several files: the file that it stands in; left out: that of the text. */
  readonly path?: string;
}

const lineStartsOf = new WeakMap<SourceFile, readonly number[]>();

/** Offsets at which the lines of a file begin; `\n`, `\r\n` and a lone `\r` end a line. */
export function lineStarts(file: SourceFile): readonly number[] {
  const known = lineStartsOf.get(file);
  if (known !== undefined) return known;
  const starts = [0];
  for (const match of file.text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  lineStartsOf.set(file, starts);
  return starts;
}

/** The path of the file that an offset stands in. */
export function pathAt(file: SourceFile, offset: number): string {
  return partAt(file, offset)?.path ?? file.path;
}

function partAt({ parts = [] }: SourceFile, offset: number): TextPart | undefined {
  return parts[lastUpTo(parts.length, (index) => (parts[index]?.start ?? 0) <= offset)];
}

/** The line and column in its file of an offset; an offset past the end is the end. */
export function positionAt(file: SourceFile, offset: number): Position {
  const own = ownPositionAt(file, offset);
  const part = partAt(file, offset);
  if (part === undefined) return own;
  const from = ownPositionAt(file, part.start);
  if (own.line === from.line) return { line: part.line, column: part.column + own.column - from.column };
  return { line: part.line + own.line - from.line, column: own.column };
}

/** `line 12`, or `line 12 of lock.mmspec` where an offset stands in another file than the first of a spec: what is called by its place has one name. */
export function lineName(files: readonly SourceFile[], { file: index, start }: Span): string {
  const file = files[index];
  if (file === undefined) return 'line 0';
  const path = pathAt(file, start);
  const where = path === files[0]?.path ? '' : ` of ${path.slice(path.search(/[^/\\]*$/u))}`;
  return `line ${positionAt(file, start).line}${where}`;
}

/** The line and column within the text itself, wherever it was taken from. */
export function ownPositionAt(file: SourceFile, offset: number): Position {
  const starts = lineStarts(file);
  const line = lastUpTo(starts.length, (index) => (starts[index] ?? 0) <= offset);
  return { line: line + 1, column: Math.min(offset, file.text.length) - (starts[line] ?? 0) + 1 };
}

/** The last index for which this is so; it is so for the first, and for none behind one for which it is not. */
function lastUpTo(count: number, isSo: (index: number) => boolean): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isSo(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The line that an offset lies in, without its end. */
export function lineAround(file: SourceFile, offset: number): { readonly start: number; readonly end: number } {
  const starts = lineStarts(file);
  const { line } = ownPositionAt(file, offset);
  const start = starts[line - 1] ?? 0;
  const next = starts[line] ?? file.text.length;
  const ends = /\r\n$|[\r\n]$/.exec(file.text.slice(Math.max(start, next - 2), next));
  return { start, end: starts[line] === undefined ? next : next - (ends?.[0].length ?? 0) };
}

/** The text under a span. */
export function textOf(file: SourceFile, span: Span): string {
  return file.text.slice(span.start, span.end);
}
