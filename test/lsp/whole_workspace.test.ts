import { CancellationTokenSource, type DocumentDiagnosticReport, type WorkspaceDiagnosticReport } from 'vscode-languageserver/node';
import { expect, onTestFinished, test } from 'vitest';
import { client, type Client, type ClientOptions } from './client.ts';

/*
 * All files of the workspace: their tests, their checks together, and what is wrong with those that are not open.
 */

const lost =
  'module lost\nshared x: 0..2 = 0\nactor a[2] { load: let old = x store: x = old + 1 }\ninvariant p: a[0] at done and a[1] at done implies x == 2\ncheck race { } expect violates p within 4\ncheck wrong { } expect holds\n';
const ops = 'module ops\nshared y: 0..1 = 0\nop bump() { one: y = 1 }\n';
const user = 'module user\nimport ops\nactor a { bump() }\ncheck c { }\nscenario s { a.one } is possible\n';
const broken = 'module broken\nactor a { x = 1 }\ncheck c { }\n';
const files = (): Record<string, string> => ({ '/w/lost.mmspec': lost, '/w/ops.mmspec': ops, '/w/deep/user.mmspec': user, '/w/broken.mmspec': broken });
const pulling = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };

async function begun(texts: Record<string, string>, more: ClientOptions = {}, options: Record<string, unknown> = {}): Promise<Client> {
  const editor = await client(texts, { delay: 0, lensCommands: true, ...options }, more);
  onTestFinished(() => editor.stop());
  return editor;
}

/** What was told last of each file, by name: sources and first lines. */
const told = (editor: Client): Record<string, string[]> =>
  Object.fromEntries(
    editor.published.map(({ uri, diagnostics }) => [
      uri.split('/').at(-1) ?? '',
      diagnostics.map(({ source, code, message }) => `${source} ${code ?? (typeof message === 'string' ? message : message.value).split(':')[0]}`),
    ]),
  );
const runAll = (editor: Client, more: object = {}): Promise<Record<string, unknown>> =>
  editor.ask('workspace/executeCommand', { command: 'mmspec.server.runAll', ...more });
const summary = {
  text: '4 files: 2 checks as expected, 1 not (wrong in lost.mmspec), 1 question answered, 1 file with mistakes.',
  files: 4,
  met: 2,
  answered: 1,
  unmet: [{ uri: 'file:///w/lost.mmspec', name: 'wrong' }],
  unfinished: 0,
  broken: ['file:///w/broken.mmspec'],
  isCancelled: false,
};

test('the tests of all files are listed, with what is open as it is now', async () => {
  const editor = await begun(files());
  await editor.open('file:///w/deep/user.mmspec', user.replace('check c { }', 'check c { }\ncheck d { }'));
  const found = await editor.ask<readonly { readonly uri: string; readonly checks: readonly { readonly name: string }[] }[]>('mmspec/tests', {});
  expect(Object.fromEntries(found.map(({ uri, checks }) => [uri, checks.map(({ name }) => name)]))).toEqual({
    'file:///w/lost.mmspec': ['race', 'wrong'],
    'file:///w/deep/user.mmspec': ['c', 'd', 's'],
    'file:///w/broken.mmspec': ['c'],
  });
});

test('all files are checked: how far it is, what is wrong in each, and a summary', async () => {
  const editor = await begun(files());
  const seen: string[] = [];
  editor.connection.onNotification('$/progress', ({ value }: { readonly value: { readonly kind: string; readonly message?: string } }) => {
    if (value.kind === 'report' && value.message !== undefined) seen.push(value.message);
  });
  expect(await runAll(editor, { workDoneToken: 't' })).toEqual(summary);
  expect(seen).toEqual(['1 of 4: lost.mmspec', '2 of 4: ops.mmspec', '3 of 4: user.mmspec', '4 of 4: broken.mmspec']);
  expect(told(editor)).toEqual({
    'lost.mmspec': ['mmspec check wrong is not met'],
    'ops.mmspec': [],
    'user.mmspec': [],
    'broken.mmspec': ['mmspec MM0205'],
  });
});

test('afterwards changes on the disk are told, of importers too, and what is closed stays told', async () => {
  const texts = files();
  const editor = await begun(texts);
  await runAll(editor);
  texts['/w/ops.mmspec'] = 'module ops\n';
  delete texts['/w/broken.mmspec'];
  const changes = ['ops', 'broken'].map((name) => ({ uri: `file:///w/${name}.mmspec`, type: 2 }));
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  while (JSON.stringify([told(editor)['user.mmspec'], told(editor)['broken.mmspec']]) !== '[["mmspec MM0208","mmspec MM0329"],[]]') await editor.told();
  await editor.open('file:///w/lost.mmspec', lost);
  await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: 'file:///w/lost.mmspec' } });
  await editor.ask('mmspec/counts', {});
  expect(told(editor)['lost.mmspec']).toEqual(['mmspec check wrong is not met']);
});

test('it can be cancelled between two files', async () => {
  let cancel = (): void => undefined;
  const cancelled = new Promise<void>((resolve) => void (cancel = resolve));
  const editor = await begun(files(), {
    host: {
      run: async () => {
        cancel();
        await new Promise((resolve) => void setTimeout(resolve, 50));
        return { results: [], scenarios: [], why: '' };
      },
    },
  });
  const source = new CancellationTokenSource();
  const asked = editor.connection.sendRequest<{ readonly text: string }>('workspace/executeCommand', { command: 'mmspec.server.runAll' }, source.token);
  await cancelled;
  source.cancel();
  expect((await asked).text).toBe('Cancelled after 1 of 4 files: 0 checks as expected.');
});

test('an editor without commands of its own is shown the summary', async () => {
  const shown: string[] = [];
  const editor = await begun(
    files(),
    { before: (connection) => void connection.onNotification('window/showMessage', ({ message }: { readonly message: string }) => void shown.push(message)) },
    { lensCommands: false },
  );
  await runAll(editor);
  expect(shown).toEqual([summary.text]);
});

test('a client that asks is told nothing, and to ask again where something changed', async () => {
  const refreshed: string[] = [];
  const editor = await begun(files(), {
    ...pulling,
    before: (connection) => connection.onRequest('workspace/diagnostic/refresh', () => void refreshed.push('')),
  });
  expect(editor.capabilities.diagnosticProvider).toEqual({ identifier: 'mmspec', interFileDependencies: true, workspaceDiagnostics: true });
  const uri = 'file:///w/lost.mmspec';
  await editor.open(uri, lost);
  const ask = (previousResultId?: string): Promise<DocumentDiagnosticReport> =>
    editor.ask('textDocument/diagnostic', { textDocument: { uri }, ...(previousResultId === undefined ? {} : { previousResultId }) });
  const first = await ask();
  expect(first).toMatchObject({ kind: 'full', items: [] });
  expect(await ask(first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
  await editor.ask('workspace/executeCommand', { command: 'mmspec.server.run', arguments: [{ uri, names: null }] });
  const second = await ask(first.resultId);
  expect(second).toMatchObject({ kind: 'full', items: [{ source: 'mmspec check' }] });
  while (refreshed.length === 0) await new Promise((resolve) => void setTimeout(resolve, 5));
  expect(editor.published).toEqual([]);
});

test('diagnostics of the whole workspace come file by file, once, and again when one changes', async () => {
  const texts = files();
  const editor = await begun(texts, pulling);
  const ask = (previousResultIds: readonly object[]): Promise<WorkspaceDiagnosticReport> => editor.ask('workspace/diagnostic', { previousResultIds });
  const first = await ask([]);
  expect(Object.fromEntries(first.items.map((each) => [each.uri, each.kind === 'full' && each.items.map(({ code }) => code)]))).toEqual({
    'file:///w/lost.mmspec': [],
    'file:///w/ops.mmspec': [],
    'file:///w/deep/user.mmspec': [],
    'file:///w/broken.mmspec': ['MM0205'],
  });
  // Nothing is new, so it is answered when something is.
  const next = ask(first.items.map(({ uri, resultId }) => ({ uri, value: resultId })));
  texts['/w/ops.mmspec'] = 'module ops\n';
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///w/ops.mmspec', type: 2 }] });
  expect((await next).items.map(({ uri }) => uri)).toEqual(['file:///w/deep/user.mmspec']);
});

test('a client that cannot be told to ask again is told what is wrong', async () => {
  const editor = await begun(files(), { textDocument: { diagnostic: {} } });
  expect(editor.capabilities.diagnosticProvider).toBeUndefined();
  await editor.open('file:///w/broken.mmspec', broken);
  expect((await editor.diagnostics('file:///w/broken.mmspec', 1)).map(({ code }) => code)).toEqual(['MM0205']);
});
