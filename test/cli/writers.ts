import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith, mmspec, root } from './mmspec.ts';
import type { Ended } from './mmspec.ts';

export const spec = 'module ok\nshared x: bool = false\nactor a { x = true }\ncheck c { } expect holds\n';

export const program = join(root, 'packages/cli/bin/mmspec.js');

/** What lies in a folder and below it. */
export function contents(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const { ino, mode, size, nlink } = lstatSync(path);
      const stats = lstatSync(path);
      const content = stats.isSymbolicLink() ? readlinkSync(path) : stats.isFile() && (mode & 0o400) !== 0 ? readFileSync(path, 'latin1') : '';
      return `${name} ${mode.toString(8)} ${ino} ${nlink} ${stats.isFile() ? size : ''} ${content}`;
    });
}

export interface Writer {
  readonly name: string;
  /** The file in the folder that it writes to. */
  readonly file: string;
  readonly args: (folder: string) => readonly string[];
}

/** `f.mmspec` is the spec of the call, and `other.mmspec` imported by nobody. */
export const writers: readonly Writer[] = [
  { name: 'check --html', file: 'page.html', args: (folder) => ['check', join(folder, 'f.mmspec'), '--html', join(folder, 'page.html')] },
  ...['ok.js', 'package.json'].map((file): Writer => ({
    name: `compile -o, its ${file}`,
    file,
    args: (folder) => ['compile', join(folder, 'f.mmspec'), '-o', folder],
  })),
  { name: 'compile -o, the folder', file: 'out', args: (folder) => ['compile', join(folder, 'f.mmspec'), '-o', join(folder, 'out')] },
  { name: 'init', file: 'mine.mmspec', args: () => ['init', 'mine'] },
  { name: '--checkpoint', file: 'kept', args: (folder) => ['check', join(folder, 'f.mmspec'), '--checkpoint', join(folder, 'kept')] },
  { name: '--checkpoint, its mmspec.json', file: 'mmspec.json', args: (folder) => ['check', join(folder, 'f.mmspec'), '--checkpoint', folder] },
  { name: '--checkpoint, its states', file: 'search-0123456789abcdef.states', args: (folder) => ['check', join(folder, 'f.mmspec'), '--checkpoint', folder] },
  { name: '--resume', file: 'kept', args: (folder) => ['check', join(folder, 'f.mmspec'), '--resume', join(folder, 'kept')] },
  { name: '--spill', file: 'spilled', args: (folder) => ['check', join(folder, 'f.mmspec'), '--spill', join(folder, 'spilled')] },
];

export const sentence = /^mmspec: [^\n]+\n$/u;

/** Compiling needs what the build has made, so it runs as a process. */
export async function callIn(folder: string, args: readonly string[]): Promise<Ended> {
  if (args[0] === 'compile') return spawned(folder, args);
  const home = process.cwd();
  process.chdir(folder);
  try {
    return await mmspec(...args);
  } finally {
    process.chdir(home);
  }
}

export function spawned(folder: string, args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

export function withSpec(): string {
  return folderWith({ 'f.mmspec': spec });
}
