import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';
import { describe, expect, onTestFinished, test } from 'vitest';
import { client } from './client.ts';
import { opened } from './opened.ts';
import { afterEdits } from './positions.ts';
import { other, two } from './two_files.ts';

/* Diagnostics over the protocol, and the fixes that an editor is offered for them. */

describe('code actions', () => {
  /** The text after the action of that title, asked for at `$0`. */
  async function after(given: string, title: RegExp): Promise<string> {
    const { ask, text, uri } = await opened(given);
    const [lines = ''] = given.replace(/^\/\/- .*\n/u, '').split('$0');
    const at = { line: lines.split('\n').length - 1, character: lines.length - lines.lastIndexOf('\n') - 1 };
    const actions = await ask<CodeAction[]>('textDocument/codeAction', { range: { start: at, end: at }, context: { diagnostics: [] } });
    const action = actions.find((each) => title.test(each.title));
    return afterEdits(
      text,
      [...(action?.edit?.changes?.[uri] ?? [])].sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character),
    );
  }
  test('a fix of a diagnostic, with the diagnostic', async () => {
    const { ask, editor, uri } = await opened('module m\nshared long_name: bool = false\nactor a { long_nam = true }\n');
    const [diagnostic] = await editor.diagnostics(uri, 1);
    const actions = await ask<CodeAction[]>('textDocument/codeAction', { range: diagnostic?.range, context: { diagnostics: [diagnostic] } });
    expect(actions.find(({ kind }) => kind === 'quickfix')).toMatchObject({
      title: 'Change to `long_name`',
      diagnostics: [{ code: diagnostic?.code, range: diagnostic?.range }],
    });
  });
  test('import what declares an unknown operation: of the library, and of the folder', async () => {
    expect(await after('module m\nactor a { synchronize_r$0cu() }\n', /Import/u)).toBe('module m\n\nimport kernel.rcu\nactor a { synchronize_rcu() }\n');
    expect(
      await after('//- main.mmspec\nmodule main\nactor a { g$0o(true) }\n//- other.mmspec\nmodule other\nop go(to: bool) { skip }\n', /Import/u),
    ).toContain('import other');
    const spec = '//- main.mmspec\nmodule main\nactor a { g$0o(true) }\n//- other.mmspec\nmodule other\nop go(to: bool) { skip }\ncheck c { }\n';
    expect(await after(spec, /Import/u)).not.toContain('import');
  });
  test('wrap in atomic', async () =>
    expect(await after('module m\nshared x: bool = false\nactor a { x = tr$0ue }\n', /atomic/u)).toContain('{ atomic { x = true } }'));
  test('split a step of several locations', async () =>
    expect(await after('module m\nshared x: 0..3 = 0\nshared y: 0..3 = 0\nactor a {\n  x = x$0 + y\n}\n', /[Ss]plit|local/u)).toMatch(/let /u));
  test('a missing setting', async () =>
    expect(await after('module m\nconst N: 1..3 = 2\nshared x: 0..N = 0\nactor a { x = 1 }\ncheck c$0 { }\n', /Set `N`/u)).toContain('{ N = 2 }'));
});

describe('diagnostics', () => {
  const codes = (found: readonly Diagnostic[]): unknown[] => found.map(({ code, severity }) => [code, severity]);
  test('of an imported file stand at the import, and go when it is mended on the disk', async () => {
    const files: Record<string, string> = { '/w/other.mmspec': 'module other\nshared x: Nothing = 1\n' };
    const editor = await client(files);
    onTestFinished(() => editor.stop());
    const uri = 'file:///w/main.mmspec';
    await editor.open(uri, 'module main\nimport other\nactor a { x = 1 }\n');
    expect((await editor.diagnostics(uri, 1))[0]).toMatchObject({
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 12 } },
      relatedInformation: [{ location: { uri: 'file:///w/other.mmspec', range: { start: { line: 1 } } } }],
    });
    files['/w/other.mmspec'] = 'module other\nshared x: 0..1 = 1\n';
    const before = editor.published.length;
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///w/other.mmspec', type: 2 }] });
    while (editor.published.length === before) await editor.told();
    expect(codes(await editor.diagnostics(uri, 1))).toEqual([]);
  });
  test('of an open file that another one imports follow what is typed there', async () => {
    const { editor, uri } = await opened(two('actor a { go(true) }', other));
    await editor.diagnostics(uri, 1);
    const there = 'file:///w/other.mmspec';
    await editor.open(there, 'module other\n');
    while (editor.published.findLast((each) => each.uri === uri)?.diagnostics.length === 0) await editor.told();
    expect(editor.published.findLast((each) => each.uri === uri)?.diagnostics.map(({ message }) => JSON.stringify(message))).toEqual([
      expect.stringContaining('`go`'),
    ]);
  });
  test('of what is unnecessary are told to be', async () => {
    const { editor, uri, show } = await opened(
      'module m\nshared x: bool = false\nactor a {\n  var unused: bool = false\n  one: x = true\n       return\n  late: x = false\n}\ncheck c { }\n',
    );
    expect((await editor.diagnostics(uri, 1)).map(({ range, tags }) => [show(range), tags])).toEqual([
      ['4:7 unused', [1]],
      ['7:3 late', [1]],
    ]);
  });
  test('go with their document', async () => {
    const { editor, uri } = await opened('module m\nactor a { x = 1 }\n');
    expect((await editor.diagnostics(uri, 1)).length).toBeGreaterThan(0);
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await editor.ask('mmspec/counts', {});
    expect(editor.published.at(-1)).toMatchObject({ uri, diagnostics: [] });
  });
});
