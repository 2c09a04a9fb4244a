import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { grouped } from '@mmspec/source';
import type { SourceFile } from '@mmspec/source';
import { blocksMax, fencedSpecs } from './fences.ts';
import { noSpec, unreadable, type Problem } from './problem.ts';
import { fileReason, readText } from './read_text.ts';

const embedding: ReadonlySet<string> = new Set(['.md', '.markdown', '.patch', '.diff', '.eml', '.txt']);

/** A spec to work on, and the folder at which the search for its imports ends. */
export interface SpecText {
  readonly file: SourceFile;
  readonly root: string;
}

export type Found = { readonly kind: 'spec'; readonly spec: SpecText } | { readonly kind: 'problem'; readonly problem: Problem };

/**
 * The specs under the given files and folders, in the order of the call and then of names.
 * Folders yield `.mmspec` files only, and skip `node_modules` and names that begin with a dot.
 */
export function specTexts(paths: readonly string[]): Found[] {
  return paths.flatMap((path) => (path !== '-' && isFolder(path) ? inFolder(path) : inFile(path, null)));
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function inFolder(folder: string): Found[] {
  const files: string[] = [];
  const visit = (path: string): void => {
    const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const child = path === '.' ? entry.name : join(path, entry.name);
      if (entry.isDirectory()) visit(child);
      else if (entry.isFile() && entry.name.endsWith('.mmspec')) files.push(child);
    }
  };
  try {
    visit(folder);
  } catch (error) {
    return [{ kind: 'problem', problem: unreadable(folder, fileReason(error)) }];
  }
  if (files.length === 0) return [{ kind: 'problem', problem: noSpec(folder, 'There is no `.mmspec` file in this folder.') }];
  return files.flatMap((file) => inFile(file, folder));
}

function inFile(path: string, root: string | null): Found[] {
  const read = readText(path);
  if (read.kind === 'problem') return [read];
  const spec = (text: string): Found => ({ kind: 'spec', spec: { file: { path, text }, root: root ?? folderOf(path) } });
  if (!embedding.has(extname(path).toLowerCase())) return [spec(read.text)];
  const blocks = fencedSpecs(read.text);
  if (blocks === null) return [{ kind: 'problem', problem: noSpec(path, `There are more than ${grouped(blocksMax)} specs in this file.`) }];
  return blocks.length > 0 ? blocks.map(spec) : [{ kind: 'problem', problem: noSpec(path, 'There is no block that begins with ```mmspec in this file.') }];
}

const folderOf = (path: string): string => (path === '-' ? '.' : join(path, '..'));
