import type { Snapshot } from '@mmspec/ide';
import type { Resolver } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';

/*
 * The texts that a run is about. A verdict belongs to them, by content: as long as the same texts stand there, it is true.
 */

export interface RunTexts {
  readonly main: SourceFile;
  /** By importing path and name of the module: the file that an import means. */
  readonly imports: Readonly<Record<string, SourceFile>>;
}

const importKey = (importer: string, path: readonly string[]): string => `${importer}\n${path.join('.')}`;

/** The texts of a spec as it is now. */
export function textsOf({ analysed, main }: Pick<Snapshot, 'analysed' | 'main'>, resolve: Resolver): RunTexts {
  const imports: Record<string, SourceFile> = {};
  for (const [index, module] of analysed.model.modules.entries()) {
    const importer = analysed.model.files[index];
    if (importer === undefined) continue;
    for (const { path } of module.imports) {
      const names = path.map(({ text }) => text);
      const file = resolve(names, importer);
      if (file !== null) imports[importKey(importer.path, names)] = file;
    }
  }
  return { main, imports };
}

/** What the imports of these texts mean, and nothing else. */
export function resolverOfTexts({ imports }: RunTexts): Resolver {
  return (path, importer) => imports[importKey(importer.path, path)] ?? null;
}

/** Whether the path is that of one of the texts. */
export function hasText({ main, imports }: RunTexts, path: string): boolean {
  return main.path === path || Object.values(imports).some((file) => file.path === path);
}

const isSame = (a: SourceFile, b: SourceFile | null | undefined): boolean => a === b || (a.path === b?.path && a.text === b.text);

export function sameTexts(a: RunTexts, b: RunTexts): boolean {
  if (a === b) return true;
  const entries = Object.entries(a.imports);
  return isSame(a.main, b.main) && entries.length === Object.keys(b.imports).length && entries.every(([key, file]) => isSame(file, b.imports[key]));
}

/** Where texts are looked up now. */
export interface TextSource {
  readonly file: (path: string) => SourceFile | null;
  readonly resolverOf: (main: string) => Resolver;
}

/**
 * Whether the same texts stand there now. Nothing is analysed for that: as long as the spec is the same, its imports have the same names,
 * and so it goes on with the files that they mean.
 */
export function arePresent({ main, imports }: RunTexts, now: TextSource): boolean {
  if (!isSame(main, now.file(main.path))) return false;
  const resolve = now.resolverOf(main.path);
  return Object.entries(imports).every(([key, file]) => {
    const [importer = '', name = ''] = key.split('\n');
    return isSame(file, resolve(name.split('.'), { path: importer, text: '' }));
  });
}
