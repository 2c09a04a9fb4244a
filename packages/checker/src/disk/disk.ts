/*
 * What the checker asks of a folder; whoever calls it says which one. Sizes are bytes.
 * Any method may throw: the search then ends unfinished, with the message as its reason.
 */

export interface Disk {
  /** The whole of a file; null where there is none. */
  read(name: string): Uint8Array | null;
  /** Replaces a file at once: after a crash the old or the new one is there, whole. */
  replace(name: string, content: Uint8Array): void;
  /** Opens a file, or makes an empty one. */
  open(name: string): DiskFile;
  /** No error where there is none. */
  remove(name: string): void;
}

export interface DiskFile {
  readonly length: number;
  append(bytes: Uint8Array): void;
  /** Fills `into` from the file; throws where it is shorter. */
  read(offset: number, into: Uint8Array): void;
  truncate(length: number): void;
  /** Returns when everything is on the disk. */
  sync(): void;
  close(): void;
}

/** A file could not be read or written. */
export class DiskFailure extends Error {}

/** Runs what touches a disk; errors become `DiskFailure`. */
export function onDisk<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof DiskFailure) throw error;
    throw new DiskFailure(error instanceof Error ? error.message : String(error));
  }
}
