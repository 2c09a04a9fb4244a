import { describe, expect, test } from 'vitest';
import type { InlayHint } from 'vscode-languageserver/node';
import { opened, type Opened } from './opened.ts';

/*
 * After a run the end of each line says how often its steps were taken, as long as the same texts stand there.
 */

const text = `module m
const LIMIT: 0..9 = 2
shared n: 0..9 = 0
op rise() {
  inc: n += 1
}
actor a {
  loop {
    wait: await n < LIMIT
    up:   rise()
  }
}
actor b {
  one: skip  two: skip
  odd: await n > LIMIT
}
check small { ignore deadlock }
check never { LIMIT = 0  ignore deadlock }
`;

const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

/** Labels are texts here. */
const textOf = (label: InlayHint['label']): string => (typeof label === 'string' ? label.trim() : '');

async function hints({ ask }: Opened): Promise<string[]> {
  const all = await ask<InlayHint[]>('textDocument/inlayHint', { range });
  return all.map(({ position, label }) => `${position.line + 1}: ${textOf(label)}`);
}

const run = ({ editor, uri }: Opened, names: readonly string[] | null): Promise<unknown> =>
  editor.ask('workspace/executeCommand', { command: 'mmspec.server.run', arguments: [{ uri, names }] });

describe('after a run', () => {
  test('lines say how often their steps were taken, and which never were', async () => {
    const editor = await opened(text);
    expect(await hints(editor)).toEqual([]);
    await run(editor, ['small']);
    // Two rounds of the loop, each beside three places of `b`; both steps of `b` beside five of the loop.
    expect(await hints(editor)).toEqual(['5: 6×', '9: 6×', '14: 5×, 5×', '15: never taken']);
    await run(editor, null);
    expect(await hints(editor)).toEqual(['5: 6×', '9: 6×', '14: 6×, 6×', '15: never taken']);
    const [first] = await editor.ask<InlayHint[]>('textDocument/inlayHint', { range: { start: { line: 4, character: 0 }, end: { line: 4, character: 99 } } });
    expect(first?.tooltip).toBe(
      '`up.rise.inc` was taken 6× in small, never in never.\n\nOf interchangeable actors, and of orders of independent steps, only those count that a search looked at.',
    );
  });

  test('they go with the text that was checked, and come back with it', async () => {
    const editor = await opened(text);
    await run(editor, ['small']);
    const known = await hints(editor);
    await editor.editor.change(editor.uri, 2, [{ text: `${text}// more\n` }]);
    expect(await hints(editor)).toEqual([]);
    await editor.editor.change(editor.uri, 3, [{ text }]);
    expect(await hints(editor)).toEqual(known);
  });

  test('a search that has not seen all states says nothing of never', async () => {
    const large = `module m
shared n: 0..9 = 0
shared bits: bool[0..29] = false
actor flip[2] { loop { any: choose i in 0..29  set: bits[i] = not bits[i] } }
actor late { far: await forall i in 0..29: bits[i]  n = 1 }
check c { }
`;
    const { editor, uri, ask } = await opened(large, { memoryMax: 2_000_000 });
    await editor.ask('workspace/executeCommand', { command: 'mmspec.server.run', arguments: [{ uri, names: ['c'] }] });
    expect((await ask<InlayHint[]>('textDocument/inlayHint', { range })).map(({ label }) => textOf(label))).toContain('not taken yet, not taken yet');
  });

  test('they can be turned off, and leave the others', async () => {
    const editor = await opened(text, { stepHints: false });
    await run(editor, ['small']);
    expect(await hints(editor)).toEqual([]);
    await editor.editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: { mmspec: { stepHints: true, inlayHints: false } } });
    expect(await hints(editor)).toHaveLength(4);
  });
});
