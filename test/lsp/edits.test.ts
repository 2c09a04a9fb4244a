import { parseCache, snapshotOf } from '@mmspec/ide';
import type { Diagnostic } from 'vscode-languageserver/node';
import { expect, test } from 'vitest';
import { client } from './client.ts';
import { offsetAt, rangeAt } from './positions.ts';
import { applied, askAll, randomEdit, randomFrom, resolve, texts } from './edits.ts';

/*
 * Law: whatever is typed, no feature throws, the text of the server is that of the editor, and diagnostics are about the text that they name.
 */

const short = texts.filter((text) => text.length < 3000);

test('20,000 random edits: the server has the text of the editor', async () => {
  const random = randomFrom(5);
  const editor = await client({}, { delay: 100_000 });
  for (let file = 0; file < 40; file++) {
    const uri = `file:///w/f${file}.mmspec`;
    let text = texts[file % texts.length] ?? '';
    await editor.open(uri, text);
    for (let version = 2; version <= 501; version++) {
      const edit = randomEdit(text, random);
      const range = rangeAt(text, edit.start, edit.end);
      // A position between `\r` and `\n` cannot be said.
      if (offsetAt(text, range.start) !== edit.start || offsetAt(text, range.end) !== edit.end) continue;
      await editor.change(uri, version, [{ range, text: edit.text }]);
      text = applied(text, edit);
    }
    expect(await editor.ask('mmspec/text', { uri })).toBe(text);
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }
  editor.stop();
});

test('random edits: every feature answers', () => {
  const random = randomFrom(7);
  for (let round = 0; round < 30; round++) {
    let text = short[round % short.length] ?? '';
    for (let edit = 0; edit < 25; edit++) {
      const next = randomEdit(text, random);
      text = applied(text, next);
      asked(text, next.start + next.text.length);
    }
  }
});

test.each([1, 2, 3])('typing a file character by character, and deleting it (%i)', (number) => {
  const text = short.at(-number) ?? '';
  for (let length = 0; length <= text.length; length += 2) asked(text.slice(0, length), length);
  for (let length = text.length; length > 0; length -= 17) asked(text.slice(text.length - length), 0);
});

test('diagnostics are those of the version that they name', async () => {
  const random = randomFrom(11);
  const editor = await client();
  const uri = 'file:///w/typed.mmspec';
  let text = short[3] ?? '';
  await editor.open(uri, text);
  const versions = new Map([[1, text]]);
  for (let version = 2; version <= 60; version++) {
    const edit = randomEdit(text, random);
    text = applied(text, edit);
    versions.set(version, text);
    await editor.change(uri, version, [{ text }]);
    if (version % 7 === 0) await editor.diagnostics(uri, version);
  }
  await editor.diagnostics(uri, 60);
  for (const { version, diagnostics } of editor.published) {
    const about = versions.get(version ?? 0) ?? '';
    const { analysed } = snapshotOf({ path: '/w/typed.mmspec', text: about }, resolve, parseCache().read);
    const own = analysed.diagnostics.filter(({ span }) => span.file === 0).map(({ code }) => code);
    expect(diagnostics.map(({ code }: Diagnostic) => code).slice(0, own.length)).toEqual(own);
  }
  editor.stop();
});

/** A failure shows the text that caused it. */
function asked(text: string, offset: number): void {
  try {
    askAll(text, Math.min(offset, text.length));
  } catch (error) {
    throw new Error(`at ${offset} of ${JSON.stringify(text)}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`, { cause: error });
  }
}
