import { positionAt, textOf } from '@mmspec/source';
import type { Diagnostic, SourceFile } from '@mmspec/source';
import { adviceOf, beginsLine, habitAt, insteadOf, type Inside } from '../habits/index.ts';
import { elementsWhy } from './expected.ts';
import { make } from './make.ts';

/** Mistakes that a form of another language makes. */
const readWrong: ReadonlySet<string> = new Set([
  'MM0101',
  'MM0102',
  'MM0103',
  'MM0104',
  'MM0111',
  'MM0112',
  'MM0113',
  'MM0115',
  'MM0117',
  'MM0121',
  'MM0122',
  'MM0123',
  'MM0124',
]);

/**
 * Mistakes in text order, where a form of another language is named as that: instead of what reading stumbled at,
 * and of everything else that it made of the same line.
 */
export function habitual(file: SourceFile, found: readonly Diagnostic[]): Diagnostic[] {
  const named = new Map<number, Diagnostic>();
  const lineOf = ({ span }: Diagnostic): number => positionAt(file, span.start).line;
  for (const diagnostic of found) {
    const line = lineOf(diagnostic);
    if (named.has(line) || !readWrong.has(diagnostic.code)) continue;
    const habit = inLine(file, diagnostic);
    if (habit !== null) named.set(line, habit);
  }
  const told = new Set<number>();
  return found.flatMap((diagnostic) => {
    const line = lineOf(diagnostic);
    const habit = named.get(line);
    if (habit === undefined) return told.size > 0 && (isClosing(file, diagnostic) || isSetOfBody(diagnostic)) ? [] : [diagnostic];
    if (isCase(file, habit) && [...named].some(([above, each]) => above < line && textOf(file, each.span).startsWith('switch'))) return [];
    if (told.has(line)) return [];
    told.add(line);
    return [habit];
  });
}

/** A text whose form is another one closes other things than it opens. */
function isClosing({ text }: SourceFile, { code, span }: Diagnostic): boolean {
  return code === 'MM0101' && ['', '}'].includes(text.slice(span.start, span.end));
}

/** The body behind a head that cannot be read was taken for a set. */
function isSetOfBody({ code, why }: Diagnostic): boolean {
  return code === 'MM0101' && why === elementsWhy;
}

/** A part of a form that has been named with its first line. */
function isCase(file: SourceFile, { span }: Diagnostic): boolean {
  return /^(?:case|default)\b/u.test(textOf(file, span));
}

function inLine(file: SourceFile, { span, code, fixes }: Diagnostic): Diagnostic | null {
  const { text } = file;
  const begin = Math.max(text.lastIndexOf('\n', span.start - 1), text.lastIndexOf('\r', span.start - 1)) + 1;
  const length = /[\n\r]/u.exec(text.slice(begin))?.index ?? text.length - begin;
  const line = text.slice(begin, begin + length);
  const habit = habitAt(line, span.start - begin, Math.min(span.end, begin + length) - begin);
  if (habit === null) return null;
  const { form } = habit;
  // What has a fix is known better than by a form that happens to stand beside it.
  if (fixes.length > 0 && code !== 'MM0112' && !beginsLine(form)) return null;
  const written = line.slice(habit.start, habit.end);
  const trimmed = written.trim();
  const start = begin + habit.start + (written.length - written.trimStart().length);
  const inside = insideOf(text, begin);
  const instead = insteadOf(form, inside);
  const what = instead === null ? 'is left out here' : `is written \`${instead}\` here`;
  return make(
    'MM0114',
    { file: span.file, start, end: start + Math.max(trimmed.length, 1) },
    {
      message: `\`${trimmed}\` ${what}`,
      why: form.from === 'guess' ? 'The language has one form for it.' : `That is a form of ${form.from}.`,
      help: adviceOf(form, inside),
    },
  );
}

const opening = /^(?:(?:(actor|(?:atomic\s(?:[a-z]+\s){0,2})?op|action)|(object|record))\s[^\n]*\{[^\n}]*$|\})/gmu;

/** What a line stands in: the declaration that begins a line before it, where no `}` does since. */
function insideOf(text: string, begin: number): Inside {
  let inside: Inside = 'nothing';
  for (const [, code, fields] of text.slice(Math.max(0, begin - farthest), begin).matchAll(opening))
    inside = code !== undefined ? 'code' : fields !== undefined ? 'fields' : 'nothing';
  return inside;
}

/** What begins farther away is not looked for. */
const farthest = 20_000;
