import { bytesMax, together } from './read_text.ts';

/*
 * The messages of a mailbox in the form of `mbox`, one after the other as they are read: the mailbox may be of any size.
 */

/** One message, without the line that separates it from the one before. */
export interface Message {
  /** The number of its first line in the mailbox. */
  readonly line: number;
  /** Null for one that is larger than a message may be. */
  readonly bytes: Uint8Array | null;
}

const newline = 10;
/** A line that separates messages is not longer. */
const separatorMax = 1000;
/** `From`, a sender, and a date as the C library writes it, with or without a zone: text that begins with `From` is no separator. */
const separator = /^From .*\b\d{1,2}:\d{2}(?::\d{2})?\b.*\b\d{4}\b/u;
const header = /^(?:[!-9;-~]+[ \t]*:|>?From )/u;

/** Whether a text begins as a mailbox does. */
export function isMailbox(head: string): boolean {
  const [first = '', second = ''] = head.split(/\r*\n/u, 2);
  return separator.test(first) && header.test(second);
}

/** A message while it is read. */
interface Gathering {
  line: number;
  pieces: Uint8Array[];
  length: number;
}

export async function* messagesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Message> {
  let gathering: Gathering | null = null;
  let line = 1;
  // A separator stands at the beginning or below an empty line, and above a header: it is one when the line below it is there.
  let isBelowEmpty = true;
  let separating: Uint8Array | null = null;
  for await (const lines of linesOf(chunks)) {
    for (const bytes of lines) {
      if (separating !== null) {
        if (header.test(latin(bytes))) {
          if (gathering !== null) yield messageOf(gathering);
          gathering = { line, pieces: [], length: 0 };
        } else gather((gathering ??= { line: line - 1, pieces: [], length: 0 }), separating);
        separating = null;
      }
      if (isBelowEmpty && bytes[0] === 70 && bytes.length <= separatorMax && separator.test(latin(bytes))) separating = bytes;
      else gather((gathering ??= { line, pieces: [], length: 0 }), bytes);
      if (bytes.at(-1) === newline) line++;
      isBelowEmpty = bytes[0] === newline || (bytes[0] === 13 && bytes[1] === newline);
    }
  }
  if (gathering !== null) yield messageOf(gathering);
}

const latin = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, separatorMax)).toString('latin1');

function gather(message: Gathering, bytes: Uint8Array): void {
  message.length += bytes.length;
  if (message.length > bytesMax) message.pieces = [];
  else message.pieces.push(bytes);
}

function messageOf({ line, pieces, length }: Gathering): Message {
  return { line, bytes: length > bytesMax ? null : together(pieces) };
}

/** Lines with their ends, as many at a time as are there; one that is longer than a message may be comes in pieces. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Uint8Array[]> {
  let begun: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const lines: Uint8Array[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      lines.push(begun.length === 0 ? chunk.subarray(start, end + 1) : together([...begun, chunk.subarray(start, end + 1)]));
      begun = [];
      start = end + 1;
    }
    if (start > 0) length = 0;
    if (start < chunk.length) begun.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > bytesMax) {
      lines.push(together(begun));
      begun = [];
      length = 0;
    }
    yield lines;
  }
  if (begun.length > 0) yield [together(begun)];
}
