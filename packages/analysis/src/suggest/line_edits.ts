import { commonLines, pathAt, positionAt, type SourceFile } from '@mmspec/source';
import type { SuggestedEdit } from '@mmspec/system';

/*
 * What one text has in place of lines of another one.
 */

/** The fewest lines that others take the place of, where they stand in their files; a text of several parts may have edits in several files. */
export function lineEdits(file: SourceFile, after: string): SuggestedEdit[] {
  const [old, now] = [file.text.split('\n'), after.split('\n')];
  const places = placesOf(file, old);
  const edits: SuggestedEdit[] = [];
  let [from, start] = [0, 0];
  for (const [oldIndex, nowIndex] of [...commonLines(old, now), [old.length, now.length] as const]) {
    if (oldIndex > from || nowIndex > start) edits.push(...placed(places, old, [from, oldIndex], now.slice(start, nowIndex)));
    [from, start] = [oldIndex + 1, nowIndex + 1];
  }
  return edits;
}

/** Lines of the text from one on up to another, counted from 0, that others take the place of: one edit for each run of lines that follow each other in one file. */
function placed(places: readonly LinePlace[], old: readonly string[], [first, end]: readonly [number, number], added: readonly string[]): SuggestedEdit[] {
  const removed = old.slice(first, end);
  // What is only added goes on where the line above it ends.
  if (removed.length === 0) {
    const { path, line } = places[Math.max(0, first - 1)]!;
    const from = first === 0 ? line : line + 1;
    return [{ path, from, to: from, removed, added, ...(first === 0 ? {} : { behind: old[first - 1]! }) }];
  }
  const edits: { path: string; from: number; to: number; removed: string[]; added: readonly string[] }[] = [];
  for (const [index, text] of removed.entries()) {
    const { path, line } = places[first + index]!;
    const last = edits.at(-1);
    if (last !== undefined && last.path === path && last.to === line) {
      last.removed.push(text);
      last.to += 1;
    } else edits.push({ path, from: line, to: line + 1, removed: [text], added: index === 0 ? added : [] });
  }
  return edits;
}

/** Where a line of a text stands. */
interface LinePlace {
  readonly path: string;
  readonly line: number;
}

function placesOf(file: SourceFile, lines: readonly string[]): LinePlace[] {
  let offset = 0;
  return lines.map((text) => {
    const place = { path: pathAt(file, offset), line: positionAt(file, offset).line };
    offset += text.length + 1;
    return place;
  });
}
