import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { libraryText } from '@mmspec/library';
import type { Resolver } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';
import type { Problem } from './problem.ts';
import { readText } from './read_text.ts';

const libraryScheme = 'mmspec-library:/';

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
 * Finds `import a.b` as `a/b.mmspec` in the folder of the importing file, else in its parents up to `root`, else in the library.
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
    const file = inLibrary ? null : findFile(path, importer, top);
    if (file !== null) {
      const found = readText(file);
      if (found.kind === 'problem') {
        broken.push({ importer: importer.path, module: name, problem: found.problem });
        return null;
      }
      const { text } = found;
      if (library !== null && library !== text && !hidden.some((entry) => entry.module === name)) hidden.push({ module: name, path: file });
      return { path: file, text };
    }
    return library === null ? null : { path: `${libraryScheme}${path.join('/')}.mmspec`, text: library };
  };
  return { resolve: find, broken, hidden };
}

function findFile(path: readonly string[], importer: SourceFile, top: string): string | null {
  let folder = importer.path === '-' ? process.cwd() : dirname(resolve(importer.path));
  for (;;) {
    const candidate = join(folder, `${path.join('/')}.mmspec`);
    if (existsSync(candidate)) return relative(process.cwd(), candidate) || candidate;
    const parent = dirname(folder);
    if (folder === top || parent === folder || !`${folder}/`.startsWith(`${top}/`)) return null;
    folder = parent;
  }
}
