import { closeSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk, DiskFile } from '@mmspec/checker';
import { fileReason } from './read_text.ts';

/** Bytes that one call of the system reads or writes; it takes no more than 2 GiB. */
const pieceBytes = 2 ** 28;

/** A folder as the checker wants it; made where it is not there. Errors say which file, and why. */
export function folderDisk(folder: string): Disk {
  mkdirSync(folder, { recursive: true });
  return {
    read: (name) => {
      try {
        return readFileSync(join(folder, name));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    replace: (name, content) => explained(join(folder, name), () => {
      const unfinished = join(folder, `${name}.new`);
      const file = openSync(unfinished, 'w');
      try {
        writeAll(file, content);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(unfinished, join(folder, name));
      syncFolder(folder);
    }),
    open: (name) => opened(join(folder, name)),
    remove: (name) => rmSync(join(folder, name), { force: true }),
  };
}

function explained<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new Error(`${path}: ${fileReason(error)}`, { cause: error });
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return openSync(path, 'w+');
  }
}

function opened(path: string): DiskFile {
  const file = explained(path, () => openFile(path));
  let { size: length } = fstatSync(file);
  return {
    get length() {
      return length;
    },
    append: (bytes) => explained(path, () => {
      writeAll(file, bytes, length);
      length += bytes.length;
    }),
    read: (offset, into) => explained(path, () => {
      for (let done = 0; done < into.length; ) {
        const bytes = readSync(file, into, done, Math.min(into.length - done, pieceBytes), offset + done);
        if (bytes === 0) throw new Error('it ends too early');
        done += bytes;
      }
    }),
    truncate: (to) => explained(path, () => {
      ftruncateSync(file, to);
      length = to;
    }),
    sync: () => explained(path, () => fsyncSync(file)),
    close: () => closeSync(file),
  };
}

function writeAll(file: number, bytes: Uint8Array, offset = 0): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, Math.min(bytes.length - done, pieceBytes), offset + done);
}

/** Makes a change of names last; some systems cannot open folders. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  fsyncSync(file);
  closeSync(file);
}
