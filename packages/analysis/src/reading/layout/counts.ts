import { cellsOf, isRule } from './lines.ts';
import type { TextLine } from './lines.ts';

/** A number of its own in front of a line, or a time such as `t1`. */
const inFront = /^(\s*)(\(?\d{1,3}[.):]?|[Tt]\d{1,3}[.):]?)(?=\s{2,}\S|\s*$)/u;
/** What stands above numbers and times. */
const heading = /^(?:time|step|#|no\.?|nr\.?|seq|t)$/iu;
/** Numbers of events, within their columns. */
const ofEvent = /^\(?\d{1,3}[.):](?:\s|$)/u;

/** It stands above numbers or times. */
export function isCountHeading(text: string): boolean {
  return heading.test(text);
}

/** Nothing but a number or a time. */
export function isCount(text: string): boolean {
  return /^(?:\(?\d{1,3}[.):]?|[Tt]\d{1,3}[.):]?)$/u.test(text);
}

/** Numbers and times in front of most lines are taken away, as they are none of any column; unless events have numbers of their own. */
export function withoutCounts(lines: readonly TextLine[]): TextLine[] {
  if (lines.some(({ text }) => cellsOf(text).filter((cell) => ofEvent.test(cell.text)).length > 1)) return [...lines];
  const written = lines.filter(({ text }) => text.trim() !== '');
  const numbered = written.filter(({ text }) => inFront.test(text));
  if (numbered.length < 2 || numbered.length * 2 < written.length - 2) return [...lines];
  // The same time twice is rather the name of a thread.
  const counts = numbered.map(({ text }) => inFront.exec(text)![2]!);
  if (counts.some((count) => /^t/iu.test(count)) && counts.some((count, index) => index > 0 && numberIn(count) <= numberIn(counts[index - 1]!)))
    return [...lines];
  const first = lines.indexOf(numbered[0]!);
  const end = Math.min(...numbered.map(({ text }) => text.length - text.replace(inFront, '').trimStart().length));
  return lines.map((line, index) => {
    const found = inFront.exec(line.text);
    if (found !== null) return { ...line, text: blank(line.text, found[0].length), count: numberIn(found[2]!) };
    return index < first ? withoutHeading(line, end) : line;
  });
}

function numberIn(count: string): number {
  return Number(count.replace(/\D/gu, ''));
}

function blank(text: string, length: number): string {
  return ' '.repeat(length) + text.slice(length);
}

/** A line above the numbers, without what stands over these: a word, or a part of a rule. */
function withoutHeading(line: TextLine, end: number): TextLine {
  const [cell, ...others] = cellsOf(line.text);
  if (cell === undefined || others.length < 2 || cell.start + cell.text.length > end) return line;
  return heading.test(cell.text) || isRule(cell.text) ? { ...line, text: blank(line.text, cell.start + cell.text.length) } : line;
}
