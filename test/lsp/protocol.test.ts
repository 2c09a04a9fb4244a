import type { CodeAction, CodeLens, CompletionItem, Hover, Location, TextEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { afterEach, describe, expect, test } from 'vitest';
import { client, type Client } from './client.ts';

/*
 * The server over its protocol: what it answers, and that nothing stops it.
 */

let current: Client | null = null;
afterEach(() => current?.stop());

async function start(...given: Parameters<typeof client>): Promise<Client> {
  current = await client(...given);
  return current;
}

const uri = 'file:///w/main.mmspec';
const spec = 'module m\nshared x: bool = false\nactor a {\n  here: x = true\n}\ninvariant never: not x\ncheck c { } expect holds\n';
const place = (line: number, character: number) => ({ textDocument: { uri }, position: { line, character } });

test('diagnostics carry the version of the text that they are about', async () => {
  const editor = await start();
  await editor.open(uri, spec);
  expect(await editor.diagnostics(uri, 1)).toEqual([]);
  await editor.change(uri, 2, [{ range: { start: { line: 3, character: 8 }, end: { line: 3, character: 9 } }, text: 'y' }]);
  const [first] = await editor.diagnostics(uri, 2);
  expect(first).toMatchObject({ source: 'mmspec', severity: 1, range: { start: { line: 3, character: 8 }, end: { line: 3, character: 9 } } });
});

test('hover, definition, completion, rename, symbols and formatting', async () => {
  const editor = await start();
  await editor.open(uri, spec);
  expect(JSON.stringify(await editor.ask<Hover>('textDocument/hover', place(3, 8)))).toContain('shared x: bool = false');
  expect(await editor.ask<Location[]>('textDocument/definition', place(3, 8))).toEqual([
    { uri, range: { start: { line: 1, character: 7 }, end: { line: 1, character: 8 } } },
  ]);
  expect((await editor.ask<CompletionItem[]>('textDocument/completion', place(3, 8))).map(({ label }) => label)).toContain('x');
  const edit = await editor.ask<WorkspaceEdit>('textDocument/rename', { ...place(3, 3), newName: 'there' });
  expect(edit.changes?.[uri]).toHaveLength(1);
  await expect(editor.ask('textDocument/rename', { ...place(3, 3), newName: '1' })).rejects.toThrow('cannot be a name');
  expect(await editor.ask<unknown[]>('textDocument/documentSymbol', { textDocument: { uri } })).toHaveLength(4);
  expect(await editor.ask<unknown[]>('workspace/symbol', { query: 'nev' })).toHaveLength(1);
  for (const method of ['foldingRange', 'semanticTokens/full', 'documentLink', 'codeLens', 'formatting'])
    expect(await editor.ask(`textDocument/${method}`, { textDocument: { uri }, options: { tabSize: 2, insertSpaces: true } })).not.toBeNull();
  for (const method of ['documentHighlight', 'references', 'linkedEditingRange', 'prepareRename', 'prepareCallHierarchy'])
    expect(await editor.ask(`textDocument/${method}`, { ...place(3, 3), context: { includeDeclaration: true } })).toBeDefined();
});

test('formatting changes the text to the formatted one', async () => {
  const editor = await start();
  await editor.open(uri, 'module m\nshared  x:bool = false\n');
  const edits = await editor.ask<TextEdit[]>('textDocument/formatting', { textDocument: { uri }, options: { tabSize: 2, insertSpaces: true } });
  expect(edits).toEqual([{ range: { start: { line: 1, character: 7 }, end: { line: 1, character: 10 } }, newText: 'x: ' }]);
});

test('rename goes through all files of the workspace, and unsaved text wins over the disk', async () => {
  const files = {
    '/w/other.mmspec': 'module other\nshared old: bool = false\n',
    '/w/third.mmspec': 'module third\nimport other\nactor b { shared_name = true }\n',
  };
  const editor = await start(files);
  await editor.open(uri, 'module main\nimport other\nactor a { shared_name = true }\n');
  expect((await editor.diagnostics(uri, 1)).length).toBe(1);
  await editor.open('file:///w/other.mmspec', 'module other\nshared shared_name: bool = false\n');
  const edit = await editor.ask<WorkspaceEdit>('textDocument/rename', { ...place(2, 12), newName: 'n' });
  expect(Object.keys(edit.changes ?? {}).sort()).toEqual([uri, 'file:///w/other.mmspec', 'file:///w/third.mmspec']);
});

test('a spec by the name of a library module does not hide it', async () => {
  const editor = await start({ '/w/kernel/rcu.mmspec': 'module rcu_tests\n' });
  const own = 'file:///w/kernel/lock.mmspec';
  await editor.open(
    own,
    'module lock_tests\nimport kernel.lock\nimport kernel.rcu\nshared l: Lock\nactor a { take: lock(l)  rcu_read_lock()  rcu_read_unlock()  free: unlock(l) }\ncheck c { }\n',
  );
  expect(await editor.diagnostics(own, 1)).toEqual([]);
});

test('a check is run from its lens, its verdict stands there, and the expectation can be changed to it', async () => {
  const editor = await start();
  await editor.open(uri, spec);
  const [run] = (await editor.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } })).filter(({ range }) => range.start.line === 6);
  expect(run?.command?.title).toBe('▶ Run');
  const ran = await editor.ask<{ readonly results: readonly { readonly met: boolean }[] }>('workspace/executeCommand', {
    command: 'mmspec.server.run',
    arguments: run?.command?.arguments,
  });
  expect(ran.results.map(({ met }) => met)).toEqual([false]);
  const after = await editor.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  expect(after.map(({ command }) => command?.title)).toContain('✗ violates never in 1 · 2 states');
  const actions = await editor.ask<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: { line: 6, character: 0 }, end: { line: 6, character: 0 } },
    context: { diagnostics: [] },
  });
  expect(JSON.stringify(actions)).toContain('expect violates never within 1');
  const { page } = await editor.ask<{ readonly page: string }>('mmspec/page', { uri, name: 'c', form: 'steps', nonce: 'n0nce' });
  expect(page).toContain('never is violated');
  expect(page).toContain("script-src 'nonce-n0nce'");
  expect(page).toContain('"form":"steps"');
  const none = await editor.ask<{ readonly page: string }>('mmspec/page', { uri, name: 'nonesuch', nonce: 'n' });
  expect(none.page).toContain('"races":[]');
  await editor.change(uri, 2, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' }]);
  expect(
    (await editor.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } })).some(({ command }) => command?.title.startsWith('✗') === true),
  ).toBe(false);
});

test('a spec outside of every workspace folder has the folder of its own as root of its imports', async () => {
  const editor = await start({
    '/x/sub/b.mmspec': 'module b\nimport sub.c\nshared y: Deep = one\n',
    '/x/sub/c.mmspec': 'module c\nenum Deep { one, two }\n',
    '/c.mmspec': 'not this one',
  });
  await editor.open('file:///x/a.mmspec', 'module a\nimport sub.b\nactor a { y = two }\n');
  expect(await editor.diagnostics('file:///x/a.mmspec', 1)).toEqual([]);
});

test('hints come and go with their setting', async () => {
  const editor = await start();
  const text = 'module h\nobject Folio { refcount: ref = 1 }\nshared folio: Folio\nactor a {\n  get: get(folio.refcount)\n  put: put(folio.refcount)\n}\n';
  await editor.open(uri, text);
  const hints = (): Promise<readonly unknown[]> =>
    editor.ask('textDocument/inlayHint', { textDocument: { uri }, range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } } });
  expect((await hints()).length).toBeGreaterThan(0);
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: { mmspec: { inlayHints: false } } });
  expect(await hints()).toEqual([]);
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: { mmspec: { inlayHints: false, saveBudget: 3 } } });
  expect(await hints()).toEqual([]);
  expect(editor.refreshed).toEqual(['inlayHint']);
});

describe('nothing stops the server', () => {
  const alive = async (editor: Client): Promise<void> => expect(await editor.ask('mmspec/text', { uri })).toBe(spec);

  test('unknown documents', async () => {
    const editor = await start();
    await editor.open(uri, spec);
    await expect(editor.ask('textDocument/hover', { ...place(0, 0), textDocument: { uri: 'file:///nowhere.mmspec' } })).rejects.toThrow('There is no document');
    await editor.change('file:///nowhere.mmspec', 2, [{ text: 'module n' }]);
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: 'file:///nowhere.mmspec' } });
    await alive(editor);
  });
  test('positions outside the text', async () => {
    const editor = await start();
    await editor.open(uri, spec);
    for (const [line, character] of [
      [999, 0],
      [0, 999],
      [-1, -1],
      [1e9, 1e9],
    ] as const)
      await editor.ask('textDocument/hover', place(line, character));
    await editor.change(uri, 2, [{ range: { start: { line: 99, character: 9 }, end: { line: 99, character: 9 } }, text: '// end' }]);
    expect(await editor.ask('mmspec/text', { uri })).toBe(`${spec}// end`);
  });
  test('messages without sense', async () => {
    const editor = await start();
    await editor.open(uri, spec);
    for (const params of [null, [], {}, { textDocument: null }, { textDocument: { uri: 3 }, position: 'x' }])
      await editor.ask('textDocument/hover', params).catch(() => undefined);
    await editor.connection.sendNotification('textDocument/didChange', { textDocument: {}, contentChanges: 'x' });
    await editor.connection.sendNotification('textDocument/didOpen', {});
    await editor.connection.sendNotification('no/such', { a: 1 });
    await expect(editor.ask('no/such', {})).rejects.toThrow();
    await expect(editor.ask('workspace/executeCommand', { command: 'mmspec.server.run', arguments: [7] })).resolves.toBeNull();
    await alive(editor);
  });
  test('a body that is no JSON', async () => {
    const editor = await start();
    await editor.open(uri, spec);
    editor.raw('Content-Length: 9\r\n\r\n{"broken"');
    await alive(editor);
  });
  test('cancelled requests', async () => {
    const editor = await start();
    await editor.open(uri, spec);
    editor.raw(
      ['{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":77}}', '{"jsonrpc":"2.0","method":"$/cancelRequest","params":{}}']
        .map((body) => `Content-Length: ${body.length}\r\n\r\n${body}`)
        .join(''),
    );
    await alive(editor);
  });
  test('10,000 mistakes', async () => {
    const editor = await start();
    const text = `module m\nshared x: bool = false\nactor a {\n${'  y = true\n'.repeat(10_000)}}\n`;
    await editor.open(uri, text);
    expect((await editor.diagnostics(uri, 1)).length).toBe(1000);
  });
  test('a document that is opened twice and closed', async () => {
    const editor = await start();
    await editor.open(uri, 'module other');
    await editor.open(uri, spec);
    await alive(editor);
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    expect(await editor.ask('mmspec/text', { uri })).toBeNull();
  });
});

test('a keystroke is one parse and one analysis, and other files are not looked at', async () => {
  const editor = await start({ '/w/other.mmspec': 'module other\nimport kernel.folio\nshared o: bool = false\n' });
  await editor.open(uri, `${spec.replace('module m', 'module m\nimport other')}`);
  await editor.open('file:///w/third.mmspec', 'module third\nimport main\n');
  await editor.diagnostics(uri, 1);
  await editor.diagnostics('file:///w/third.mmspec', 1);
  // What may be imported is read with the first completion.
  await editor.ask('textDocument/completion', { textDocument: { uri }, position: { line: 4, character: 9 } });
  const before = await editor.ask<{ readonly parses: number; readonly analyses: number }>('mmspec/counts', {});
  await editor.change(uri, 2, [{ range: { start: { line: 4, character: 8 }, end: { line: 4, character: 8 } }, text: ' ' }]);
  await editor.diagnostics(uri, 2);
  const at = { textDocument: { uri }, position: { line: 4, character: 9 } };
  for (const method of ['hover', 'completion', 'documentHighlight']) await editor.ask(`textDocument/${method}`, at);
  await editor.ask('textDocument/semanticTokens/full', { textDocument: { uri } });
  expect(await editor.ask('mmspec/counts', {})).toEqual({ parses: before.parses + 1, analyses: before.analyses + 1 });
});
