import type { Runner } from './check_work.ts';
import type { Paths } from './paths.ts';

/** What the server needs of the world; tests bring one of their own. */
export interface Host {
  /** The text of a file, or null. */
  readonly read: (path: string) => string | null;
  /** The `.mmspec` files under a folder, at most so many. */
  readonly list: (folder: string, filesMax: number) => readonly string[];
  /** Something that changes whenever a file does; null where there is none. Left out: files change only where the client tells it. */
  readonly stamp?: (path: string) => string | null;
  /** Left out: paths with slashes. */
  readonly paths?: Paths;
  /** Gives the library as files to a client that has no scheme for it. */
  readonly libraryFiles?: (paths: Paths) => Paths;
  /** Where checks run; left out: in the thread of the server. */
  readonly run?: Runner;
}

/** No files but those that a client reads. */
export const nowhere: Host = { read: () => null, list: () => [] };

/** Files under a folder that are looked at for names of other files. */
export const filesMax = 500;
