import { positionAt, type Diagnostic, type SourceFile } from '@mmspec/source';

/** Splits a text at lines `//- /path`; without any, it is the file `/m.mmspec`. */
export function split(text: string): SourceFile[] {
  const files: { path: string; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const path = /^\/\/- (\/\S+)$/.exec(line)?.[1];
    if (path !== undefined) files.push({ path, lines: [] });
    else {
      if (files.length === 0) files.push({ path: '/m.mmspec', lines: [] });
      files.at(-1)?.lines.push(line);
    }
  }
  return files.map(({ path, lines }) => ({ path, text: lines.join('\n') }));
}

/** A mark `//  ^^^ error[MM0203]: message` under a range of the line above it; the message may be left out. */
export interface Mark {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly text: string;
}

const mark = /^\s*\/\/\s*(\^+) ((?:error|warning)\[MM\d{4}\].*)$/;

/** The marks of a file, and where its lines without marks are. */
export function marksOf(file: SourceFile): Mark[] {
  const found: Mark[] = [];
  let lineAbove = 0;
  file.text.split('\n').forEach((line, index) => {
    const match = mark.exec(line);
    if (match === null) {
      lineAbove = index + 1;
      return;
    }
    const [, carets = '', text = ''] = match;
    found.push({ path: file.path, line: lineAbove, column: line.indexOf('^') + 1, length: carets.length, text });
  });
  return found;
}

/** Diagnostics in the form of marks. A range of several lines is marked to the end of its first one. */
export function asMarks(files: readonly SourceFile[], diagnostics: readonly Diagnostic[]): Mark[] {
  return diagnostics.map(({ span, severity, code, message }) => {
    const file = files[span.file];
    if (file === undefined) throw new Error(`no file ${span.file}`);
    const { line, column } = positionAt(file, span.start);
    const [first = ''] = file.text.slice(span.start, span.end).split('\n');
    return { path: file.path, line, column, length: Math.max(1, first.length), text: `${severity}[${code}]: ${message}` };
  });
}
