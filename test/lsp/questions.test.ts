import { describe, expect, test } from 'vitest';
import type { CodeAction, InlayHint } from 'vscode-languageserver/node';
import { client } from './client.ts';
import { opened, type Opened } from './opened.ts';

/*
 * Questions about a whole spec: an audit beside the source, changes as code actions, and what is different in another spec.
 */

const text = `module m
import kernel.lock
object Counter { lock: Lock  n: 0..2 = 0 }
shared counter: Counter
actor cpu[2] {
  take:  lock(counter.lock)
  read:  let n = counter.n
  drop:  unlock(counter.lock)
  write: counter.n = n + 1
}
invariant counted: (forall c in cpu: c at done) implies counter.n == 2
check c { } expect violates counted
`;

/** The same with the write under the lock. */
const mended = text
  .replace('  drop:  unlock(counter.lock)\n  write: counter.n = n + 1\n', '  write: counter.n = n + 1\n  drop:  unlock(counter.lock)\n')
  .replace('violates counted', 'holds');

const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

async function hints({ ask }: Opened): Promise<string[]> {
  const all = await ask<InlayHint[]>('textDocument/inlayHint', { range: whole });
  return all.flatMap(({ position, label }) =>
    typeof label === 'string' && /needed|superfluous/u.test(label) ? [`${position.line + 1}: ${label.trim()}`] : [],
  );
}

const command = ({ editor, uri }: Opened, name: string, more: object = {}): Promise<{ readonly text: string; readonly why: string }> =>
  editor.ask('workspace/executeCommand', { command: `mmspec.server.${name}`, arguments: [{ uri, ...more }] });

describe('an audit', () => {
  test('stands beside the parts, as long as the same texts do', async () => {
    const editor = await opened(mended);
    expect(await hints(editor)).toEqual([]);
    const { text: said, why } = await command(editor, 'audit');
    expect([said, why]).toEqual(['2 parts tried: some property notices 2 of 2, and none is superfluous.', '']);
    const known = await hints(editor);
    expect(known).toEqual(['6: lock needed (counted)', '8: order needed (counted)']);
    await editor.editor.change(editor.uri, 2, [{ range: { start: { line: 0, character: 8 }, end: { line: 0, character: 8 } }, text: ' // x' }]);
    expect(await hints(editor)).toEqual([]);
    await editor.editor.change(editor.uri, 3, [{ range: { start: { line: 0, character: 8 }, end: { line: 0, character: 13 } }, text: '' }]);
    expect(await hints(editor)).toEqual(known);
  });

  test('tells how far it is', async () => {
    const editor = await opened(mended);
    const messages: string[] = [];
    editor.editor.connection.onNotification('$/progress', ({ value }: { readonly value: { readonly kind: string; readonly message?: string } }) => {
      if (value.kind === 'report') messages.push(value.message ?? '');
    });
    await editor.editor.ask('workspace/executeCommand', { command: 'mmspec.server.audit', arguments: [{ uri: editor.uri }], workDoneToken: 'a' });
    expect(messages[0]).toBe('without 1 of 2: lock(counter.lock)');
  });

  test('of what has errors is refused in a sentence', async () => {
    const editor = await opened(mended.replace('counter.n = n + 1', 'counter.m = n + 1'));
    expect(await command(editor, 'audit')).toEqual({ text: '', why: 'The spec has errors, so nothing was run.' });
  });

  test('of what the compiler refuses says why', async () => {
    const editor = await opened('module m\nconst N: 0..1 = 0\nshared x: 0..3 in 1..N\nactor a { x = 1 }\ninvariant p: x < 2\ncheck c { }\n');
    expect((await command(editor, 'audit')).why).toContain('`x` has no value to begin with');
  });
});

describe('what is missing', () => {
  const at = (line: number): object => ({ range: { start: { line, character: 2 }, end: { line, character: 2 } }, context: { diagnostics: [] } });
  const actions = async ({ ask }: Opened, line: number): Promise<CodeAction[]> =>
    (await ask<CodeAction[]>('textDocument/codeAction', at(line))).filter(({ title }) => /holds/u.test(title));

  test('can be looked for at a check that is violated, and is a code action then', async () => {
    const editor = await opened(text);
    const [search] = await actions(editor, 11);
    expect(search).toMatchObject({ title: 'Look for changes under which c holds', command: { command: 'mmspec.suggest' } });
    expect(await command(editor, 'suggest', { names: ['c'] })).toEqual({ text: 'c: 2 changes, among the quick fixes of the check.', why: '' });
    const [first] = await actions(editor, 11);
    expect(first?.title).toBe('Another order in cpu, line 9: write before drop (c holds)');
    // It is one of the lines that it changes too, and of no other ones.
    expect((await actions(editor, 8)).map(({ title }) => title)).toContain(first?.title);
    expect(await actions(editor, 2)).toEqual([]);
    const edits = first?.edit?.changes?.[editor.uri] ?? [];
    await editor.editor.change(
      editor.uri,
      2,
      edits.toSorted((a, b) => b.range.start.line - a.range.start.line).map(({ range, newText }) => ({ range, text: newText })),
    );
    const ran = await editor.editor.ask<{ readonly results: readonly { readonly results: readonly { readonly verdict: string }[] }[] }>(
      'workspace/executeCommand',
      {
        command: 'mmspec.server.run',
        arguments: [{ uri: editor.uri, names: ['c'] }],
      },
    );
    expect(ran.results[0]?.results.every(({ verdict }) => verdict === 'holds')).toBe(true);
    expect((await actions(editor, 11)).map(({ title }) => title)).toEqual(['Look for changes under which c holds']);
  });

  test('is nothing for a check that holds', async () => {
    expect(await actions(await opened(mended), 11)).toEqual([]);
  });
});

describe('another spec', () => {
  test('is compared, and one that cannot be compared says why', async () => {
    const editor = await client({ '/w/old.mmspec': text, '/w/now.mmspec': mended, '/w/bad.mmspec': 'module m\nshared n: 0..' });
    const diff = (old: string, now: string): Promise<{ readonly text: string; readonly why: string }> =>
      editor.ask('mmspec/diff', { old: `file:///w/${old}`, now: `file:///w/${now}` });
    const { text: said, why } = await diff('old.mmspec', 'now.mmspec');
    expect(why).toBe('');
    expect(said).toContain('c: counted violated -> holds');
    expect((await diff('old.mmspec', 'old.mmspec')).text).toContain('There is no difference');
    expect((await diff('bad.mmspec', 'old.mmspec')).why).toContain('errors');
    expect((await diff('old.mmspec', 'bad.mmspec')).text).toContain('/w/bad.mmspec has errors, so nothing was compared.');
    await expect(editor.ask('mmspec/diff', { old: 'file:///w/old.mmspec' })).rejects.toThrow('no sound `now`');
    await expect(diff('old.mmspec', 'nowhere.mmspec')).rejects.toThrow('There is no document');
    editor.stop();
  });
});
