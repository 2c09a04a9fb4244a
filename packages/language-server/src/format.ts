import { formatSpec, UnformattableError } from 'prettier-plugin-mmspec';
import type { SourceFile } from '@mmspec/source';
import type { Range, TextEdit } from 'vscode-languageserver';
import { offsetAt, rangeOf } from './positions.ts';

/** The smallest edits of whole lines that format a text; none where it has mistakes. */
export function formatEdits(file: SourceFile, range: Range | null = null): TextEdit[] {
  const after = formatted(file.text);
  if (after === null || after === file.text) return [];
  const before = file.text.split('\n');
  const lines = after.split('\n');
  if (range === null || before.length !== lines.length) {
    const edit = difference(file, after);
    // Lines come or go: a part of that would be no layout.
    return range === null || offsetAt(file, range.start) <= offsetAt(file, edit.range.start) ? [edit] : [];
  }
  return lines.flatMap((line, index) => {
    const old = before[index] ?? '';
    return line === old || index < range.start.line || index > range.end.line ? [] : [{ range: { start: { line: index, character: 0 }, end: { line: index, character: old.length } }, newText: line }];
  });
}

function formatted(text: string): string | null {
  try {
    return formatSpec(text);
  } catch (error) {
    if (error instanceof UnformattableError) return null;
    throw error;
  }
}

/** What is between the common beginning and the common end. */
function difference(file: SourceFile, after: string): TextEdit {
  const { text } = file;
  let start = 0;
  while (start < text.length && text[start] === after[start]) start++;
  let end = 0;
  while (end < Math.min(text.length, after.length) - start && text.at(-1 - end) === after.at(-1 - end)) end++;
  return { range: rangeOf(file, { start, end: text.length - end }), newText: after.slice(start, after.length - end) };
}
