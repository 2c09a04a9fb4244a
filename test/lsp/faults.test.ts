import { afterAll, describe, expect, test, vi } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver';

/*
 * A fault of mmspec itself in one document costs that document, and no other: the server goes on. Faults are seeded in the
 * analysis of texts that have the word FAULT.
 */

const faults: Readonly<Record<string, () => unknown>> = {
  error: () => {
    throw new TypeError('a seeded fault');
  },
  overflow: () => {
    const deep = (count: number): number => 1 + deep(count + 1);
    return deep(0);
  },
};

vi.doMock('../../packages/semantics/src/analyse.ts', async (original) => {
  const own = await original<typeof import('../../packages/semantics/src/analyse.ts')>();
  return {
    ...own,
    analyse: (...given: Parameters<typeof own.analyse>) => {
      const seeded = /FAULT (\w+)/u.exec(given[0].text)?.[1];
      if (seeded !== undefined) faults[seeded]?.();
      return own.analyse(...given);
    },
  };
});
afterAll(() => vi.doUnmock('../../packages/semantics/src/analyse.ts'));
const { client } = await import('./client.ts');

const good = 'module m\nshared x: 0..3 = 0\nactor a { x = y }\n';
const position = { line: 1, character: 8 };

const said = (diagnostics: readonly Diagnostic[]): string[] => diagnostics.map(({ message }) => JSON.stringify(message));

describe.each(['error', 'overflow'])('a fault (%s)', (kind) => {
  const bad = `module n // FAULT ${kind}\n`;

  test('in one document is told as its diagnostic; it goes with the text, and others never had it', async () => {
    const editor = await client();
    await editor.open('file:///w/bad.mmspec', bad);
    await editor.open('file:///w/good.mmspec', good);
    const [told] = await editor.diagnostics('file:///w/bad.mmspec', 1);
    expect(told?.message).toMatch(
      /^The analysis of this text failed: (TypeError: a seeded fault|RangeError: Maximum call stack size exceeded)\. This is a fault of mmspec itself, not of your spec; please report it with the spec\.$/u,
    );
    expect(said(await editor.diagnostics('file:///w/good.mmspec', 1)).join()).toContain('`y`');
    await editor.change('file:///w/bad.mmspec', 2, [{ text: good.replace('= y', '= 1') }]);
    expect(said(await editor.diagnostics('file:///w/bad.mmspec', 2)).join()).not.toContain('failed');
    await editor.change('file:///w/bad.mmspec', 3, [{ text: bad }]);
    expect(said(await editor.diagnostics('file:///w/bad.mmspec', 3)).join()).toContain('failed');
    editor.stop();
  });

  test('in a document that others import, or that lies beside them, leaves them what they have', async () => {
    const editor = await client({ '/w/beside.mmspec': bad, '/w/spec.mmspec': good });
    await editor.open('file:///w/spec.mmspec', good);
    await editor.open('file:///w/bad.mmspec', bad);
    const textDocument = { uri: 'file:///w/spec.mmspec' };
    expect(JSON.stringify(await editor.ask('textDocument/hover', { textDocument, position }))).toContain('0..3');
    expect(await editor.ask('textDocument/references', { textDocument, position, context: { includeDeclaration: true } })).toHaveLength(2);
    expect(await editor.ask('workspace/symbol', { query: 'x' })).not.toEqual([]);
    editor.stop();
  });

  test('refuses every request about the document, and a change of a name that might be meant there', async () => {
    const editor = await client({ '/w/beside.mmspec': bad });
    await editor.open('file:///w/spec.mmspec', good);
    await editor.open('file:///w/bad.mmspec', bad);
    const textDocument = { uri: 'file:///w/bad.mmspec' };
    const requests = [
      'hover',
      'definition',
      'completion',
      'documentSymbol',
      'foldingRange',
      'codeLens',
      'documentLink',
      'semanticTokens/full',
      'signatureHelp',
    ];
    for (const name of requests) await expect(editor.ask(`textDocument/${name}`, { textDocument, position })).rejects.toThrow(/failed with message/u);
    await expect(
      editor.ask('workspace/executeCommand', { command: 'mmspec.server.run', arguments: [{ uri: 'file:///w/bad.mmspec', names: null }] }),
    ).rejects.toThrow();
    await expect(editor.ask('textDocument/rename', { textDocument: { uri: 'file:///w/spec.mmspec' }, position, newName: 'z' })).rejects.toThrow();
    expect(JSON.stringify(await editor.ask('textDocument/hover', { textDocument: { uri: 'file:///w/spec.mmspec' }, position }))).toContain('0..3');
    editor.stop();
  });
});
