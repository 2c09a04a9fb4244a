import { formatSpec, isInLines, linePairs, UnformattableError } from '@mmspec/format';
import type { SourceFile } from '@mmspec/source';
import { tokens } from '@mmspec/syntax';
import type { Position, Range, TextEdit } from 'vscode-languageserver';
import { formattedPage, type Page } from './pages.ts';
import { offsetAt, positionOf } from './positions.ts';

/** The smallest edits that format a text, or the lines of a range; none where the text has mistakes. */
export function formatEdits({ text }: SourceFile, range: Range | null = null): TextEdit[] {
  const after = formatted(text);
  return after === null ? [] : editsTo(text, after, range);
}

/** The same of the blocks of a page. */
export function formatPageEdits(page: Page, range: Range | null = null): TextEdit[] {
  const after = formattedPage(page, ({ text }) => formatted(text));
  return after === null ? [] : editsTo(page.text, after, range);
}

function editsTo(text: string, after: string, range: Range | null): TextEdit[] {
  const before = text.split(lineEnd);
  const lines = after.split(lineEnd);
  const end = /\r\n|\r|\n/u.exec(text)?.[0] ?? '\n';
  const last = range === null ? before.length : range.end.line - (range.end.character === 0 && range.end.line > range.start.line ? 1 : 0);
  return linePairs(before, lines).flatMap((pair) => {
    if (range !== null && !isInLines(pair, range.start.line, last)) return [];
    const { from, to, newFrom, newTo } = pair;
    const edit = difference(before.slice(from, to), lines.slice(newFrom, newTo), from, before, end);
    return edit === null ? [] : [edit];
  });
}

/** The edits that format what a closing brace ends. */
export function formatClosedBlock(file: SourceFile, position: Position): TextEdit[] {
  const open: number[] = [];
  for (const { image, start, end } of tokens(file)) {
    if (image === '{') open.push(start);
    else if (image === '}') {
      const begin = open.pop();
      if (begin !== undefined && end === offsetAt(file, position)) return formatEdits(file, { start: positionOf(file, begin), end: position });
    }
  }
  return [];
}

const lineEnd = /\r\n|\r|\n/u;

function formatted(text: string): string | null {
  try {
    return formatSpec(text);
  } catch (error) {
    if (error instanceof UnformattableError) return null;
    throw error;
  }
}

/** The edit from some lines to others: what is between their common beginning and their common end. */
function difference(old: readonly string[], fresh: readonly string[], from: number, all: readonly string[], end: string): TextEdit | null {
  const isLast = from + old.length === all.length;
  if (old.length === 1 && fresh.length === 1) {
    const [was = ''] = old;
    const [now = ''] = fresh;
    if (was === now) return null;
    let start = 0;
    while (start < was.length && was[start] === now[start]) start++;
    let tail = 0;
    while (tail < Math.min(was.length, now.length) - start && was.at(-1 - tail) === now.at(-1 - tail)) tail++;
    return {
      range: { start: { line: from, character: start }, end: { line: from, character: was.length - tail } },
      newText: now.slice(start, now.length - tail),
    };
  }
  const to = from + old.length;
  if (!isLast) return { range: { start: { line: from, character: 0 }, end: { line: to, character: 0 } }, newText: fresh.map((line) => line + end).join('') };
  // The last line has no end: the one before it goes or comes instead.
  const begin = from === 0 ? { line: 0, character: 0 } : { line: from - 1, character: all[from - 1]?.length ?? 0 };
  const newText = from === 0 ? fresh.join(end) : fresh.map((line) => end + line).join('');
  return { range: { start: begin, end: { line: to - 1, character: all[to - 1]?.length ?? 0 } }, newText };
}
