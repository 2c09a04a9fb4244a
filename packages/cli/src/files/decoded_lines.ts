import { linesOf, type TextLine, withoutReturns } from '@mmspec/embedded';
import { TextDecoder } from 'node:util';
import type { TextPart } from '@mmspec/source';
import type { Part } from './mail_parts.ts';

/*
 * The lines of a part of a mail. The library decodes; here it is found out which place of the file each character comes from.
 */

/** The decoder for a charset; null where it is not known. */
export function charsetOf(name: string, bytes: Uint8Array): TextDecoder | null {
  const isNone = name === '' || /^(?:us-ascii|ascii|unknown-8bit|x-unknown|default_charset)$/iu.test(name);
  try {
    return new TextDecoder(isNone ? (isUtf8(bytes) ? 'utf-8' : 'windows-1252') : name);
  } catch {
    return null;
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The lines of what a part means, whose content begins in this line of the file. */
export function decodedLines({ encoding, raw }: Pick<Part, 'encoding' | 'raw'>, decoded: Uint8Array, line: number, charset: TextDecoder): Iterable<TextLine> {
  const text = charset.decode(decoded);
  const origins = encoding === 'base64' ? base64Origins(raw) : encoding === 'quoted-printable' ? printableOrigins(raw) : null;
  if (origins === null) return linesOf(text, line);
  return placed(text, byteStarts(text, decoded, charset.encoding), origins, raw, line);
}

/** Where each decoded byte comes from. Bytes that the library left out or added would only move what is behind them. */
function base64Origins(raw: Uint8Array): Uint32Array {
  const origins = new Uint32Array(raw.length);
  let count = 0;
  // Three bytes of every four letters; padding begins anew.
  let letter = 0;
  for (let index = 0; index < raw.length; index++) {
    const byte = raw[index] ?? 0;
    if (byte === 61) letter = 0;
    if (!isBase64(byte)) continue;
    // The bytes of a group are whole with its second, third and fourth letter, and begin in the one before.
    if (letter % 4 > 0) count++;
    if (letter % 4 < 3) origins[count] = index;
    letter++;
  }
  return origins.subarray(0, count);
}

const isBase64 = (byte: number): boolean =>
  (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57) || byte === 43 || byte === 47 || byte === 45 || byte === 95;

function printableOrigins(raw: Uint8Array): Uint32Array {
  const origins = new Uint32Array(raw.length);
  let count = 0;
  for (let start = 0; start < raw.length;) {
    const found = raw.indexOf(10, start);
    const end = found < 0 ? raw.length : found;
    let last = end;
    if (raw[last - 1] === 13) last--;
    const returned = last;
    while (last > start && (raw[last - 1] === 32 || raw[last - 1] === 9)) last--;
    const isSoft = raw[last - 1] === 61 && last > start;
    for (let index = start; index < (isSoft ? last - 1 : last); index++) {
      origins[count++] = index;
      if (raw[index] === 61 && isHex(raw[index + 1]) && isHex(raw[index + 2])) index += 2;
    }
    if (!isSoft) for (let index = returned; index <= end && index < raw.length; index++) origins[count++] = index;
    start = end + 1;
  }
  return origins.subarray(0, count);
}

const isHex = (byte = 0): boolean => (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 70) || (byte >= 97 && byte <= 102);

/** Bytes up to which characters are found out one byte after the other; behind them columns are those of a line in ASCII. */
const exactMax = 2 ** 18;

/** At which byte each character begins. */
function byteStarts(text: string, bytes: Uint8Array, encoding: string): (index: number) => number {
  if (text.length === bytes.length) return (index) => index;
  const starts = (encoding === 'utf-8' ? utf8Starts(text, bytes.length) : null) ?? streamedStarts(text.length, bytes, encoding);
  return (index) => starts[index] ?? bytes.length;
}

/** Null where bytes were replaced. */
function utf8Starts(text: string, byteCount: number): Uint32Array | null {
  const starts = new Uint32Array(text.length);
  let byte = 0;
  for (let index = 0; index < text.length; index++) {
    starts[index] = byte;
    const code = text.codePointAt(index) ?? 0;
    byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
    if (code >= 0x1_0000) starts[++index] = byte - 4;
  }
  return byte === byteCount ? starts : null;
}

function streamedStarts(length: number, bytes: Uint8Array, encoding: string): Uint32Array {
  const starts = new Uint32Array(length);
  const decoder = new TextDecoder(encoding);
  let [count, begin] = [0, 0];
  for (let index = 0; index < bytes.length && count < length; index++) {
    const given = index < exactMax ? decoder.decode(bytes.subarray(index, index + 1), { stream: true }).length : 1;
    for (let each = 0; each < given && count < length; each++) starts[count++] = begin;
    if (given > 0) begin = index + 1;
  }
  return starts.fill(begin, count);
}

function* placed(text: string, byteStart: (index: number) => number, origins: Uint32Array, raw: Uint8Array, firstLine: number): Generator<TextLine> {
  // Lines of the raw text are passed in order.
  let [rawLine, rawStart, rawNext] = [firstLine, 0, raw.indexOf(10) + 1];
  const placeOf = (index: number): { readonly line: number; readonly column: number } => {
    const origin = origins[Math.min(byteStart(index), origins.length - 1)] ?? 0;
    while (rawNext > 0 && origin >= rawNext) [rawLine, rawStart, rawNext] = [rawLine + 1, rawNext, raw.indexOf(10, rawNext) + 1];
    return { line: rawLine, column: origin - rawStart + 1 };
  };
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const own = withoutReturns(text.slice(start, end));
    const first = placeOf(start);
    const jumps: TextPart[] = [];
    let last: TextPart = { start: 0, ...first };
    for (let index = 1; index < own.length; index++) {
      const place = placeOf(start + index);
      if (place.line === last.line && place.column - last.column === index - last.start) continue;
      last = { start: index, ...place };
      jumps.push(last);
    }
    yield { text: own, ...first, ...(jumps.length > 0 ? { jumps } : {}) };
    start = end + 1;
  }
}
