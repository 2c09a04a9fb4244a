import { readFileSync, readSync, statSync } from 'node:fs';
import { tooLarge, unreadable, type Problem } from './problem.ts';

/** Larger files are refused before they are read. */
export const bytesMax: number = 4 * 2 ** 20;

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'it is not allowed'],
  ['EPERM', 'it is not allowed'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['ELOOP', 'its links go in a circle'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'no more space is allowed on this disk'],
  ['EFBIG', 'a file of this size is not allowed'],
  ['EEXIST', 'it exists already'],
  ['EBUSY', 'the system holds it'],
  ['EIO', 'the disk or the terminal does not answer'],
]);

/** What stands in the way of a file operation, for people. */
export function fileReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons.get(code) ?? (error instanceof Error ? error.message : String(error));
}

export type ReadText = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'problem'; readonly problem: Problem };

/** Everything on standard input, or a little more than the limit of it. A pipe that is empty for the moment is waited for. */
function standardInput(): Uint8Array {
  const bytes = new Uint8Array(bytesMax + 1);
  let length = 0;
  while (length < bytes.length) {
    try {
      const count = readSync(0, bytes, length, bytes.length - length, null);
      if (count === 0) break;
      length += count;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EOF') break;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return bytes.subarray(0, length);
}

/** The text of a file; `-` is standard input. */
export function readText(path: string): ReadText {
  const refuse = (problem: Problem): ReadText => ({ kind: 'problem', problem });
  try {
    if (path !== '-') {
      const stat = statSync(path);
      if (stat.size > bytesMax) return refuse(tooLarge(path, stat.size, bytesMax));
      if (!stat.isFile() && !stat.isFIFO() && !stat.isCharacterDevice()) return refuse(unreadable(path, stat.isDirectory() ? 'it is a folder' : 'it is not a file'));
      if (stat.isCharacterDevice() && path !== '/dev/stdin') return refuse(unreadable(path, 'it is a device'));
    }
    const bytes = path === '-' ? standardInput() : readFileSync(path);
    return bytes.length > bytesMax ? refuse(tooLarge(path, bytes.length, bytesMax)) : { kind: 'text', text: new TextDecoder().decode(bytes) };
  } catch (error) {
    return refuse(unreadable(path, fileReason(error)));
  }
}
