import { isUri, type Paths } from './paths.ts';

/*
 * Where an import is looked for: `import a.b` is `a/b.mmspec` beside the importing file, else in the folders above it,
 * up to that of the workspace, or of the spec where no workspace has it.
 */

/** The places, nearest first, for an importer of a spec in a workspace with these folders; `relative` is `a/b.mmspec`. */
export function importPlaces(paths: Paths, folders: ReadonlySet<string>, main: string, importer: string, relative: string): string[] {
  const from = unsavedPath(paths, importer);
  if (from === null) return [...folders].map((folder) => (isUri(folder) ? uriBelow(folder, relative) : paths.below(folder, relative)));
  return isUri(from) ? placesOfUri(paths, folders, from, relative) : placesOfFile(paths, folders, unsavedPath(paths, main) ?? from, from, relative);
}

/** A text that is not saved yet stands where it is going to be saved; null where that is not known. */
function unsavedPath(paths: Paths, path: string): string | null {
  if (!path.startsWith('untitled:')) return path;
  const place = path.slice('untitled:'.length);
  return place.startsWith('/') ? paths.pathOf(`file://${place}`) : null;
}

function placesOfFile(paths: Paths, folders: ReadonlySet<string>, main: string, importer: string, relative: string): string[] {
  const { folderOf, below } = paths;
  const own = folderOf(main);
  const tops = [...folders].some((root) => isBelow(own, root)) ? folders : new Set([...folders, own]);
  const places: string[] = [];
  for (let folder = folderOf(importer); ; folder = folderOf(folder)) {
    places.push(below(folder, relative));
    if (tops.has(folder) || folderOf(folder) === folder || ![...tops].some((root) => isBelow(folder, root))) return places;
  }
}

const isBelow = (folder: string, root: string): boolean => `${folder}/`.startsWith(`${root}/`);

interface UriParts {
  /** Scheme and authority. */
  readonly head: string;
  readonly path: readonly string[];
  readonly query: string;
}

function partsOf(uri: string): UriParts {
  const [, head = '', path = '', query = ''] = /^([^:]*:(?:\/\/[^/?#]*)?)([^?#]*)((?:\?[^#]*)?)/u.exec(uri) ?? [];
  return { head, path: path.split('/'), query };
}

/** A copy of a file of the workspace, say of another revision, has the path of that file: it ends at the same folder. */
function placesOfUri(paths: Paths, folders: ReadonlySet<string>, importer: string, relative: string): string[] {
  const parts = partsOf(importer);
  const own = parts.path.length - 1;
  const tops = [...folders].flatMap((folder) => {
    const { path } = partsOf(paths.uriOf(folder));
    return path.every((segment, index) => decoded(segment) === decoded(parts.path[index] ?? '')) ? [path.length] : [];
  });
  const top = Math.min(own, ...tops);
  return Array.from({ length: own - top + 1 }, (_, up) => besides(parts, own - up, relative));
}

/** The URI with so many segments of its path, and below them what is asked for; a path in its query goes there too. */
function besides({ head, path, query }: UriParts, count: number, relative: string): string {
  const below = relative.split('/').map(encodeURIComponent);
  return `${head}${[...path.slice(0, count), ...below].join('/')}${queryFor(query, path.length - count, relative)}`;
}

/** `git:` of Visual Studio Code names a file and its revision in JSON. */
function queryFor(query: string, dropped: number, relative: string): string {
  try {
    const given: unknown = JSON.parse(decoded(query.slice(1)));
    if (typeof given !== 'object' || given === null || !('path' in given) || typeof given.path !== 'string') return query;
    const mark = given.path.includes('\\') ? '\\' : '/';
    const kept = given.path.split(mark).slice(0, -dropped);
    return `?${encodeURIComponent(JSON.stringify({ ...given, path: [...kept, ...relative.split('/')].join(mark) }))}`;
  } catch {
    return query;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function uriBelow(folder: string, relative: string): string {
  const parts = partsOf(folder.replace(/\/$/u, ''));
  return besides(parts, parts.path.length, relative);
}

/** Whether a text is a copy that no index has: of another revision, of the library, of an earlier state. What no folder of the workspace has the scheme of is one. */
export function isCopy(path: string, folders: ReadonlySet<string>): boolean {
  if (!isUri(path) || path.startsWith('untitled:')) return false;
  const { head } = partsOf(path);
  return ![...folders].some((folder) => partsOf(folder).head === head);
}
