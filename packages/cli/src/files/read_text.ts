import { closeSync, readSync, statSync } from 'node:fs';
import { fileReason } from './file_reason.ts';
import { tooLarge, unreadable, type Problem } from './problem.ts';
import { codeOf, obstacle, openInput, openNow, roomFor } from './read_bytes.ts';

export { fileReason } from './file_reason.ts';

/** A spec, a drawing or a message of a mail has at most so many bytes; they are counted while it is read. */
export const bytesMax: number = 4 * 2 ** 20;

export type ReadText = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'problem'; readonly problem: Problem };

/** The text of a file or FIFO; `-` is standard input. Nothing but what was read so far after an abortion. */
export async function readText(path: string, signal?: AbortSignal): Promise<ReadText> {
  const opened = openInput(path, signal);
  if (opened.kind === 'problem') return opened;
  const read = await readAll(path, opened.input.chunks);
  return read.kind === 'problem' ? read : { kind: 'text', text: textOf(read.bytes) };
}

export type ReadBytes = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'problem'; readonly problem: Problem };

/** Everything, up to the limit. */
export async function readAll(path: string, chunks: AsyncIterable<Uint8Array>): Promise<ReadBytes> {
  const read: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > bytesMax) return { kind: 'problem', problem: tooLarge(path, bytesMax) };
      read.push(chunk);
    }
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return { kind: 'problem', problem: unreadable(path, fileReason(error)) };
  }
  return { kind: 'bytes', bytes: together(read) };
}

/** The pieces as one. */
export function together(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
}

/** Text of bytes in UTF-8; what is not so is replaced, and a mark of the byte order left out. */
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The text of a file that somebody waits for: a FIFO or a file that gives nothing for the moment is refused. */
export function readTextNow(path: string): ReadText {
  const refuse = (problem: Problem): ReadText => ({ kind: 'problem', problem });
  let descriptor: number | null = null;
  try {
    const stat = statSync(path);
    const reason = stat.isFIFO() ? 'it is a FIFO, and a module is a file' : obstacle(stat);
    if (reason !== null) return refuse(unreadable(path, reason));
    descriptor = openNow(path);
    const bytes = readWhole(descriptor, stat.size);
    return bytes.length > bytesMax ? refuse(tooLarge(path, bytesMax)) : { kind: 'text', text: textOf(bytes) };
  } catch (error) {
    return refuse(unreadable(path, codeOf(error) === 'EAGAIN' ? 'it has nothing to give for the moment' : fileReason(error)));
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** Everything up to one byte beyond the limit, of a file that tells its size. */
function readWhole(descriptor: number, size: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let length = 0; length <= bytesMax;) {
    const piece = new Uint8Array(roomFor(size - length, bytesMax + 1 - length));
    const count = readSync(descriptor, piece, 0, piece.length, null);
    if (count === 0) break;
    pieces.push(piece.subarray(0, count));
    length += count;
  }
  return together(pieces);
}
