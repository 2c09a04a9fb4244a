import { moduleAt, moveEdits, renamedPath, type FileEdit, type Move, type NamedModule, type Snapshot } from '@mmspec/ide';
import { LSPErrorCodes, ResponseError, type TextDocumentEdit, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver';
import { importPlaces } from './import_places.ts';
import { rangeOf } from './positions.ts';
import type { Server } from './state.ts';
import type { Workspace } from './workspace.ts';

/*
 * Files that get other names, and modules, which are their files.
 */

/** What has to be written before files or folders move, so that imports find what they found. */
export function willMove({ workspace }: Server, moved: readonly { readonly oldUri: string; readonly newUri: string }[]): WorkspaceEdit {
  const { paths } = workspace;
  const pairs = moved.map(({ oldUri, newUri }) => ({ from: paths.pathOf(oldUri), to: paths.pathOf(newUri) }));
  const moves = workspace.pathsBeside('').flatMap((path) => movedWith(path, pairs));
  const edits = moves.length === 0 ? [] : moveEdits(workspace.others(''), moves, nameFinder(workspace, moves));
  return { changes: textEdits(workspace, edits) };
}

/** Where a file goes when it, or a folder around it, does. */
function movedWith(path: string, pairs: readonly Move[]): Move[] {
  const own = pairs.find(({ from }) => path === from || path.startsWith(`${from}/`) || path.startsWith(`${from}\\`));
  return own === undefined ? [] : [{ from: path, to: own.to + path.slice(own.from.length) }];
}

/** The name by which an importer finds a file after the moves: from the folder that its name began in, else the shortest one. */
function nameFinder(workspace: Workspace, moves: readonly Move[]): Parameters<typeof moveEdits>[2] {
  const { paths, folders } = workspace;
  const gone = new Set(moves.map(({ from }) => from));
  const come = new Set(moves.map(({ to }) => to));
  const isThere = (path: string): boolean => come.has(path) || (!gone.has(path) && workspace.file(path) !== null);
  const parts = (path: string): string[] => path.replace(/\.mmspec$/u, '').split(/[/\\]/u);
  return (importer, file, before) => {
    const to = parts(file);
    const start = parts(before.file).length - before.name.length;
    const bases = [start, ...[...to.keys()].toReversed()].filter(
      (base, index) => index > 0 || parts(before.file).slice(0, base).join('/') === to.slice(0, base).join('/'),
    );
    const names = bases.map((base) => to.slice(base)).filter((name) => name.length > 0 && name.every((part) => /^[A-Za-z_]\w*$/u.test(part)));
    const found = names.find((name) => importPlaces(paths, folders, importer, importer, `${name.join('/')}.mmspec`).find(isThere) === file);
    return found?.join('.') ?? null;
  };
}

function textEdits(workspace: Workspace, edits: readonly FileEdit[]): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const { path, span, text } of edits) {
    const file = workspace.file(path);
    if (file !== null) (changes[workspace.paths.uriOf(path)] ??= []).push({ range: rangeOf(file, span), newText: text });
  }
  return changes;
}

/** The edit that gives the module under the cursor another name, with its file; null where no module is named there. */
export function renameModule(server: Server, snapshot: Snapshot, offset: number, name: string): WorkspaceEdit | null {
  const module = moduleAt(snapshot, offset);
  if (module === null) return null;
  const { workspace } = server;
  const to = module.isFile ? renamedPath(module, name) : module.path;
  if (to === null || !/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/u.test(name))
    throw refused(`\`${name}\` cannot be the name of a module: names are letters, digits and \`_\`, with dots between them.`);
  const own = ownName(workspace, module, name);
  if (to === module.path) return { changes: textEdits(workspace, own) };
  if (workspace.file(to) !== null) throw refused(`There is a file ${to} already.`);
  if (!server.renamesFiles)
    throw refused(`This editor renames no files for the server: rename ${module.path} itself, and the imports follow where it says so.`);
  const moves = [{ from: module.path, to }];
  const isOwn = ({ path, span }: FileEdit): boolean => own.some((edit) => edit.path === path && edit.span.start === span.start);
  const others = [...workspace.others(''), ...(workspace.pathsBeside('').includes(snapshot.main.path) ? [] : [snapshot])];
  const edits = [...own, ...moveEdits(others, moves, nameFinder(workspace, moves)).filter((edit) => !isOwn(edit))];
  const changes = Object.entries(textEdits(workspace, edits)).map(([uri, each]): TextDocumentEdit => ({ textDocument: { uri, version: null }, edits: each }));
  const { paths } = workspace;
  return { documentChanges: [...changes, { kind: 'rename', oldUri: paths.uriOf(module.path), newUri: paths.uriOf(to) }] };
}

/** The head of the module's own file. */
function ownName(workspace: Workspace, { path }: NamedModule, name: string): FileEdit[] {
  const own = workspace.snapshot(path)?.module.name ?? [];
  const [first, last] = [own[0], own.at(-1)];
  return first === undefined || last === undefined ? [] : [{ path, span: { file: 0, start: first.span.start, end: last.span.end }, text: name }];
}

const refused = (why: string): ResponseError => new ResponseError(LSPErrorCodes.RequestFailed, why);
