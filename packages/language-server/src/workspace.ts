import { dirname, join } from 'node:path';
import { parseCache, snapshotOf, type Snapshot } from '@mmspec/ide';
import { isMeant, libraryModules, libraryText } from '@mmspec/library';
import type { Resolver } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';
import { filesMax, type Host } from './host.ts';

const libraryScheme = 'mmspec-library:/';

/** The texts of the editor and of the disk, and what is known about them. Guards that nothing known is older than its text. */
export class Workspace {
  readonly folders: Set<string> = new Set();
  /** How often a whole spec was analysed, and a text parsed. */
  analysisCount = 0;
  private readonly host: Host;
  private readonly cache = parseCache();
  private readonly open: Map<string, SourceFile> = new Map();
  private readonly fromDisk: Map<string, SourceFile | null> = new Map();
  private readonly snapshots: Map<string, { readonly snapshot: Snapshot; readonly epoch: number }> = new Map();
  /** Grows whenever an import may mean another file than before. */
  private epoch = 0;

  constructor(host: Host) {
    this.host = host;
  }

  get parseCount(): number {
    return this.cache.parseCount();
  }

  /** The paths of open documents. */
  get openPaths(): readonly string[] {
    return [...this.open.keys()];
  }

  setOpen(path: string, text: string): void {
    if (!this.open.has(path)) this.epoch++;
    this.open.set(path, { path, text });
  }

  setClosed(path: string): void {
    this.open.delete(path);
    this.fromDisk.delete(path);
    this.snapshots.delete(path);
    this.epoch++;
  }

  /** Files changed on the disk. */
  forget(paths: readonly string[]): void {
    for (const path of paths) this.fromDisk.delete(path);
    this.epoch++;
  }

  /** The text of a path: unsaved text wins over the disk. */
  file(path: string): SourceFile | null {
    const open = this.open.get(path);
    if (open !== undefined) return open;
    if (path.startsWith(libraryScheme)) {
      const text = libraryText(path.slice(libraryScheme.length));
      return this.remember(path, text);
    }
    if (/^[a-z][a-z0-9+.-]+:/u.test(path)) return null;
    const known = this.fromDisk.get(path);
    return known === undefined ? this.remember(path, this.host.read(path)) : known;
  }

  private remember(path: string, text: string | null): SourceFile | null {
    const known = this.fromDisk.get(path);
    if (known !== undefined && known?.text === (text ?? undefined)) return known;
    const file = text === null ? null : { path, text };
    this.fromDisk.set(path, file);
    return file;
  }

  /** What is known about a spec now; null where there is no such file. Analyses only if one of its texts changed. */
  snapshot(path: string): Snapshot | null {
    const main = this.file(path);
    if (main === null) return null;
    const known = this.snapshots.get(path);
    if (known !== undefined && known.epoch === this.epoch && known.snapshot.analysed.model.files.every((file) => this.file(file.path) === file))
      return known.snapshot;
    this.analysisCount++;
    const snapshot = snapshotOf(main, this.resolverOf(path), this.cache.read);
    this.snapshots.set(path, { snapshot, epoch: this.epoch });
    return snapshot;
  }

  /**
   * How the imports of a spec are found: `import a.b` is `a/b.mmspec` beside the importing file, else in the folders above it
   * up to that of the workspace, or of the spec where no workspace has it, else in the library, which other specs do not hide.
   */
  resolverOf(main: string): Resolver {
    const isBelow = (folder: string, root: string): boolean => `${folder}/`.startsWith(`${root}/`);
    const own = dirname(main);
    const tops = [...this.folders].some((root) => isBelow(own, root)) ? this.folders : new Set([...this.folders, own]);
    return (path, importer) => {
      const relative = `${path.join('/')}.mmspec`;
      if (!/^[a-z][a-z0-9+.-]+:/u.test(importer.path)) {
        for (let folder = dirname(importer.path); ; folder = dirname(folder)) {
          const found = this.file(join(folder, relative));
          if (found !== null && isMeant(path, found.text)) return found;
          if (tops.has(folder) || dirname(folder) === folder || ![...tops].some((root) => isBelow(folder, root))) break;
        }
      }
      return this.file(`${libraryScheme}${relative}`);
    };
  }

  /** Specs that may name what the given one declares: open ones and those of its folders; itself left out, and what cannot be looked at. */
  others(path: string): Snapshot[] {
    return this.otherPaths(path).flatMap((each) => this.readable(each) ?? []);
  }

  /** The same; throws where one cannot be looked at. */
  allOthers(path: string): Snapshot[] {
    return this.otherPaths(path).flatMap((each) => this.snapshot(each) ?? []);
  }

  private otherPaths(path: string): readonly string[] {
    const paths = new Set(this.openPaths);
    for (const folder of this.folders) for (const file of this.host.list(folder, filesMax)) paths.add(file);
    paths.delete(path);
    return [...paths];
  }

  /** The spec, or null where looking at it ends by a fault of ours: what is asked about another one goes on without it. */
  private readable(path: string): Snapshot | null {
    try {
      return this.snapshot(path);
    } catch {
      return null;
    }
  }

  /** Open specs that import a file, directly or not, as far as they were analysed. */
  importers(path: string): string[] {
    return [...this.snapshots]
      .filter(([main, { snapshot }]) => main !== path && this.open.has(main) && snapshot.analysed.model.files.some((file) => file.path === path))
      .map(([main]) => main);
  }

  /** The dotted names that an import may have: of the library, and of files near the importing one. */
  modules(path: string): string[] {
    const folder = dirname(path);
    const near = this.folders.size === 0 ? [] : this.host.list(folder, filesMax).filter((file) => file !== path);
    return [
      ...near.map((file) =>
        file
          .slice(folder.length + 1)
          .replace(/\.mmspec$/u, '')
          .replaceAll('/', '.'),
      ),
      ...libraryModules,
    ];
  }

  /** The modules that declare a name, among those that a file may import. */
  homesOf(name: string, path: string): string[] {
    const importer = this.file(path);
    if (importer === null) return [];
    const resolve = this.resolverOf(path);
    return [...new Set(this.modules(path))].filter((module) => {
      const file = resolve(module.split('.'), importer);
      const items = file === null || file === importer ? [] : this.cache.read(file, 0).module.items;
      // What has checks is a spec of its own, and its names are not meant for others.
      return items.some((item) => item.name.text === name) && items.every(({ kind }) => kind !== 'check');
    });
  }
}
