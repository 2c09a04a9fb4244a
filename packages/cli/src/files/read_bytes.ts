import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { unreadable, type Problem } from './problem.ts';
import { fileReason } from './file_reason.ts';

/*
 * Bytes of files, FIFOs and standard input, as they come. A read never blocks the process, so that a signal ends it at once,
 * and never stands in a thread of Node's pool, which would keep the process from ending.
 */

/** Something that is open for reading; it is closed when all of it is read, or nobody reads on. */
export interface Input {
  readonly path: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export type Opened = { readonly kind: 'input'; readonly input: Input } | { readonly kind: 'problem'; readonly problem: Problem };

const chunkBytes = 2 ** 18;
/** Bytes that are made room for where a file tells no size. */
const roomLeast = 2 ** 12;
/** Milliseconds between two looks at something that has nothing to give for the moment. */
const pauseTime = 5;

/** Opens a file, a FIFO, or standard input, which is `-`. */
export function openInput(path: string, signal?: AbortSignal): Opened {
  const open = (chunks: AsyncIterable<Uint8Array>): Opened => ({ kind: 'input', input: { path, chunks } });
  try {
    if (path === '-' || path === '/dev/stdin') return open(standardInput(signal));
    const reason = obstacle(statSync(path));
    if (reason !== null) return { kind: 'problem', problem: unreadable(path, reason) };
    const descriptor = openNow(path);
    return open(fstatSync(descriptor).isFIFO() ? fifo(descriptor, signal) : polled(descriptor, true, signal));
  } catch (error) {
    return { kind: 'problem', problem: unreadable(path, fileReason(error)) };
  }
}

/** What forbids reading something. */
export function obstacle(stat: Stats): string | null {
  if (stat.isFile() || stat.isFIFO()) return null;
  if (stat.isDirectory()) return 'it is a folder';
  return stat.isCharacterDevice() || stat.isBlockDevice() ? 'it is a device' : 'it is not a file';
}

/** Opens without waiting for a writer; reads then give what is there. */
export const openNow = (path: string): number => openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));

export const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : '');

/** Reads, again and again where there is nothing for the moment; after each piece signals have their turn. */
async function* polled(descriptor: number, isOurs: boolean, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    let { size } = fstatSync(descriptor);
    while (signal?.aborted !== true) {
      const bytes = readSome(descriptor, roomFor(size, chunkBytes));
      if (bytes === null) await pause(pauseTime);
      else if (bytes.length === 0) return;
      else {
        size -= bytes.length;
        yield bytes;
        if (bytes.length === chunkBytes) await pause(0);
      }
    }
  } finally {
    if (isOurs) closeSync(descriptor);
  }
}

/** Bytes to make room for where a file may have `size` more: one beyond shows its end. A file may be longer than it tells. */
export const roomFor = (size: number, most: number): number => Math.min(Math.max(size + 1, roomLeast), most);

/** At most `room` bytes; null where there is nothing yet. */
function readSome(descriptor: number, room: number): Uint8Array | null {
  const bytes = new Uint8Array(room);
  try {
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, null));
  } catch (error) {
    if (codeOf(error) === 'EOF') return bytes.subarray(0, 0);
    if (codeOf(error) !== 'EAGAIN') throw error;
    return null;
  }
}

const pause = (time: number): Promise<void> => new Promise((resolve) => void (time === 0 ? setImmediate(resolve) : setTimeout(resolve, time)));

/** The system tells when there is something to read, and whether the last writer has gone. */
async function* fifo(descriptor: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  // Few calls need this module, and a process that began from a snapshot cannot import one.
  yield* streamed(new (process.getBuiltinModule('node:net').Socket)({ fd: descriptor, readable: true, writable: false }), signal);
}

async function* standardInput(signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const stat = fstatSync(0);
  if (stat.isFIFO() || stat.isSocket() || process.getBuiltinModule('node:tty').isatty(0)) yield* streamed(process.stdin, signal);
  else if (stat.isFile() && stat.size > 0) yield* polled(0, false, signal);
  else yield* polled(...reopened(), signal);
}

/** Standard input once more, opened by us so that a read of it does not wait; a file of no size may be one of the kernel's that does. */
function reopened(): [descriptor: number, isOurs: boolean] {
  try {
    return [openNow('/dev/stdin'), true];
  } catch {
    return [0, false];
  }
}

async function* streamed(stream: NodeJS.ReadStream | import('node:net').Socket, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const stop = (): void => void stream.destroy();
  signal?.addEventListener('abort', stop);
  try {
    if (signal?.aborted === true) return;
    for await (const chunk of stream as AsyncIterable<Uint8Array>) yield chunk;
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    stream.destroy();
  }
}
