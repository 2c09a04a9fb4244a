import { cellsOf } from './lines.ts';
import type { TextLine } from './lines.ts';

/** A remark has so many lines at most. */
const linesMax = 8;
/** How far from its beginning its lines may begin. */
const left = 2;
const right = 6;

/** Remarks over several lines, `/*` to the end of them, within the first: where they go on nothing happens, in whatever column that is. */
export function withoutLongComments(lines: readonly TextLine[]): TextLine[] {
  const made = [...lines];
  for (let at = 0; at < made.length; at++) {
    const { text } = made[at]!;
    const open = text.lastIndexOf('/*');
    if (open < 0 || text.indexOf('*/', open) >= 0) continue;
    const end = endOf(made, at, open);
    if (end === null) continue;
    made[at] = { ...made[at]!, text: `${text.slice(0, open)}//${text.slice(open + 2)}` };
    for (let below = at + 1; below <= end; below++) {
      const line = made[below]!;
      const [from, to] = lineIn(line, open)!;
      made[below] = { ...line, text: (line.text.slice(0, from) + ' '.repeat(to - from) + line.text.slice(to)).trimEnd() };
    }
  }
  return made;
}

/** Index of the line in which it ends; null where something else stands in its way. */
function endOf(lines: readonly TextLine[], at: number, open: number): number | null {
  for (let below = at + 1; below < lines.length && below <= at + linesMax; below++) {
    const found = lineIn(lines[below]!, open);
    if (found === null) return null;
    if (lines[below]!.text.slice(...found).endsWith('*/')) return below;
  }
  return null;
}

/** Where a line of it stands. */
function lineIn({ text }: TextLine, open: number): readonly [from: number, to: number] | null {
  const cell = cellsOf(text).find(({ start }) => start >= open - left && start <= open + right);
  if (cell === undefined) return null;
  const end = text.indexOf('*/', cell.start);
  return [cell.start, end >= 0 && end < cell.start + cell.text.length ? end + 2 : cell.start + cell.text.length];
}
