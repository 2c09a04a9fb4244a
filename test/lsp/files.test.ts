import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { disk } from '@mmspec/language-server';
import { libraryText } from '@mmspec/library';
import type { Location, RegistrationParams } from 'vscode-languageserver/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { client, type Client, type ClientOptions } from './client.ts';

/*
 * Files of the disk for clients that know nothing of mmspec: the library to look into, and changes that nobody tells.
 */

const spec = 'module main\nimport kernel.lock\nshared l: Lock\nactor a { one: lock(l) two: unlock(l) }\n';
let folder = '';
let editor: Client;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mmspec-files-'));
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
});
afterEach(() => {
  editor.stop();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const begun = async (more: ClientOptions = {}, options: Record<string, unknown> = {}): Promise<Client> =>
  (editor = await client({}, { delay: 0, ...options }, { host: disk, folders: [pathToFileURL(folder).href], ...more }));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return pathToFileURL(join(folder, name)).href;
};
const definition = (uri: string, line: number, character: number): Promise<Location[]> =>
  editor.ask('textDocument/definition', { textDocument: { uri }, position: { line, character } });

test('a definition in the library is a real file that nobody can write', async () => {
  await begun();
  const uri = write('main.mmspec', spec);
  await editor.open(uri, spec);
  const [found] = await definition(uri, 3, 16);
  const file = fileURLToPath(found?.uri ?? '');
  expect(file.startsWith(join(folder, 'cache/mmspec/library'))).toBe(true);
  expect(file.endsWith('/kernel/lock.mmspec')).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe(libraryText('kernel.lock'));
  expect(statSync(file).mode & 0o222).toBe(0);

  // There it is still the library: it has no mistakes, and leads back to who uses it.
  const library = pathToFileURL(file).href;
  await editor.open(library, readFileSync(file, 'utf8'));
  expect(await editor.diagnostics(library, 1)).toEqual([]);
  const [line = 0, character = 0] = [found?.range.start.line, found?.range.start.character];
  const here = { textDocument: { uri: library }, position: { line, character } };
  const users = await editor.ask<Location[]>('textDocument/references', { ...here, context: { includeDeclaration: true } });
  expect(users.map((each) => each.uri)).toContain(uri);
  await expect(editor.ask('textDocument/rename', { ...here, newName: 'other' })).rejects.toThrow(/library/u);

  // What somebody has changed by force is written again.
  chmodSync(file, 0o644);
  writeFileSync(file, 'module lock\n');
  await definition(uri, 3, 16);
  expect(readFileSync(file, 'utf8')).toBe(libraryText('kernel.lock'));
});

test('a client that shows the scheme of the library gets it', async () => {
  await begun({}, { libraryScheme: true });
  const uri = write('main.mmspec', spec);
  await editor.open(uri, spec);
  expect((await definition(uri, 3, 16)).map((each) => each.uri)).toEqual(['mmspec-library:/kernel/lock.mmspec']);
});

test('watching is asked of a client that can', async () => {
  const registered: unknown[] = [];
  await begun({
    workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
    before: (connection) => {
      connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
        registered.push(...registrations.map(({ method, registerOptions }) => [method, registerOptions]));
      });
    },
  });
  await editor.ask('mmspec/counts', {});
  expect(registered).toEqual([['workspace/didChangeWatchedFiles', { watchers: [{ globPattern: '**/*.mmspec' }] }]]);
});

test('without watching, an import that changed, came or went is seen in the next answer, and its mistakes are told', async () => {
  await begun();
  const text = 'module main\nimport other\nactor a { bump() }\n';
  const uri = write('main.mmspec', text);
  await editor.open(uri, text);
  const told = async (isSo: (codes: readonly unknown[]) => boolean): Promise<void> => {
    while (!isSo(editor.published.at(-1)?.diagnostics.map(({ code }) => code) ?? ['none'])) await editor.told();
  };
  const hover = async (): Promise<string> =>
    (
      await editor.ask<{ readonly contents: { readonly value: string } } | null>('textDocument/hover', {
        textDocument: { uri },
        position: { line: 2, character: 11 },
      })
    )?.contents.value ?? '';
  await told((codes) => codes.includes('MM0201'));
  write('other.mmspec', 'module other\nshared x: 0..2 = 0\nop bump() { one: x = 1 }\n');
  expect(await hover()).toContain('op bump()');
  write('other.mmspec', 'module other\nshared x: 0..2 = 0\n/// Twice.\nop bump() { one: x = 1 two: x = 2 }\n');
  expect(await hover()).toContain('Twice.');
  await told((codes) => codes.length === 0);
  rmSync(join(folder, 'other.mmspec'));
  expect(await hover()).not.toContain('Twice.');
  await told((codes) => codes.includes('MM0201'));
});
