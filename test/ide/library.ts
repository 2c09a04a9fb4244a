import type { Importable } from '@mmspec/ide';
import { libraryModules, libraryText } from '@mmspec/library';
import { parse } from '@mmspec/syntax';

const modules: readonly Importable[] = libraryModules.map((name) => ({
  name,
  module: parse({ path: '', text: libraryText(name) ?? '' }, 0).module,
  isLibrary: true,
}));

/** The modules of the library, as what a file may import. */
export const library = (): readonly Importable[] => modules;
