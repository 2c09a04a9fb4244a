import { lineStarts, positionAt, type SourceFile, type Span } from '@mmspec/source';
import type { Position, Range } from 'vscode-languageserver';

/*
 * Offsets and the positions of the protocol, which count from 0 in UTF-16 units. Those of a text that was taken out of another one are of that.
 */

/** Positions outside the text mean its nearest end, and those behind a line the end of the line. */
export function offsetAt(file: SourceFile, { line, character }: Position): number {
  if (file.parts !== undefined) return offsetInPart(file, { line, character }) ?? (line < (file.parts[0]?.line ?? 1) - 1 ? 0 : file.text.length);
  const starts = lineStarts(file);
  if (line < 0) return 0;
  const start = starts[line];
  if (start === undefined) return file.text.length;
  const next = starts[line + 1];
  const end = next === undefined ? file.text.length : next - (file.text.slice(next - 2, next) === '\r\n' ? 2 : 1);
  return Math.max(start, Math.min(start + character, end));
}

export function positionOf(file: SourceFile, offset: number): Position {
  if (file.parts !== undefined) {
    const { line, column } = positionAt(file, offset);
    return { line: line - 1, character: column - 1 };
  }
  const starts = lineStarts(file);
  const at = Math.max(0, Math.min(offset, file.text.length));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: at - (starts[low] ?? 0) };
}

export function rangeOf(file: SourceFile, { start, end }: Pick<Span, 'start' | 'end'>): Range {
  return { start: positionOf(file, start), end: positionOf(file, end) };
}

/** The offset in a text that was taken out of another one; null for a line that it has nothing of. */
export function offsetInPart(file: SourceFile, { line, character }: Position): number | null {
  const starts = lineStarts(file);
  for (const [index, start] of starts.entries()) {
    const end = (starts[index + 1] ?? file.text.length + 1) - 1;
    // The end of the last line begins another one, which is not there.
    if (index > 0 && start === file.text.length) break;
    const from = positionAt(file, start);
    if (from.line === line + 1) return Math.max(start, Math.min(start + character + 1 - from.column, end));
  }
  return null;
}
