import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../usage_error.ts';
import { fileReason } from './read_text.ts';
import { undisturbed } from './undisturbed.ts';

/*
 * The one way in which mmspec writes files. A file is written beside its place, under a name that nobody can foresee, and
 * then takes the place at once: whatever goes wrong, what was there before is there, whole. Only regular files are replaced.
 * A symbolic link is not followed: what it points to may be anywhere, and may be another file a moment later.
 */

/** A file to be written. */
export interface Output {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** Bytes that one call of the system writes; it takes no more than 2 GiB. */
const pieceBytes = 2 ** 28;

/**
 * Replaces files, or makes them: all or, where one of them cannot be written, none. A `UsageError` says which, and why.
 * `inputs` are files that are never replaced; `-` among them is standard input, and nothing is written to it.
 */
export function replaceFiles(outputs: readonly Output[], inputs: readonly string[]): void {
  undisturbed(() => {
    const staged: { readonly from: string; readonly to: string }[] = [];
    try {
      for (const { path, content } of outputs)
        staged.push(explained(path, () => ({ from: writtenBeside(path, content, replaceable(path, inputs)), to: path })));
      for (const { from, to } of staged) explained(to, () => renameSync(from, to));
    } finally {
      for (const { from } of staged) rmSync(from, { force: true });
    }
  });
}

/** Makes a file where nothing is. A `UsageError` says why that cannot be. */
export function createFile(path: string, content: string): void {
  undisturbed(() =>
    explained(path, () => {
      if (isThere(path)) throw new Obstacle('it exists already');
      const unfinished = writtenBeside(path, content, null);
      try {
        // Unlike a rename this never replaces what somebody else has made there meanwhile.
        linkSync(unfinished, path);
      } catch (error) {
        if (!hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
        // There are no links on this file system.
        writeNew(path, content, 0o666);
      } finally {
        rmSync(unfinished, { force: true });
      }
    }),
  );
}

/** Finds out whether `replaceFiles` could write here now, and leaves everything as it is. A `UsageError` says why not. */
export function refuseUnwritable(path: string, inputs: readonly string[]): void {
  explained(path, () => {
    replaceable(path, inputs);
    rmSync(writtenBeside(path, '', null), { force: true });
  });
}

/** Replaces one file, or makes it; errors are those of the system. */
export function replaceFile(path: string, content: Uint8Array): void {
  const unfinished = writtenBeside(path, content, replaceable(path, []));
  try {
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** What stands in the way, as the end of a sentence. */
class Obstacle extends Error {}

function explained<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`cannot write ${path}: ${fileReason(error)}`);
  }
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The file that is to be replaced; null where there is none. Throws where what is there is no file to be replaced. */
function replaceable(path: string, inputs: readonly string[]): Stats | null {
  if (path === '') throw new Obstacle('its name is empty');
  if (path === '-') throw new Obstacle('- is standard input where a spec is read, and no file; write ./- for a file of that name');
  refuseFolder(dirname(path));
  const found = lstatSync(path, { throwIfNoEntry: false }) ?? null;
  if (found === null) return null;
  if (found.isSymbolicLink()) throw new Obstacle(`it is a symbolic link to ${readlinkSync(path)}, and links are not written through; name the file itself`);
  if (!found.isFile()) throw new Obstacle(found.isDirectory() ? 'it is a folder' : `it is ${kindOf(found)}, and only files are replaced`);
  if (inputs.some((input) => isSameFile(input, found))) throw new Obstacle('it is what this call reads');
  accessSync(path, constants.W_OK);
  // Root may write everything, and a rename would not ask: who takes all rights to write away means the file to stay.
  if ((found.mode & 0o222) === 0) throw new Obstacle('it is read-only');
  return found;
}

function refuseFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) throw new Obstacle(`there is no folder ${folder}`);
  if (!found.isDirectory()) throw new Obstacle(`${folder} is not a folder`);
}

/** What is there in place of a regular file. */
export function kindOf(stats: Stats): string {
  if (stats.isSymbolicLink()) return 'a symbolic link';
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return stats.isDirectory() ? 'a folder' : 'a device';
}

/** Names are compared by what they lead to: a file may have several. */
function isSameFile(input: string, { dev, ino }: Stats): boolean {
  try {
    const found = input === '-' ? fstatSync(0) : statSync(input);
    return found.dev === dev && found.ino === ino;
  } catch {
    return false;
  }
}

/** Writes a file beside `path`, with the owner and the mode of the one that it will replace, and gives its path. */
function writtenBeside(path: string, content: string | Uint8Array, replaced: Stats | null): string {
  const unfinished = join(dirname(path), `.mmspec-${randomBytes(8).toString('hex')}.tmp`);
  writeNew(unfinished, content, replaced === null ? 0o666 : 0o600, (file) => {
    if (replaced !== null) inherit(file, replaced);
  });
  return unfinished;
}

/** Makes a file; it is not there any more if that fails. */
function writeNew(path: string, content: string | Uint8Array, mode: number, before: (file: number) => void = () => undefined): void {
  const file = openSync(path, 'wx', mode);
  try {
    try {
      writeAll(file, typeof content === 'string' ? new TextEncoder().encode(content) : content, null);
      before(file);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

function inherit(file: number, { uid, gid, mode }: Stats): void {
  const own = fstatSync(file);
  let isOwned = own.uid === uid && own.gid === gid;
  try {
    if (!isOwned) fchownSync(file, uid, gid);
    isOwned = true;
  } catch {
    // Only root gives files away. Who may replace a file of somebody else may own what comes instead.
  }
  fchmodSync(file, mode & (isOwned ? 0o7777 : 0o777));
}

/** Writes all bytes, from a place in the file or where it stands. */
export function writeAll(file: number, bytes: Uint8Array, offset: number | null): void {
  for (let done = 0; done < bytes.length;)
    done += writeSync(file, bytes, done, Math.min(bytes.length - done, pieceBytes), offset === null ? null : offset + done);
}
