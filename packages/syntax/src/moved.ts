import type { SourceFile, Span } from '@mmspec/source';
import { lex } from './lex/lexer.ts';
import type { Piece } from './pieces.ts';

/*
 * Trees that stay where the text around them changes: their spans are set anew, in place, so that all that is known of their nodes stays known.
 */

type Settable<T> = { -readonly [K in keyof T]: T[K] };

/** The piece further on in the text. */
export function moved(piece: Piece, delta: number): Piece {
  if (delta === 0) return piece;
  for (const span of spansOf(piece)) shift(span, delta);
  for (const { span } of piece.comments) shift(span, delta);
  return movedStart(piece, piece.start + delta);
}

function shift(span: Span, delta: number): void {
  const place: Settable<Span> = span;
  place.start += delta;
  place.end += delta;
}

function movedStart(piece: Piece, start: number): Piece {
  if (piece.entry !== null) piece.entry.previous.startOffset += start - piece.start;
  piece.start = start;
  return piece;
}

/** Every span of the trees of a piece, once. */
function spansOf(piece: Piece): readonly Span[] {
  piece.spans ??= found([piece.name, piece.imports, piece.items]);
  return piece.spans;
}

function found(roots: readonly unknown[]): Span[] {
  const spans = new Set<Span>();
  const pending: unknown[] = [...roots];
  while (pending.length > 0) {
    const next = pending.pop();
    if (Array.isArray(next)) for (const each of next as unknown[]) if (typeof each === 'object') pending.push(each);
    if (typeof next !== 'object' || next === null || Array.isArray(next)) continue;
    if ('start' in next && 'end' in next && 'file' in next) {
      spans.add(next as Span);
      continue;
    }
    for (const key in next) {
      const value: unknown = (next as Readonly<Record<string, unknown>>)[key];
      if (typeof value === 'object' && value !== null) pending.push(value);
    }
  }
  return [...spans];
}

/** Pieces in a row, and where the last one ends. */
export interface Row {
  readonly file: SourceFile;
  readonly pieces: readonly Piece[];
  readonly end: number;
}

/** Pieces as they were read now, each in the form of before where its tokens are the same: from the first on, and from the last on. */
export function restored(before: Row, now: Row): readonly Piece[] {
  const kept = [...now.pieces];
  const most = Math.min(before.pieces.length, kept.length);
  let front = 0;
  for (; front < most; front++) {
    const same = again(before, front, now, front);
    if (same === null) break;
    kept[front] = same;
  }
  for (let back = 1; back <= most - front; back++) {
    const at = kept.length - back;
    const same = again(before, before.pieces.length - back, now, at);
    if (same === null) break;
    kept[at] = same;
  }
  return kept;
}

/** The piece of before in the place of one that was read now, if its tokens and documentation are the same. */
function again(before: Row, at: number, now: Row, nowAt: number): Piece | null {
  const [was, is] = [before.pieces[at], now.pieces[nowAt]];
  if (was === undefined || is === undefined || !was.isClean || !is.isClean || was.types !== is.types) return null;
  const [oldText, newText] = [textOf(before, at), textOf(now, nowAt)];
  if (oldText === newText) return { ...moved(was, is.start - was.start), comments: is.comments };
  const isDocumented = [...was.comments, ...is.comments].some(({ style }) => style === 'doc');
  return isDocumented ? null : between(was, is, oldText, newText);
}

function textOf({ file, pieces, end }: Row, at: number): string {
  return file.text.slice(pieces[at]?.start, pieces[at + 1]?.start ?? end);
}

/** The same with other blanks and comments between the tokens; null where a span is not where a token begins or ends. */
function between(before: Piece, now: Piece, oldText: string, newText: string): Piece | null {
  const [starts, ends] = [new Map<number, number>(), new Map<number, number>()];
  const [known, fresh] = [lex(oldText).tokens, lex(newText).tokens];
  if (known.some(({ image }, at) => fresh[at]?.image !== image)) return null;
  known.forEach(({ startOffset, image }, at) => {
    const offset = now.start + (fresh[at]?.startOffset ?? 0);
    starts.set(before.start + startOffset, offset);
    ends.set(before.start + startOffset + image.length, offset + image.length);
  });
  const spans = spansOf(before);
  if (!spans.every(({ start, end }) => starts.has(start) && ends.has(end))) return null;
  for (const span of spans) {
    const place: Settable<Span> = span;
    place.start = starts.get(span.start) ?? 0;
    place.end = ends.get(span.end) ?? 0;
  }
  const { comments, first, secondEnd } = now;
  return { ...movedStart(before, now.start), comments, first, secondEnd };
}
