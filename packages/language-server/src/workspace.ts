import { parseCache, snapshotOf, type Snapshot } from '@mmspec/ide';
import { isMeant, libraryModules, libraryText } from '@mmspec/library';
import { Remembered, type Resolver } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';
import type { Module } from '@mmspec/syntax';
import type { ClientTexts } from './client_texts.ts';
import { filesMax, type Host } from './host.ts';
import { importPlaces, isCopy } from './import_places.ts';
import { Pages } from './pages.ts';
import { isUri, libraryScheme, slashPaths, type Paths } from './paths.ts';

interface Known {
  readonly snapshot: Snapshot;
  readonly epoch: number;
  /** Places where imports were looked for and nothing was. */
  readonly missing: readonly string[];
  /** There are places that nobody could look at. */
  readonly isUnsure: boolean;
}

interface OnDisk {
  readonly file: SourceFile | null;
  readonly stamp: string | null;
}

/** The texts of the editor and of the disk, and what is known about them. Guards that nothing known is older than its text. */
export class Workspace {
  readonly folders: Set<string> = new Set();
  /** Texts with specs in them; each of these is an open text too. */
  readonly pages: Pages = new Pages();
  paths: Paths;
  /** How often a whole spec was analysed, and a text parsed. */
  analysisCount = 0;
  /** The client tells what changes in its folders; elsewhere, and without it, files are looked at again whenever they are asked about. */
  isWatched = false;
  /** What the client reads, for schemes that only it knows. */
  clientTexts: ClientTexts | null = null;
  /** Called when a file is found to have changed on the disk. */
  onStale: () => void = () => undefined;
  private readonly host: Host;
  private readonly cache = parseCache();
  private readonly open: Map<string, SourceFile> = new Map();
  private readonly fromDisk: Map<string, OnDisk> = new Map();
  private readonly snapshots: Map<string, Known> = new Map();
  /** By path what is known of the spec from one text to the next. */
  private readonly memories: Map<string, Remembered> = new Map();
  /** Grows whenever an import may mean another file than before. */
  private epoch = 0;

  constructor(host: Host) {
    this.host = host;
    this.paths = this.pages.within(host.paths ?? slashPaths);
  }

  get parseCount(): number {
    return this.cache.parseCount();
  }

  /** The paths of open documents. */
  get openPaths(): readonly string[] {
    return [...this.open.keys()];
  }

  /** The text of an open document. */
  openText(path: string): string | null {
    return this.open.get(path)?.text ?? null;
  }

  /** `parts`: where it stands, for a block. */
  setOpen(path: string, text: string, parts?: SourceFile['parts']): void {
    if (!this.open.has(path)) this.epoch++;
    this.open.set(path, { path, text, ...(parts === undefined ? {} : { parts }) });
  }

  setClosed(path: string): void {
    this.open.delete(path);
    this.fromDisk.delete(path);
    this.snapshots.delete(path);
    this.memories.delete(path);
    this.epoch++;
  }

  /** Files changed on the disk. */
  forget(paths: readonly string[]): void {
    for (const path of paths) this.fromDisk.delete(path);
    this.clientTexts?.forget(paths);
    this.epoch++;
  }

  /** The client has told a text. */
  told(): void {
    this.epoch++;
  }

  /** The text of a path: unsaved text wins over the disk. */
  file(path: string): SourceFile | null {
    const open = this.open.get(path);
    if (open !== undefined) return open;
    if (path.startsWith(libraryScheme)) return this.remember(path, libraryText(path.slice(libraryScheme.length)), null);
    if (isUri(path)) return this.remember(path, this.clientTexts?.text(path) ?? null, null);
    const known = this.fromDisk.get(path);
    if (known !== undefined && this.isTold(path)) return known.file;
    const stamp = this.host.stamp?.(path) ?? null;
    if (known !== undefined && known.stamp === stamp) return known.file;
    if (known !== undefined) this.onStale();
    return this.remember(path, this.host.read(path), stamp);
  }

  /** Whether a change of the file would be told. */
  private isTold(path: string): boolean {
    return (
      this.host.stamp === undefined ||
      (this.isWatched && [...this.folders].some((folder) => path.startsWith(folder) && /^[\\/]/u.test(path.slice(folder.length))))
    );
  }

  /** Whether nobody can say, or not yet, if there is such a file. */
  private isUnknown(path: string): boolean {
    return isUri(path) && !path.startsWith(libraryScheme) && !this.open.has(path) && this.clientTexts?.text(path) === undefined;
  }

  private remember(path: string, text: string | null, stamp: string | null): SourceFile | null {
    const known = this.fromDisk.get(path);
    const same = known !== undefined && known.file?.text === (text ?? undefined);
    const file = same ? known.file : text === null ? null : { path, text };
    if (!same || known.stamp !== stamp) this.fromDisk.set(path, { file, stamp });
    return file;
  }

  /** What is known about a spec now; null where there is no such file. Analyses only if one of its texts changed. */
  snapshot(path: string): Snapshot | null {
    const main = this.file(path);
    if (main === null) return null;
    const known = this.snapshots.get(path);
    if (known !== undefined && this.isCurrent(known)) return known.snapshot;
    this.analysisCount++;
    // What was known is gone where looking at the text fails.
    const memory = this.memories.get(path) ?? new Remembered();
    this.memories.delete(path);
    this.snapshots.delete(path);
    const missing: string[] = [];
    const snapshot = snapshotOf(main, this.resolver(path, missing), this.cache.read, memory);
    this.memories.set(path, memory);
    this.snapshots.set(path, { snapshot, epoch: this.epoch, missing, isUnsure: missing.some((place) => this.isUnknown(place)) });
    return snapshot;
  }

  private isCurrent({ snapshot, epoch, missing }: Known): boolean {
    return (
      epoch === this.epoch &&
      snapshot.analysed.model.files.every((file) => this.file(file.path) === file) &&
      missing.every((place) => this.file(place) === null)
    );
  }

  /** Whether imports of a spec may be where nobody could look. */
  isUnsure(path: string): boolean {
    return this.snapshots.get(path)?.isUnsure === true;
  }

  /** Once the client has told all that it was asked for, also what the texts that it told led to. */
  settled(path: string): Promise<void> {
    return this.untilTold(() => void this.snapshot(path));
  }

  /** The paths of all specs that somebody may edit, once the client has told those that it was asked for, and their texts. */
  async settledPaths(): Promise<readonly string[]> {
    await this.untilTold(() => {
      for (const path of this.specPaths()) this.file(path);
    });
    return this.specPaths();
  }

  /** Looks again until nothing more is told. */
  private async untilTold(look: () => void): Promise<void> {
    for (let before = -1; this.clientTexts !== null && before !== this.epoch;) {
      before = this.epoch;
      look();
      await this.clientTexts.settled();
    }
  }

  /** The declarations of a file, as far as its text alone says them; null where there is none. */
  module(path: string): Module | null {
    const file = this.file(path);
    return file === null ? null : this.cache.read(file, 0).module;
  }

  /** How the imports of a spec are found: where `importPlaces` says, else in the library, which other specs do not hide. */
  resolverOf(main: string): Resolver {
    return this.resolver(main, []);
  }

  /** The same; it notes where nothing was. */
  private resolver(main: string, missing: string[]): Resolver {
    return (path, importer) => {
      const relative = `${path.join('/')}.mmspec`;
      const places = importer.path.startsWith(libraryScheme) ? [] : importPlaces(this.paths, this.folders, main, importer.path, relative);
      for (const place of places) {
        const found = this.file(place);
        if (found !== null && isMeant(path, found.text)) return found;
        if (found === null) missing.push(place);
      }
      return this.file(`${libraryScheme}${relative}`);
    };
  }

  /** Specs that may name what the given one declares: open ones and those of its folders; itself left out, and what cannot be looked at. */
  others(path: string): Snapshot[] {
    return this.pathsBeside(path).flatMap((each) => this.readable(each) ?? []);
  }

  /** The same; throws where one cannot be looked at. */
  allOthers(path: string): Snapshot[] {
    return this.pathsBeside(path).flatMap((each) => this.snapshot(each) ?? []);
  }

  /** The paths of other specs: open ones and those of the folders. */
  pathsBeside(path: string): readonly string[] {
    const blocks = this.openPaths.filter((each) => this.pages.ofBlock(each) !== null);
    return [...this.specPaths(), ...blocks].filter((each) => each !== path);
  }

  /** All specs that somebody may edit: those of the folders, and open ones. Copies are none. */
  specPaths(): readonly string[] {
    const paths = new Set(this.openPaths.filter((path) => !isCopy(path, this.folders) && this.pages.ofBlock(path) === null));
    for (const folder of this.folders) for (const file of this.list(folder)) paths.add(file);
    return [...paths];
  }

  private list(folder: string): readonly string[] {
    return isUri(folder) ? (this.clientTexts?.list(folder) ?? []).slice(0, filesMax) : this.host.list(folder, filesMax);
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
    return this.dependents(path).filter((main) => this.open.has(main));
  }

  /** Specs that import a file, open or not. */
  dependents(path: string): string[] {
    const imports = ({ snapshot }: Known): boolean => snapshot.analysed.model.files.some((file) => file.path === path);
    return [...this.snapshots].filter(([main, known]) => main !== path && imports(known)).map(([main]) => main);
  }

  /** The files of the library. */
  library(): { readonly main: SourceFile; readonly module: Module }[] {
    return libraryModules.flatMap((name) => {
      const path = `${libraryScheme}${name.replaceAll('.', '/')}.mmspec`;
      const [main, module] = [this.file(path), this.module(path)];
      return main === null || module === null ? [] : [{ main, module }];
    });
  }
}
