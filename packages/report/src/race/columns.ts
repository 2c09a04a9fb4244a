import { isSplit } from './event.ts';
import type { RaceEvent } from './event.ts';
import { unbroken, wrap } from '../wrap.ts';

const columnsMax = 3;
const firstColumn = 1;
/** Room that the text of the last column keeps, and what it has where names are long. */
const lastColumnWidth = 30;
const lastColumnLeast = 22;
/** Blanks between two headers. */
const gapLeast = 2;
/** Characters of a name in front of a line, with the blanks behind it. */
const nameMax = 24;

/**
 * Lays events out in columns, one for each actor in order of appearance; time goes down, one event a line.
 * With more than three actors, or names too long for headers beside each other, the events stand in one column with the name of the actor in front.
 */
export function columnLines(events: readonly RaceEvent[], width: number, numbered: boolean): string[] {
  const actors = [...new Set(events.map((event) => event.actor))];
  const texts = numbers(events, actors, numbered);
  const columns = actors.length > columnsMax ? null : columnsOf(actors, width);
  return columns === null ? stacked(events, texts, actors, width) : sideBySide(events, texts, actors, columns, width);
}

/** The number of each event per CPU, if wanted. */
function numbers(events: readonly RaceEvent[], actors: readonly string[], numbered: boolean): string[] {
  const counts = new Map<string, number>();
  return events.map((event) => {
    if (!numbered || !event.isStep) return '';
    const count = (counts.get(event.actor) ?? 0) + 1;
    counts.set(event.actor, count);
    return `${actors.indexOf(event.actor) + 1}.${count} `;
  });
}

interface Columns {
  readonly headers: readonly string[];
  readonly starts: readonly number[];
}

function sideBySide(events: readonly RaceEvent[], texts: readonly string[], actors: readonly string[], { headers, starts }: Columns, width: number): string[] {
  const place = (parts: readonly string[]): string => parts.reduce((line, part, column) => line.padEnd(starts[column] ?? 0) + part, '').trimEnd();
  const lines = [place(headers), place(headers.map((header) => '-'.repeat(header.length)))];
  events.forEach((event, index) => {
    if (event.rule !== undefined) lines.push(ruleLine(event.rule, width));
    const start = starts[actors.indexOf(event.actor)] ?? firstColumn;
    lines.push(...eventLines(event, texts[index] ?? '', start, width));
  });
  return lines;
}

/** A line across all columns. */
export function ruleLine(text: string, width: number): string {
  return `${' '.repeat(firstColumn)}- - ${text} `.padEnd(Math.min(width, 60) - 3, '- ').trimEnd();
}

/** Headers with blanks between them, and where they begin; null where there is no room for them. */
function columnsOf(actors: readonly string[], width: number): Columns | null {
  const headers = actors.map((actor, cpu) => `CPU${cpu} (${actor})`);
  const starts: number[] = [];
  const step = stepBetween(headers, width);
  for (const [column] of headers.entries())
    starts.push(column === 0 ? firstColumn : starts[column - 1]! + Math.max(step, headers[column - 1]!.length + gapLeast));
  const last = starts.at(-1) ?? firstColumn;
  const hasRoom = last + Math.max(lastColumnLeast, headers.at(-1)?.length ?? 0) <= width;
  return headers.length > 1 && !hasRoom ? null : { headers, starts };
}

function stepBetween(headers: readonly string[], width: number): number {
  const widest = Math.max(...headers.map((header) => header.length)) + 3;
  const even = Math.floor((width - firstColumn - lastColumnWidth) / Math.max(1, headers.length - 1));
  return Math.max(Math.min(even, 32), Math.min(widest, Math.floor((width - firstColumn) / headers.length)));
}

function stacked(events: readonly RaceEvent[], texts: readonly string[], actors: readonly string[], width: number): string[] {
  const names = Math.min(nameMax, Math.max(...actors.map((actor) => actor.length)) + 3);
  const cut = actors.map((actor) => actor.slice(0, names - 1));
  // Names that begin alike are told apart by the numbers that they have above.
  const fronts = new Set(cut).size === cut.length ? cut : actors.map((_, cpu) => `CPU${cpu}`);
  const lines = [`${' '.repeat(firstColumn)}${actors.map((actor, cpu) => unbroken(`CPU${cpu} (${actor})`)).join(', ')}`].flatMap((line) =>
    wrap(line, width, ' '),
  );
  lines.push(`${' '.repeat(firstColumn)}${'-'.repeat(Math.min(width - firstColumn, Math.max(...lines.map((line) => line.length)) - firstColumn))}`);
  events.forEach((event, index) => {
    if (event.rule !== undefined) lines.push(ruleLine(event.rule, width));
    const [first = '', ...rest] = eventLines(event, texts[index] ?? '', firstColumn + names, width);
    lines.push(' '.repeat(firstColumn) + (fronts[actors.indexOf(event.actor)] ?? '').padEnd(names) + first.slice(firstColumn + names), ...rest);
  });
  return lines;
}

/** An event from column `start` on. */
function eventLines(event: RaceEvent, number: string, start: number, width: number): string[] {
  const indent = ' '.repeat(Math.min(start + 2 * event.depth, width - 16));
  const room = width - indent.length;
  const lines = oneLine(event, number, room) ?? manyLines(event, number, room);
  const bug = event.bug === null ? '' : `[BUG: ${event.bug}]`;
  // A mark that no column has room for begins further to the left.
  if (bug.length + 2 > room)
    return [...lines.map((line) => (indent + line).trimEnd()), ...wrap(' '.repeat(Math.max(firstColumn, width - bug.length)) + bug, width, '  ')];
  return marked(lines, bug, room).map((line) => (indent + line).trimEnd());
}

/** All statements on one line, with what came of them on it or below; null where they do not fit, or what came of a condition would be read as of another one. */
function oneLine({ parts, head, isNamed }: RaceEvent, number: string, room: number): string[] | null {
  if (isSplit(parts)) return null;
  const joined = parts.map((part) => part.text).join('; ');
  const text = number + (isNamed ? `${head} { ${joined} }` : joined);
  if (parts.length > 1 && text.length > room) return null;
  return remarked(
    wrap(text, room, '  '),
    parts.flatMap(({ remarks }) => remarks),
    room,
  );
}

/** A statement a line, between the braces of what makes them one step. */
function manyLines({ parts, head }: RaceEvent, number: string, room: number): string[] {
  const last = parts.length - 1;
  return parts.flatMap(({ text, remarks }, at) => {
    const first = wrap(`${at === 0 ? `${number}${head} { ` : '  '}${text}${at === last ? ' }' : ''}`, room, '    ');
    return remarked(first, remarks, room, '    ');
  });
}

/** Lines with remarks behind the last of them where they fit, else below it. */
function remarked(lines: readonly string[], remarks: readonly string[], room: number, indent = '  '): string[] {
  return marked(
    lines,
    remarks.length === 0 ? '' : `// ${remarks.map((remark) => (remark.length + 8 < room ? unbroken(remark) : remark)).join(', ')}`,
    room,
    indent,
  );
}

function marked(lines: readonly string[], mark: string, room: number, indent = '  '): string[] {
  if (mark === '') return [...lines];
  const last = lines.at(-1) ?? '';
  if (last.length + 2 + mark.length <= room) return [...lines.slice(0, -1), `${last}  ${mark.replaceAll('\u00A0', ' ')}`];
  return [...lines, ...wrap(`${indent}${mark}`, room, mark.startsWith('//') ? `${indent}// ` : indent)];
}
