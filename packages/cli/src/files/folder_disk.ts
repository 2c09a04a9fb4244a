import { closeSync, constants, fstatSync, fsyncSync, ftruncateSync, lstatSync, openSync, readFileSync, readSync, rmSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Disk, DiskFile } from '@mmspec/checker';
import { fileReason } from './read_text.ts';
import { kindOf, replaceFile, writeAll } from './write_file.ts';

/** Bytes that one call of the system reads; it takes no more than 2 GiB. */
const pieceBytes = 2 ** 28;

/**
 * A folder, which is there, as the checker wants it. Errors say which file, and why.
 * Only files are opened that are nothing else: no links, nor files with a second name somewhere.
 */
export function folderDisk(folder: string): Disk {
  return {
    read: (name) => explained(join(folder, name), () => contentOf(join(folder, name))),
    replace: (name, content) =>
      explained(join(folder, name), () => {
        replaceFile(join(folder, name), content);
        syncFolder(folder);
      }),
    open: (name) => opened(join(folder, name)),
    remove: (name) =>
      explained(join(folder, name), () => {
        const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
        if (found === undefined) return;
        refuseOther(found);
        rmSync(join(folder, name));
      }),
  };
}

function contentOf(path: string): Uint8Array | null {
  let file: number;
  try {
    file = openPlain(path, constants.O_RDONLY);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** Looks before, since opening a device does something, and afterwards, since it may be another file then. A FIFO is not waited for. */
function openPlain(path: string, flags: number): number {
  const before = lstatSync(path, { throwIfNoEntry: false });
  if (before !== undefined) refuseOther(before);
  const file = openSync(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o666);
  try {
    refuseOther(fstatSync(file));
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function refuseOther(found: Stats): void {
  if (!found.isFile()) throw new Error(`it is ${kindOf(found)}`);
  if (found.nlink > 1) throw new Error('the file has another name somewhere');
}

const isCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

function explained<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new Error(`${path}: ${fileReason(error)}`, { cause: error });
  }
}

function opened(path: string): DiskFile {
  const file = explained(path, () => openPlain(path, constants.O_RDWR | constants.O_CREAT));
  let { size: length } = fstatSync(file);
  return {
    get length() {
      return length;
    },
    append: (bytes) =>
      explained(path, () => {
        writeAll(file, bytes, length);
        length += bytes.length;
      }),
    read: (offset, into) =>
      explained(path, () => {
        for (let done = 0; done < into.length;) {
          const bytes = readSync(file, into, done, Math.min(into.length - done, pieceBytes), offset + done);
          if (bytes === 0) throw new Error('it ends too early');
          done += bytes;
        }
      }),
    truncate: (to) =>
      explained(path, () => {
        ftruncateSync(file, to);
        length = to;
      }),
    sync: () => explained(path, () => fsyncSync(file)),
    close: () => closeSync(file),
  };
}

/** Makes a change of names last; some systems cannot open folders. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  fsyncSync(file);
  closeSync(file);
}
