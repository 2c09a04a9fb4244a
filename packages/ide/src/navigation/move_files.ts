import type { Edit, Span } from '@mmspec/source';
import type { Name } from '@mmspec/syntax';
import { links } from './links.ts';
import { isLibraryPath, type Snapshot } from '../names/snapshot.ts';

/** A file that goes to another place. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** What is written to a file because others move. */
export interface FileEdit extends Edit {
  readonly path: string;
}

/** The name by which an importer will find a file, both where they are going to be; null where it will not. `before`: the name that it has there now, and its file. */
export type NameOf = (importer: string, file: string, before: { readonly name: readonly string[]; readonly file: string }) => string | null;

/** The imports that have to change when files move, and the names of modules that are those of their files. */
export function moveEdits(snapshots: readonly Snapshot[], moves: readonly Move[], nameOf: NameOf): FileEdit[] {
  const moved = new Map(moves.map(({ from, to }) => [from, to]));
  const placeOf = (path: string): string => moved.get(path) ?? path;
  return snapshots.flatMap((snapshot): FileEdit[] => {
    const { path } = snapshot.main;
    const imports = links(snapshot).flatMap(({ span, path: file }): FileEdit[] => {
      if (placeOf(file) === file && placeOf(path) === path) return [];
      const before = snapshot.main.text.slice(span.start, span.end);
      const name = nameOf(placeOf(path), placeOf(file), { name: partsOf(before), file });
      return name === null || name === before ? [] : [{ path, span, text: name }];
    });
    return [...moduleEdit(snapshot, placeOf(path)), ...imports];
  });
}

const partsOf = (text: string): string[] => text.split('.').map((part) => part.trim());

/** A module that has the name of its file keeps on having it. */
function moduleEdit({ main: { path }, module }: Snapshot, to: string): FileEdit[] {
  const span = spanOf(module.name);
  const before = module.name.map(({ text }) => text);
  const after = tailOf(to, before.length);
  if (
    to === path ||
    span === null ||
    tailOf(path, before.length).join('.') !== before.join('.') ||
    after.join('.') === before.join('.') ||
    !after.every(isName)
  )
    return [];
  return [{ path, span, text: after.join('.') }];
}

/** The last parts of a path, as a module has them. */
function tailOf(path: string, count: number): string[] {
  return path
    .replace(/\.mmspec$/u, '')
    .split(/[/\\]/u)
    .slice(-count);
}

const isName = (part: string): boolean => /^[A-Za-z_]\w*$/u.test(part);

function spanOf(name: readonly Name[]): Span | null {
  const [first, last] = [name[0], name.at(-1)];
  return first === undefined || last === undefined ? null : { file: first.span.file, start: first.span.start, end: last.span.end };
}

/** A module whose name is under the cursor: where it is named, and where it is imported. */
export interface NamedModule {
  /** Dotted, as written there. */
  readonly name: string;
  readonly span: Span;
  readonly path: string;
  /** The file is where the name says, so that it moves with the name. */
  readonly isFile: boolean;
}

/** The module that is named under the cursor, at its head or in an import; null elsewhere, and for the library, which nobody renames. */
export function moduleAt(snapshot: Snapshot, offset: number): NamedModule | null {
  const { main, module } = snapshot;
  const own = spanOf(module.name);
  const isHead = own !== null && own.start <= offset && offset <= own.end;
  const link = isHead ? { span: own, path: main.path } : links(snapshot).find(({ span }) => span.start <= offset && offset <= span.end);
  if (link === undefined || isLibraryPath(link.path)) return null;
  const name = partsOf(main.text.slice(link.span.start, link.span.end));
  return { name: name.join('.'), span: link.span, path: link.path, isFile: tailOf(link.path, name.length).join('.') === name.join('.') };
}

/** The path of a module after it got another name, and of why it cannot have it. */
export function renamedPath({ name, path }: NamedModule, to: string): string | null {
  if (!to.split('.').every(isName)) return null;
  const separator = path.includes('\\') ? '\\' : '/';
  const folder = path.split(/[/\\]/u).slice(0, -name.split('.').length);
  return [...folder, ...to.split('.')].join(separator) + '.mmspec';
}
