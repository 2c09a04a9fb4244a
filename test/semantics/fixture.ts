import { libraryText } from '@mmspec/library';
import { analyse, type Analysed, type Resolver } from '@mmspec/semantics';
import { positionAt, type Diagnostic, type SourceFile } from '@mmspec/source';
import { expect } from 'vitest';

/** Splits a text at lines `//- /path`; without any, it is the file `/m.mmspec`. */
function split(text: string): SourceFile[] {
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

/** A mark `//  ^^^ error[MM0203]: message` under a range of the line above it; `//<^^^` is one that begins in column 1. */
export interface Mark {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly text: string;
}

const mark = /^\/\/(?:<|\s*)(\^+) ((?:error|warning)\[MM\d{4}\].*)$/;

/** The marks of a file, and where its lines without marks are. */
function marksOf(file: SourceFile): Mark[] {
  const found: Mark[] = [];
  let lineAbove = 0;
  file.text.split('\n').forEach((line, index) => {
    const match = mark.exec(line);
    if (match === null) {
      lineAbove = index + 1;
      return;
    }
    const [, carets = '', text = ''] = match;
    found.push({ path: file.path, line: lineAbove, column: line.startsWith('//<') ? 1 : line.indexOf('^') + 1, length: carets.length, text });
  });
  return found;
}

/** Diagnostics in the form of marks. A range of several lines is marked to the end of its first one. */
function asMarks(files: readonly SourceFile[], diagnostics: readonly Diagnostic[]): Mark[] {
  return diagnostics.map(({ span, severity, code, message }) => {
    const file = files[span.file];
    if (file === undefined) throw new Error(`no file ${span.file}`);
    const { line, column } = positionAt(file, span.start);
    const [first = ''] = file.text.slice(span.start, span.end).split('\n');
    return { path: file.path, line, column, length: Math.max(1, first.length), text: `${severity}[${code}]: ${message}` };
  });
}

/** Analyses the first file of a text; the others, and the library, are there to be imported. */
export function analysed(text: string): Analysed {
  const files = split(text);
  const resolve: Resolver = (path) => {
    const own = files.find((file) => file.path === `/${path.join('/')}.mmspec`);
    const library = libraryText(path.join('.'));
    return own ?? (library === null ? null : { path: `mmspec-library:/${path.join('/')}.mmspec`, text: library });
  };
  const [main] = files;
  if (main === undefined) throw new Error('no text');
  return analyse(main, resolve);
}

/** The diagnostics of a text are exactly its marks, and every one says what, why and what to do. */
export function checkMarks(text: string): void {
  const begun = text.replace(/^\n/, '');
  const { model, diagnostics } = analysed(begun);
  const byPlace = (marks: readonly Mark[]): string[] =>
    marks.map(({ path, line, column, length, text: says }) => `${path}:${line}:${column}+${length} ${says}`).toSorted();
  expect(byPlace(asMarks(model.files, diagnostics))).toEqual(byPlace(split(begun).flatMap(marksOf)));
  for (const { message, why, help } of diagnostics) for (const part of [message, why, help]) expect(part, message).not.toBe('');
}
