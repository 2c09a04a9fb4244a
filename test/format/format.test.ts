import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { difference, parse, tokens } from '@mmspec/syntax';
import fc from 'fast-check';
import * as prettier from 'prettier';
import * as plugin from 'prettier-plugin-mmspec';
import { formatSpec, UnformattableError } from 'prettier-plugin-mmspec';
import { describe, expect, test } from 'vitest';
import { specOf } from '../random/specs.ts';
import { corpus as texts, root } from '../syntax/corpus.ts';

/*
 * Law: a formatted text has the same tree and the same comments, and formatting it again changes nothing.
 */

const parsed = (text: string) => parse({ path: 'a.mmspec', text }, 0);
const isSound = (text: string): boolean => parsed(text).diagnostics.every(({ severity }) => severity !== 'error');

function check(text: string, width?: number): void {
  const once = formatSpec(text, width);
  expect(formatSpec(once, width)).toBe(once);
  expect(difference(parsed(text.replace(/\r\n?/gu, '\n').replace(/[^\S\n]+$/gmu, '')).module, parsed(once).module)).toBe(null);
  expect(once).not.toMatch(/[^\S\n]\n|\n\n\n|^\n|\n\n$/u);
}

const corpus = texts.filter(({ text }) => isSound(text));

test('the corpus is there', () => {
  expect(corpus.length).toBeGreaterThan(40);
});

describe.each([120, 60, 20])('in %i columns', (width) => {
  test.each(corpus.map(({ name, text }) => [name, text] as const))('%s', (_, text) => check(text, width));
});

test('random specs', () => {
  for (let number = 0; number < 300; number++) check(specOf(number), 20 + (number % 5) * 25);
});

test.each([
  ['blanks and labels', 'module m\nactor a{get:  x=1;\nrelease:y=  - 2 ;z=x-1}', 'module m\n\nactor a {\n  get:     x = 1\n  release: y = -2\n           z = x - 1\n}\n'],
  ['types below each other', 'module m\nshared a: bool\nshared long:set<0..3>\nshared q: seq<bool,2>', 'module m\nshared a:    bool\nshared long: set<0..3>\nshared q:    seq<bool, 2>\n'],
  ['a block on one line stays there', 'module m\nactor a { x = 1 y = 2; }', 'module m\nactor a { x = 1  y = 2 }\n'],
  ['an open block stays open', 'module m\nactor a { x = 1\ny = 2 }', 'module m\n\nactor a {\n  x = 1\n  y = 2\n}\n'],
  ['branches below each other', 'module m\nactor a {\n if longer == 1 { x = 1 }\nelse { y = 1 }\n}', 'module m\n\nactor a {\n  if longer == 1 { x = 1 }\n  else           { y = 1 }\n}\n'],
  ['comments', 'module m // first\n\n\n// own\nshared x: bool // a\nshared yy: bool//b\n// end', 'module m // first\n\n// own\nshared x:  bool // a\nshared yy: bool //b\n// end\n'],
  ['expectations below each other', 'module m\ncheck a { } expect violates p\nexpect holds q under fair\n', 'module m\ncheck a { } expect violates p\n  expect holds q under fair\n'],
  ['a long expectation ends its lines at commas', `module m\ncheck a { }\n  expect violates ${'first'.repeat(9)} within 2 when x == 1, ${'other'.repeat(9)} within 3 when x == 1, third\n`, `module m\ncheck a { }\n  expect violates ${'first'.repeat(9)} within 2 when x == 1,\n    ${'other'.repeat(9)} within 3 when x == 1, third\n`],
  ['signs', "module m\ninvariant p:|{1,2}|==2 and x'!=none and q ( 1 )", "module m\ninvariant p: |{1, 2}| == 2 and x' != none and q(1)\n"],
])('%s', (_, before, after) => {
  expect(formatSpec(before)).toBe(after);
});

test('blanks and line ends mean nothing', () => {
  const small = corpus.filter(({ text }) => text.length < 1500);
  fc.assert(
    fc.property(fc.constantFrom(...small), fc.infiniteStream(fc.constantFrom(' ', '  ', '\n', '\n\n', '\t', '\r\n')), ({ text }, blanks) => {
      const mangled = mangle(text, blanks[Symbol.iterator]());
      if (isSound(mangled)) check(mangled);
    }),
    { numRuns: 300 },
  );
});

/** The same tokens with other blanks between them; comments are left out. */
function mangle(text: string, blanks: Iterator<string>): string {
  return tokens({ path: '', text }).map(({ type, image }) => image + (type === 'ReturnValue' ? ' ' : blanks.next().value)).join('');
}

test('a text with a mistake is not touched, and the mistake has a place', () => {
  expect(() => formatSpec('module m\nactor {')).toThrow(UnformattableError);
  try {
    formatSpec('module m\nshared x bool\n');
  } catch (error) {
    expect((error as UnformattableError).loc.start.line).toBe(2);
  }
});

describe('Prettier', () => {
  const run = (text: string, filepath: string): Promise<string> => prettier.format(text, { filepath, plugins: [plugin] });

  test('formats .mmspec files', async () => {
    expect(await run('module m\nshared  x:bool', 'a.mmspec')).toBe('module m\nshared x: bool\n');
  });

  test('formats the mmspec blocks of Markdown, and leaves those with mistakes', async () => {
    const text = '# A\n\n- a list\n\n  ```mmspec\n  module m\n  shared  x:bool\n  ```\n\n```mmspec\nmodule  {\n```\n';
    expect(await run(text, 'a.md')).toBe('# A\n\n- a list\n\n  ```mmspec\n  module m\n  shared x: bool\n  ```\n\n```mmspec\nmodule  {\n```\n');
  });

  test('an empty text with a comment stays', async () => {
    expect(await run('module m\n// end', 'a.mmspec')).toBe('module m\n// end\n');
  });
});

test('`prettier --check` finds every spec of the repository formatted', async () => {
  const prettierMain = createRequire(import.meta.url).resolve('prettier/bin/prettier.cjs');
  const plugged = join(root, 'packages/prettier-plugin/dist/index.js');
  const run = (...files: readonly string[]): Promise<{ readonly code: number | string | null | undefined; readonly said: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, [prettierMain, '--check', '--plugin', plugged, ...files], { cwd: root }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : error.code, said: stdout + stderr }));
    });
  expect(await run('specs/**/*.mmspec', 'examples/*.mmspec')).toEqual({ code: 0, said: 'Checking formatting...\nAll matched files use Prettier code style!\n' });
  const folder = await mkdtemp(join(tmpdir(), 'mmspec-'));
  await writeFile(join(folder, 'rough.mmspec'), 'module m\nshared  x:bool');
  expect((await run(join(folder, 'rough.mmspec'))).code).toBe(1);
  await rm(folder, { recursive: true });
});
