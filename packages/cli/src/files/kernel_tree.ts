import { realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { ReadSource } from '@mmspec/analysis';
import { isInside } from '@mmspec/semantics';
import { UsageError } from '../usage_error.ts';
import { fileReason } from './file_reason.ts';
import { readTextNow } from './read_text.ts';

/*
 * A tree of sources that anchors are looked up in: a checkout, or an unpacked package. It is only read, and of it only what an anchor names.
 */

/** Reads files of a tree, each once. A link that leads out of the tree leads nowhere. Throws a `UsageError` where there is no tree. */
export function kernelTree(root: string): ReadSource {
  const top = topOf(root);
  const known = new Map<string, string | null>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const text = isInside(path) ? textIn(top, path) : null;
    known.set(path, text);
    return text;
  };
}

function topOf(root: string): string {
  try {
    const top = realpathSync(root);
    if (!statSync(top).isDirectory()) throw new UsageError(`--kernel ${root}: it is no folder.`);
    return top;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--kernel ${root}: ${fileReason(error)}.`);
  }
}

function textIn(top: string, path: string): string | null {
  try {
    const real = realpathSync(join(top, path));
    if (!real.startsWith(top.endsWith(sep) ? top : top + sep) || !statSync(real).isFile()) return null;
    const read = readTextNow(real);
    return read.kind === 'text' ? read.text : null;
  } catch {
    return null;
  }
}
