import { lineStarts, type SourceFile, type Span } from '@mmspec/source';
import type { Position, Range } from 'vscode-languageserver';

/*
 * Offsets and the positions of the protocol, which count from 0 in UTF-16 units.
 */

/** Positions outside the text mean its nearest end, and those behind a line the end of the line. */
export function offsetAt(file: SourceFile, { line, character }: Position): number {
  const starts = lineStarts(file);
  if (line < 0) return 0;
  const start = starts[line];
  if (start === undefined) return file.text.length;
  const next = starts[line + 1];
  const end = next === undefined ? file.text.length : next - (file.text.slice(next - 2, next) === '\r\n' ? 2 : 1);
  return Math.max(start, Math.min(start + character, end));
}

export function positionOf(file: SourceFile, offset: number): Position {
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
