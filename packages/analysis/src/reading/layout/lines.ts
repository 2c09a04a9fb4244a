/*
 * The lines of a text as columns of characters: prefixes of comments and quotations are blanks, tabs are blanks.
 */

export interface TextLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** As it stands in the text, for its length. */
  readonly raw: string;
  /** A number that stood in front of it and that is taken away. */
  readonly count?: number;
}

const tabWidth = 8;

export function linesOf(text: string): TextLine[] {
  const raw = withAlignedTables(
    withPlainBars(text)
      .split(/\r\n?|\n/u)
      .map(withoutTrace),
  ).filter((line) => !/^\s*```/u.test(line));
  const { lines, shift } = withoutPrefixes(raw);
  // Line numbers are those of the text, with its fences.
  const numbers = text.split(/\r\n?|\n/u).flatMap((line, index) => (/^\s*```/u.test(line) ? [] : [index + 1]));
  return lines.map((line, index) => ({ number: numbers[index] ?? index + 1, text: ' '.repeat(shift) + line.trimEnd(), raw: raw[index] ?? '' }));
}

/** Lines that are drawn with characters for boxes as with those of a keyboard. */
function withPlainBars(text: string): string {
  return text
    .replace(/[\u2502\u2503\u2506\u250a\u2551]/gu, '|')
    .replace(/[\u2500\u2501\u2504\u2550]/gu, '-')
    .replace(/[\u250c-\u254b\u2552-\u256c]/gu, '+');
}

/** A line of ftrace, `reader-71  [000] d..1.  12.345: `: only who it is is of the drawing. */
function withoutTrace(line: string): string {
  return line.replace(/^\s*(\S+)-\d+\s+(?:\([\s\d-]+\)\s+)?\[\d{3}\]\s+(?:[\w.#+!]{4,6}\s+)?\d+\.\d+: /u, '$1: ');
}

const tableRow = /^\s*\|.*\|\s*$/u;
const tableRule = /^\s*\|(?:\s*:?-+:?\s*\|){2,}\s*$/u;

/** Tables of Markdown, whose bars need not stand below each other, with bars that do. */
function withAlignedTables(lines: readonly string[]): readonly string[] {
  const made = [...lines];
  // The end of the last table: another rule in it begins none.
  let end = -1;
  for (const [at, line] of lines.entries()) {
    if (at <= end || !tableRule.test(line)) continue;
    let [from, to] = [at, at];
    while (tableRow.test(lines[from - 1] ?? '')) from--;
    while (tableRow.test(lines[to + 1] ?? '')) to++;
    end = to;
    const rows = lines.slice(from, to + 1).map((row) =>
      row
        .trim()
        .slice(1, -1)
        .split(/(?<!\|)\|(?!\|)/u),
    );
    const widths = rows.reduce<number[]>((so, row) => row.map((cell, column) => Math.max(so[column] ?? 0, cell.length)), []);
    if (rows.some((row) => row.length !== rows[0]!.length)) continue;
    rows.forEach((row, index) => {
      const isLine = tableRule.test(lines[from + index]!);
      made[from + index] = `|${row.map((cell, column) => (isLine ? '-'.repeat(widths[column]!) : cell.padEnd(widths[column]!))).join('|')}|`;
    });
  }
  return made;
}

interface Stripped {
  readonly lines: readonly string[];
  readonly shift: number;
}

/** A prefix is taken away where all lines have it, or all around a drawing, one after the other: `> ` of a mail, then ` * ` of a comment. */
function withoutPrefixes(raw: readonly string[]): Stripped {
  let lines = withoutPatch(raw);
  for (const prefix of quotations) lines = everyLine(lines, prefix) ? lines.map((line) => line.replace(prefix, '')) : lines;
  lines = withoutQuotes(lines).map(expandTabs);
  for (const style of comments) {
    const found = withoutComment(lines, style);
    if (found !== null) return { lines: found, shift: 0 };
  }
  return { lines: inComment(lines) ?? lines, shift: 0 };
}

/** The lines that have a prefix, one below the other, and hold the head of a drawing: without it, by their index. */
function runsWith(lines: readonly string[], prefix: RegExp, strip: (line: string) => string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const has = lines.map((line) => prefix.test(line));
  for (let from = 0; from < lines.length; from++) {
    if (has[from] !== true) continue;
    let to = from;
    while (has[to + 1] === true) to++;
    const run = lines.slice(from, to + 1).map(strip);
    if (run.length >= 3 && run.some((line) => isRule(line) || /^\s*CPU ?\d/u.test(line))) run.forEach((line, index) => found.set(from + index, line));
    from = to;
  }
  return found;
}

/** An answer between the quotations of a mail stays: it may be about them. */
function withoutQuotes(lines: readonly string[]): string[] {
  const quotes = runsWith(lines, quoted, (line) => line.replace(quoted, ''));
  return lines.map((line, index) => quotes.get(index) ?? line);
}

/** A drawing in a comment ends with the comment: the code around it says nothing of the drawing. */
function inComment(lines: readonly string[]): string[] | null {
  const inside = runsWith(lines, starLine, (line) => line.replace(starLine, (found) => ' '.repeat(found.length)));
  return inside.size === 0 ? null : lines.map((_, index) => inside.get(index) ?? '');
}

/** `> ` of a mail. */
const quoted = /^(?:> ?)+/u;

/** ` * ` of a comment. */
const starLine = /^\s*\*(?![*/\w])/u;

/** What mail programs, diffs and the kernel's log put in front: tabs behind it were written without it. */
const quotations: readonly RegExp[] = [quoted, /^ {0,8}\+(?!\+)/u, /^\s*(?:<\d{1,2}>)?\[\s*\d+\.\d+\](?:\s?\[\s*[TC]\d+\])?(?: |$)/u];

const patchHead = /^(?:diff --git |index [\da-f]+\.\.|--- (?:a\/|\/dev\/null)|\+\+\+ (?:b\/|\/dev\/null)|@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@|new file mode )/u;

/** Of a patch what is there after it; as it is where it is none. */
function withoutPatch(raw: readonly string[]): readonly string[] {
  const isHead = raw.map((line) => patchHead.test(line));
  const inside = raw.filter((line, index) => isHead[index] === false && line.trim() !== '');
  if (!isHead.includes(true) || !inside.every((line) => /^[+\- ]/u.test(line)) || !inside.some((line) => line.startsWith('+'))) return raw;
  return raw.map((line, index) => (isHead[index] === true || line.startsWith('-') ? '' : line.slice(1)));
}

interface CommentStyle {
  readonly line: RegExp;
  readonly open?: RegExp;
  readonly close?: RegExp;
}

const comments: readonly CommentStyle[] = [{ line: starLine, open: /^\s*\/\*+/u, close: /\*\/\s*$/u }, { line: /^\s*\/\/+/u }, { line: /^\s*#+(?!\d)/u }];

function everyLine(lines: readonly string[], prefix: RegExp): boolean {
  const written = lines.filter((line) => line.trim() !== '');
  return written.length > 0 && written.every((line) => prefix.test(line));
}

/** Lines with blanks in place of the marks of a comment; null where not all have them. */
function withoutComment(lines: readonly string[], { line: mark, open, close }: CommentStyle): string[] | null {
  const written = lines.flatMap((line, index) => (line.trim() === '' ? [] : [index]));
  const [first, last] = [written[0], written.at(-1)];
  if (first === undefined || last === undefined) return null;
  const opens = open !== undefined && open.test(lines[first] ?? '');
  const closes = close !== undefined && close.test(lines[last] ?? '');
  const isMarked = (index: number): boolean =>
    mark.test(lines[index] ?? '') || (opens && index === first) || (closes && index === last && /^\s*\*\//u.test(lines[index] ?? ''));
  if (written.length < 2 || !written.every(isMarked)) return null;
  const blanked = (text: string, pattern: RegExp | undefined): string =>
    pattern === undefined ? text : text.replace(pattern, (found) => ' '.repeat(found.length));
  return lines.map((line, index) => {
    const begun = opens && index === first ? blanked(line, open) : blanked(line, /^\s*\*\//u.test(line) ? undefined : mark);
    return closes && index === last ? blanked(begun, close) : begun;
  });
}

function expandTabs(line: string): string {
  let out = '';
  for (const character of line) out += character === '\t' ? ' '.repeat(tabWidth - (out.length % tabWidth)) : character;
  return out;
}

/** Arrows with corners between columns, and the bars that they are made of, are no text of either column. */
export function withoutArrows(line: string): string {
  return line.replace(/(?<=^|\s)[`'+.,]-{2,}>?(?=\s|$)|(?<=\s)-{2,}[.'+,](?=\s|$)|(?<=^|\s)\|(?=\s|$)/gu, (found) => ' '.repeat(found.length));
}

/** A piece of a line with two blanks or more around it. */
export interface Cell {
  readonly start: number;
  readonly text: string;
}

export function cellsOf(line: string): readonly Cell[] {
  return [...line.matchAll(/\S+(?: \S+)*/gu)].map((match) => ({ start: match.index, text: match[0] }));
}

/** Nothing but rules: dashes, bars, equal signs; two groups or more are the columns. */
export function isRule(line: string): boolean {
  return /^[\s\-=_+|~]*$/u.test(line) && /[-=_~]{2,}/u.test(line);
}

/** A line across all columns in a drawing of mmspec: `- - for ever: - - -`. */
export function isAcross(line: string): boolean {
  return /^\s*- - .* -(?: -)*\s*$/u.test(line) || /^\s*(?:- ){2,}-?\s*$/u.test(line);
}

/** `*** DEADLOCK ***` */
export function starred(line: string): string | null {
  return /^\s*\*{2,}\s*(.*?)\s*\*{2,}\s*$/u.exec(line)?.[1] ?? null;
}
