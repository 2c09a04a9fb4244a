import { parseCache, snapshotOf } from '@mmspec/ide';
import type { Diagnostic } from 'vscode-languageserver/node';
import { describe, expect, test } from 'vitest';
import { corpus } from '../syntax/corpus.ts';
import { client } from './client.ts';
import { applied, asked, named, randomEdit, randomFrom, resolve, texts } from './edits.ts';
import { formsOf } from './forms.ts';
import { typed } from './typed.ts';
import { editAtRandom, seeded, typeAndDelete } from './typing.ts';

/*
 * Law: whatever is typed, no feature throws, the text of the server is that of the editor, and diagnostics are about the text that they name.
 */

const short = texts.filter((text) => text.length < 3000);
/** Of all files together. */
/** The long tests make all of them. */
const edits = process.env.MMSPEC_TESTS === 'long' ? 20_000 : 10_000;
const perFile = Math.ceil(edits / named.length);

describe(`${edits} random edits over all specs and examples: the server has the text of the editor, and answers`, () => {
  test.each(named.map(({ name, text }, index) => [name, text, index] as const))('%s', (_, text, index) =>
    seeded(index, (seed) => editAtRandom(text, perFile, 60, seed)),
  );
});

describe('three specs', () => {
  test('use every construct together', () => {
    const every = new Set(corpus.flatMap(({ text }) => [...formsOf(text)]));
    // A file of imports alone, as `kernel.sync` is.
    every.delete('module without items');
    const used = new Set(typed.flatMap((text) => [...formsOf(text)]));
    expect([...every].filter((form) => !used.has(form))).toEqual([]);
  });
  test.each(typed.map((text, index) => [index + 1, text] as const))('are typed and deleted character by character in an editor (%i)', (_, text) =>
    typeAndDelete(text, 4),
  );
  test.each(typed.map((text, index) => [index + 1, text] as const))('are half typed: every feature answers (%i)', (from, text) => {
    for (let length = from; length <= text.length; length += 3) asked(text.slice(0, length), length, length % 11 === 0);
  });
});

test('random edits: every feature answers', () => {
  const random = randomFrom(7);
  for (let round = 0; round < 30; round++) {
    let text = short[round % short.length] ?? '';
    for (let edit = 0; edit < 25; edit++) {
      const next = randomEdit(text, random);
      text = applied(text, next);
      asked(text, next.start + next.text.length, true);
    }
  }
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
