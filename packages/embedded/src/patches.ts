import { fenceReader, type Block, type FenceReader } from './fences.ts';
import { notWhole, type Note } from './notes.ts';
import { quoteOf, withoutQuote, type Quote } from './quotes.ts';
import { dropped, type TextLine } from './text_line.ts';

/*
 * Mails and patches, line by line. Of a patch the text after it counts: added lines and context, in each file of it for itself;
 * removed lines are not read. Everything else is prose, in which there may be blocks too.
 */

/** A spec that stands in a text. */
export interface Embedded {
  readonly lines: readonly TextLine[];
  readonly notes: readonly Note[];
  /** Subject of the mail that it stands in; left out for what is in no mail. */
  readonly subject?: string;
}

export interface EmbeddedSpecs {
  readonly specs: readonly Embedded[];
  readonly notes: readonly Note[];
  /** The number of the first line of a spec or block that a patch removes; left out where none is. */
  readonly removed?: number;
}

/** A file that a patch changes: its new text, of which hunks show parts. */
interface PatchedFile {
  readonly reader: FenceReader;
  /** The lines of a spec that is added as a whole; null for other texts. */
  readonly spec: TextLine[] | null;
  /** The first line after the last hunk. */
  nextLine: number;
  /** Lines are missing between hunks, or in one. */
  isCut: boolean;
  /** Both texts are whole by what the head says, or the last hunk goes on to their end. */
  isEnded: boolean;
  /** Of a spec that may not be whole: where the patch changes it. */
  readonly changedAt: TextLine | null;
  readonly isSpec: boolean;
  /** The first line that is removed and begins a spec. */
  removed: number | null;
}

/** A hunk that is being read. */
interface Hunk {
  readonly quote: Quote;
  /** Of an ordinary patch one, of a merge as many as it has parents. */
  readonly markers: number;
  /** How many lines of each old text, and last of the new one, are still to come. */
  readonly remaining: number[];
  readonly file: PatchedFile;
}

/** What the head of a patch says of the file to come. */
interface Head {
  readonly oldName: string;
  readonly newName: string;
  readonly isNew: boolean;
}

const noHead: Head = { oldName: '', newName: '', isNew: false };
const hunkHead = /^@@(?<more>@*) (?<old>(?:-\d+(?:,\d+)? )+)\+(?<line>\d+)(?:,(?<count>\d+))? @@\k<more>/u;

/** The specs of a mail or patch. */
export function specsOfMail(lines: Iterable<TextLine>): EmbeddedSpecs {
  const prose = fenceReader({ begins: true, ends: true, isMail: true });
  const done: EmbeddedSpecs[] = [];
  let head = noHead;
  let file: PatchedFile | null = null;
  let hunk: Hunk | null = null;
  /** The hunk that the line above was the last one of. */
  let before: Hunk | null = null;
  let other: TextLine | null = null;
  const endFile = (): void => {
    if (file !== null) done.push(specsOfFile(file));
    file = null;
  };
  for (const line of lines) {
    if (before !== null && isEndMark(line, before.quote)) before.file.isEnded = true;
    before = null;
    if (hunk !== null) {
      const read = readHunkLine(line, hunk);
      if (read === 'ended') before = hunk;
      if (read === 'ended') hunk = null;
      if (read === 'aside') prose.line(line);
      if (read !== 'left') continue;
      hunk = null;
    }
    const { quote, length } = quoteOf(line.text);
    const text = line.text.slice(length);
    const found = text.startsWith('@@') ? hunkHead.exec(text)?.groups : undefined;
    if (found === undefined) {
      const next = headOf(head, text);
      if (next !== head && next.newName === '') endFile();
      head = next;
      if (other === null && contextDiff.test(text)) other = line;
      prose.line(line);
      continue;
    }
    file ??= patchedFile(head, line, found);
    const begun = beginHunk(file, quote, found);
    hunk = begun.remaining.every((count) => count === 0) ? null : begun;
  }
  if (hunk !== null) missing(hunk.file);
  endFile();
  const { blocks, notes } = prose.end();
  return sorted([...done, { specs: blocks.map(embedded), notes: [...notes, ...(other === null ? [] : [notUnified(other)])] }]);
}

/** The specs of a page of Markdown. */
export function specsOfPage(lines: Iterable<TextLine>): EmbeddedSpecs {
  const reader = fenceReader({ begins: true, ends: true, isMail: false });
  for (const line of lines) reader.line(line);
  const { blocks, notes } = reader.end();
  return { specs: blocks.map(embedded), notes };
}

function sorted(parts: readonly EmbeddedSpecs[]): EmbeddedSpecs {
  const specs = parts.flatMap((part) => part.specs).toSorted((a, b) => lineOf(a) - lineOf(b));
  const removed = parts.flatMap((part) => part.removed ?? []).sort((a, b) => a - b)[0];
  return { specs, notes: parts.flatMap(({ notes }) => notes).toSorted((a, b) => a.at.line - b.at.line), ...(removed === undefined ? {} : { removed }) };
}

const lineOf = ({ lines }: Embedded): number => lines[0]?.line ?? 0;

/** An empty block stands where its first line would. */
function embedded({ opening, lines, notes }: Block): Embedded {
  return { lines: lines.length > 0 ? lines : [{ text: '', line: opening.line + 1, column: 1 }], notes };
}

const contextDiff = /^\*\*\* \d+(?:,\d+)? \*\*\*\*\s*$/u;

function notUnified(at: TextLine): Note {
  return {
    ...notWhole(at, 'This is a context diff; blocks in it are not read.'),
    why: 'Patches are read in the unified form, that of git.',
    help: 'Make the patch with git, or with diff -u.',
  };
}

/** What is known of the file to come after one more line that may be of a head. */
function headOf(head: Head, text: string): Head {
  if (/^(?:diff --(?:git|cc|combined) |Index: )/u.test(text)) return { oldName: text, newName: '', isNew: false };
  if (text.startsWith('new file mode ')) return { ...head, isNew: true };
  const [, sign = '', name = ''] = /^(---|\+\+\+) ([^\t]+)/u.exec(text) ?? [];
  if (sign === '---')
    return { oldName: head.oldName.startsWith('diff ') && head.newName === '' ? head.oldName : `${name} `, newName: '', isNew: head.isNew || isNothing(name) };
  if (sign === '+++') return { ...head, newName: name.trim().replace(/^"(.*)"$/u, '$1') };
  return head;
}

const isNothing = (name: string): boolean => name.trim() === '/dev/null';

type Found = Readonly<Record<string, string>>;

function patchedFile({ oldName, newName, isNew }: Head, at: TextLine, found: Found): PatchedFile {
  const isWhole = isNew || /^-0,0 $/u.test(found['old'] ?? '');
  const isSpec = newName.endsWith('.mmspec');
  const begins = isWhole || Number(found['line']) <= 1;
  return {
    reader: fenceReader({ begins, ends: isWhole, isMail: false }),
    spec: isSpec ? [] : null,
    nextLine: begins ? 1 : -1,
    isCut: !begins,
    isEnded: isWhole,
    changedAt: isSpec && !isWhole ? at : null,
    isSpec: isSpec || /\.mmspec\s*$/u.test(oldName),
    removed: null,
  };
}

function beginHunk(file: PatchedFile, quote: Quote, found: Found): Hunk {
  const counts = [...(found['old'] ?? '').matchAll(/-\d+(?:,(\d+))? /gu)].map(([, count = '1']) => Number(count));
  const count = Number(found['count'] ?? '1');
  // Of no lines the number is that of the line before.
  const line = Number(found['line']) + (count === 0 ? 1 : 0);
  if (file.nextLine !== -1 && line !== file.nextLine) missing(file);
  file.nextLine = line + count;
  return { quote, markers: counts.length, remaining: [...counts, count], file };
}

function missing(file: PatchedFile): void {
  file.isCut = true;
  file.reader.gap();
}

/** Takes a line of a hunk: `ended` with the last one, `aside` for one that is quoted less, `left` for what is not of the hunk any more. */
function readHunkLine(line: TextLine, { quote, markers, remaining, file }: Hunk): 'read' | 'ended' | 'aside' | 'left' {
  const own = withoutQuote(line, quote);
  if (own === null) {
    const text = line.text.slice(quoteOf(line.text).length);
    if (text.trim() === '') return 'read';
    if (hunkHead.test(text) || text.startsWith('diff --')) return left(file);
    file.reader.aside(line);
    return 'aside';
  }
  if (own.text.startsWith('\\')) {
    file.isEnded = true;
    return 'read';
  }
  // Mailers drop the blanks of empty lines.
  const signs = own.text.slice(0, markers).padEnd(markers);
  if (!/^[ +-]+$/u.test(signs) || (own.text.length < markers && own.text.trim() !== '')) return left(file);
  const isInNew = !signs.includes('-');
  const isIn = [...signs.split('').map((sign) => (isInNew ? sign !== '+' : sign === '-')), isInNew];
  if (isIn.some((counts, index) => counts && remaining[index] === 0)) return left(file);
  for (const [index, counts] of isIn.entries()) if (counts) remaining[index] = (remaining[index] ?? 0) - 1;
  if (isInNew) {
    const text = dropped(own, Math.min(markers, own.text.length));
    file.reader.line(text);
    file.spec?.push(text);
  } else if (begins(file, own.text.slice(markers))) file.removed ??= line.line;
  return remaining.every((count) => count === 0) ? 'ended' : 'read';
}

/** `\ No newline at end of file` below the last line of a hunk: nothing follows in the file. */
function isEndMark(line: TextLine, quote: Quote): boolean {
  return withoutQuote(line, quote)?.text.startsWith('\\ ') === true;
}

/** Whether a line begins a spec in a file. */
function begins({ isSpec }: PatchedFile, text: string): boolean {
  return isSpec ? /^\s*module\s/u.test(text) : /^[ \t]*(?:`{3,}|~{3,})[ \t]*mmspec\b/u.test(text);
}

/** A hunk that ends before its head says so. */
function left(file: PatchedFile): 'left' {
  missing(file);
  return 'left';
}

function specsOfFile(file: PatchedFile): EmbeddedSpecs {
  const removed = file.removed === null ? {} : { removed: file.removed };
  if (file.spec === null) {
    const { blocks, notes } = file.reader.end();
    return { specs: blocks.map(embedded), notes, ...removed };
  }
  const [first] = file.spec;
  if (first === undefined) return { specs: [], notes: [], ...removed };
  if (!file.isCut && file.isEnded) return { specs: [{ lines: file.spec, notes: [] }], notes: [] };
  return {
    specs: [],
    notes: [
      file.changedAt === null
        ? notWhole(first, 'The patch adds a spec that is not whole in this patch; it is not checked.')
        : notWhole(file.changedAt, 'The patch changes a spec that is not whole in this patch; it is not checked.'),
    ],
  };
}
