import type { Location, SymbolInformation, WorkspaceEdit } from 'vscode-languageserver/node';
import { describe, expect, onTestFinished, test } from 'vitest';
import { client, type Client, type ClientOptions } from './client.ts';

/*
 * Texts that are no files of the disk: of other revisions, not saved yet, of a file system that only the client knows.
 */

const ops = 'module ops\nshared x: 0..2 = 0\nop bump() { one: x = 1 }\n';
const main = 'module main\nimport ops\nactor a { bump() }\ncheck c { }\n';
const options = { delay: 0, readsFiles: true };

/** A client that reads these URIs; what is `null` is not there, and about any other one it cannot tell. */
const reading = (texts: Readonly<Record<string, string | null>>, asked: string[] = []): ClientOptions => ({
  before: (connection) => {
    connection.onRequest('mmspec/readFile', ({ uri }: { readonly uri: string }) => {
      asked.push(uri);
      if (texts[uri] === undefined) throw new Error('no provider');
      return texts[uri];
    });
    connection.onRequest('mmspec/listFiles', ({ uri }: { readonly uri: string }) =>
      Object.keys(texts).filter((each) => each.startsWith(`${uri}/`) && texts[each] !== null),
    );
  },
});

async function begun(...given: Parameters<typeof client>): Promise<Client> {
  const editor = await client(...given);
  onTestFinished(() => editor.stop());
  return editor;
}

/** Codes of diagnostics, once those of this version are as expected or nothing comes any more. */
const codes = async (editor: Client, uri: string): Promise<unknown[]> => (await editor.diagnostics(uri, 1)).map(({ code }) => code);

const git = (path: string, ref = 'HEAD'): string => `git:${path}?${encodeURIComponent(JSON.stringify({ path, ref }))}`;

describe('a text of another revision', () => {
  test('imports what that revision has', async () => {
    const asked: string[] = [];
    const editor = await begun({ '/w/ops.mmspec': 'module ops\n' }, options, reading({ [git('/w/sub/ops.mmspec')]: null, [git('/w/ops.mmspec')]: ops }, asked));
    const uri = git('/w/sub/main.mmspec');
    await editor.open(uri, main);
    const ran = await editor.ask<{ readonly why: string; readonly results: readonly { readonly verdict: string }[] }>('workspace/executeCommand', {
      command: 'mmspec.server.run',
      arguments: [{ uri, names: null }],
    });
    expect([ran.why, ran.results.map(({ verdict }) => verdict)]).toEqual(['', ['holds']]);
    expect(asked).toEqual([git('/w/sub/ops.mmspec'), git('/w/ops.mmspec')]);
    const [found] = await editor.ask<Location[]>('textDocument/definition', { textDocument: { uri }, position: { line: 2, character: 11 } });
    expect(found?.uri).toBe(git('/w/ops.mmspec'));
    expect(editor.published.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  });

  test('has a mistake where that revision has no such module', async () => {
    const editor = await begun({ '/w/ops.mmspec': ops }, options, reading({ [git('/w/ops.mmspec')]: null }));
    await editor.open(git('/w/main.mmspec'), main);
    while (!editor.published.some(({ diagnostics }) => diagnostics.some(({ code }) => code === 'MM0201'))) await editor.told();
  });

  test.each([
    ['where the client reads no files', { delay: 0 }, {}],
    ['where it cannot tell', options, reading({})],
  ])('has no mistakes in imports %s', async (_, given, more) => {
    const editor = await begun({ '/w/ops.mmspec': ops }, given, more);
    for (const uri of [git('/w/main.mmspec'), 'fugitive:///w/.git//0/main.mmspec']) {
      await editor.open(uri, main);
      expect(await codes(editor, uri)).toEqual([]);
    }
  });

  test('is in no index', async () => {
    const texts = { '/w/ops.mmspec': ops, '/w/main.mmspec': main };
    const editor = await begun(texts, options, reading({ [git('/w/ops.mmspec')]: ops }));
    await editor.open(git('/w/main.mmspec'), main);
    await editor.open('file:///w/ops.mmspec', ops);
    const here = { textDocument: { uri: 'file:///w/ops.mmspec' }, position: { line: 2, character: 3 } };
    const found = await editor.ask<Location[]>('textDocument/references', { ...here, context: { includeDeclaration: true } });
    expect(new Set(found.map(({ uri }) => uri))).toEqual(new Set(['file:///w/ops.mmspec', 'file:///w/main.mmspec']));
    const { changes } = await editor.ask<WorkspaceEdit>('textDocument/rename', { ...here, newName: 'raise' });
    expect(Object.keys(changes ?? {}).sort()).toEqual(['file:///w/main.mmspec', 'file:///w/ops.mmspec']);
    const symbols = await editor.ask<SymbolInformation[]>('workspace/symbol', { query: 'bump' });
    expect(symbols.map(({ location }) => location.uri)).toEqual(['file:///w/ops.mmspec']);
  });
});

describe('a text that is not saved', () => {
  test.each([
    ['has the folders of the workspace beside it', 'untitled:Untitled-1'],
    ['has its folder beside it', 'untitled:/w/sub/main.mmspec'],
  ])('%s', async (_, uri) => {
    const editor = await begun({ '/w/ops.mmspec': ops }, { delay: 0 });
    await editor.open(uri, main);
    expect(await codes(editor, uri)).toEqual([]);
    const [found] = await editor.ask<Location[]>('textDocument/definition', { textDocument: { uri }, position: { line: 2, character: 11 } });
    expect(found?.uri).toBe('file:///w/ops.mmspec');
  });

  test('says what it does not find', async () => {
    const editor = await begun({}, { delay: 0 });
    await editor.open('untitled:Untitled-1', main);
    expect(await codes(editor, 'untitled:Untitled-1')).toEqual(['MM0201']);
  });
});

test('a workspace that only the client can read has all that a folder of files has', async () => {
  const root = 'vscode-vfs://github/o/r';
  const editor = await begun({}, options, {
    folders: [root],
    ...reading({ [`${root}/ops.mmspec`]: ops, [`${root}/deep/main.mmspec`]: main, [`${root}/deep/ops.mmspec`]: null }),
  });
  const uri = `${root}/deep/main.mmspec`;
  await editor.open(uri, main);
  await editor.ask('workspace/executeCommand', { command: 'mmspec.server.run', arguments: [{ uri, names: null }] });
  const here = { textDocument: { uri }, position: { line: 2, character: 11 } };
  const [found] = await editor.ask<Location[]>('textDocument/definition', here);
  expect(found?.uri).toBe(`${root}/ops.mmspec`);
  // The list of files is asked for once, and then known.
  await editor.ask('textDocument/references', { ...here, context: { includeDeclaration: true } });
  const { changes } = await editor.ask<WorkspaceEdit>('textDocument/rename', { ...here, newName: 'raise' });
  expect(Object.keys(changes ?? {}).sort()).toEqual([uri, `${root}/ops.mmspec`]);
});
