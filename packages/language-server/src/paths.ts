import { fileURLToPath, pathToFileURL } from 'node:url';

/** The path by which the analysis knows a document: that of a file, else its URI. */
export function pathOfUri(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    return fileURLToPath(uri);
  } catch {
    return uri;
  }
}

/** The URI of a path; what has a scheme already is one. */
export function uriOfPath(path: string): string {
  return /^[a-z][a-z0-9+.-]+:/u.test(path) ? path : pathToFileURL(path).href;
}
