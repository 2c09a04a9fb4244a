import type { CodeLens, CompletionItem, Hover, Location, Position, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { describe, expect, onTestFinished, test } from 'vitest';
import { client, type Client } from './client.ts';

/*
 * Specs inside of other texts: what an editor shows in a page of Markdown, a mail, a cover letter. In each page `$` marks the place that is asked about.
 */

const spec = ['module m', 'shared   users: 0..2 = 0', 'actor cpu { load: users = usres }', 'check c { }'];
const good = 'module m\nimport ops\nactor cpu { bump() }\ncheck c { } expect holds\n';
const files = { '/w/ops.mmspec': 'module ops\nshared level: 0..2 = 0\nop bump() { one: level = 1 }\n' };

const fenced = (lines: readonly string[], prefix = ''): string => ['```mmspec', ...lines, '```'].map((line) => `${prefix}${line}`.trimEnd()).join('\n');
const pages: readonly [name: string, language: string, text: string, line: number, column: number][] = [
  ['a.md', 'markdown', `# A page\n\nSome words.\n\n${fenced(spec)}\n\nMore words.\n`, 5, 0],
  ['a.md', 'markdown', `- an item\n\n${fenced(spec, '  ')}\n`, 3, 2],
  ['reply.eml', 'plaintext', `From: a@b.c\nSubject: x\n\nOn Monday somebody wrote:\n${fenced(spec, '> ')}\n\nNo.\n`, 5, 2],
  [
    '0000-cover-letter.patch',
    'diff',
    `From 123 Mon Sep 17 00:00:00 2001\nSubject: [PATCH 0/2] A race\n\n${fenced(spec)}\n\n a.c | 2 +-\n 1 file changed\n`,
    4,
    0,
  ],
  [
    '0001-doc.patch',
    'diff',
    `Subject: [PATCH] Doc\n\ndiff --git a/d.md b/d.md\nnew file mode 100644\n--- /dev/null\n+++ b/d.md\n@@ -0,0 +1,6 @@\n${fenced(spec, '+')}\n`,
    8,
    1,
  ],
];

async function opened(name: string, language: string, text: string): Promise<{ readonly editor: Client; readonly uri: string }> {
  const editor = await client(files);
  onTestFinished(() => editor.stop());
  const uri = `file:///w/${name}`;
  await editor.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: language, version: 1, text } });
  return { editor, uri };
}

const offsetOf = (text: string, { line, character }: Position): number =>
  text
    .split('\n')
    .slice(0, line)
    .reduce((sum, each) => sum + each.length + 1, character);
const under = (text: string, { start, end }: Range): string => text.slice(offsetOf(text, start), offsetOf(text, end));
const applied = (text: string, edits: readonly TextEdit[]): string =>
  edits.toReversed().reduce((now, { range, newText }) => now.slice(0, offsetOf(text, range.start)) + newText + now.slice(offsetOf(text, range.end)), text);

describe.each(pages)('%s (%s)', (name, language, text, line, column) => {
  test('has its mistakes, hovers and lenses where they stand', async () => {
    const { editor, uri } = await opened(name, language, text);
    const found = await editor.diagnostics(uri, 1);
    expect(found.map(({ code, range }) => [code, under(text, range)])).toEqual([['MM0205', 'usres']]);
    const hover = await editor.ask<Hover>('textDocument/hover', { textDocument: { uri }, position: { line: line + 2, character: column + 19 } });
    expect(under(text, hover.range!)).toBe('users');
    const lenses = await editor.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    expect(lenses.map(({ range, command }) => [command?.title, range.start.line - line])).toEqual([
      ['▶ Run all checks', 2],
      ['▶ Run', 3],
    ]);
  });

  test('has nothing in the words around', async () => {
    const { editor, uri } = await opened(name, language, text);
    const here = { textDocument: { uri }, position: { line: 0, character: 3 } };
    for (const method of ['hover', 'prepareRename', 'signatureHelp']) expect(await editor.ask(`textDocument/${method}`, here)).toBeNull();
    for (const method of ['definition', 'completion', 'documentHighlight']) expect(await editor.ask(`textDocument/${method}`, here)).toEqual([]);
    expect(await editor.ask('textDocument/documentSymbol', here)).toEqual([]);
  });
});

test('a check of a block runs by its lens, and its verdict stands there', async () => {
  const text = `Words.\n\n${fenced(good.trimEnd().split('\n'))}\n`;
  const { editor, uri } = await opened('a.md', 'markdown', text);
  const lenses = (): Promise<CodeLens[]> => editor.ask('textDocument/codeLens', { textDocument: { uri } });
  const [, run] = await lenses();
  await editor.ask('workspace/executeCommand', { command: 'mmspec.server.run', arguments: run?.command?.arguments });
  expect((await lenses()).map(({ command }) => command?.title)).toEqual(['▶ Run all checks', '▶ Run', '✓ holds · 2 states']);
  // Words above it move it, and change nothing of it.
  await editor.change(uri, 2, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: 'More.\n' }]);
  expect((await lenses()).map(({ command, range }) => [command?.title, range.start.line])).toEqual([
    ['▶ Run all checks', 6],
    ['▶ Run', 7],
    ['✓ holds · 2 states', 7],
  ]);
});

test('a block imports what stands beside its page, and a rename changes it there', async () => {
  const text = `Words.\n\n${fenced(good.trimEnd().split('\n'), '> ')}\n`;
  const { editor, uri } = await opened('a.md', 'markdown', text);
  expect(await editor.diagnostics(uri, 1)).toEqual([]);
  const here = { textDocument: { uri }, position: { line: 5, character: 14 } };
  expect((await editor.ask<Location[]>('textDocument/definition', here)).map((each) => each.uri)).toEqual(['file:///w/ops.mmspec']);
  expect((await editor.ask<CompletionItem[]>('textDocument/completion', here)).map(({ label }) => label)).toContain('bump');
  await editor.open('file:///w/ops.mmspec', files['/w/ops.mmspec']);
  const { changes } = await editor.ask<WorkspaceEdit>('textDocument/rename', {
    textDocument: { uri: 'file:///w/ops.mmspec' },
    position: { line: 2, character: 4 },
    newName: 'raise',
  });
  expect(changes?.[uri]?.map(({ range }) => under(text, range))).toEqual(['bump']);
});

test('blocks are laid out, and nothing else is; lines of a patch are counted, and stay', async () => {
  const formatted = async (name: string, language: string, text: string): Promise<string> => {
    const { editor, uri } = await opened(name, language, text);
    const edits = await editor.ask<TextEdit[]>('textDocument/formatting', { textDocument: { uri }, options: { tabSize: 2, insertSpaces: true } });
    return applied(text, edits);
  };
  const before = ['module m', 'shared   users:0..2=0'];
  const after = ['module m', 'shared users: 0..2 = 0'];
  for (const [name, language, prefix] of [
    ['a.md', 'markdown', ''],
    ['a.md', 'markdown', '> '],
    ['0000-cover-letter.patch', 'diff', ''],
  ] as const)
    expect(await formatted(name, language, `Some   words.\n\n${fenced(before, prefix)}\nrest\n`)).toBe(`Some   words.\n\n${fenced(after, prefix)}\nrest\n`);
  const [, , , , [, , patch]] = pages as [unknown, unknown, unknown, unknown, (typeof pages)[number]];
  expect(await formatted('0001-doc.patch', 'diff', patch)).toBe(patch);
});

test('a page that is closed has no mistakes any more', async () => {
  const { editor, uri } = await opened('a.md', 'markdown', fenced(spec));
  await editor.diagnostics(uri, 1);
  await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  await editor.ask('mmspec/counts', {});
  expect(editor.published.at(-1)).toEqual({ uri, diagnostics: [] });
});
