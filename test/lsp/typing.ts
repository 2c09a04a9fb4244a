import { parseCache, snapshotOf } from '@mmspec/ide';
import type { Diagnostic } from 'vscode-languageserver/node';
import { expect } from 'vitest';
import { client, type Client } from './client.ts';
import { applied, randomEdit, randomFrom, resolve, type Edit } from './edits.ts';
import { offsetAt, positionAt, rangeAt } from './positions.ts';

/*
 * An editor in which somebody types: its text is that of the server, whatever is asked meanwhile is answered,
 * and diagnostics are about the version that they name.
 */

export interface Typist {
  /** Makes an edit, and asks something. */
  readonly edit: (edit: Edit, asks: boolean) => Promise<void>;
  /** Compares the text, and what is said about it, with those of the server. */
  readonly compare: () => Promise<void>;
  readonly text: () => string;
  readonly stop: () => void;
}

const options = { tabSize: 2, insertSpaces: true };
/** What an editor asks of its own accord, by turns. */
const questions = [
  'completion',
  'documentHighlight',
  'semanticTokens/full',
  'codeLens',
  'hover',
  'documentSymbol',
  'signatureHelp',
  'inlayHint',
  'foldingRange',
  'codeAction',
  'documentLink',
  'linkedEditingRange',
  'selectionRange',
  'definition',
  'prepareRename',
  'onTypeFormatting',
  'prepareCallHierarchy',
];

let count = 0;

/** Opens a text; `delay` milliseconds after an edit its diagnostics come. */
async function typist(opened: string, delay: number): Promise<Typist> {
  const editor: Client = await client({}, { delay });
  const uri = `file:///w/typed${++count}.mmspec`;
  let text = opened;
  let version = 1;
  await editor.open(uri, text);
  const ask = async (offset: number): Promise<void> => {
    const position = positionAt(text, offset);
    const range = { start: position, end: position };
    const method = questions[version % questions.length] ?? '';
    await editor.ask(`textDocument/${method}`, {
      textDocument: { uri },
      position,
      positions: [position],
      range,
      options,
      ch: '}',
      context: { diagnostics: [] },
    });
  };
  return {
    text: () => text,
    async edit(edit, asks) {
      const range = rangeAt(text, edit.start, edit.end);
      // A position between `\r` and `\n` cannot be said.
      if (offsetAt(text, range.start) !== edit.start || offsetAt(text, range.end) !== edit.end) return;
      await editor.change(uri, ++version, [{ range, text: edit.text }]);
      text = applied(text, edit);
      if (asks) await ask(edit.start + edit.text.length);
    },
    async compare() {
      expect(await editor.ask('mmspec/text', { uri })).toBe(text);
      // A version of its own, so that diagnostics are not waited for in vain; they come at once from here on.
      await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: { mmspec: { delay: 0 } } });
      await editor.change(uri, ++version, [{ text }]);
      const found = await editor.diagnostics(uri, version);
      await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: { mmspec: { delay } } });
      expect(codesOf(found)).toEqual(codesOfText(text).slice(0, 1000));
    },
    stop: () => editor.stop(),
  };
}

const codesOf = (found: readonly Diagnostic[]): unknown[] => found.map(({ code }) => code);

function codesOfText(text: string): unknown[] {
  const { analysed } = snapshotOf({ path: '/w/typed.mmspec', text }, resolve, parseCache().read);
  return analysed.diagnostics.filter(({ span }) => span.file === 0).map(({ code }) => code);
}

/** Types a text and deletes it again from its beginning, a character at a time; asks something after every so many. */
export async function typeAndDelete(text: string, every: number): Promise<void> {
  const person = await typist('', 2);
  for (let at = 0; at < text.length; at++) {
    await person.edit({ start: at, end: at, text: text[at] ?? '' }, at % every === 0);
    if (at % 500 === 499) await person.compare();
  }
  await person.compare();
  expect(person.text()).toBe(text);
  for (let left = text.length; left > 0; left--) {
    await person.edit({ start: 0, end: 1, text: '' }, left % every === 0);
    if (left % 500 === 499) await person.compare();
  }
  await person.compare();
  expect(person.text()).toBe('');
  person.stop();
}

/** So many random edits of a text, with a question after every so many. */
export async function editAtRandom(text: string, edits: number, every: number, seed: number): Promise<void> {
  const random = randomFrom(seed);
  const person = await typist(text, 100_000);
  for (let edit = 1; edit <= edits; edit++) {
    await person.edit(randomEdit(person.text(), random), edit % every === 0);
    if (edit % 100 === 0) await person.compare();
  }
  await person.compare();
  person.stop();
}

/** A failure says with which seed it comes again. */
export async function seeded(seed: number, action: (seed: number) => Promise<void> | void): Promise<void> {
  try {
    await action(seed);
  } catch (error) {
    throw new Error(`with seed ${seed}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`, { cause: error });
  }
}
