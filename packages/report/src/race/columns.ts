import type { RaceEvent } from './event.ts';
import { wrap } from '../wrap.ts';

const columnsMax = 3;
const firstColumn = 1;
/** Room that the text of the last column keeps. */
const lastColumnWidth = 30;

/**
 * Lays events out in columns, one for each actor in order of appearance; time goes down, one event a line.
 * With more than three actors the events stand in one column with the name of the actor in front.
 */
export function columnLines(events: readonly RaceEvent[], width: number, numbered: boolean): string[] {
  const actors = [...new Set(events.map((event) => event.actor))];
  const texts = numbers(events, actors, numbered);
  return actors.length > columnsMax ? stacked(events, texts, actors, width) : sideBySide(events, texts, actors, width);
}

/** The text of each event, with its number per CPU in front if wanted. */
function numbers(events: readonly RaceEvent[], actors: readonly string[], numbered: boolean): string[] {
  const counts = new Map<string, number>();
  return events.map((event) => {
    if (!numbered || !event.isStep) return event.text;
    const count = (counts.get(event.actor) ?? 0) + 1;
    counts.set(event.actor, count);
    return `${actors.indexOf(event.actor) + 1}.${count} ${event.text}`;
  });
}

function sideBySide(events: readonly RaceEvent[], texts: readonly string[], actors: readonly string[], width: number): string[] {
  const headers = actors.map((actor, cpu) => `CPU${cpu} (${actor})`);
  const starts = columnStarts(headers, width);
  const place = (parts: readonly string[]): string =>
    parts.reduce((line, part, column) => line.padEnd(starts[column] ?? 0) + part, '').trimEnd();
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

function columnStarts(headers: readonly string[], width: number): number[] {
  const widest = Math.max(...headers.map((header) => header.length)) + 3;
  const even = Math.floor((width - firstColumn - lastColumnWidth) / Math.max(1, headers.length - 1));
  const step = Math.max(Math.min(even, 32), Math.min(widest, Math.floor((width - firstColumn) / headers.length)));
  return headers.map((_, column) => firstColumn + column * step);
}

function stacked(events: readonly RaceEvent[], texts: readonly string[], actors: readonly string[], width: number): string[] {
  const names = Math.min(24, Math.max(...actors.map((actor) => actor.length)) + 3);
  const lines = [`${' '.repeat(firstColumn)}${actors.map((actor, cpu) => `CPU${cpu} (${actor})`).join(', ')}`].flatMap((line) => wrap(line, width, ' '));
  lines.push(`${' '.repeat(firstColumn)}${'-'.repeat(Math.min(width - firstColumn, Math.max(...lines.map((line) => line.length)) - firstColumn))}`);
  events.forEach((event, index) => {
    if (event.rule !== undefined) lines.push(ruleLine(event.rule, width));
    const [first = '', ...rest] = eventLines(event, texts[index] ?? '', firstColumn + names, width);
    lines.push(' '.repeat(firstColumn) + event.actor.slice(0, names - 1).padEnd(names) + first.slice(firstColumn + names), ...rest);
  });
  return lines;
}

/** An event from column `start` on; remark and mark go on the same line where they fit. */
function eventLines(event: RaceEvent, text: string, start: number, width: number): string[] {
  const indent = ' '.repeat(Math.min(start + 2 * event.depth, width - 16));
  const room = width - indent.length;
  const parts = [event.remark === '' ? '' : `// ${event.remark}`, event.bug === null ? '' : `[BUG: ${event.bug}]`].filter((part) => part !== '');
  const lines = statementLines(text, room);
  for (const part of parts) {
    const last = lines.at(-1) ?? '';
    if (last.length + 2 + part.length <= room) lines[lines.length - 1] = `${last}  ${part}`;
    else lines.push(...wrap(`  ${part}`, room, part.startsWith('//') ? '  // ' : '  '));
  }
  return lines.map((line) => (indent + line).trimEnd());
}

/** The statements of one step on one line where they fit, else on one line each. */
function statementLines(text: string, room: number): string[] {
  if (text.length <= room) return [text];
  return text.split(/; (?![^{}]*\})/u).flatMap((statement) => wrap(statement, room, '  '));
}
