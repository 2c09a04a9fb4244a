import { Splitter, type MimeNode, type SplitterChunk } from '@zone-eu/mailsplit';
import { withoutEncodedWords } from './encoded_words.ts';

/*
 * The parts of a mail, as a library for MIME finds and decodes them, with where the bytes of each part stand in the mail.
 */

/** A part that has content of its own. */
export interface Part {
  /** Its content type, in small letters. */
  readonly type: string;
  /** In small letters; '' where none is named. */
  readonly encoding: string;
  readonly charset: string;
  /** Decoded; '' where none is named. */
  readonly name: string;
  /** That of the mail, decoded, on one line; '' where there is none. */
  readonly subject: string;
  readonly isFlowed: boolean;
  readonly isDelSp: boolean;
  /** Where its content begins in the mail. */
  readonly start: number;
  readonly raw: Uint8Array;
  readonly decoded: () => Promise<Uint8Array>;
}

/** The parts of a mail in their order. Throws where the library refuses the mail. */
export async function partsOf(bytes: Uint8Array): Promise<Part[]> {
  const splitter = new Splitter({ defaultInlineEmbedded: true });
  splitter.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const found = new Map<MimeNode, { readonly start: number; length: number }>();
  let offset = 0;
  let subject: string | null = null;
  for await (const chunk of splitter as AsyncIterable<SplitterChunk>) {
    // Every byte of the mail comes once, in order.
    if (chunk.type === 'node') subject ??= subjectOf(chunk);
    const length = chunk.type === 'node' ? chunk._headerlen : chunk.value.length;
    if (chunk.type === 'body') {
      const part = found.get(chunk.node);
      if (part === undefined) found.set(chunk.node, { start: offset, length });
      else part.length = offset + length - part.start;
    }
    offset += length;
  }
  return [...found].map(([node, { start, length }]) => partOf(node, subject ?? '', start, bytes.subarray(start, start + length)));
}

/** What a node has as its own subject, on one line: of the parts of a mail only the whole of it has one. */
function subjectOf({ headers }: MimeNode): string {
  return withoutEncodedWords(headers === false ? '' : headers.getFirst('subject')).replaceAll(/\s+/gu, ' ');
}

function partOf(node: MimeNode, subject: string, start: number, raw: Uint8Array): Part {
  const { contentType, encoding, charset, filename, flowed, delSp } = node;
  return {
    type: contentType || '',
    encoding: encoding || '',
    charset: charset || '',
    name: filename || '',
    subject,
    isFlowed: flowed,
    isDelSp: delSp,
    start,
    raw,
    decoded: () => decoded(node, raw),
  };
}

async function decoded(node: MimeNode, raw: Uint8Array): Promise<Uint8Array> {
  const decoder = node.getDecoder();
  decoder.end(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength));
  const pieces: Buffer[] = [];
  for await (const piece of decoder as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}
