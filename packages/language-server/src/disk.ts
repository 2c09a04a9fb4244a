import { closeSync, constants, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { filePaths } from './file_paths.ts';
import type { Host } from './host.ts';
import { withLibraryFiles } from './library_files.ts';

const bytesMax = 4 * 2 ** 20;

/** The real files. What cannot be read is not there. */
export const disk: Host = {
  read(path) {
    try {
      const stat = statSync(path);
      return stat.isFile() && stat.size <= bytesMax ? textOf(path) : null;
    } catch {
      return null;
    }
  },
  list(folder, filesMax) {
    const found: string[] = [];
    const pending = [folder];
    for (let next = pending.shift(); next !== undefined && found.length < filesMax; next = pending.shift()) {
      for (const entry of entriesOf(next)) {
        if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
        if (entry.isDirectory()) pending.push(join(next, entry.name));
        else if (entry.isFile() && entry.name.endsWith('.mmspec') && found.length < filesMax) found.push(join(next, entry.name));
      }
    }
    return found;
  },
  stamp(path) {
    try {
      const { mtimeMs, size, ino } = statSync(path);
      return `${mtimeMs} ${size} ${ino}`;
    } catch {
      return null;
    }
  },
  paths: filePaths,
  libraryFiles: withLibraryFiles,
};

/** Null where there is more than a spec may have. Files of the kernel have no size, and some give nothing for the moment: that throws in place of waiting. */
function textOf(path: string): string | null {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const bytes = Buffer.allocUnsafe(bytesMax + 1);
    let length = 0;
    for (let count = 1; count > 0 && length < bytes.length; length += count) count = readSync(file, bytes, length, bytes.length - length, null);
    return length > bytesMax ? null : bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}

function entriesOf(folder: string): readonly { readonly name: string; readonly isDirectory: () => boolean; readonly isFile: () => boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
