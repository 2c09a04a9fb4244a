import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from './host.ts';

const bytesMax = 4 * 2 ** 20;

/** The real files. What cannot be read is not there. */
export const disk: Host = {
  read(path) {
    try {
      const stat = statSync(path);
      return stat.isFile() && stat.size <= bytesMax ? readFileSync(path, 'utf8') : null;
    } catch {
      return null;
    }
  },
  list(folder, filesMax) {
    const found: string[] = [];
    const pending = [folder];
    for (let next = pending.shift(); next !== undefined && found.length < filesMax; next = pending.shift()) {
      for (const entry of entriesOf(next)) {
        if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
        if (entry.isDirectory()) pending.push(join(next, entry.name));
        else if (entry.isFile() && entry.name.endsWith('.mmspec') && found.length < filesMax) found.push(join(next, entry.name));
      }
    }
    return found;
  },
};

function entriesOf(folder: string): readonly { readonly name: string; readonly isDirectory: () => boolean; readonly isFile: () => boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
