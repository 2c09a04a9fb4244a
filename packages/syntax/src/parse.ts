import type { SourceFile } from '@mmspec/source';
import { readWhole, type Parsed } from './reading.ts';

/** A tree for any text, and what is wrong with it. Never throws. */
export function parse(file: SourceFile, fileIndex: number): Parsed {
  return readWhole(file, fileIndex, false).parsed;
}
