import type { Model } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';
import { parse } from '@mmspec/syntax';
import type { Parsed } from '@mmspec/syntax';

/** Parses the texts that several readings of one spec have in common, each once; a path is one text in all of them. */
export class ParsedOnce {
  private readonly known = new Map<string, Parsed>();

  /** `read`: a model of the same texts, without errors, whose trees are taken. */
  constructor(read: Pick<Model, 'files' | 'modules'> = { files: [], modules: [] }) {
    for (const [index, file] of read.files.entries()) this.known.set(keyOf(file, index), { module: read.modules[index]!, diagnostics: [], lost: new Map() });
  }

  parse(file: SourceFile, index: number): Parsed {
    const key = keyOf(file, index);
    const parsed = this.known.get(key) ?? parse(file, index);
    this.known.set(key, parsed);
    return parsed;
  }
}

const keyOf = ({ path }: SourceFile, index: number): string => `${index} ${path}`;
