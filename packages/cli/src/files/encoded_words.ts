import { charsetOf } from './decoded_lines.ts';

/** `=?charset?Q?text?=`, or with B for base64; RFC 2047. */
const word = /=\?([^?\s]+?)(?:\*[^?]*)?\?([QB])\?([^?\s]*)\?=/giu;

/** A header with its encoded words decoded; one of a charset that nobody knows stays as it is. Blanks between two of them are none. */
export function withoutEncodedWords(header: string): string {
  return header
    .replaceAll(/(=\?[^?\s]+\?[QB]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[QB]\?[^?\s]*\?=)/giu, '$1')
    .replaceAll(word, (whole, charset: string, encoding: string, text: string) => {
      const bytes = encoding.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : quoted(text);
      return charsetOf(charset, bytes)?.decode(bytes) ?? whole;
    });
}

function quoted(text: string): Uint8Array {
  const plain = text.replaceAll('_', ' ').replaceAll(/=([\dA-F]{2})/giu, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
  return Buffer.from(plain, 'latin1');
}
