import type { Importable } from '@mmspec/ide';
import { libraryModules } from '@mmspec/library';
import type { Resolver } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';
import type { Workspace } from './workspace.ts';

/** The modules that a file may import: those of the library, and files in its folder and in the folders above it. */
export function importable(workspace: Workspace, path: string): Importable[] {
  const importer = workspace.file(path);
  if (importer === null) return [];
  const resolve = workspace.resolverOf(path);
  const found = new Map<string, Importable>();
  for (const { name, file, isLibrary } of candidates(workspace, path, resolve, importer)) {
    if (found.has(name) || file === importer) continue;
    const module = workspace.module(file.path);
    if (module === null) continue;
    if (isLibrary || !reaches(workspace, file, importer, resolve)) found.set(name, { name, module, isLibrary });
  }
  return [...found.values()];
}

interface Candidate {
  readonly name: string;
  readonly file: SourceFile;
  readonly isLibrary: boolean;
}

function candidates(workspace: Workspace, path: string, resolve: Resolver, importer: SourceFile): Candidate[] {
  const library = libraryModules.flatMap((name): Candidate[] => {
    const file = resolve(name.split('.'), importer);
    return file === null ? [] : [{ name, file, isLibrary: true }];
  });
  const own = new Set(library.map(({ file }) => file.path));
  const near = workspace.pathsBeside(path).flatMap((other): Candidate[] => {
    const file = own.has(other) ? null : workspace.file(other);
    const name = file === null ? undefined : namesOf(workspace.folders, path, other).find((each) => resolve(each.split('.'), importer) === file);
    return file === null || name === undefined ? [] : [{ name, file, isLibrary: false }];
  });
  return [...library, ...near];
}

/** The dotted names by which an import in one file may find another one: from a folder above the importer, or from one of the workspace. */
function namesOf(folders: Iterable<string>, importer: string, other: string): string[] {
  const parts = (path: string): string[] => path.split(/[/\\]/u);
  const above = parts(importer).slice(0, -1);
  const starts = [...above.keys()].map((index) => above.slice(0, index + 1).join('/'));
  const to = parts(other.replace(/\.mmspec$/u, ''));
  const bases = new Set([...starts, ...[...folders].map((folder) => parts(folder).join('/'))]);
  return [...bases]
    .filter((base) => `${to.join('/')}`.startsWith(`${base}/`))
    .map((base) => to.slice(parts(base).length))
    .filter((rest) => rest.every((part) => /^[A-Za-z_]\w*$/u.test(part)))
    .map((rest) => rest.join('.'))
    .toSorted((a, b) => a.length - b.length);
}

/** Does a file import another one, directly or through others? An import back would close a cycle. */
function reaches(workspace: Workspace, from: SourceFile, to: SourceFile, resolve: Resolver): boolean {
  const seen = new Set<SourceFile>([from]);
  for (const file of seen) {
    if (file === to) return true;
    for (const { path } of workspace.module(file.path)?.imports ?? []) {
      const next = resolve(
        path.map(({ text }) => text),
        file,
      );
      if (next !== null) seen.add(next);
    }
  }
  return false;
}
