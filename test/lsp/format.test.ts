import { difference, parse } from '@mmspec/syntax';
import { formatSpec } from '@mmspec/format';
import type { TextEdit } from 'vscode-languageserver/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixture } from '../ide/fixture.ts';
import { corpus, randomFrom } from '../syntax/corpus.ts';
import { client, type Client } from './client.ts';
import { afterEdits, positionAt, rangeAt } from './positions.ts';

/*
 * Formatting as an editor asks for it: of a document, of a range `«…»`, and at a brace that was typed at `$0`.
 */

let editor: Client;
beforeAll(async () => (editor = await client()));
afterAll(() => editor.stop());

let count = 0;
const options = { tabSize: 2, insertSpaces: true };

async function opened(text: string): Promise<string> {
  const uri = `file:///w/format${count++}.mmspec`;
  await editor.open(uri, text);
  return uri;
}

async function document(text: string): Promise<string> {
  return afterEdits(text, await editor.ask<TextEdit[]>('textDocument/formatting', { textDocument: { uri: await opened(text) }, options }));
}

async function lines(text: string, start: number, end: number): Promise<string> {
  return afterEdits(
    text,
    await editor.ask<TextEdit[]>('textDocument/rangeFormatting', { textDocument: { uri: await opened(text) }, range: rangeAt(text, start, end), options }),
  );
}

async function range(marked: string): Promise<string> {
  const {
    snapshot,
    marked: [mark = ''],
  } = fixture(marked);
  const [start = 0, end = 0] = mark.replace(/^.*:/u, '').split('-').map(Number);
  return lines(snapshot.main.text, start, end);
}

async function typed(marked: string): Promise<string> {
  const { snapshot, cursor } = fixture(marked);
  const { text } = snapshot.main;
  return afterEdits(
    text,
    await editor.ask<TextEdit[]>('textDocument/onTypeFormatting', {
      textDocument: { uri: await opened(text) },
      position: positionAt(text, cursor),
      ch: '}',
      options,
    }),
  );
}

const messy = 'module m\nshared  x:bool = false\nshared yy  : bool=true\nactor a{\none:x=true\nlonger:yy=false\n}\n';

describe('a range', () => {
  test('of lines is formatted alone', async () => {
    expect(await range(messy.replace('shared  x', '«shared  x').replace('true\nactor', 'true»\nactor'))).toBe(
      messy.replace('  x:bool', ' x:  bool').replace('yy  : bool=true', 'yy: bool = true'),
    );
  });
  test('inside a block is formatted alone', async () => {
    expect(await range(messy.replace('one:', '«one:').replace('x=true\n', 'x=true\n»'))).toBe(messy.replace('one:x=true', '  one:    x = true'));
  });
  test('brings the empty line before a declaration', async () => {
    expect(await range(messy.replace('actor', '«actor»'))).toBe(messy.replace('actor a{', '\nactor a {'));
  });
  test('of a text with a mistake stays', async () => {
    const broken = messy.replace('longer:yy=false', 'longer:yy=');
    expect(await range(`«${broken}»`)).toBe(broken);
  });
});

describe('a closing brace', () => {
  test('formats what it ends', async () => {
    expect(await typed('module m\nshared  x: bool = false\nactor a {\n  if x {\n  x=false\n      }$0\n}\n')).toBe(
      'module m\nshared  x: bool = false\nactor a {\n  if x {\n    x = false\n  }\n}\n',
    );
  });
  test('ends the nearest open block', async () => {
    expect(await typed(messy.replace('}\n', '}$0\n'))).toBe(
      messy.replace('actor a{', '\nactor a {').replace('one:x=true', '  one:    x = true').replace('longer:yy=false', '  longer: yy = false'),
    );
  });
  test('that ends nothing changes nothing', async () => expect(await typed('module m\nactor a { }\n}$0\n')).toBe('module m\nactor a { }\n}\n'));
});

test('the ends of lines stay what they are', async () => {
  const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
  expect(await document(crlf(messy))).toBe(crlf(formatSpec(messy)));
  const uri = await opened(crlf(formatSpec(messy)));
  expect(await editor.ask('textDocument/formatting', { textDocument: { uri }, options })).toEqual([]);
});

/** Takes blanks out and puts them in at random. */
function mangled(text: string, random: () => number): string {
  return text
    .split('\n')
    .map((line) => `${' '.repeat(random() * 3)}${line.trim()}${'\n'.repeat(random() < 0.1 ? 2 : 0)}`)
    .join('\n');
}

const parsed = (text: string) => parse({ path: '', text }, 0).module;

describe('of every spec', () => {
  const random = randomFrom(3);
  test.each(corpus.filter(({ name }) => /^(?:specs|examples)\//u.test(name)).map(({ name, text }) => [name, text] as const))('%s', async (_, text) => {
    expect(await document(text)).toBe(text);
    const other = mangled(text, random);
    expect(await document(other)).toBe(formatSpec(other));
    const start = Math.floor(random() * other.length);
    const part = await lines(other, start, Math.min(other.length, start + Math.floor(random() * 400)));
    expect(difference(parsed(other), parsed(part))).toBeNull();
    expect(formatSpec(part)).toBe(formatSpec(other));
  });
});
