import { withoutLongComments } from './comments.ts';
import { barsOf, columnAt, cutAtBars, namesRow, piecesOf, startsOf, startsWithoutHeader, withSingleBars } from './columns.ts';
import { isCount, isCountHeading, withoutCounts } from './counts.ts';
import type { Drawing, DrawingColumn } from './drawing.ts';
import { lineText, markOf } from './event_text.ts';
import { headerOf, namesIn } from './header.ts';
import type { Header } from './header.ts';
import { underHeadings } from './headings.ts';
import { interruptReadings, withInterrupts } from './interrupts.ts';
import { joined } from './joined.ts';
import type { Piece } from './joined.ts';
import { cellsOf, isAcross, isRule, linesOf, starred, withoutArrows } from './lines.ts';
import type { TextLine } from './lines.ts';
import { withStatementsApart } from './statements.ts';
import { namedLines, namedOnce } from './one_column.ts';
import type { NamedLines } from './one_column.ts';
import { inOrderOfNumbers } from './numbered.ts';
import { toldInSentences } from './sentences.ts';
import { isProse, proseAfter } from './prose.ts';

/**
 * Reads a drawing as kernel people make them: columns by rules, headers, bars, tabs, or where lines begin, or names in
 * front of lines. Any text gives one, perhaps without events.
 */
export function readDrawing(text: string): Drawing {
  const lines = withoutCounts(withoutLongComments(withSingleBars(linesOf(text))));
  return { ...readLines(lines), endless: lines.some((line) => isAcross(line.text) && line.text.includes('for ever')) };
}

function readLines(lines: readonly TextLine[]): Finite {
  const deadlock = lines.find((line) => /deadlock/iu.test(starred(line.text) ?? '') || endsInDeadlock.test(line.text))?.number ?? null;
  const named = namedLines(lines) ?? toldInSentences(lines) ?? underHeadings(lines);
  if (named !== null) return fromNames(lines, named, deadlock);
  const barred = withBars(lines);
  const drawn =
    barred === null ? inColumns(lines, deadlock) : finished(barred.columns, withoutNotes(barred.columns, barred.pieces), { isOwn: false, deadlock, prose: [] });
  const once = namedOnce(lines);
  if (once === null) return drawn;
  // What stands in front may be labels.
  const byNames = fromNames(lines, once, deadlock);
  return { ...byNames, others: [...byNames.others, { columns: drawn.columns, events: drawn.events }] };
}

function fromNames(lines: readonly TextLine[], named: NamedLines, deadlock: number | null): Finite {
  const columns = named.names.map(({ header, names }) => ({ header, names, inside: null }));
  let last = 0;
  const pieces = named.lines.map(({ line, who, text: piece, start }): Piece => {
    if (who >= 0) last = who;
    return { column: last, start, text: piece, line, begins: who >= 0 };
  });
  return finished(columns, pieces, { isOwn: named.isOwn, deadlock, prose: lines.filter(({ number }) => !named.used.has(number)).map((line) => line.text) });
}

/** A mark in a column: `* deadlock *`, `DEADLOCK!`. */
const endsInDeadlock = /(?:^|\s{2})[*(<[!]*\s*(?:deadlock|DEADLOCK)\s*[*)>\]!]*\s*$/u;

/** A drawing without what it says of its end. */
type Finite = Omit<Drawing, 'endless'>;

interface Whole {
  readonly another?: number | null;
  readonly isOwn: boolean;
  readonly deadlock: number | null;
  readonly prose: readonly string[];
}

function finished(columns: readonly DrawingColumn[], pieces: readonly Piece[], { isOwn, deadlock, prose, another = null }: Whole): Finite {
  const readings = joined(pieces, isOwn).flatMap((events) => (isOwn ? [withInterrupts(columns, events)] : interruptReadings(columns, events)));
  const numbered = isOwn
    ? null
    : inOrderOfNumbers(
        readings,
        pieces.map(({ line }) => line),
      );
  const found = numbered ?? readings;
  const [drawn, ...others] = isOwn ? found : [...found, ...found.flatMap(withStatementsApart)];
  return { ...(drawn ?? { columns, events: [] }), others, deadlock, another, isNumbered: numbered !== null, prose: prose.filter((line) => line.trim() !== '') };
}

/** Columns that begin at fixed places. */
function inColumns(lines: readonly TextLine[], deadlock: number | null): Finite {
  const header = headerOf(lines);
  const from = header?.to ?? firstEvent(lines);
  const prose: string[] = lines.slice(0, header?.from ?? from).map(({ text }) => text);
  const stars = lines.findIndex(({ text }, index) => index >= from && /deadlock/iu.test(starred(text) ?? ''));
  const another = anotherHeader(lines, header);
  const end = Math.min(stars < 0 ? lines.length : stars, proseAfter(lines, from, header), another ?? Infinity);
  prose.push(...lines.slice(end).map(({ text }) => text));
  const isOwn = header?.isOwn === true;
  const body = lines
    .slice(from, end)
    .map((line) => (isOwn ? line : { ...line, text: withoutArrows(line.text) }))
    .filter(({ text }) => text.trim() !== '' && !isRule(text) && !isAcross(text) && (starred(text) === null || markOf(text) !== null));
  const shape = body.map(({ text }) => shapeOf(text));
  const starts = header === null ? startsWithoutHeader(shape) : startsOf(header, shape);
  const columns = starts.map((_, column): DrawingColumn => columnOf(header, column));
  const pieces = body.flatMap((line, at) => {
    const names = header === null && at === 0 ? namesRow(line.text) : null;
    const cells =
      names?.length === starts.length
        ? names.map((cell, column) => ({ cell, column }))
        : piecesOf(line.text, starts, header?.isOwn === true).map((cell) => ({ cell, column: columnAt(starts, cell.start) }));
    return cells.map(({ cell, column }): Piece => ({ column, start: cell.start, text: cell.text, line, begins: true }));
  });
  return finished(columns, isOwn ? pieces : withoutNotes(columns, pieces), {
    isOwn,
    deadlock,
    prose,
    another: another === null ? null : lines[another]!.number,
  });
}

/** Index of the line in which the same heading stands again; null where it does not. */
function anotherHeader(lines: readonly TextLine[], header: Header | null): number | null {
  if (header === null || header.cells.length < 2) return null;
  const names = (text: string): string =>
    cellsOf(text)
      .map((cell) => cell.text)
      .join('\n');
  const own = names(lines[header.from]!.text);
  const found = lines.findIndex(({ text }, at) => at > header.to && names(text) === own);
  return found < 0 ? null : found;
}

function columnOf(header: Header | null, column: number): DrawingColumn {
  const text = header?.cells[column]?.text ?? '';
  return { header: text, names: [...(header?.roles[column] ?? []), ...namesIn(text)], inside: null };
}

const ofNotes = /^(?:notes?|comments?|remarks?|effects?|meaning|description|explanation)$/iu;

/** A column of remarks is nobody's: they are about what stands beside them. */
function withoutNotes(columns: readonly DrawingColumn[], pieces: readonly Piece[]): readonly Piece[] {
  const isNote = columns.map(({ header }) => ofNotes.test(header));
  return isNote.includes(true) ? pieces.filter(({ column }) => isNote[column] !== true) : pieces;
}

/** A line without remarks, for the places where lines begin. */
function shapeOf(text: string): string {
  const { text: plain } = lineText(text, false);
  if (plain === '') return '';
  const at = text.search(/\S/u);
  return text
    .replace(/\/\*.*?\*\//gu, (remark) => ' '.repeat(remark.length))
    .replace(/(?:\s|^)(?:\/\/|<-+|-- ).*$/u, '')
    .slice(0)
    .padStart(at);
}

function firstEvent(lines: readonly TextLine[]): number {
  let from = 0;
  while (from < lines.length && (lines[from]!.text.trim() === '' || isProse(lines[from]!.text))) from++;
  return from;
}

/** Names and events between bars. */
function withBars(lines: readonly TextLine[]): { readonly columns: readonly DrawingColumn[]; readonly pieces: readonly Piece[] } | null {
  const bars = barsOf(lines);
  if (bars.length === 0) return null;
  const inside = lines.filter(({ text }) => text.trim() !== '' && (bars.some((bar) => text[bar] === '|' || text[bar] === '+') || isRule(text)));
  const cut = inside.map((line) => ({ line, cells: cutAtBars(line.text, bars), isRule: isRule(line.text) || /^[\s\-=+|]+$/u.test(line.text) }));
  const used = Array.from({ length: bars.length + 1 }, (_, column) => column).filter(
    (column) => !isCounts(cut, column) && cut.some((row) => !row.isRule && (row.cells[column]?.text ?? '') !== ''),
  );
  if (used.length < 2) return null;
  const rule = cut.findIndex((row) => row.isRule);
  const first = cut.findIndex((row) => !row.isRule);
  const top =
    rule === first + 1 || (rule >= 0 && rule < first && used.every((column) => (cut[first]?.cells[column]?.text ?? '') !== ''))
      ? first
      : used.every(
            (column) =>
              /^\(?[\w#() .:-]+$/u.test(cut[first]?.cells[column]?.text ?? '') && /cpu|thread|task|process/iu.test(cut[first]?.cells[column]?.text ?? ''),
          )
        ? first
        : -1;
  // Names may stand above the first bar.
  const above = top < 0 ? headerOf(lines.slice(0, lines.indexOf(inside[0]!))) : null;
  const names = above?.cells.length === used.length ? above.cells : [];
  const columns = used.map((column, at): DrawingColumn => {
    const header = top < 0 ? (names[at]?.text ?? '') : (cut[top]?.cells[column]?.text ?? '');
    return { header, names: namesIn(header), inside: null };
  });
  const pieces = cut.slice(top + 1).flatMap(({ line, cells, isRule: isLine }): Piece[] =>
    isLine
      ? []
      : used.flatMap((column, index): Piece[] => {
          const cell = cells[column];
          return cell === undefined || cell.text === '' ? [] : [{ column: index, start: cell.start, text: cell.text, line, begins: true }];
        }),
  );
  return { columns, pieces };
}

interface CutLine {
  readonly cells: readonly { readonly text: string }[];
  readonly isRule: boolean;
}

/** Nothing but numbers or times between two bars, but for what stands above them. */
function isCounts(cut: readonly CutLine[], column: number): boolean {
  const [top = '', ...below] = cut.filter((row) => !row.isRule).map((row) => row.cells[column]?.text ?? '');
  const written = below.filter((text) => text !== '');
  return written.every(isCount) && (written.length >= 2 || isCountHeading(top));
}
