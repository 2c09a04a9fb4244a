import { afterEach, describe, expect, test } from 'vitest';
import type { WorkspaceEdit } from 'vscode-languageserver/node';
import { client, type Client } from './client.ts';
import { afterEdits } from './positions.ts';

/*
 * Files that move take their imports along, and modules are renamed with their files.
 */

const files: Readonly<Record<string, string>> = {
  '/w/main.mmspec': 'module main\nimport parts.base\nimport kernel.lock\nshared y: bool = x\n',
  '/w/parts/base.mmspec': 'module parts.base\nimport parts.deep.inner\nshared x: bool = z\n',
  '/w/parts/other.mmspec': 'module other\nimport base\nimport deep.inner\n',
  '/w/parts/deep/inner.mmspec': 'module inner\nshared z: bool = false\n',
};

let editor: Client;
afterEach(() => editor.stop());

const started = async (): Promise<Client> => (editor = await client(files));

/** The files that an edit changes, as they are then, and what it renames. */
function after({ changes, documentChanges = [] }: WorkspaceEdit): Readonly<Record<string, string>> {
  const all = Object.entries(changes ?? {});
  const renamed: Record<string, string> = {};
  for (const change of documentChanges) {
    if ('edits' in change) all.push([change.textDocument.uri, change.edits as never]);
    else if (change.kind === 'rename') renamed[change.oldUri] = `goes to ${change.newUri}`;
  }
  return {
    ...Object.fromEntries(all.map(([uri, edits]) => [uri.replace('file://', ''), afterEdits(files[uri.replace('file://', '')] ?? '', edits)])),
    ...renamed,
  };
}

const move = async (from: string, to: string): Promise<Readonly<Record<string, string>>> =>
  after(await (await started()).ask<WorkspaceEdit>('workspace/willRenameFiles', { files: [{ oldUri: `file://${from}`, newUri: `file://${to}` }] }));

describe('a file that moves', () => {
  test('has another name where it is imported, and at its head', async () =>
    expect(await move('/w/parts/base.mmspec', '/w/parts/ground.mmspec')).toEqual({
      '/w/main.mmspec': 'module main\nimport parts.ground\nimport kernel.lock\nshared y: bool = x\n',
      '/w/parts/other.mmspec': 'module other\nimport ground\nimport deep.inner\n',
      '/w/parts/base.mmspec': 'module parts.ground\nimport parts.deep.inner\nshared x: bool = z\n',
    }));
  test('is found from the folders that can find it', async () =>
    expect(await move('/w/parts/base.mmspec', '/w/parts/deep/base.mmspec')).toEqual({
      '/w/main.mmspec': 'module main\nimport parts.deep.base\nimport kernel.lock\nshared y: bool = x\n',
      '/w/parts/other.mmspec': 'module other\nimport deep.base\nimport deep.inner\n',
      '/w/parts/base.mmspec': 'module deep.base\nimport parts.deep.inner\nshared x: bool = z\n',
    }));
  test('finds what it imports from its new folder', async () =>
    expect(await move('/w/parts/other.mmspec', '/w/other.mmspec')).toEqual({
      '/w/parts/other.mmspec': 'module other\nimport parts.base\nimport parts.deep.inner\n',
    }));
  test('goes with its folder', async () =>
    expect(await move('/w/parts', '/w/pieces')).toEqual({
      '/w/main.mmspec': 'module main\nimport pieces.base\nimport kernel.lock\nshared y: bool = x\n',
      '/w/parts/base.mmspec': 'module pieces.base\nimport pieces.deep.inner\nshared x: bool = z\n',
    }));
  test('changes nothing where its new name is none', async () => expect(await move('/w/parts/base.mmspec', '/w/parts/a-b.mmspec')).toEqual({}));
  test('without its place the request is refused', async () =>
    expect((await started()).ask('workspace/willRenameFiles', { files: [{}] })).rejects.toThrow(/files/u));
});

describe('a module is renamed', () => {
  const rename = async (path: string, line: number, character: number, newName: string): Promise<WorkspaceEdit> => {
    await started();
    const uri = `file://${path}`;
    await editor.open(uri, files[path] ?? '');
    return editor.ask('textDocument/rename', { textDocument: { uri }, position: { line, character }, newName });
  };
  const renamed = {
    '/w/main.mmspec': 'module main\nimport parts.ground\nimport kernel.lock\nshared y: bool = x\n',
    '/w/parts/other.mmspec': 'module other\nimport ground\nimport deep.inner\n',
    '/w/parts/base.mmspec': 'module parts.ground\nimport parts.deep.inner\nshared x: bool = z\n',
    'file:///w/parts/base.mmspec': 'goes to file:///w/parts/ground.mmspec',
  };
  test('at its head', async () => expect(after(await rename('/w/parts/base.mmspec', 0, 9, 'parts.ground'))).toEqual(renamed));
  test('where it is imported', async () => expect(after(await rename('/w/main.mmspec', 1, 10, 'parts.ground'))).toEqual(renamed));
  test('its whole name is offered', async () => {
    await started();
    const uri = 'file:///w/main.mmspec';
    await editor.open(uri, files['/w/main.mmspec'] ?? '');
    expect(await editor.ask('textDocument/prepareRename', { textDocument: { uri }, position: { line: 1, character: 14 } })).toEqual({
      range: { start: { line: 1, character: 7 }, end: { line: 1, character: 17 } },
      placeholder: 'parts.base',
    });
    expect(await editor.ask('textDocument/prepareRename', { textDocument: { uri }, position: { line: 2, character: 14 } })).toBeNull();
  });
  test('not to the name of another one, or to none', async () => {
    await expect(rename('/w/parts/base.mmspec', 0, 9, 'parts.other')).rejects.toThrow('There is a file /w/parts/other.mmspec already.');
    editor.stop();
    await expect(rename('/w/parts/base.mmspec', 0, 9, 'a b')).rejects.toThrow('`a b` cannot be the name of a module');
  });
});
