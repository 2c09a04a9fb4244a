import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isUri, type Paths } from './paths.ts';

/** Paths as the system of this process has them. */
export const filePaths: Paths = {
  pathOf(uri) {
    if (!uri.startsWith('file:')) return uri;
    try {
      return fileURLToPath(uri);
    } catch {
      return uri;
    }
  },
  uriOf: (path) => (isUri(path) ? path : pathToFileURL(path).href),
  folderOf: dirname,
  below: join,
};
