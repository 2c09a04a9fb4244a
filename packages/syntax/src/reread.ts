import type { SourceFile } from '@mmspec/source';
import type { IToken } from 'chevrotain';
import type { Entry } from './lex/classify.ts';
import { mistakesMax, type Parts } from './parser/base.ts';
import { moved, restored } from './moved.ts';
import { readStretch, type Piece, type Stretched } from './pieces.ts';
import { assembled, readWhole, refusalOf, type Reading } from './reading.ts';

/** A part of a text that another one has in the place of a part of its own: all before and behind it is the same. */
interface Change {
  readonly start: number;
  /** Where it ends in the text of before, and in that of now. */
  readonly end: number;
  readonly newEnd: number;
}

/** The smallest part in which two texts differ. */
function changeOf(before: string, now: string): Change {
  const most = Math.min(before.length, now.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === now.charCodeAt(start)) start++;
  let tail = 0;
  while (tail < most - start && before.charCodeAt(before.length - 1 - tail) === now.charCodeAt(now.length - 1 - tail)) tail++;
  return { start, end: before.length - tail, newEnd: now.length - tail };
}

/**
 * Reads a text that another one has become. Declarations that are as they were keep their trees, moved to where they are now:
 * the reading of before is not true any more after this.
 */
export function readNext(before: Reading, old: SourceFile, file: SourceFile, index: number): Reading {
  return (before.pieces.length === 0 || refusalOf(file, index) !== null ? null : patched(before.pieces, old, file, index)) ?? readWhole(file, index, true);
}

/** Tokens behind a place that a mistake before it may look at. */
const lookedAtMost = 16;

/** The pieces of a text, of which some are read again; null where all of it has to be. */
function patched(before: readonly Piece[], old: SourceFile, file: SourceFile, index: number): Reading | null {
  const change = changeOf(old.text, file.text);
  let pieces: readonly Piece[] | null = before;
  if (old.text !== file.text) pieces = replaced(before, firstTouched(before, change), change, old, file, index);
  const nothing: Change = { start: 0, end: 0, newEnd: 0 };
  // What is said of a piece with mistakes names lines, and may be about others.
  for (let at = 0; pieces !== null && at < pieces.length; at++) {
    const piece: Piece | undefined = pieces[at];
    if (piece !== undefined && !piece.isClean && before.includes(piece)) pieces = replaced(pieces, at, nothing, file, file, index);
  }
  if (pieces === null || tooMany(pieces)) return null;
  return { pieces, parsed: assembled(file, index, pieces, true) };
}

function tooMany(pieces: readonly Piece[]): boolean {
  return pieces.reduce((sum, { mistakes, stumbles }) => sum + Math.max(mistakes, stumbles.length), 0) >= mistakesMax;
}

/** The first piece that a change may concern: its own, and those before that look so far ahead. */
function firstTouched(pieces: readonly Piece[], { start }: Change): number {
  let at = pieces.findLastIndex((piece) => piece.start <= start);
  const own = pieces[at];
  if (own === undefined || at === 0) return 0;
  if (start > own.start + (own.secondEnd ?? Infinity)) return at;
  at -= 1;
  while (at > 0 && (pieces[at]?.size ?? 0) < 2) at -= 1;
  return at;
}

/** The pieces with those from one on read again, up to one that is as before. */
function replaced(pieces: readonly Piece[], first: number, change: Change, old: SourceFile, file: SourceFile, index: number): readonly Piece[] | null {
  const delta = change.newEnd - change.end;
  const isBehind = (piece: Piece, at: number): boolean => at > first && piece.start >= change.end;
  const firstBehind = pieces.findIndex(isBehind);
  for (let more = 1; ; more *= 8) {
    const [last, to] = firstBehind < 0 ? [pieces.length, null] : reach(pieces, firstBehind + more);
    const end = to === null ? file.text.length : to + delta;
    const read = readFrom(pieces, first, { last, firstBehind, delta, end }, file, index);
    if (read.isEmpty && first > 0) return replaced(pieces, first - 1, change, old, file, index);
    if (read.tooDeep !== null || !read.complete || read.isEmpty || read.isOpen) return null;
    if (read.stop === null && to !== null) continue;
    const { stop } = read;
    const next = stop === null ? pieces.length : pieces.findIndex((piece, at) => isBehind(piece, at) && piece.start + delta === stop.start);
    const was = { file: old, pieces: pieces.slice(first, next), end: pieces[next]?.start ?? old.text.length };
    const fresh = restored(was, { file, pieces: read.pieces, end: stop?.start ?? file.text.length });
    const behind = pieces.slice(next).map((piece) => moved(piece, delta));
    if (behind[0] !== undefined && stop !== null) behind[0].entry = stop.entry;
    return [...pieces.slice(0, first), ...fresh, ...behind];
  }
}

/** The last piece at which reading may stop, and the offset up to which it must be able to look for that; null for the end of the text. */
function reach(pieces: readonly Piece[], last: number): [number, number | null] {
  let tokens = 0;
  for (let at = last; at < pieces.length; at++) {
    if (tokens >= lookedAtMost) return [last, pieces[at]?.start ?? null];
    tokens += pieces[at]?.size ?? 0;
  }
  return [pieces.length, null];
}

interface Reach {
  readonly firstBehind: number;
  readonly last: number;
  readonly delta: number;
  readonly end: number;
}

function readFrom(pieces: readonly Piece[], first: number, { firstBehind, last, delta, end }: Reach, file: SourceFile, index: number): Stretched {
  const begin = pieces[first];
  const before = partsOf(pieces.slice(0, first));
  const isKnown = (token: IToken, start: number, entry: Entry, parts: Parts): boolean => {
    for (let at = Math.max(firstBehind, 0); firstBehind >= 0 && at <= last && at < pieces.length; at++) {
      const piece = pieces[at] as Piece;
      if (piece.start + delta < start) continue;
      if (piece.start + delta > start) return false;
      return piece.first?.start === token.startOffset - start && isSame(piece.entry, entry) && headOf(parts) === headOf(partsOf(pieces.slice(0, at)));
    }
    return false;
  };
  return readStretch({ file, index, from: begin?.start ?? 0, to: end, entry: begin?.entry ?? null, before, inPieces: true, isKnown });
}

function partsOf(pieces: readonly Piece[]): Parts {
  return { name: pieces.flatMap(({ name }) => name), imports: pieces.flatMap(({ imports }) => imports), items: pieces.flatMap(({ items }) => items) };
}

/** What of the text before decides whether `module` or `import` may stand somewhere. */
function headOf({ name, imports, items }: Parts): number {
  return (name.length > 0 ? 1 : 0) + (imports.length > 0 ? 2 : 0) + (items.length > 0 ? 4 : 0);
}

function isSame(a: Entry | null, b: Entry): boolean {
  return (
    a !== null &&
    a.previous.tokenType === b.previous.tokenType &&
    a.operandEnd === b.operandEnd &&
    a.code === b.code &&
    a.check === b.check &&
    a.condition === b.condition
  );
}
