import type { Disk } from '@mmspec/checker';
import { UsageError } from '../usage_error.ts';
import { folderDisk } from './folder_disk.ts';
import { lockFolder } from './folder_lock.ts';
import { fileReason } from './read_text.ts';

/** A folder that this process has, and how it gives it back. */
export interface HeldFolder {
  readonly disk: Disk;
  readonly release: () => void;
}

/** Takes a folder once `prepare` likes what is in it; everything that stands in the way is a mistake of `option`. */
export function heldFolder(option: string, folderOf: () => string, prepare: (disk: Disk, refuse: (reason: string) => never) => void): HeldFolder {
  const refuse = (reason: string): never => {
    throw new UsageError(`${option}: ${reason}`);
  };
  let release = (): void => undefined;
  try {
    const folder = folderOf();
    release = untilExit(lockFolder(folder));
    const disk = folderDisk(folder);
    prepare(disk, refuse);
    return { disk, release };
  } catch (error) {
    release();
    throw error instanceof UsageError ? error : new UsageError(`${option}: ${fileReason(error)}`);
  }
}

/** Gives a folder back when that is called, and at the latest when the process ends by itself. */
function untilExit(give: () => void): () => void {
  process.on('exit', give);
  return () => {
    process.off('exit', give);
    give();
  };
}
