import type { SourceFile } from '@mmspec/source';
import { parse } from '@mmspec/syntax';
import type { Parsed } from '@mmspec/syntax';

/** Parses the texts that several readings of one spec have in common, each once; a path is one text in all of them. */
export class ParsedOnce {
  private readonly known = new Map<string, Parsed>();

  parse(file: SourceFile, index: number): Parsed {
    const key = `${index} ${file.path}`;
    const parsed = this.known.get(key) ?? parse(file, index);
    this.known.set(key, parsed);
    return parsed;
  }
}
