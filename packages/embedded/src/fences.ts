import { leftOut, lessIndented, notClosed, notWhole, type Note } from './notes.ts';
import { quoteOf, withoutQuote, type Quote } from './quotes.ts';
import { dropped, type TextLine } from './text_line.ts';

/*
 * Fenced blocks, line by line. Blocks that are quoted once more or less lie in one another as answers do in mails:
 * a line belongs to the innermost open block whose quotation it has.
 */

/** A fenced `mmspec` block, without quotation. */
export interface Block {
  /** The line of the fence that opens it. */
  readonly opening: TextLine;
  /** What stands before the marks of the fence. */
  readonly prefix: string;
  readonly lines: readonly TextLine[];
  /** The number of the line that closes it; null where nothing does. */
  readonly end: number | null;
  readonly notes: readonly Note[];
}

export interface FenceReader {
  readonly line: (line: TextLine) => void;
  /** A line between two of the text that is not of it. */
  readonly aside: (line: TextLine) => void;
  /** Lines are missing here, or may be. */
  readonly gap: () => void;
  readonly end: () => { readonly blocks: readonly Block[]; readonly notes: readonly Note[] };
}

export interface FenceOptions {
  /** Whether what is read begins where its text begins, so that nothing is open there. */
  readonly begins: boolean;
  /** Whether it ends where its text ends. */
  readonly ends: boolean;
  /** Lines that begin with `+` may be those of a patch without a head. */
  readonly isMail: boolean;
}

interface Open {
  readonly opening: TextLine;
  readonly quote: Quote;
  readonly prefix: string;
  readonly indent: number;
  readonly mark: string;
  readonly isSpec: boolean;
  /** The fence is an added line of a patch without a head. */
  readonly isAdded: boolean;
  readonly lines: TextLine[];
  readonly asides: TextLine[];
  lessIndented: TextLine | null;
}

/** In Markdown, a fence may follow the mark of an item of a list. */
const fence = /^(?<added>\+?)(?<before>[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?<mark>`{3,}|~{3,})[ \t]*(?<language>[\w-]*)(?<rest>[^]*)$/u;

/** Lines that are hardly anything but those of a spec. */
const telling =
  /^\s*(?:(?:shared|local|const|variant) \w+\s*:|(?:actor|action|op|object|record|check|scenario) \w+[^{]*\{|(?:invariant|temporal|possible) \w+\s*:|atomic \{|module [\w.]+\s*$)/u;

export function fenceReader({ begins, ends, isMail }: FenceOptions): FenceReader {
  const blocks: Block[] = [];
  const notes: Note[] = [];
  const open: Open[] = [];
  let isKnown = begins;
  let noted: TextLine | null = null;

  const opened = (line: TextLine): boolean => {
    if (!line.text.includes('```') && !line.text.includes('~~~')) return false;
    const found = opening(line, isMail);
    if (found === null) return false;
    if (!isKnown && found.language === '') {
      // It may close a block that began above; the next one tells.
      if (noted !== null)
        notes.push(notWhole(noted, `A block ends in line ${line.line} that begins outside of this patch; it is not whole in this patch, and not checked.`));
      noted = null;
      return false;
    }
    isKnown = true;
    noted = null;
    open.push(found);
    return true;
  };
  const content = (line: TextLine, block: Open): void => {
    if (!block.isSpec) return;
    const own = block.isAdded ? afterPatch(line) : line;
    if (own === null) return;
    if (block.lessIndented === null && !block.isAdded && indentation(own.text) < block.indent && /\S/u.test(own.text)) block.lessIndented = own;
    block.lines.push(own);
  };
  const close = (end: number | null): void => {
    const block = open.pop();
    if (block?.isSpec === true) blocks.push({ opening: block.opening, prefix: block.prefix, lines: block.lines, end, notes: notesOf(block, end) });
  };
  const cut = (block: Open, message: string): void => {
    if (block.isSpec) notes.push(notWhole(block.opening, message));
  };

  return {
    line: (line) => {
      const top = open.at(-1);
      if (top === undefined) {
        if (opened(line) || isKnown) return;
        if (noted === null && telling.test(line.text)) noted = line;
        return;
      }
      const own = withoutQuote(line, top.quote);
      if (own === null) {
        if (!opened(line) && !isBlank(line)) top.asides.push(line);
      } else if (closes(own.text, top)) close(line.line);
      else if (top.asides.length > 0 && opening(line, isMail)?.isSpec === true) {
        cut(top, `The block is quoted in part: another one begins in line ${line.line}. It is not checked.`);
        open.pop();
        opened(line);
      } else content(own, top);
    },
    aside: (line) => {
      const top = open.at(-1);
      if (top !== undefined && !isBlank(line)) top.asides.push(line);
    },
    gap: () => {
      for (const block of open.splice(0)) cut(block, 'This block is not whole in this patch: lines of it are not shown. It is not checked.');
      if (noted !== null) notes.push(notWhole(noted, 'This looks like a part of a block that is not whole in this patch; it is not checked.'));
      noted = null;
      isKnown = false;
    },
    end: () => {
      if (noted !== null) notes.push(notWhole(noted, 'This looks like a part of a block that is not whole in this patch; it is not checked.'));
      while (open.length > 0) {
        const top = open.at(-1) as Open;
        if (ends && top.quote.marks === '') close(null);
        else {
          cut(
            top,
            ends
              ? 'This block is quoted in part: nothing closes it. It is not checked.'
              : 'This block is not whole in this patch: its end is not shown. It is not checked.',
          );
          open.pop();
        }
      }
      return { blocks: blocks.toSorted((a, b) => a.opening.line - b.opening.line), notes };
    },
  };
}

/** The fence that a line opens, and the language that it names; null if it opens none. */
function opening(line: TextLine, isMail: boolean): (Open & { readonly language: string }) | null {
  const { quote, length } = quoteOf(line.text);
  const found = fence.exec(line.text.slice(length))?.groups;
  if (found === undefined) return null;
  const { added = '', before = '', mark = '', language = '', rest = '' } = found;
  // Outside of mails a plus is the mark of an item, which needs a blank.
  if (added !== '' && !isMail && before === '') return null;
  if (mark.startsWith('`') && rest.includes('`')) return null;
  const prefix = line.text.slice(0, length) + added + before;
  const indent = isMail ? before.length : added.length + before.length;
  return {
    opening: line,
    quote,
    prefix,
    indent,
    mark,
    isSpec: language === 'mmspec',
    isAdded: isMail && added !== '',
    lines: [],
    asides: [],
    lessIndented: null,
    language: language + rest.trim(),
  };
}

/** Whether a line, without quotation, is the end of the block. */
function closes(text: string, { mark, isAdded }: Open): boolean {
  const own = (isAdded ? text.replace(/^[+ ]/u, '') : text).trim();
  return own.length >= mark.length && own.startsWith(mark) && own === (mark[0] ?? '').repeat(own.length);
}

/** The line after a patch without a head; null if the patch removes it. */
function afterPatch(line: TextLine): TextLine | null {
  if (line.text.startsWith('-')) return null;
  return /^[+ ]/u.test(line.text) ? dropped(line, 1) : line;
}

function notesOf(block: Open, end: number | null): Note[] {
  return [
    ...(block.asides.length > 0 ? [leftOut(block.opening, block.asides)] : []),
    ...(block.lessIndented === null ? [] : [lessIndented(block.lessIndented, block.opening)]),
    ...(end === null ? [notClosed(block.opening)] : []),
  ];
}

const indentation = (text: string): number => text.length - text.trimStart().length;

const isBlank = ({ text }: TextLine): boolean => text.slice(quoteOf(text).length).trim() === '';
