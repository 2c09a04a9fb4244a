import type { TextPart, SourceFile } from '@mmspec/source';

/**
 * A line of a text that is taken out of a file, without its end: where it stands in the file,
 * and, where it was decoded or joined there, the further places at which its later characters stand.
 */
export interface TextLine {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly jumps?: readonly TextPart[];
}

/** The lines of a text, the first of them with this number. A carriage return inside a line is a blank. */
export function* linesOf(text: string, first = 1): Generator<TextLine> {
  let start = 0;
  for (let line = first; start < text.length; line++) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    yield { text: withoutReturns(text.slice(start, end)), line, column: 1 };
    start = end + 1;
  }
}

/** A line without the carriage returns at its end; those inside, which would begin a line, are blanks. */
export function withoutReturns(text: string): string {
  if (!text.includes('\r')) return text;
  let end = text.length;
  while (text[end - 1] === '\r') end--;
  return text.slice(0, end).replaceAll('\r', ' ');
}

/** The line without its first characters. */
export function dropped(line: TextLine, count: number): TextLine {
  if (count === 0) return line;
  const jumps = (line.jumps ?? []).filter(({ start }) => start > count).map((jump) => ({ ...jump, start: jump.start - count }));
  const at = placeIn(line, count);
  return { text: line.text.slice(count), ...at, ...(jumps.length > 0 ? { jumps } : {}) };
}

/** Lines, at least one, that are one. */
export function joined([first, ...others]: readonly [TextLine, ...TextLine[]]): TextLine {
  const jumps = [...(first.jumps ?? [])];
  let length = first.text.length;
  for (const other of others) {
    jumps.push({ start: length, line: other.line, column: other.column });
    for (const jump of other.jumps ?? []) jumps.push({ ...jump, start: jump.start + length });
    length += other.text.length;
  }
  return { text: [first, ...others].map(({ text }) => text).join(''), line: first.line, column: first.column, ...(jumps.length > 0 ? { jumps } : {}) };
}

function placeIn({ line, column, jumps = [] }: TextLine, offset: number): { readonly line: number; readonly column: number } {
  const jump = jumps.findLast(({ start }) => start <= offset);
  return jump === undefined ? { line, column: column + offset } : { line: jump.line, column: jump.column + offset - jump.start };
}

/** The lines as one text that knows where it stands in the file of this path. */
export function fileOf(path: string, lines: readonly TextLine[]): SourceFile {
  const places: TextPart[] = [];
  let start = 0;
  let next = -1;
  for (const { text, line, column, jumps } of lines) {
    if (line !== next || column !== 1) places.push({ start, line, column });
    for (const jump of jumps ?? []) places.push({ ...jump, start: start + jump.start });
    // A line that begins elsewhere than in column 1 leads to a place of its own for the next one too, unless that begins there.
    next = (jumps?.at(-1)?.line ?? line) + 1;
    start += text.length + 1;
  }
  return { path, text: lines.map(({ text }) => `${text}\n`).join(''), parts: places.length > 0 ? places : [{ start: 0, line: 1, column: 1 }] };
}
