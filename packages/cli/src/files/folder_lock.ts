import { randomBytes, randomInt } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isGone, ownerOf, thisProcess, type Owner } from './owner.ts';
import { replaceFile } from './write_file.ts';

/*
 * A folder is used by one process at a time. Each that wants it writes a lock under a name of its own, and then looks for
 * those of others: of two processes the one that looks last sees the other one, so never both have the folder. Who sees
 * the lock of another one takes its own back and tries again a moment later, since that one may have done the same.
 * A lock outlives a process that is killed. It is then removed by whoever finds it, under a name that nobody uses again.
 */

const lockName = /^mmspec\.lock-[0-9a-f]{16}$/u;
const bytesMax = 4096;
const tries = 12;
/** Milliseconds. */
const pauseMax = 60;

/** The folder is used by another process. */
export class FolderInUse extends Error {}

/** Takes a folder, which is there; the function gives it back. Throws `FolderInUse` with a sentence. */
export function lockFolder(folder: string): () => void {
  for (let left = tries; ; left--) {
    const mine = `mmspec.lock-${randomBytes(8).toString('hex')}`;
    const remove = (): void => rmSync(join(folder, mine), { force: true });
    replaceFile(join(folder, mine), new TextEncoder().encode(`${JSON.stringify(thisProcess())}\n`));
    let other: Lock | undefined;
    try {
      other = locksIn(folder).find(({ name, isStale }) => name !== mine && !isStale);
    } catch (error) {
      remove();
      throw error;
    }
    if (other === undefined) {
      for (const { name, isStale } of locksIn(folder)) if (name !== mine && isStale) rmSync(join(folder, name), { force: true });
      return remove;
    }
    remove();
    if (left === 1) throw new FolderInUse(inUse(folder, other));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, randomInt(pauseMax) + 1);
  }
}

function inUse(folder: string, { name, owner }: Lock): string {
  if (owner === null) return `it may be in use: remove ${join(folder, name)} if it is not`;
  const { host, namespace, pid } = thisProcess();
  if (owner.host === host && owner.namespace === namespace) return owner.pid === pid ? 'this call uses it already' : `process ${owner.pid} uses it`;
  return `process ${owner.pid} of ${owner.host} uses it, or did when it ended; remove ${join(folder, name)} if it runs no more`;
}

export interface Lock {
  readonly name: string;
  /** Null where the file does not say. */
  readonly owner: Owner | null;
  /** It is certain that its process runs no more. */
  readonly isStale: boolean;
}

/** The locks in a folder. */
export function locksIn(folder: string): Lock[] {
  return readdirSync(folder)
    .filter((name) => lockName.test(name))
    .flatMap((name) => {
      const text = textOf(join(folder, name));
      if (text === null) return [];
      const owner = ownerOf(text);
      return [{ name, owner, isStale: owner !== null && isGone(owner) }];
    });
}

/** The text of a lock; empty where it is no file of a lock's size, null where it is gone. */
function textOf(path: string): string | null {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(file);
      return stats.isFile() && stats.size <= bytesMax ? readFileSync(file, 'utf8') : '';
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? null : '';
  }
}
