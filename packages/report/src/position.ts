import { oneLine, pathAt, positionAt, type SourceFile, type Span } from '@mmspec/source';

/** `line 5` in the file of a spec, `path:5` in others that it is put together from. */
export function placeText({ path, line }: { readonly path: string; readonly line: number }, spec: string): string {
  return path === spec ? `line ${line}` : `${oneLine(path)}:${line}`;
}

/** `path:line:column` of the beginning of a span; a span of no file is the first file's beginning. */
export function placeOf(files: readonly SourceFile[], span: Span): string {
  const file = files[span.file] ?? files[0];
  if (file === undefined) return '-';
  const { line, column } = positionAt(file, span.start);
  return `${oneLine(pathAt(file, span.start))}:${line}:${column}`;
}
