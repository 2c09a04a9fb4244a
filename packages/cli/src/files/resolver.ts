import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { isMeant, libraryText } from '@mmspec/library';
import type { Resolver } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';
import type { Problem } from './problem.ts';
import { readTextNow } from './read_text.ts';

/** What paths of the library's modules begin with. */
export const libraryScheme = 'mmspec-library:/';

/** A library module that another text in a file of the user hides. */
export interface Hidden {
  readonly module: string;
  readonly path: string;
}

/** A module whose file is there, but cannot be read. */
export interface Broken {
  readonly importer: string;
  readonly module: string;
  readonly problem: Problem;
}

export interface FileResolver {
  readonly resolve: Resolver;
  /** Filled while imports are resolved. */
  readonly broken: readonly Broken[];
  /** Filled while imports are resolved. */
  readonly hidden: readonly Hidden[];
}

/**
 * Finds `import a.b` as `a/b.mmspec` in the folder of the importing file, else in its parents up to `root`, else in the library, which other specs of a folder do not hide.
 * An import is dotted identifiers, so it cannot name a file outside these folders.
 */
export function fileResolver(root: string): FileResolver {
  const hidden: Hidden[] = [];
  const broken: Broken[] = [];
  const top = resolve(root);
  const find = (path: readonly string[], importer: SourceFile): SourceFile | null => {
    const name = path.join('.');
    const library = libraryText(name);
    const inLibrary = importer.path.startsWith(libraryScheme);
    for (const file of inLibrary ? [] : candidates(path, importer, top)) {
      const found = readTextNow(file);
      if (found.kind === 'problem') {
        broken.push({ importer: importer.path, module: name, problem: found.problem });
        return null;
      }
      const { text } = found;
      if (!isMeant(path, text)) continue;
      if (library !== null && library !== text && !hidden.some((entry) => entry.module === name)) hidden.push({ module: name, path: file });
      return { path: file, text };
    }
    return library === null ? null : { path: `${libraryScheme}${path.join('/')}.mmspec`, text: library };
  };
  return { resolve: find, broken, hidden };
}

/** The files that an import may mean, the nearest first. */
function candidates(path: readonly string[], importer: SourceFile, top: string): string[] {
  const found: string[] = [];
  let folder = importer.path === '-' ? process.cwd() : dirname(resolve(importer.path));
  for (;;) {
    const candidate = join(folder, `${path.join('/')}.mmspec`);
    if (existsSync(candidate)) found.push(relative(process.cwd(), candidate) || candidate);
    const parent = dirname(folder);
    if (folder === top || parent === folder || !`${folder}/`.startsWith(`${top}/`)) return found;
    folder = parent;
  }
}
