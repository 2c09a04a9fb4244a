import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { libraryModules, libraryText } from '@mmspec/library';
import { libraryScheme, type Paths } from './paths.ts';

/*
 * The library as real files, for clients that have no scheme of its own for it. Nobody can save them, and those of another version lie elsewhere.
 */

/** `mmspec/library/…` below XDG_CACHE_HOME, the caches of the system, or ~/.cache. */
function folderOfLibrary(): string {
  const hash = createHash('sha256');
  for (const name of libraryModules) hash.update(`${name}\n${libraryText(name) ?? ''}\n`);
  const given = process.env['XDG_CACHE_HOME'] ?? (process.platform === 'win32' ? process.env['LOCALAPPDATA'] : undefined);
  const caches = given !== undefined && isAbsolute(given) ? given : join(homedir(), '.cache');
  return join(caches, 'mmspec', 'library', hash.digest('hex').slice(0, 12));
}

/** The same paths, but a text of the library leads to a file of a client, and such a file is the text of the library. */
export function withLibraryFiles(paths: Paths): Paths {
  const folder = folderOfLibrary();
  return {
    ...paths,
    pathOf(uri) {
      const path = paths.pathOf(uri);
      return path.startsWith(folder + sep) ? `${libraryScheme}${relative(folder, path).split(sep).join('/')}` : path;
    },
    uriOf(path) {
      const text = path.startsWith(libraryScheme) ? libraryText(path.slice(libraryScheme.length)) : null;
      if (text === null) return paths.uriOf(path);
      const file = join(folder, ...path.slice(libraryScheme.length).split('/'));
      return paths.uriOf(isWritten(file, text) ? file : path);
    },
  };
}

/** Writes the file unless it is there; false where that is not possible. */
function isWritten(file: string, text: string): boolean {
  try {
    if (textAt(file) === text) return true;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const fresh = `${file}.${process.pid}`;
    writeFileSync(fresh, text, { mode: 0o400, flag: 'wx' });
    chmodSync(fresh, 0o444);
    renameSync(fresh, file);
    return true;
  } catch {
    return false;
  }
}

function textAt(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
