import { readFileSync, statSync } from 'node:fs';
import { UsageError } from '../usage_error.ts';

/** Larger files are refused before they are read. */
export const bytesMax: number = 4 * 2 ** 20;

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'you may not read it'],
  ['EPERM', 'you may not read it'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['ELOOP', 'its links go in a circle'],
]);

/** What stands in the way of a file operation, for people. */
export function fileReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons.get(code) ?? (error instanceof Error ? error.message : String(error));
}

/** The text of a file; `-` is standard input. A file that cannot be read is a `UsageError`. */
export function readText(path: string): string {
  try {
    if (path !== '-') {
      const size = statSync(path).size;
      if (size > bytesMax) throw new UsageError(`${path}: the file has ${size} bytes; a spec may have ${bytesMax} (4 MiB).`);
    }
    const bytes = readFileSync(path === '-' ? 0 : path);
    if (bytes.length > bytesMax) throw new UsageError(`${path}: the text has ${bytes.length} bytes; a spec may have ${bytesMax} (4 MiB).`);
    return new TextDecoder().decode(bytes);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read ${path}: ${fileReason(error)}`);
  }
}
