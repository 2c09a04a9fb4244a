import { oneLine, pathAt, positionAt, type SourceFile, type Span } from '@mmspec/source';

/** `path:line:column` of the beginning of a span; a span of no file is the first file's beginning. */
export function placeOf(files: readonly SourceFile[], span: Span): string {
  const file = files[span.file] ?? files[0];
  if (file === undefined) return '-';
  const { line, column } = positionAt(file, span.start);
  return `${oneLine(pathAt(file, span.start))}:${line}:${column}`;
}
