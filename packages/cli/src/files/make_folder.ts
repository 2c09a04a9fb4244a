import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The folder, made where it is not there, with those above it. The recursion of Node itself never ends where a file system has no folders to make. */
export function madeFolder(folder: string): string {
  if (folder === '-') throw new Error('- is standard input where a spec is read, and no folder; write ./- for a folder of that name');
  make(resolve(folder));
  return folder;
}

function make(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return;
  if (found !== undefined) throw new Error(`${folder} is not a folder`);
  make(dirname(folder));
  mkdirSync(folder);
}
