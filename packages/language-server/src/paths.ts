/** How the URIs of a client and the paths of the analysis belong together; that of a file is its path, anything else is known by its URI. */
export interface Paths {
  readonly pathOf: (uri: string) => string;
  readonly uriOf: (path: string) => string;
  /** The folder of a file, or the one above a folder; the topmost one is its own. */
  readonly folderOf: (path: string) => string;
  /** What stands below a folder; `relative` has slashes. */
  readonly below: (folder: string, relative: string) => string;
}

/** Whether a path has a scheme, and so is no file of the disk. */
export const isUri = (path: string): boolean => /^[a-z][a-z0-9+.-]+:/u.test(path);

export const libraryScheme = 'mmspec-library:/';

/** Paths with slashes, where there is no system that has others. */
export const slashPaths: Paths = {
  pathOf(uri) {
    if (!uri.startsWith('file:')) return uri;
    try {
      return decodeURIComponent(new URL(uri).pathname);
    } catch {
      return uri;
    }
  },
  uriOf: (path) => (isUri(path) ? path : `file://${path.split('/').map(encodeURIComponent).join('/')}`),
  folderOf(path) {
    const end = path.lastIndexOf('/');
    return end < 0 ? '.' : end === 0 ? '/' : path.slice(0, end);
  },
  below: (folder, relative) => (folder === '.' ? relative : `${folder === '/' ? '' : folder}/${relative}`),
};
