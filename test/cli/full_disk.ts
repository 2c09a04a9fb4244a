import { spawnSync } from 'node:child_process';
import type { Ended } from './mmspec.ts';
import { program } from './writers.ts';

/** Calls in which every file is cut off at its first byte, as on a full disk. */
export function onFullDisk(folder: string, args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', 'ulimit -f 0; exec "$0" "$@"', process.execPath, program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' },
  });
  return { code: status, stdout, stderr };
}
