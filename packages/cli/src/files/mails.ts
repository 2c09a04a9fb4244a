import { decodedFrom, dropped, type Embedded, type EmbeddedSpecs, type Note, notRead, specsOfMail, specsOfPage, type TextLine } from '@mmspec/embedded';
import { charsetOf, decodedLines } from './decoded_lines.ts';
import { kindOfName } from './text_kind.ts';
import { unfolded } from './flowed.ts';
import { partsOf, type Part } from './mail_parts.ts';

/** Mails in mails that are opened. */
const depthMax = 10;

/** The specs of a mail that begins in this line of the file: of its texts, and of what is attached. */
export async function specsOfMessage(bytes: Uint8Array, line: number, isInMailbox: boolean, depth = 0): Promise<EmbeddedSpecs> {
  const at = (part: Part): TextLine => ({ text: '', line: lineAt(part.start), column: 1 });
  const lineAt = counter(bytes, line);
  const found: EmbeddedSpecs[] = [];
  let parts: Part[];
  try {
    parts = await partsOf(bytes);
  } catch (error) {
    return noteOnly(
      notRead(
        { text: '', line, column: 1 },
        'This mail is not read: its heads are too long, or it has too many parts.',
        error instanceof Error ? `${error.message}.` : '',
      ),
    );
  }
  for (const part of parts) {
    const kind = kindOf(part);
    if (kind === null) continue;
    if (kind === 'mail')
      found.push(
        isPlain(part) && depth < depthMax
          ? await specsOfMessage(part.raw, lineAt(part.start), isInMailbox, depth + 1)
          : noteOnly(notRead(at(part), 'A mail that is attached here is not read.', 'It is encoded once more, or lies in too many others.')),
      );
    else found.push(await specsOfPart(part, kind, at(part), isInMailbox));
  }
  const isRead = parts.some((part) => kindOf(part) !== null);
  const page = parts.find(({ type }) => type === 'text/html');
  if (!isRead && page !== undefined)
    found.push(noteOnly(notRead(at(page), 'The text of this mail is HTML only; it is not read.', 'Blocks of a spec are found in plain text.')));
  const subject = parts[0]?.subject ?? '';
  return { specs: found.flatMap(({ specs }) => specs.map((spec) => ({ subject, ...spec }))), notes: found.flatMap(({ notes }) => notes) };
}

const noteOnly = (note: Note): EmbeddedSpecs => ({ specs: [], notes: [note] });

/** The number of the line at an offset, for offsets that grow. */
function counter(bytes: Uint8Array, first: number): (offset: number) => number {
  let [line, next] = [first, bytes.indexOf(10)];
  let before = 0;
  return (offset) => {
    if (offset < before) [line, next] = [first, bytes.indexOf(10)];
    for (; next >= 0 && next < offset; next = bytes.indexOf(10, next + 1)) line++;
    before = offset;
    return line;
  };
}

type PartKind = 'spec' | 'page' | 'text' | 'mail';

/** How a part is read; null for one that is not. */
function kindOf({ type, name }: Part): PartKind | null {
  const named = kindOfName(name);
  if (named === 'spec' || named === 'page') return named;
  if (type === 'message/rfc822') return 'mail';
  if (named === 'mail') return 'mail';
  if (type === 'text/markdown') return 'page';
  return named === 'text' || /^text\/(?:plain|x-|vnd\.)/u.test(type) ? 'text' : null;
}

const isPlain = ({ encoding }: Part): boolean => ['', '7bit', '8bit', 'binary'].includes(encoding);

async function specsOfPart(part: Part, kind: Exclude<PartKind, 'mail'>, at: TextLine, isInMailbox: boolean): Promise<EmbeddedSpecs> {
  const { encoding, charset, isFlowed, isDelSp } = part;
  if (!isPlain(part) && encoding !== 'base64' && encoding !== 'quoted-printable')
    return noteOnly(notRead(at, `A part in the encoding ${encoding} is not read.`, 'Mails are encoded as quoted-printable or base64.'));
  const bytes = await part.decoded();
  const decoder = charsetOf(charset, bytes);
  if (decoder === null) return noteOnly(notRead(at, `A part in the charset ${charset} is not read.`, 'The charset is not known here.'));
  const decoded = decodedLines(part, bytes, at.line, decoder);
  const own = isInMailbox ? withoutEscapes(decoded) : decoded;
  const read = specsOfLines(isFlowed && kind === 'text' ? unfolded(own, isDelSp) : own, kind);
  if (encoding !== 'base64' || read.specs.length === 0) return read;
  const starts = [...decodedLines(part, bytes, at.line, decoder)];
  return { ...read, specs: read.specs.map((spec) => withEncoding(spec, encoding, starts)) };
}

function specsOfLines(lines: Iterable<TextLine>, kind: Exclude<PartKind, 'mail'>): EmbeddedSpecs {
  if (kind === 'spec') return { specs: [{ lines: [...lines], notes: [] }], notes: [] };
  return kind === 'page' ? specsOfPage(lines) : specsOfMail(lines);
}

/** Lines of the encoded text are not those that people see. */
function withEncoding({ lines, notes }: Embedded, encoding: string, decoded: readonly TextLine[]): Embedded {
  const [first = { text: '', line: 1, column: 1 }] = lines;
  const index = decoded.findLastIndex(({ line, column }) => line < first.line || (line === first.line && column <= first.column));
  return { lines, notes: [...notes, decodedFrom(first, encoding, index + 1)] };
}

/** In a mailbox a line that would begin with `From` begins with a mark more. */
function* withoutEscapes(lines: Iterable<TextLine>): Generator<TextLine> {
  for (const line of lines) yield /^>+From /u.test(line.text) ? dropped(line, 1) : line;
}
