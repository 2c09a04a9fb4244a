import type { Position, Range, TextEdit } from 'vscode-languageserver/node';

/*
 * The editor's own arithmetic of positions, apart from that of the server.
 */

function lineStartsOf(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|\n|\r/gu)].map(({ index, 0: end }) => index + end.length)];
}

export function positionAt(text: string, offset: number): Position {
  const starts = lineStartsOf(text);
  const line = starts.findLastIndex((start) => start <= offset);
  return { line, character: offset - (starts[line] ?? 0) };
}

export function offsetAt(text: string, { line, character }: Position): number {
  const starts = lineStartsOf(text);
  const next = starts[line + 1];
  const end = next === undefined ? text.length : next - (text.slice(0, next).endsWith('\r\n') ? 2 : 1);
  return Math.min((starts[line] ?? 0) + character, end);
}

export function rangeAt(text: string, start: number, end: number): Range {
  return { start: positionAt(text, start), end: positionAt(text, end) };
}

/** The text after edits; throws where two overlap or one says a place that is not there. */
export function afterEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const { range, newText } of edits) {
    const start = offsetAt(text, range.start);
    const end = offsetAt(text, range.end);
    if (start < at || end < start) throw new Error(`the edit at ${range.start.line}:${range.start.character} overlaps another or is out of order`);
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}
