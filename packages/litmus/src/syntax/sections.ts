import { endOfComment } from './tokens.ts';

/*
 * A test has four parts, each with words of its own: title and comments, initial values, threads, and what is asked.
 */

export interface Section {
  readonly start: number;
  readonly end: number;
}

export interface Sections {
  readonly name: string;
  /** Comments before the initial values, and doc strings. */
  readonly comments: readonly string[];
  readonly initial: Section;
  readonly threads: Section;
  readonly final: Section;
}

/** Why a text has no such parts: where, and what is missing. */
export interface Torn {
  readonly offset: number;
  readonly missing: 'title' | 'architecture' | 'initial' | 'initial_end' | 'comment_end' | 'threads' | 'thread_end';
}

/** The parts of a test. */
export function sections(text: string): Sections | Torn {
  const comments: string[] = [];
  const title = titleOf(text, comments);
  if ('missing' in title) return title;
  const opening = openingBrace(text, title.end, comments);
  if (typeof opening !== 'number') return opening;
  const closing = closingBrace(text, opening);
  if (closing === null) return { offset: opening, missing: 'initial_end' };
  const threads = threadsFrom(text, closing + 1, comments);
  if ('missing' in threads) return threads;
  return { name: title.name, comments, initial: { start: opening + 1, end: closing }, threads, final: { start: threads.end, end: text.length } };
}

const titleLine = /([A-Za-z][\w.]*)[ \t]+(\S[^\n\r]*)|([A-Za-z][\w.]*)[ \t]*(?=[\n\r]|$)/y;

function titleOf(text: string, comments: string[]): { readonly name: string; readonly end: number } | Torn {
  const start = afterBlanks(text, 0, comments);
  if (typeof start !== 'number') return start;
  titleLine.lastIndex = start;
  const [line = '', architecture, name = ''] = titleLine.exec(text) ?? [];
  if (line === '' || architecture === undefined) return { offset: start, missing: 'title' };
  if (architecture !== 'C') return { offset: start, missing: 'architecture' };
  return { name: name.trim(), end: start + line.length };
}

/** Skips blanks and comments, which are kept. */
function afterBlanks(text: string, from: number, comments: string[]): number | Torn {
  for (let at = from; ;) {
    while (/\s/u.test(text[at] ?? '')) at++;
    const end = text.startsWith('(*', at) ? endOfComment(text, at) : endOfCComment(text, at);
    if (end === null) return { offset: at, missing: 'comment_end' };
    if (end === at) return at;
    comments.push(text.slice(at, end));
    at = end;
  }
}

/** The end of a comment of C that begins here; `at` if none does, null if it has no end. */
function endOfCComment(text: string, at: number): number | null {
  if (text.startsWith('//', at)) return lineEnd(text, at);
  if (!text.startsWith('/*', at)) return at;
  const end = text.indexOf('*/', at + 2);
  return end < 0 ? null : end + 2;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** The brace that opens the initial values; doc strings and lines `Key=Value` may stand before it. */
function openingBrace(text: string, from: number, comments: string[]): number | Torn {
  for (let at = from; ;) {
    const next = afterBlanks(text, at, comments);
    if (typeof next !== 'number') return next;
    if (text[next] === '{') return next;
    if (next >= text.length) return { offset: from, missing: 'initial' };
    if (text[next] === '"') {
      const end = text.indexOf('"', next + 1);
      if (end < 0) return { offset: next, missing: 'comment_end' };
      comments.push(text.slice(next, end + 1));
      at = end + 1;
    } else if (/^[A-Za-z][\w-]*=/u.test(text.slice(next, lineEnd(text, next)))) at = lineEnd(text, next);
    else return { offset: next, missing: 'initial' };
  }
}

function closingBrace(text: string, opening: number): number | null {
  let depth = 0;
  for (let at = opening; at < text.length; at++) {
    const comment = endOfComment(text, at);
    if (comment !== null) at = comment - 1;
    else if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return null;
}

/** From the first thread to the end of the last: what follows a body and is no thread is what is asked. */
function threadsFrom(text: string, from: number, comments: string[]): Section | Torn {
  let at = from;
  for (;;) {
    const next = afterBlanks(text, at, comments);
    if (typeof next !== 'number') return next;
    if (!/^(?:P\d+\b|void\b|static\b|int\b)/u.test(text.slice(next, next + 12))) {
      return at === from ? { offset: next, missing: 'threads' } : { start: from, end: next };
    }
    const end = bodyEnd(text, next);
    if (end === null) return { offset: next, missing: 'thread_end' };
    at = end;
  }
}

function bodyEnd(text: string, from: number): number | null {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const comment = endOfCComment(text, at);
    if (comment === null) return null;
    if (comment > at) at = comment - 1;
    else if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return null;
}
