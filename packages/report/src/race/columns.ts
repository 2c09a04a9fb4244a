import type { TraceStep } from '@mmspec/system';
import { withContexts } from './contexts.ts';
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
 * Lays the events of a trace out in columns, one for each CPU in order of appearance; time goes down, one event a line.
 * With more than three CPUs, or names too long for headers beside each other, the events stand in one column with the name of the actor in front.
 */
export function columnLines(drawn: readonly RaceEvent[], steps: readonly TraceStep[], width: number, numbered: boolean): string[] {
  const events = withContexts(drawn, steps);
  const cpus = cpusOf(events);
  const columnOf = events.map((event) => columnIn(cpus, event));
  const texts = numbers(events, columnOf, numbered);
  const columns = cpus.length > columnsMax ? null : columnsOf(cpus, width);
  return columns === null ? stacked(events, texts, cpus, width) : sideBySide(events, texts, columnOf, columns, width);
}

/** A column: a CPU, and who runs on it. */
export interface CpuColumn {
  readonly key: string | number;
  /** `CPU0` */
  readonly name: string;
  /** `CPU0 (reader)`; of several actors placed on a CPU the tasks, or else the handlers. */
  readonly header: string;
}

const keyOf = ({ actor, on }: RaceEvent): string | number => on?.cpu ?? actor;

/** The number of the column in which an event stands. */
export function columnIn(cpus: readonly CpuColumn[], event: RaceEvent): number {
  return cpus.findIndex(({ key }) => key === keyOf(event));
}

/** The CPUs of events, in order of appearance; where actors are placed, of their numbers. An actor with a CPU of its own has one whose number the spec gives to nobody. */
export function cpusOf(events: readonly RaceEvent[]): readonly CpuColumn[] {
  const placed = new Set(events.flatMap(({ on }) => on?.cpu ?? []));
  const free = Array.from({ length: placed.size + events.length }, (_, cpu) => cpu).filter((cpu) => !placed.has(cpu));
  const keys = [...new Set(events.map(keyOf))];
  const cpus = keys.map((key) => (typeof key === 'number' ? key : (free.shift() ?? 0)));
  const order = placed.size === 0 ? [...keys.keys()] : [...keys.keys()].toSorted((one, other) => (cpus[one] ?? 0) - (cpus[other] ?? 0));
  return order.map((at) => {
    const key = keys[at] as string | number;
    const own = events.filter((event) => keyOf(event) === key);
    const tasks = own.filter(({ on }) => on === undefined || on.context === 'task');
    const names = new Set((tasks.length > 0 ? tasks : own).map(({ actor }) => actor));
    const name = `CPU${cpus[at]}`;
    return { key, name, header: `${name} (${[...names].join(', ')})` };
  });
}

/** The number of each event per CPU, if wanted. */
function numbers(events: readonly RaceEvent[], columnOf: readonly number[], numbered: boolean): string[] {
  const counts = new Map<number, number>();
  return events.map((event, at) => {
    const column = columnOf[at] ?? 0;
    if (!numbered || !event.isStep) return '';
    const count = (counts.get(column) ?? 0) + 1;
    counts.set(column, count);
    return `${column + 1}.${count} `;
  });
}

interface Columns {
  readonly headers: readonly string[];
  readonly starts: readonly number[];
}

function sideBySide(
  events: readonly RaceEvent[],
  texts: readonly string[],
  columnOf: readonly number[],
  { headers, starts }: Columns,
  width: number,
): string[] {
  const place = (parts: readonly string[]): string => parts.reduce((line, part, column) => line.padEnd(starts[column] ?? 0) + part, '').trimEnd();
  const lines = [place(headers), place(headers.map((header) => '-'.repeat(header.length)))];
  events.forEach((event, index) => {
    if (event.rule !== undefined) lines.push(ruleLine(event.rule, width));
    const start = starts[columnOf[index] ?? 0] ?? firstColumn;
    lines.push(...eventLines(event, texts[index] ?? '', start, width));
  });
  return lines;
}

/** A line across all columns. */
export function ruleLine(text: string, width: number): string {
  return `${' '.repeat(firstColumn)}- - ${text} `.padEnd(Math.min(width, 60) - 3, '- ').trimEnd();
}

/** Headers with blanks between them, and where they begin; null where there is no room for them. */
function columnsOf(cpus: readonly CpuColumn[], width: number): Columns | null {
  const headers = cpus.map(({ header }) => header);
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

function stacked(events: readonly RaceEvent[], texts: readonly string[], cpus: readonly CpuColumn[], width: number): string[] {
  const actors = [...new Set(events.map(({ actor }) => actor))];
  const names = Math.min(nameMax, Math.max(...actors.map((actor) => actor.length)) + 3);
  const cut = actors.map((actor) => actor.slice(0, names - 1));
  // Names that begin alike are told apart by the numbers that they have above.
  const areUnlike = new Set(cut).size === cut.length;
  const frontOf = (event: RaceEvent): string => (areUnlike ? event.actor.slice(0, names - 1) : (cpus[columnIn(cpus, event)]?.name ?? ''));
  const lines = [`${' '.repeat(firstColumn)}${cpus.map(({ header }) => unbroken(header)).join(', ')}`].flatMap((line) => wrap(line, width, ' '));
  lines.push(`${' '.repeat(firstColumn)}${'-'.repeat(Math.min(width - firstColumn, Math.max(...lines.map((line) => line.length)) - firstColumn))}`);
  events.forEach((event, index) => {
    if (event.rule !== undefined) lines.push(ruleLine(event.rule, width));
    const [first = '', ...rest] = eventLines(event, texts[index] ?? '', firstColumn + names, width);
    lines.push(' '.repeat(firstColumn) + frontOf(event).padEnd(names) + first.slice(firstColumn + names), ...rest);
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
