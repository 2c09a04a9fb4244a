import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileReason } from './file_reason.ts';
import { isSkipped, noLitmus, noSpec, unreadable, type Problem } from './problem.ts';
import { codeOf, obstacle } from './read_bytes.ts';

/*
 * The files that a call means: those that it names, and those in the folders that it names.
 */

export interface ListedFile {
  readonly path: string;
  /** The folder at which the search for imports ends. */
  readonly root: string;
  /** A symbolic link that was found in a folder. */
  readonly isLink: boolean;
  /** The mailbox whose message this is; null for what is no message of a Maildir. */
  readonly mailbox: string | null;
}

/** Which files of a folder a call means: specs, litmus tests, or all of a series that may have blocks of a spec. */
export type Meant = 'specs' | 'tests' | 'series';

const endings: Readonly<Record<Meant, readonly string[]>> = {
  specs: ['.mmspec'],
  tests: ['.litmus'],
  series: ['.mmspec', '.patch', '.eml', '.mbox', '.mbx'],
};

const isMeant = (name: string, meant: Meant): boolean => endings[meant].some((ending) => name.endsWith(ending));

const nothingMeant: Readonly<Record<Meant, (folder: string) => Problem>> = {
  specs: (folder) => noSpec(folder, 'There is no `.mmspec` file in this folder.'),
  tests: noLitmus,
  series: (folder) => noSpec(folder, 'There is no spec, patch or mail in this folder.'),
};

export type Listed = { readonly kind: 'file'; readonly file: ListedFile } | { readonly kind: 'problem'; readonly problem: Problem };

/**
 * The files under the given paths, in the order of the call and then of names.
 * Folders yield files of these kinds, without `node_modules` and names that begin with a dot; links among them lead to files, each file once; a Maildir yields its messages.
 */
export function listedFiles(paths: readonly string[], onNote: (note: Problem) => void, meant: Meant = 'specs'): Listed[] {
  return paths.flatMap((path) => {
    if (path === '-' || !isFolder(path)) return [{ kind: 'file', file: { path, root: path === '-' ? '.' : join(path, '..'), isLink: false, mailbox: null } }];
    return meant !== 'tests' && isMessages(path) ? messages(path, path) : inFolder(path, meant, (skipped, reason) => onNote(isSkipped(skipped, reason)));
  });
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

type OnSkip = (path: string, reason: string) => void;

function inFolder(folder: string, meant: Meant, onSkip: OnSkip): Listed[] {
  const found: Listed[] = [];
  visit(folder, folder, meant, found, onSkip);
  if (found.length > 0) return withoutTwins(found, onSkip);
  return [{ kind: 'problem', problem: nothingMeant[meant](folder) }];
}

function visit(path: string, root: string, meant: Meant, found: Listed[], onSkip: OnSkip): void {
  let entries: Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    found.push({ kind: 'problem', problem: unreadable(path, fileReason(error)) });
    return;
  }
  if (meant !== 'tests' && isMaildir(entries)) found.push(...['new', 'cur'].flatMap((name) => messages(join(path, name), path)));
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const child = path === '.' ? entry.name : join(path, entry.name);
    if (entry.isDirectory()) visit(child, root, meant, found, onSkip);
    else if (entry.isSymbolicLink()) found.push(...linked(child, root, meant, onSkip));
    else if (!isMeant(entry.name, meant)) continue;
    else if (entry.isFile()) found.push({ kind: 'file', file: { path: child, root, isLink: false, mailbox: null } });
    else onSkip(child, 'it is not a file');
  }
}

/** A link yields the file that it leads to; other folders are not entered, so no cycle is followed. */
function linked(path: string, root: string, meant: Meant, onSkip: OnSkip): Listed[] {
  const isNamed = isMeant(path, meant);
  try {
    const stat = statSync(path);
    if (isNamed && stat.isFile()) return [{ kind: 'file', file: { path, root, isLink: true, mailbox: null } }];
    if (stat.isDirectory()) onSkip(path, 'it is a link to a folder');
    else if (isNamed) onSkip(path, `it is a link to something that is not a file: ${obstacle(stat) ?? 'it is a FIFO'}`);
  } catch (error) {
    if (isNamed || codeOf(error) === 'ELOOP') onSkip(path, `it is a link that leads nowhere: ${fileReason(error)}`);
  }
  return [];
}

/** Of links and files that are the same file one stays: the file, else the first link. */
function withoutTwins(found: readonly Listed[], onSkip: OnSkip): Listed[] {
  const isLinked = (each: Listed): boolean => each.kind === 'file' && each.file.isLink;
  if (!found.some(isLinked)) return [...found];
  const known = new Map<string, string>();
  for (const each of found) if (each.kind === 'file' && !each.file.isLink) known.set(realpathSync(each.file.path), each.file.path);
  return found.filter((each) => {
    if (each.kind !== 'file' || !each.file.isLink) return true;
    const real = realpathSync(each.file.path);
    const other = known.get(real);
    if (other === undefined) known.set(real, each.file.path);
    else onSkip(each.file.path, `it is a link to ${other}, which is read already`);
    return other === undefined;
  });
}

function isMaildir(entries: readonly Dirent[]): boolean {
  return ['cur', 'new', 'tmp'].every((name) => entries.some((entry) => entry.name === name && entry.isDirectory()));
}

/** Whether a folder is the part of a Maildir that holds its new messages, or those that were seen. */
function isMessages(path: string): boolean {
  try {
    return ['cur', 'new'].includes(basename(realpathSync(path))) && isMaildir(readdirSync(dirname(realpathSync(path)), { withFileTypes: true }));
  } catch {
    return false;
  }
}

function messages(folder: string, mailbox: string): Listed[] {
  try {
    const names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
    return names.map((name) => ({ kind: 'file', file: { path: join(folder, name), root: mailbox, isLink: false, mailbox } }));
  } catch (error) {
    return [{ kind: 'problem', problem: unreadable(folder, fileReason(error)) }];
  }
}
