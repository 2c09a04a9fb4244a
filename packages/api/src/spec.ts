import { isMeant, libraryText } from '@mmspec/library';
import { analyse as analyseText } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { Diagnostic, SourceFile } from '@mmspec/source';
import { parse as parseText } from '@mmspec/syntax';
import type { Parsed } from '@mmspec/syntax';

/** A spec that was read: what its text means, and what is wrong with it. Nothing but its diagnostics says whether it can be run. */
export interface Spec {
  /** What messages call it. */
  readonly path: string;
  readonly model: Model;
  /** In the order of the text; `hasErrors` says whether one of them forbids a run. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the text of a module by its dotted name, as seen from the file that imports it; null where there is none. */
export type Imports = (module: string, importer: SourceFile) => SourceFile | null;

export interface AnalyseOptions {
  /** What messages call the text; default `spec.mmspec`. */
  readonly path?: string | undefined;
  /** Where modules come from that mmspec does not carry; of those that it carries a file of that name is used in their place. */
  readonly imports?: Imports | undefined;
}

const pathDefault = 'spec.mmspec';
const libraryScheme = 'mmspec-library:/';

/** The tree of a text, and its mistakes of grammar. Never throws, and there is always a tree. */
export function parse(text: string, path: string = pathDefault): Parsed {
  return parseText({ path, text }, 0);
}

/** Reads a spec with its imports: names, types, and every law that needs no run. Never throws for anything that a text may say. */
export function analyse(text: string, { path = pathDefault, imports }: AnalyseOptions = {}): Spec {
  const { model, diagnostics } = analyseText({ path, text }, (name, importer) => imported(name, importer, imports));
  return { path, model, diagnostics };
}

/** The library imports only itself; a file of the caller hides a module of the library where it says that it is that module. */
function imported(name: readonly string[], importer: SourceFile, imports: Imports | undefined): SourceFile | null {
  const found = importer.path.startsWith(libraryScheme) ? null : (imports?.(name.join('.'), importer) ?? null);
  if (found !== null && isMeant(name, found.text)) return found;
  const text = libraryText(name.join('.'));
  return text === null ? null : { path: `${libraryScheme}${name.join('/')}.mmspec`, text };
}
