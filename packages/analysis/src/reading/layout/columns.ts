import { cellsOf, isRule } from './lines.ts';
import type { Cell, TextLine } from './lines.ts';
import type { Header } from './header.ts';

/** Blanks between the columns of a drawing without a header. */
const gapLeast = 6;
/** How far lines may begin to the right of a header. */
const behindHeader = 12;
const slack = 1;

/** Where columns begin. */
export function startsOf(header: Pick<Header, 'cells' | 'isOwn'>, body: readonly string[]): readonly number[] {
  const places = header.cells.map(({ start }) => start);
  if (header.isOwn) return places;
  const begun = [
    ...new Set(
      body.flatMap((line) =>
        cellsOf(line)
          .slice(0, 1)
          .map(({ start }) => start),
      ),
    ),
  ].sort((a, b) => a - b);
  const starts = [Math.min(places[0] ?? 0, begun[0] ?? Infinity)];
  for (let column = 1; column < places.length; column++) {
    const place = places[column]!;
    const before = starts[column - 1]!;
    starts.push(startNear(place, before, Math.min(place + behindHeader, (places[column + 1] ?? Infinity) - 1), places[column - 1]!, begun));
  }
  return starts;
}

/** The right end of the widest gap between places where lines begin, at or near a header. */
function startNear(place: number, before: number, last: number, left: number, begun: readonly number[]): number {
  const inside = begun.filter((start) => start >= before && start <= last);
  let [best, width] = [place, 0];
  for (let at = 1; at < inside.length; at++) {
    const [from, to] = [inside[at - 1]!, inside[at]!];
    if (from >= place - slack || to <= left || to - from <= width) continue;
    [best, width] = [to, to - from];
  }
  // Lines that begin halfway are deep in the column on the left.
  if (width < gapLeast || best < left + (place - left) / 3) return place;
  return Math.min(best, best > place ? place : best);
}

/**
 * Without a header columns are where lines begin: the leftmost place, and each one far to the right of the one before. Where
 * the first line is a row of names, such as functions, what begins near one of them belongs to it.
 */
export function startsWithoutHeader(body: readonly string[]): readonly number[] {
  const places = [...new Set(body.flatMap((line) => cellsOf(line).map(({ start }) => start)))].sort((a, b) => a - b);
  const found = places.filter((start, index) => index === 0 || start - places[index - 1]! >= tab);
  return underNames(body, found) ?? found.filter((start, index) => index === 0 || !isNested(body, found[index - 1]!, start, found[index + 1] ?? Infinity));
}

const tab = 8;
const rowName = /^[A-Za-z_]\w*(?:\[\d+\])?(?:\(\))?:?$/u;

/** Where columns begin under a row of names; null where there is none, or where more begins than can belong to it. */
function underNames(body: readonly string[], found: readonly number[]): readonly number[] | null {
  const at = body.findIndex((line) => line.trim() !== '');
  const cells = namesRow(body[at] ?? '');
  if (cells === null || cells.length >= found.length) return null;
  const starts = startsOf({ cells, isOwn: false }, body.slice(at + 1));
  const end = starts.at(-1)! + 2 * tab;
  return found.every((place) => place < end || cells.some(({ start }) => start === place)) ? starts : null;
}

/** The cells of a row of names; null for other lines. */
export function namesRow(line: string): readonly Cell[] | null {
  const cells = cellsOf(line);
  return cells.length >= 2 && cells.every(({ text }) => rowName.test(text)) ? cells : null;
}

/** What begins a tab to the right is the body of the condition or loop above it, and no column. */
function isNested(body: readonly string[], left: number, start: number, end: number): boolean {
  if (start - left > tab) return false;
  let isOpen = false;
  for (const line of body) {
    for (const cell of cellsOf(line)) {
      if (cell.start < left || cell.start >= end) continue;
      const isInside = cell.start >= start;
      if (isInside && !isOpen) return false;
      isOpen = opensBody.test(cell.text) || (isInside && isOpen);
    }
  }
  return true;
}

const opensBody = /^(?:\}\s*)?(?:(?:if|while|for|for_each\w*|switch)\b.*[){]|else|do)\s*\{?$|[{(,]$|(?:&&|\|\|)$/u;

/** Places at which most lines have a bar, or the corner of a border; empty where there is none. */
export function barsOf(lines: readonly TextLine[]): readonly number[] {
  const written = lines.filter(({ text }) => text.trim() !== '');
  const bars = countsOf(written, /(?<!\|)\|(?!\|)/gu);
  const corners = countsOf(
    written.filter(({ text }) => isRule(text)),
    /\+/gu,
  );
  // A frame around the drawing has bars at both ends.
  return [...bars]
    .filter(([place, count]) => count >= 3 && (count + (corners.get(place) ?? 0)) * 2 > written.length)
    .map(([place]) => place)
    .sort((a, b) => a - b);
}

/** Lines with one bar where most have two, `||`, between their columns. */
export function withSingleBars(lines: readonly TextLine[]): readonly TextLine[] {
  const written = lines.filter(({ text }) => text.trim() !== '');
  const places = [...countsOf(written, /(?<=\s|^)\|\|(?=\s|$)/gu)].filter(([, count]) => count >= 3 && count * 2 > written.length - 2).map(([place]) => place);
  if (places.length === 0) return lines;
  const isPair = (text: string, place: number): boolean => text.slice(place, place + 2) === '||';
  return lines.map((line) => ({
    ...line,
    text: places.reduce((text, place) => (isPair(text, place) ? `${text.slice(0, place)}| ${text.slice(place + 2)}` : text), line.text),
  }));
}

/** How many lines have a sign at a place. */
function countsOf(lines: readonly TextLine[], sign: RegExp): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { text } of lines) for (const { index } of text.matchAll(sign)) counts.set(index, (counts.get(index) ?? 0) + 1);
  return counts;
}

/** A line cut at bars. */
export function cutAtBars(text: string, bars: readonly number[]): Cell[] {
  const ends = [...bars, Math.max(text.length, (bars.at(-1) ?? 0) + 1)];
  return ends.map((end, index) => {
    const from = index === 0 ? 0 : ends[index - 1]! + 1;
    const piece = text.slice(from, end).replace(/\+/gu, isRule(text) ? ' ' : '+');
    return { start: from + Math.max(0, piece.search(/\S/u)), text: isRule(text) ? '' : piece.trim() };
  });
}

/** The last column that begins at a place, or a little to the right of it. */
export function columnAt(starts: readonly number[], place: number): number {
  return Math.max(
    0,
    starts.findLastIndex((start) => start <= place + slack),
  );
}

/** The pieces of a line by column: a remark ends where the next column begins, and so does everything with two blanks in front of that. */
export function piecesOf(text: string, starts: readonly number[], isOwn: boolean): Cell[] {
  const begin = text.search(/\S/u);
  if (begin < 0) return [];
  const cuts = [begin];
  for (const start of starts.slice(1)) {
    for (const near of [start, start - 1, start + 1, start + 2, start + 3, start + 4]) {
      const last = cuts.at(-1)!;
      if (near <= last + 1 || near >= text.length || text[near] === ' ' || text[near - 1] !== ' ') continue;
      const isFar = text[near - 2] === ' ';
      const inRemark = /(?:\/\/|\/\*|<-|--)/u.test(text.slice(last, near)) && !/\*\/\s*$/u.test(text.slice(last, near));
      const isRemark = /^(?:\/\/|\/\*|<-|\[)/u.test(text.slice(near));
      const cutsRemark = inRemark && near === start && !isOwn && !isSentence(text.slice(near, near + sentenceMax));
      if (isRemark && columnOf(starts, last) !== columnOf(starts, near) && near !== start) continue;
      if (isOwn && isRemark) continue;
      if (!isFar && !cutsRemark) continue;
      cuts.push(near);
      break;
    }
  }
  return cuts.map((from, index) => {
    const piece = text.slice(from, cuts[index + 1] ?? text.length);
    return { start: from, text: piece.trimEnd() };
  });
}

/** So much of a line is looked at for words. */
const sentenceMax = 120;

/** Words up to the next two blanks, of which nothing is code: a remark may have one of them where a column begins. */
function isSentence(text: string): boolean {
  const [piece = ''] = text.split(/\s{2,}/u);
  return /^[\w'-]+(?: [\w'-]+)+[.!]?$/u.test(piece);
}

const columnOf = columnAt;
