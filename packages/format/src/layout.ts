import type { Comment, Module, TokenInfo } from '@mmspec/syntax';
import { alignCode, textsOf, type Line } from './align.ts';
import { breakRank, keepsBreak } from './breaks.ts';
import { isVerbatim, verbatimLine, withIgnored } from './ignored.ts';
import { blankBetween, spacingTypes } from './spacing.ts';
import { startsOf, type Start } from './structure.ts';

/*
 * Tokens and comments come in, lines go out. What the writer may choose stays: which blocks stand on one line, where a long
 * expression is broken, and single empty lines. Everything else follows from the tree. What does not fit is opened:
 * first the outermost block of the line, then the expression where that hurts least, again and again until all fits.
 */

const indentWidth = 2;
/** Labels longer than this do not push the statements of the others. */
const labelPushMax = 16;

export interface Source {
  readonly text: string;
  readonly module: Module;
  readonly tokens: readonly TokenInfo[];
}

/** What was opened because it did not fit: indices of tokens. */
interface Opened {
  readonly blocks: Set<number>;
  readonly breaks: Set<number>;
}

/** What stays the same from one attempt to the next. */
interface Facts extends Source {
  readonly types: readonly string[];
  readonly starts: ReadonlyMap<number, Start>;
  /** For each opening brace of a block the index of the closing one. */
  readonly closes: ReadonlyMap<number, number>;
  readonly opens: ReadonlyMap<number, number>;
}

/** The lines of a text without mistakes. */
export function layout(written: Source, width: number): string[] {
  const starts = startsOf(written.module);
  const source = withIgnored(written, starts);
  const tokens = withoutIdle(source);
  const facts: Facts = { ...source, tokens, types: spacingTypes(tokens), starts, ...pairs(tokens) };
  const opened: Opened = { blocks: new Set(), breaks: new Set() };
  for (let tries = 1; ; tries++) {
    const lines = attempt(facts, opened);
    alignCode(lines);
    // Lines that a program wrote stay as long as they are, all of them: then another run changes nothing either.
    if (tries * tokens.length > workMax) return unbroken(facts);
    const tooLong = lines.filter((line) => line.first < line.last && !line.code.includes('\n') && line.indent + line.code.length > width);
    const progress = tooLong.map((line) => openOne(facts, opened, line, width));
    if (!progress.includes(true)) return textsOf(lines);
  }
}

/** Words and signs that are laid out in all tries together. */
const workMax = 8_000_000;

function unbroken(facts: Facts): string[] {
  const lines = attempt(facts, { blocks: new Set(), breaks: new Set() });
  alignCode(lines);
  return textsOf(lines);
}

function pairs(tokens: readonly TokenInfo[]): Pick<Facts, 'closes' | 'opens'> {
  const closes = new Map<number, number>();
  const opens = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach(({ type }, index) => {
    if (type === 'BlockOpen') open.push(index);
    const start = type === 'BlockClose' ? open.pop() : undefined;
    if (start === undefined) return;
    closes.set(start, index);
    opens.set(index, start);
  });
  return { closes, opens };
}

/** Leaves out the `;` and `,` that separate nothing, before a brace. One that carries a comment stays. */
function withoutIdle({ text, tokens, module }: Source): readonly TokenInfo[] {
  const carries = (end: number): boolean =>
    module.comments.some(({ span, ownLine }) => !ownLine && span.start >= end && !text.slice(end, span.start).includes('\n'));
  return tokens.filter((token, index) => {
    if (token.type !== 'Semicolon' && token.type !== 'Comma') return true;
    const next = tokens[index + 1];
    const previous = tokens[index - 1];
    if (previous === undefined || text.slice(previous.end, token.start).includes('\n')) return true;
    return next?.type !== 'BlockClose' || previous.type === 'BlockOpen' || carries(token.end);
  });
}

/** Opens what hurts least in a line that is too long; false where nothing can be done. */
function openOne({ tokens, types, closes, starts }: Facts, { blocks, breaks }: Opened, line: Line, width: number): boolean {
  for (let index = line.first; index < line.last; index++) {
    const close = closes.get(index);
    if (close === undefined || close >= line.last || close === index + 1 || blocks.has(index)) continue;
    blocks.add(index);
    return true;
  }
  let best: { readonly rank: number; readonly index: number; readonly fits: boolean } | null = null;
  let depth = 0;
  let column = line.indent;
  for (let index = line.first; index < line.last; index++) {
    const type = types[index] ?? '';
    const left = types[index - 1] ?? '';
    if (index > line.first) {
      if (type.endsWith('Close') && type !== 'BlockClose') depth--;
      const found = starts.get(tokens[index]?.start ?? -1)?.role === 'loose' ? 2 : breakRank(left, type);
      const rank = found === null || (left === 'Colon' && starts.has(tokens[index]?.start ?? -1)) ? null : found + depth * 10;
      const fits = column <= width;
      if (rank !== null && (best === null || rank < best.rank || (rank === best.rank && fits))) best = { rank, index, fits };
    }
    if (type.endsWith('Open') && type !== 'BlockOpen') depth++;
    column += (tokens[index]?.image.length ?? 0) + 1;
  }
  if (best === null || breaks.has(best.index)) return false;
  breaks.add(best.index);
  return true;
}

interface Frame {
  /** The column of labels, and of what comes before the first one. */
  readonly base: number;
  /** From there to the statements of labels; 0 where there is no label. */
  readonly shift: number;
  readonly isOpen: boolean;
  labelled: boolean;
  /** The column of the present statement. */
  anchor: number;
}

function attempt(facts: Facts, opened: Opened): Line[] {
  const { text, tokens, types, starts, closes, opens, module } = facts;
  const { comments } = module;
  const lines: Line[] = [];
  const frames: Frame[] = [{ base: 0, shift: 0, isOpen: true, labelled: false, anchor: 0 }];
  const isOpen = new Map<number, boolean>();
  for (const [open, close] of closes) isOpen.set(open, isOpened(facts, opened, open, close));
  let nextComment = 0;
  let wide = false;

  const fresh = (indent: number, first: number): Line => {
    const line: Line = { indent, code: '', comment: '', typeAt: -1, typeKey: '', blockAt: -1, follows: false, first, last: first };
    lines.push(line);
    return line;
  };
  const blankLine = (): void => {
    const above = lines.at(-1);
    if (above !== undefined && (above.code !== '' || above.comment !== '')) fresh(0, 0);
  };
  let line: Line | null = null;

  tokens.forEach((token, index) => {
    const frame = frames.at(-1) as Frame;
    const type = types[index] ?? '';
    const previous = tokens[index - 1];
    const left = types[index - 1] ?? '';
    const start = starts.get(token.start) ?? (index === 0 ? { role: 'item' as const, nameEnd: -1, end: token.end } : undefined);
    const closing = type === 'BlockClose' && (isOpen.get(opens.get(index) ?? -1) ?? false);
    const opening = left === 'BlockOpen' && (isOpen.get(index - 1) ?? false);
    const afterLabel = left === 'Colon' && previous !== undefined && starts.get(tokens[index - 2]?.start ?? -1)?.role === 'label';
    const indent = indentOf(start, type, closing, frame, afterLabel);

    // Comments between the two tokens.
    let from = previous?.end ?? 0;
    let commented = false;
    const between: Comment[] = [];
    for (let comment = comments[nextComment]; comment !== undefined && comment.span.start < token.start; comment = comments[++nextComment])
      between.push(comment);
    const sourceGap = text.slice(from, between[0]?.span.start ?? token.start);
    const brokenInSource = sourceGap.includes('\n');
    const isBlock = start?.role === 'item' && isBlockItem(facts, isOpen, index);
    const apart =
      start?.role === 'item' &&
      (isBlock || wide) &&
      index > 0 &&
      ![...between, token].some((part) => {
        const gap = isEmptyLine(text.slice(from, spanOf(part).start));
        from = spanOf(part).end;
        return gap;
      });
    from = previous?.end ?? 0;
    let separated = false;
    for (const comment of between) {
      const written = text.slice(comment.span.start, comment.span.end).trimEnd();
      if (!comment.ownLine && line !== null && line.comment === '') line.comment = written;
      else {
        if (index > 0 && (isEmptyLine(text.slice(from, comment.span.start)) || (apart && !separated)) && !(opening && !commented)) blankLine();
        separated = true;
        fresh(closing ? contentColumn(frame) : indent, index).comment = written;
      }
      commented = true;
      from = comment.span.end;
    }
    if (start?.role === 'item') wide = isBlock;

    const newline = index === 0 || commented || opening || closing || left === verbatimLine || mustBreak();
    if (newline) {
      const empty = isEmptyLine(text.slice(from, token.start)) || (apart && !separated);
      const starting = start !== undefined && !(opening && !commented) && !closing && !afterLabel;
      if (index > 0 && empty && starting) blankLine();
      if (line !== null && left === 'Semicolon' && line.code.length > 1) line.code = line.code.replace(/;$/u, '');
      line = fresh(indent, index);
      line.follows = isBranch(type, left) && brokenInSource && !commented;
    }
    const current = line as Line;
    // What an expectation goes on with stands below it.
    if (newline && type === 'Expect') frame.anchor = indentWidth;
    if (!newline) current.code += blank();
    if (start?.role === 'label') frame.labelled = true;
    if (start !== undefined && start.role !== 'loose') {
      // What a labelled statement opens is no deeper than its label.
      if (frame.isOpen) frame.anchor = afterLabel ? frame.base : indent;
      if (newline && start.nameEnd >= 0) markType(current, index, start.nameEnd);
    }
    if (type === 'BlockOpen') {
      const single = !(isOpen.get(index) ?? false);
      if (single && current.blockAt < 0 && (current.follows || ['If', 'Either'].includes(types[firstWord(current)] ?? '')))
        current.blockAt = current.code.length;
      frames.push(
        single
          ? { base: frame.base, shift: 0, isOpen: false, labelled: false, anchor: frame.anchor }
          : { base: frame.anchor + indentWidth, shift: shiftOf(facts, index), isOpen: true, labelled: false, anchor: frame.anchor + indentWidth },
      );
    }
    if (type === 'BlockClose' && frames.length > 1) frames.pop();
    current.code += token.image;
    current.last = index + 1;

    function mustBreak(): boolean {
      if (afterLabel) return false;
      if (opened.breaks.has(index)) return true;
      if (start?.role === 'item') return true;
      if (start?.role === 'loose') return frame.isOpen && brokenInSource;
      if (start !== undefined) return frame.isOpen;
      if (isBranch(type, left)) return brokenInSource && !(isOpen.get(opens.get(index - 1) ?? -1) ?? false);
      return brokenInSource && keepsBreak(left, type);
    }

    function blank(): string {
      if (afterLabel && frame.isOpen) return ' '.repeat(Math.max(1, indent - current.indent - current.code.length));
      if (left === 'BlockOpen' || type === 'BlockClose' || afterLabel) return ' ';
      const apartOnLine = start !== undefined && start.role !== 'loose' && !frame.isOpen && left !== 'Semicolon';
      return apartOnLine ? '  ' : blankBetween(left, type);
    }
  });

  const rest = comments.slice(nextComment);
  let from = tokens.at(-1)?.end ?? 0;
  for (const comment of rest) {
    const written = text.slice(comment.span.start, comment.span.end).trimEnd();
    if (!comment.ownLine && line !== null && (line as Line).comment === '') (line as Line).comment = written;
    else {
      if (isEmptyLine(text.slice(from, comment.span.start))) blankLine();
      fresh(0, tokens.length).comment = written;
    }
    from = comment.span.end;
  }
  return lines;

  function firstWord({ first }: Line): number {
    const role = starts.get(tokens[first]?.start ?? -1)?.role;
    return role === 'label' ? first + 2 : first;
  }

  function markType(current: Line, index: number, nameEnd: number): void {
    let at = 0;
    let key = '';
    for (let next = index; next < tokens.length; next++) {
      const token = tokens[next] as TokenInfo;
      if (token.end === nameEnd) {
        if (types[next + 1] !== 'Colon') return;
        current.typeKey = key;
        current.typeAt = at + token.image.length + 2;
        return;
      }
      if (token.end > nameEnd) return;
      key += `${token.image} `;
      at = key.length;
    }
  }
}

/** The column of a token if it begins a line. */
function indentOf(start: Start | undefined, type: string, closing: boolean, frame: Frame, afterLabel: boolean): number {
  if (closing) return frame.base - indentWidth;
  if (start?.role === 'item') return 0;
  if (start?.role === 'label') return frame.base;
  if (start?.role === 'loose') return frame.isOpen ? frame.base : frame.anchor + indentWidth;
  if (start !== undefined) return afterLabel ? frame.base + frame.shift : contentColumn(frame);
  if (type === 'Expect') return indentWidth;
  if (type === 'Else' || (type === 'Or' && frame.isOpen && frame.base > 0)) return frame.anchor;
  return frame.anchor + indentWidth;
}

const contentColumn = ({ base, shift, labelled }: Frame): number => base + (labelled ? shift : 0);

/** `else`, or the `or` of an `either`. */
function isBranch(type: string, left: string): boolean {
  return left === 'BlockClose' && (type === 'Else' || type === 'Or');
}

/** From the labels of a block to their statements. */
function shiftOf({ tokens, starts, closes }: Facts, open: number): number {
  let longest = 0;
  const end = closes.get(open) ?? open;
  for (let index = open + 1; index < end; index++) {
    const inner = closes.get(index);
    if (inner !== undefined) index = inner;
    else if (isLabel(tokens[index])) {
      const length = (tokens[index]?.image.length ?? 0) + 2;
      if (length <= labelPushMax) longest = Math.max(longest, length);
    }
  }
  return longest === 0 && hasLabel() ? indentWidth : longest;

  function hasLabel(): boolean {
    return tokens.slice(open + 1, end).some(isLabel);
  }

  function isLabel(token: TokenInfo | undefined): boolean {
    return token !== undefined && !isVerbatim(token) && starts.get(token.start)?.role === 'label';
  }
}

/** Does a block take several lines? */
function isOpened({ text, tokens, module, starts, closes }: Facts, { blocks, breaks }: Opened, open: number, close: number): boolean {
  if (blocks.has(open)) return true;
  const from = tokens[open]?.end ?? 0;
  const to = tokens[close]?.start ?? 0;
  if ((module.comments[firstFrom(module.comments, from)]?.span.start ?? Infinity) < to) return true;
  if (close === open + 1) return false;
  if (text.slice(from, to).includes('\n')) return true;
  for (let index = open + 1; index < close; index++) {
    if (blocks.has(index) && closes.has(index)) return true;
    if (breaks.has(index) && starts.get(tokens[index]?.start ?? -1)?.role !== undefined) return true;
    if (breaks.has(index)) return true;
  }
  return false;
}

/** The place of the first comment that does not begin before an offset. */
function firstFrom(comments: readonly Comment[], offset: number): number {
  let [low, high] = [0, comments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.span.start ?? 0) >= offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Does an item open a block that takes several lines? */
function isBlockItem({ tokens, starts }: Facts, isOpen: ReadonlyMap<number, boolean>, index: number): boolean {
  for (let next = index; next < tokens.length; next++) {
    if (next > index && starts.get(tokens[next]?.start ?? -1)?.role === 'item') return false;
    if (isOpen.get(next) === true) return true;
  }
  return false;
}

const isEmptyLine = (gap: string): boolean => /\n[^\S\n]*\n/u.test(gap);

function spanOf(part: Comment | TokenInfo): { readonly start: number; readonly end: number } {
  return 'span' in part ? part.span : part;
}
