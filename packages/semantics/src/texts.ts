import type { SourceFile } from '@mmspec/source';
import type { Model, Resolver } from './model.ts';

/** The texts of a spec as plain data, from which it can be read again wherever its files are not. */
export interface SpecTexts {
  /** The spec first. */
  readonly files: readonly SourceFile[];
  /** What each import means: the index of the file in which it stands, the dotted name, and the index of the file that it leads to. */
  readonly imports: readonly (readonly [importer: number, module: string, file: number])[];
}

/** The texts that a model without errors was read from. */
export function textsOf({ files, modules, imports }: Pick<Model, 'files' | 'modules' | 'imports'>): SpecTexts {
  return {
    files,
    imports: modules.flatMap((module, importer) =>
      module.imports.flatMap(({ path }, at) => {
        const file = imports[importer]?.[at] ?? -1;
        return file < 0 ? [] : [[importer, path.map(({ text }) => text).join('.'), file] as const];
      }),
    ),
  };
}

/** Finds imports among texts: what an import led to that stood in a file of this path. */
export function resolverOf({ files, imports }: SpecTexts): Resolver {
  return (path, importer) => {
    const name = path.join('.');
    const found = imports.find(([from, module]) => files[from]?.path === importer.path && module === name);
    return found === undefined ? null : (files[found[2]] ?? null);
  };
}
