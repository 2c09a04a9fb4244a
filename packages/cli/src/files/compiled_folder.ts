import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../usage_error.ts';
import { madeFolder } from './make_folder.ts';
import { fileReason } from './read_text.ts';
import { replaceFiles, type Output } from './write_file.ts';

/*
 * The folder of a compiled spec. Files in it that mmspec has not written stay as they are, and mean what they meant:
 * its own files begin with a mark, and a package.json, which cannot, is written only where there is none.
 */

const mark = '// Written by mmspec compile, which writes it again without asking.';
const packageName = 'package.json';
const packageText = `${JSON.stringify({ private: true, type: 'module' }, null, 2)}\n`;

/** A text with the mark in its first line, or in the second one of a program that begins with the line for its interpreter. */
export function marked(text: string): string {
  const [, interpreter = '', rest = ''] = /^(#!.*\n)?([^]*)$/u.exec(text) ?? [];
  return `${interpreter}${mark}\n${rest}`;
}

/** Makes the folder where it is not there; a `UsageError` says why that cannot be. */
export function compiledFolder(folder: string): string {
  try {
    return madeFolder(folder);
  } catch (error) {
    throw new UsageError(`cannot write to ${folder}: ${fileReason(error)}`);
  }
}

/** Writes files, by name, that are all `marked`, to a folder that is there; a `UsageError` says what is in the way. With `force` files of others are replaced. */
export function writeCompiled(folder: string, files: readonly (readonly [name: string, text: string])[], inputs: readonly string[], force: boolean): void {
  const outputs: Output[] = files.map(([name, text]) => ({ path: join(folder, name), content: text }));
  for (const { path } of force ? [] : outputs)
    if (isForeign(path))
      throw new UsageError(`cannot write ${path}: mmspec compile did not write what is there; name another folder, or replace it with --force`);
  replaceFiles([...outputs, ...packageOf(folder, force)], inputs);
}

/** There is a file without the mark. What is no file is refused by whoever writes. */
function isForeign(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    return !readFileSync(path, 'utf8').split('\n', 2).includes(mark);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw new UsageError(`cannot write ${path}: ${fileReason(error)}`);
  }
}

/** The package.json that says that the files are modules, where another one does not say so. */
function packageOf(folder: string, force: boolean): Output[] {
  const path = join(folder, packageName);
  if (existsSync(path)) {
    if (saysModule(path)) return [];
    if (force) return [{ path, content: packageText }];
    throw new UsageError(
      `${path} does not say "type": "module", which the compiled files need; name another folder, add that line, or replace it with --force`,
    );
  }
  const own = readdirSync(folder).find((name) => /\.[jt]s$/u.test(name) && isForeign(join(folder, name)));
  if (own === undefined) return [{ path, content: packageText }];
  if (isInModule(dirname(resolve(folder)))) return [];
  if (force) return [{ path, content: packageText }];
  throw new UsageError(
    `${folder} needs a ${packageName} that says "type": "module", which would change what ${own} means; name another folder, or write it with --force`,
  );
}

function saysModule(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null && 'type' in value && value.type === 'module';
  } catch {
    return false;
  }
}

/** The nearest package.json above says so. */
function isInModule(folder: string): boolean {
  const path = join(folder, packageName);
  if (existsSync(path)) return saysModule(path);
  return dirname(folder) !== folder && isInModule(dirname(folder));
}
