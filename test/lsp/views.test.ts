import type { CodeLens, DocumentLink, SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver/node';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../syntax/corpus.ts';
import { opened } from './opened.ts';
import { other, two } from './two_files.ts';

/*
 * What is shown over the text: colours of names in parts, links to the kernel, how often declarations are used.
 */

describe('semantic tokens', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `shared x${index}: bool = false`);
  const text = `module m\n${lines.join('\n')}\n`;
  test('of a part of a file', async () => {
    const { ask } = await opened(text);
    const range = { start: { line: 3, character: 0 }, end: { line: 4, character: 10 } };
    expect((await ask<SemanticTokens>('textDocument/semanticTokens/range', { range })).data).toEqual([3, 7, 2, 6, 1, 1, 7, 2, 6, 1]);
  });
  test('that changed since an answer', async () => {
    const { ask, editor, uri } = await opened(text);
    const first = await ask<SemanticTokens>('textDocument/semanticTokens/full');
    const at = { line: 10, character: 0 };
    await editor.change(uri, 2, [{ range: { start: at, end: at }, text: 'const N: 1..2 = 1\n' }]);
    const { edits, resultId } = await ask<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', { previousResultId: first.resultId });
    expect(edits).toEqual([{ start: 45, deleteCount: 0, data: [1, 6, 1, 6, 3] }]);
    expect(await ask<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', { previousResultId: resultId })).toMatchObject({ edits: [] });
    expect(await ask<SemanticTokens>('textDocument/semanticTokens/full/delta', { previousResultId: 'nobody knows' })).toHaveProperty('data');
  });
  test('law: what changed, put into the last answer, is the present one', async () => {
    const random = randomFrom(7);
    const { ask, editor, uri } = await opened(text);
    let { data, resultId } = await ask<SemanticTokens>('textDocument/semanticTokens/full');
    for (let version = 2; version < 80; version++) {
      const [line, next] = [Math.floor(random() * 20), Math.floor(random() * 20)].toSorted((a, b) => a - b);
      const range = { start: { line: line ?? 0, character: 0 }, end: { line: random() < 0.5 ? (next ?? 0) : (line ?? 0), character: 0 } };
      await editor.change(uri, version, [{ range, text: random() < 0.3 ? '' : `shared y${version}: bool = x1\n` }]);
      const delta = await ask<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', { previousResultId: resultId });
      for (const { start, deleteCount, data: added = [] } of delta.edits) data = [...data.slice(0, start), ...added, ...data.slice(start + deleteCount)];
      const whole = await ask<SemanticTokens>('textDocument/semanticTokens/full');
      expect(data).toEqual(whole.data);
      ({ resultId } = whole);
    }
  });
});

describe('what comments cite of the kernel', () => {
  const text =
    '/// Follows gup_fast() of mm/gup.c.\n/// The kernel: later than 6.12.117, where include/linux/mm.h, folio_get() has it.\n/// 70cbc3cc78a9 fixed it; specs/kernel/folio.mmspec and x/mm/gup.c are none, nor is 123456789012.\nmodule m\n';
  const cited = async (options?: Record<string, unknown>): Promise<unknown[]> => {
    const { ask, show } = await opened(text, options);
    return (await ask<DocumentLink[]>('textDocument/documentLink')).map(({ range, target }) => [show(range), target]);
  };
  const commit = ['3:5 70cbc3cc78a9', 'https://git.kernel.org/linus/70cbc3cc78a9'];
  test('leads to its sources, of the version that is said', async () =>
    expect(await cited()).toEqual([
      ['1:27 mm/gup.c', 'https://elixir.bootlin.com/linux/v6.12.117/source/mm/gup.c'],
      ['2:44 include/linux/mm.h', 'https://elixir.bootlin.com/linux/v6.12.117/source/include/linux/mm.h'],
      commit,
    ]));
  test('leads to a folder', async () =>
    expect(await cited({ kernelSources: '/home/linux' })).toEqual([
      ['1:27 mm/gup.c', 'file:///home/linux/mm/gup.c'],
      ['2:44 include/linux/mm.h', 'file:///home/linux/include/linux/mm.h'],
      commit,
    ]));
  test('leads nowhere if that is wanted', async () => expect(await cited({ kernelSources: '' })).toEqual([]));
});

describe('lenses of references', () => {
  const text = two('shared own: bool = false\nactor a { here: go(own) }', other);
  test('are off', async () => {
    const { ask } = await opened(text);
    expect((await ask<CodeLens[]>('textDocument/codeLens')).filter(({ command }) => command === undefined)).toEqual([]);
  });
  test('say how often a declaration is used, once they are looked at', async () => {
    const { ask, editor, show } = await opened(text, { lensCommands: true, referenceLenses: true });
    const lenses = (await ask<CodeLens[]>('textDocument/codeLens')).filter(({ command }) => command === undefined);
    const resolved = await Promise.all(lenses.map((lens) => editor.ask<CodeLens>('codeLens/resolve', lens)));
    expect(resolved.map(({ range, command }) => [show(range), command?.title, command?.command])).toEqual([
      ['3:8 own', '1 reference', 'mmspec.showReferences'],
      ['4:7 a', '0 references', 'mmspec.showReferences'],
    ]);
    expect(resolved[0]?.command?.arguments?.slice(0, 2)).toEqual(['file:///w/main.mmspec', { line: 2, character: 7 }]);
  });
  test('without a place are refused', async () => {
    const { editor } = await opened(text);
    await expect(editor.ask('codeLens/resolve', {})).rejects.toThrow(/range/u);
  });
});
