import { lstatSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { locksIn } from './folder_lock.ts';
import { heldFolder, type HeldFolder } from './held_folder.ts';
import { madeFolder } from './make_folder.ts';

/*
 * Searches that run at the same time write to folders of their own in the one that `--spill` names. What a process that was
 * killed has left there is removed by the next one, as far as it is certain whose it was: a folder of the same user,
 * with its lock, and in it the file of states.
 */

const prefix = 'mmspec-spill-';
const statesName = 'states';

/** A folder of this process alone in the one that `--spill` names, which is made where it is not there. */
export function spillFolder(folder: string): HeldFolder {
  let own = '';
  const { disk, release } = heldFolder(
    `--spill ${folder}`,
    () => {
      removeLeft(madeFolder(folder));
      own = mkdtempSync(join(folder, prefix));
      return own;
    },
    () => undefined,
  );
  return {
    disk,
    release: () => {
      release();
      removeEmpty(own);
    },
  };
}

/** Removes the folders of processes that run no more. */
function removeLeft(folder: string): void {
  for (const name of readdirSync(folder)) {
    const left = join(folder, name);
    if (!name.startsWith(prefix) || !isOurs(left)) continue;
    try {
      const locks = locksIn(left);
      if (locks.length === 0 || !locks.every(({ isStale }) => isStale)) continue;
      if (lstatSync(join(left, statesName), { throwIfNoEntry: false })?.isFile() === true) rmSync(join(left, statesName));
      for (const lock of locks) rmSync(join(left, lock.name), { force: true });
      removeEmpty(left);
    } catch {
      // Somebody else removes it, or may not have it removed.
    }
  }
}

function isOurs(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === (process.getuid?.() ?? found.uid);
}

/** A folder in which something else lies stays. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // As above.
  }
}
