import { modules } from './modules.ts';

export { libraryModuleOf, libraryNames } from './declared.ts';

/** Dotted names of the modules that mmspec carries: `kernel.folio`, … in alphabetical order. */
export const libraryModules: readonly string[] = [...modules.keys()];

/**
 * The text of a library module, or null where there is none.
 * A module is named as in an import (`kernel.folio`) or as a file (`kernel/folio.mmspec`, with or without a leading slash).
 */
export function libraryText(path: string): string | null {
  const name = path
    .replace(/^\//u, '')
    .replace(/\.mmspec$/u, '')
    .replaceAll('/', '.');
  return modules.get(name) ?? null;
}

/**
 * Whether a file that an import leads to is what the import means. A file by the name of a library module hides that module
 * only if it calls itself so: `kernel/lock.mmspec` with `module lock_tests` is another spec, which may import `kernel.lock`.
 */
export function isMeant(path: readonly string[], text: string): boolean {
  const name = path.join('.');
  const own = /^[^\S\n]*module[^\S\n]+([\w.]+)/mu.exec(text)?.[1];
  return own === undefined || own === name || own === path.at(-1) || !modules.has(name);
}
