import { parse, type Parsed } from '@mmspec/syntax';
import type { Reader } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';

/** Reads each text once for each place in a list of files; a text that nobody keeps is forgotten. */
export interface ParseCache {
  readonly read: Reader;
  /** How many texts were really parsed. */
  readonly parseCount: () => number;
}

export function parseCache(): ParseCache {
  const known = new WeakMap<SourceFile, Map<number, Parsed>>();
  let count = 0;
  const read: Reader = (file, index) => {
    const parsed = known.get(file) ?? new Map<number, Parsed>();
    known.set(file, parsed);
    const found = parsed.get(index);
    if (found !== undefined) return found;
    count++;
    const fresh = parse(file, index);
    parsed.set(index, fresh);
    return fresh;
  };
  return { read, parseCount: () => count };
}
