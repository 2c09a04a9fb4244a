import { readNext, readWhole, type Parsed, type Reading } from '@mmspec/syntax';
import type { Reader } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';

/**
 * Reads each text once for each place in a list of files. A text that takes the place of another one under the same path is read where the two differ;
 * what was read of the old one is not true any more then, and is read anew where somebody asks for it all the same.
 */
export interface ParseCache {
  readonly read: Reader;
  /** How many texts were really parsed. */
  readonly parseCount: () => number;
}

interface Known {
  readonly file: SourceFile;
  readonly reading: Reading;
}

export function parseCache(): ParseCache {
  const latest = new Map<string, Map<number, Known>>();
  let count = 0;
  const read = (file: SourceFile, index: number): Parsed => {
    const ofPath = latest.get(file.path) ?? new Map<number, Known>();
    latest.set(file.path, ofPath);
    const known = ofPath.get(index);
    if (known?.file === file) return known.reading.parsed;
    count++;
    const reading = known === undefined ? readWhole(file, index, true) : readNext(known.reading, known.file, file, index);
    ofPath.set(index, { file, reading });
    return reading.parsed;
  };
  return { read, parseCount: () => count };
}
