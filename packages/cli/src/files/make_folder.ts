import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The folder, made where it is not there, with those above it. The recursion of Node itself never ends where a file system has no folders to make. */
export function madeFolder(folder: string): string {
  if (folder === '-') throw new Error('- is standard input where a spec is read, and no folder; write ./- for a folder of that name');
  make(resolve(folder));
  return folder;
}

function make(folder: string): void {
  if (isFolder(folder)) return;
  make(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process has made it in the meantime.
    if (!isFolder(folder)) throw error;
  }
}

/** False where nothing is; what is there and is no folder is a mistake. */
function isFolder(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory()) throw new Error(`${folder} is not a folder`);
  return found !== undefined;
}
