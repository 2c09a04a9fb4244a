import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeLens,
  CompletionItem,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  LinkedEditingRanges,
  Location,
  Range,
  SelectionRange,
  SemanticTokens,
  SignatureHelp,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { describe, expect, test } from 'vitest';
import { opened } from './opened.ts';
import { afterEdits, positionAt } from './positions.ts';
import { other, two } from './two_files.ts';

/*
 * Every feature over the protocol, on a text in the marker notation. Formatting and diagnostics have files of their own.
 */

test('hover', async () => {
  const { ask, show } = await opened(two('actor a { g$0o(true) }', `/// Goes there.\n${other}`));
  const { contents, range } = await ask<Hover>('textDocument/hover');
  expect(show(range as Range)).toBe('3:11 go');
  expect(contents).toEqual({ kind: 'markdown', value: '```mmspec\nop go(to: bool)\n```\n\nIts steps:\n\n- `one: x = to`\n- `two: skip`' });
});

describe('completion', () => {
  test('of operations, with holes for their parameters, in an order that the client keeps', async () => {
    const { ask, show } = await opened(two('actor a {\n  var mine: bool = true\n  g$0\n}', other));
    const items = await ask<CompletionItem[]>('textDocument/completion');
    const go = items.find(({ label }) => label === 'go');
    expect(go).toMatchObject({ kind: 2, insertTextFormat: 2, detail: 'op go(to: bool)', textEdit: { newText: 'go(${1:to})' } });
    expect(go?.textEdit !== undefined && 'range' in go.textEdit ? show(go.textEdit.range) : '').toBe('5:3 g');
    expect(items.map(({ sortText = '' }) => sortText)).toEqual(items.map(({ sortText = '' }) => sortText).toSorted());
    const at = (name: string): number => items.findIndex(({ label }) => label === name);
    expect([at('mine') < at('go'), at('go') < at('put')]).toEqual([true, true]);
  });
  test('of snippets for an actor, an object and a check', async () => {
    const { ask } = await opened('module m\n$0\n');
    const items = await ask<CompletionItem[]>('textDocument/completion');
    for (const label of ['actor', 'object', 'check'])
      expect(items.find((item) => item.label === label)).toMatchObject({
        kind: 15,
        insertTextFormat: 2,
        textEdit: { newText: expect.stringMatching(new RegExp(`^${label} \\$\\{1:`, 'u')) },
      });
  });
  test('of fields after a dot, of modules of the folder and of the library', async () => {
    const fields = await opened('module m\nobject F { safe: 0..3 = 0 }\nshared f: F\nactor a { f.$0 }');
    expect(
      (await fields.ask<CompletionItem[]>('textDocument/completion', { context: { triggerKind: 2, triggerCharacter: '.' } })).map(({ label, kind }) => [
        label,
        kind,
      ]),
    ).toEqual([['safe', 5]]);
    const modules = await opened(two('', other).replace('import other', 'import $0'));
    expect((await modules.ask<CompletionItem[]>('textDocument/completion')).map(({ label }) => label)).toEqual(
      expect.arrayContaining(['other', 'kernel.folio']),
    );
  });
  test('of modules: the library first, then files that can be imported', async () => {
    const { ask, editor } = await opened(
      '//- main.mmspec\nmodule main\nimport $0\n//- plain.mmspec\nmodule plain\nshared p: bool = false\n//- back.mmspec\nmodule back\nimport main\n',
    );
    await editor.open('file:///w/sub/deep.mmspec', 'module deep\ncheck c { }\n');
    await editor.open('file:///w/not-a-name.mmspec', 'module not_a_name\n');
    const found = (await ask<CompletionItem[]>('textDocument/completion')).map(({ label }) => label);
    const libraryCount = found.filter((name) => name.startsWith('kernel.')).length;
    expect(found.slice(libraryCount)).toEqual(['plain', 'sub.deep']);
  });
  test('of operations of the library, with the edit that imports them', async () => {
    const { ask, show } = await opened('module m\n\nshared x: bool = false\n\nactor a {\n  if folio_$0\n}');
    const items = await ask<CompletionItem[]>('textDocument/completion');
    const found = items.find(({ label }) => label === 'folio_try_get');
    expect(found).toMatchObject({ labelDetails: { description: 'kernel.folio' }, additionalTextEdits: [{ newText: '\n\nimport kernel.folio' }] });
    expect(found?.additionalTextEdits?.map(({ range }) => show(range))).toEqual(['1:9 ']);
    expect(items.find(({ label }) => label === 'folio_put')).toBeUndefined();
  });
  test('a space brings a list by itself only where few things can be written', async () => {
    const context = { triggerKind: 2, triggerCharacter: ' ' };
    const statement = await opened('module m\nshared x: bool = false\nactor a {\n  x = $0\n}');
    expect(await statement.ask('textDocument/completion', { context })).toEqual([]);
    const label = await opened('module m\nshared x: bool = false\nactor a {\n  here: x = true\n  goto $0\n}');
    expect((await label.ask<CompletionItem[]>('textDocument/completion', { context })).map((item) => item.label)).toEqual(['here']);
  });
});

test('signature help', async () => {
  const { ask } = await opened(two('actor a { go($0', `${other}`));
  expect(await ask<SignatureHelp>('textDocument/signatureHelp')).toMatchObject({
    activeSignature: 0,
    activeParameter: 0,
    signatures: [{ label: 'go(to: bool)', parameters: [{ label: 'to: bool' }] }],
  });
});

test('definition', async () => {
  const { ask, showLocation, marked } = await opened(two('actor a { g$0o(true) }', other.replace('op go', 'op «go»')));
  expect((await ask<Location[]>('textDocument/definition')).map(showLocation)).toEqual(marked);
});

test('references, with and without the declaration', async () => {
  const { ask, showLocation, marked } = await opened(two('actor a { «g$0o»(true)  «go»(false) }', other.replace('op go', 'op «go»')));
  const found = async (includeDeclaration: boolean): Promise<string[]> =>
    (await ask<Location[]>('textDocument/references', { context: { includeDeclaration } })).map(showLocation).sort();
  expect(await found(true)).toEqual([...marked].sort());
  expect(await found(false)).toEqual(marked.filter((place) => !place.startsWith('other')).sort());
});

describe('rename', () => {
  test('of a label, with the steps of scenarios', async () => {
    const { ask, uri, text, show } = await opened('module m\nshared x: bool = false\nactor a { he$0re: x = true  goto here }\nscenario s { a.here }\n');
    expect(await ask('textDocument/prepareRename')).toMatchObject({ placeholder: 'here' });
    const { changes } = await ask<WorkspaceEdit>('textDocument/rename', { newName: 'there' });
    expect(changes?.[uri]?.map(({ range }) => show(range))).toEqual(['3:11 here', '3:32 here', '4:16 here']);
    expect(afterEdits(text, changes?.[uri] ?? [])).toBe(text.replaceAll('here', 'there'));
  });
  test('across files', async () => {
    const { ask } = await opened(two('actor a { g$0o(true) }', other));
    const { changes } = await ask<WorkspaceEdit>('textDocument/rename', { newName: 'walk' });
    expect(Object.entries(changes ?? {}).map(([uri, edits]) => [uri, edits.length])).toEqual([
      ['file:///w/main.mmspec', 1],
      ['file:///w/other.mmspec', 1],
    ]);
  });
  test('to a taken name is refused, and nothing is prepared between words', async () => {
    const taken = await opened(two('actor a { g$0o(true) }\nop run() { skip }', other));
    await expect(taken.ask('textDocument/rename', { newName: 'run' })).rejects.toThrow(/run/u);
    const nothing = await opened('module m\n$0\n');
    expect(await nothing.ask('textDocument/prepareRename')).toBeNull();
    await expect(nothing.ask('textDocument/rename', { newName: 'n' })).rejects.toThrow('There is no name here.');
  });
});

test('document highlight tells reads from writes', async () => {
  const { ask, show, marked } = await opened('module m\nshared «x»: bool = false\nactor a { «x» = true  assert «x$0» }');
  const found = await ask<DocumentHighlight[]>('textDocument/documentHighlight');
  expect(found.map(({ range }) => show(range))).toEqual(marked);
  expect(found.map(({ kind }) => kind)).toEqual([3, 3, 2]);
});

test('linked editing is announced only where it is asked for, and begins at declarations of labels', async () => {
  const spec = 'module m\nshared x: bool = false\nactor a { «he$0re»: x = true  goto «here» }';
  expect((await opened(spec)).editor.capabilities.linkedEditingRangeProvider).toBe(false);
  const { ask, show, marked, editor, uri, text } = await opened(spec, { delay: 0, linkedEditing: true });
  expect(editor.capabilities.linkedEditingRangeProvider).toBe(true);
  const found = await ask<LinkedEditingRanges>('textDocument/linkedEditingRange');
  expect(found.ranges.map(show)).toEqual(marked);
  expect(new RegExp(`^${found.wordPattern ?? ''}$`, 'u').test('next_label')).toBe(true);
  const at = (offset: number): Promise<unknown> => editor.ask('textDocument/linkedEditingRange', { textDocument: { uri }, position: positionAt(text, offset) });
  expect(await at(text.indexOf('x:'))).toBeNull();
  expect(await at(text.lastIndexOf('here') + 2)).toBeNull();
});

test('document symbols are a tree', async () => {
  const { ask, show } = await opened(
    'module m\nshared x: bool = false\nactor a {\n  op go() { one: x = true }\n  var v: bool = false\n  here: go()\n}\ncheck c { }\n',
  );
  const tree = (symbols: readonly DocumentSymbol[]): unknown[] =>
    symbols.map(({ name, detail, kind, selectionRange, children = [] }) => [`${detail ?? ''} ${name} ${kind} ${show(selectionRange)}`, ...tree(children)]);
  expect(tree(await ask('textDocument/documentSymbol'))).toEqual([
    ['shared x 13 2:8 x'],
    ['actor a 2 3:7 a', ['op go 6 4:6 go', ['label one 20 4:13 one']], ['local v 13 5:7 v'], ['label here 20 6:3 here']],
    ['check c 24 8:7 c'],
  ]);
});

test('a file that is half typed keeps its outline and its completions', async () => {
  const { ask } = await opened('module m\nobject F { safe: 0..3 = 0 }\nshared f: F\nactor a {\n  one: if f.$0\n\nactor b { two: skip }\ncheck c { }\n');
  expect((await ask<DocumentSymbol[]>('textDocument/documentSymbol')).map(({ name }) => name)).toEqual(expect.arrayContaining(['F', 'f', 'a', 'b', 'c']));
  expect((await ask<CompletionItem[]>('textDocument/completion')).map(({ label }) => label)).toEqual(['safe']);
});

test('workspace symbols reach fields, operations and labels of all files', async () => {
  const { editor, showLocation } = await opened(two('actor a { get: go(true) }', `${other}\nobject Folio { mapcount: 0..3 = 0 }`));
  const found = async (query: string): Promise<unknown[]> =>
    (await editor.ask<SymbolInformation[]>('workspace/symbol', { query })).map(({ name, kind, containerName, location }) => [
      name,
      kind,
      containerName,
      showLocation(location),
    ]);
  expect(await found('MAPC')).toEqual([['mapcount', 8, 'Folio', 'other.mmspec:7:16 mapcount']]);
  expect(await found('go.one')).toEqual([['one', 20, 'go', 'other.mmspec:4:3 one']]);
  expect((await found('get'))[0]).toEqual(['get', 20, 'a', '3:11 get']);
  expect(await found('nonesuch')).toEqual([]);
  expect((await found('')).length).toBeGreaterThan(6);
});

test('workspace symbols need not be written whole, and reach the library', async () => {
  const { editor } = await opened('module m\nobject Folio { refcount: ref = 1 }\nop folio_try_grab() { skip }\n');
  const found = (await editor.ask<SymbolInformation[]>('workspace/symbol', { query: 'ftg' })).map(({ name, location }) => [name, location.uri]);
  expect(found.slice(0, 2)).toEqual([
    ['folio_try_get', 'mmspec-library:/kernel/folio.mmspec'],
    ['folio_try_grab', 'file:///w/main.mmspec'],
  ]);
  expect((await editor.ask<SymbolInformation[]>('workspace/symbol', { query: '' })).every(({ location }) => location.uri === 'file:///w/main.mmspec')).toBe(
    true,
  );
});

test('folding', async () => {
  const { ask } = await opened('// one\n// two\nmodule m\nimport kernel.lock\nimport kernel.folio\nactor a {\n  loop {\n    skip\n  }\n}\n');
  expect((await ask<FoldingRange[]>('textDocument/foldingRange')).map(({ startLine, endLine, kind }) => [startLine, endLine, kind])).toEqual([
    [0, 1, 'comment'],
    [3, 4, 'imports'],
    [5, 8, 'region'],
    [6, 7, 'region'],
  ]);
});

test('selection ranges, several at once', async () => {
  const { ask, show } = await opened('module m\nshared x: bool = false\nactor a { x = not x }');
  const found = await ask<SelectionRange[]>('textDocument/selectionRange', {
    positions: [
      { line: 2, character: 19 },
      { line: 1, character: 8 },
    ],
  });
  const up = ({ range, parent }: SelectionRange): string[] => [show(range), ...(parent === undefined ? [] : up(parent))];
  expect(found.map((each) => up(each).slice(0, 3))).toEqual([
    ['3:19 x', '3:15 not x', '3:11 x = not x'],
    ['2:8 x', '2:1 shared x: bool = false', expect.stringContaining('1:1 module m')],
  ]);
});

test('semantic tokens are those of the legend', async () => {
  const { ask, text, editor } = await opened('module m\nconst N: 1..3 = 1\nshared x: 0..N = 0\nactor a { here: x = N }');
  const { tokenTypes, tokenModifiers } = editor.capabilities.semanticTokensProvider?.legend ?? { tokenTypes: [], tokenModifiers: [] };
  const { data } = await ask<SemanticTokens>('textDocument/semanticTokens/full');
  const lines = text.split('\n');
  const found: string[] = [];
  let line = 0;
  let start = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, bits = 0] = data.slice(at, at + 5);
    line += down;
    start = down === 0 ? start + right : right;
    found.push(
      [`${lines[line]?.slice(start, start + length) ?? ''}`, tokenTypes[type], ...tokenModifiers.filter((_, bit) => (bits & (1 << bit)) !== 0)].join(' '),
    );
  }
  expect(found).toEqual([
    'N variable declaration readonly',
    'x variable declaration',
    'N variable readonly',
    'a type declaration',
    'here label declaration',
    'x variable modification',
    'N variable readonly',
  ]);
});

describe('inlay hints', () => {
  const text =
    'module m\nimport kernel.folio\nobject Folio { refcount: ref = 1  lock: Lock }\nshared folio: Folio\nactor a {\n  take: folio_get(folio)\n  use:  touch(folio)\n  drop: folio_put(folio)\n}';
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  test('say what is held and what is one step', async () => {
    const { ask } = await opened(text);
    expect(
      (await ask<InlayHint[]>('textDocument/inlayHint', { range })).map(
        ({ position, label }) => `${position.line + 1} ${typeof label === 'string' ? label.trim() : ''}`,
      ),
    ).toEqual(['6 atomic', '7 holds 1 on folio.refcount', '8 atomic']);
    expect(await ask('textDocument/inlayHint', { range: { start: { line: 6, character: 0 }, end: { line: 6, character: 99 } } })).toHaveLength(1);
  });
  test('can be turned off, at the start and later', async () => {
    const off = await opened(text, { delay: 0, inlayHints: false });
    expect(await off.ask('textDocument/inlayHint', { range })).toEqual([]);
    await off.editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: { mmspec: { inlayHints: true } } });
    expect(await off.ask('textDocument/inlayHint', { range })).toHaveLength(3);
  });
});

test.each([null, {}, { mmspec: {} }, { mmspec: null }, { other: 1 }, { mmspec: { lensCommands: 'no', delay: -1 } }].map((settings) => [settings]))(
  'settings that say nothing, %j, leave those of the start',
  async (settings) => {
    const { ask, editor } = await opened('module m\ncheck c { }\n');
    await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings });
    expect((await ask<CodeLens[]>('textDocument/codeLens')).map(({ command }) => command?.command)).toEqual(['mmspec.run']);
  },
);

test('document links', async () => {
  const { ask, show } = await opened(two('import kernel.lock', other));
  expect((await ask<DocumentLink[]>('textDocument/documentLink')).map(({ range, target }) => [show(range), target])).toEqual([
    ['2:8 other', 'file:///w/other.mmspec'],
    ['3:8 kernel.lock', 'mmspec-library:/kernel/lock.mmspec'],
  ]);
});

test('call hierarchy of an operation, both ways', async () => {
  const { ask, editor, show } = await opened(two('op twice() { go(true)  go(false) }\nactor a { twi$0ce() }', other));
  const [item] = await ask<CallHierarchyItem[]>('textDocument/prepareCallHierarchy');
  expect(item).toMatchObject({ name: 'twice', kind: 6, uri: 'file:///w/main.mmspec' });
  const incoming = await editor.ask<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item });
  expect(incoming.map(({ from, fromRanges }) => [from.name, fromRanges.map(show)])).toEqual([['a', ['4:11 twice']]]);
  const outgoing = await editor.ask<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', { item });
  expect(outgoing.map(({ to, fromRanges }) => [to.name, to.uri, fromRanges.map(show)])).toEqual([['go', 'file:///w/other.mmspec', ['3:14 go', '3:24 go']]]);
});

test('lenses on each check, scenario, property and actor', async () => {
  const { ask, show } = await opened(
    'module m\nvariant v: bool = true\nshared x: bool = false\nactor a { here: x = v }\ninvariant p: x or not x\ncheck c { }\ncheck d for v { }\nscenario s { a.here }\n',
  );
  expect(
    (await ask<CodeLens[]>('textDocument/codeLens')).map(({ range, command }) => [
      show(range),
      command?.title,
      command?.command,
      command?.arguments?.map(({ names }: { readonly names: unknown }) => names),
    ]),
  ).toEqual([
    ['4:7 a', '▶ Run all checks', 'mmspec.run', [null]],
    ['5:11 p', '▶ Run all checks', 'mmspec.run', [null]],
    ['6:7 c', '▶ Run', 'mmspec.run', [['c']]],
    ['7:7 d', '▶ Run as matrix', 'mmspec.run', [['d']]],
    ['8:10 s', '▶ Is this possible?', 'mmspec.run', [['s']]],
  ]);
});

test('an editor without commands of its own runs a lens as it stands there', async () => {
  const { ask, editor } = await opened('module m\nshared x: bool = false\nactor a { x = true }\ninvariant p: not x\ncheck c { }\n', { delay: 0 });
  const commands = async (): Promise<unknown[]> => (await ask<CodeLens[]>('textDocument/codeLens')).map(({ command }) => [command?.title, command?.command]);
  const run = 'mmspec.server.run';
  expect(editor.capabilities.executeCommandProvider?.commands).toContain(run);
  expect(await commands()).toEqual([
    ['▶ Run all checks', run],
    ['▶ Run all checks', run],
    ['▶ Run', run],
  ]);
  const { command } = (await ask<CodeLens[]>('textDocument/codeLens')).at(-1) ?? {};
  await editor.ask('workspace/executeCommand', { command: command?.command, arguments: command?.arguments });
  expect(await commands()).toEqual([
    ['▶ Run all checks', run],
    ['▶ Run all checks', run],
    ['▶ Run', run],
    ['violates p in 1 · 2 states', run],
  ]);
});
