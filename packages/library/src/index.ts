import { modules } from './modules.ts';

/** Dotted names of the modules that mmspec carries: `kernel.folio`, … in alphabetical order. */
export const libraryModules: readonly string[] = [...modules.keys()];

/**
 * The text of a library module, or null where there is none.
 * A module is named as in an import (`kernel.folio`) or as a file (`kernel/folio.mmspec`, with or without a leading slash).
 */
export function libraryText(path: string): string | null {
  const name = path.replace(/^\//u, '').replace(/\.mmspec$/u, '').replaceAll('/', '.');
  return modules.get(name) ?? null;
}
