import type { Runner } from './check_work.ts';

/** What the server needs of the world; tests bring one of their own. */
export interface Host {
  /** The text of a file, or null. */
  readonly read: (path: string) => string | null;
  /** The `.mmspec` files under a folder, at most so many. */
  readonly list: (folder: string, filesMax: number) => readonly string[];
  /** Where checks run; left out: in the thread of the server. */
  readonly run?: Runner;
}

/** Files under a folder that are looked at for names of other files. */
export const filesMax = 500;
