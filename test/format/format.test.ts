import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { difference, parse, tokens } from '@mmspec/syntax';
import fc from 'fast-check';
import * as prettier from 'prettier';
import * as plugin from 'prettier-plugin-mmspec';
import { formatRange, formatSpec, UnformattableError } from '@mmspec/format';
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
  [
    'blanks and labels',
    'module m\nactor a{get:  x=1;\nrelease:y=  - 2 ;z=x-1}',
    'module m\n\nactor a {\n  get:     x = 1\n  release: y = -2\n           z = x - 1\n}\n',
  ],
  [
    'types below each other',
    'module m\nshared a: bool\nshared long:set<0..3>\nshared q: seq<bool,2>',
    'module m\nshared a:    bool\nshared long: set<0..3>\nshared q:    seq<bool, 2>\n',
  ],
  ['a block on one line stays there', 'module m\nactor a { x = 1 y = 2; }', 'module m\nactor a { x = 1  y = 2 }\n'],
  ['an open block stays open', 'module m\nactor a { x = 1\ny = 2 }', 'module m\n\nactor a {\n  x = 1\n  y = 2\n}\n'],
  [
    'branches below each other',
    'module m\nactor a {\n if longer == 1 { x = 1 }\nelse { y = 1 }\n}',
    'module m\n\nactor a {\n  if longer == 1 { x = 1 }\n  else           { y = 1 }\n}\n',
  ],
  [
    'comments',
    'module m // first\n\n\n// own\nshared x: bool // a\nshared yy: bool//b\n// end',
    'module m // first\n\n// own\nshared x:  bool // a\nshared yy: bool //b\n// end\n',
  ],
  [
    'expectations below each other',
    'module m\ncheck a { } expect violates p\nexpect holds q under fair\n',
    'module m\ncheck a { } expect violates p\n  expect holds q under fair\n',
  ],
  [
    'a long expectation ends its lines at commas',
    `module m\ncheck a { }\n  expect violates ${'first'.repeat(9)} within 2 when x == 1, ${'other'.repeat(9)} within 3 when x == 1, third\n`,
    `module m\ncheck a { }\n  expect violates ${'first'.repeat(9)} within 2 when x == 1,\n    ${'other'.repeat(9)} within 3 when x == 1, third\n`,
  ],
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
  return tokens({ path: '', text })
    .map(({ type, image }) => image + (type === 'ReturnValue' ? ' ' : blanks.next().value))
    .join('');
}

test('a text with a mistake is not touched, and the mistake has a place', () => {
  expect(() => formatSpec('module m\nactor {')).toThrow(UnformattableError);
  try {
    formatSpec('module m\nshared x bool\n');
  } catch (error) {
    expect((error as UnformattableError).loc.start.line).toBe(2);
  }
});

/** A text in which what is ignored stands between `«` and `»`, and the text that it becomes, which has that as it was. */
const ignoring: readonly (readonly [string, string, string])[] = [
  ['a declaration, with the comment at its end', '«const   N:  0..4  =  1   // by  hand»\nshared  x:bool', '«»\nshared x: bool'],
  ['a declaration of several lines', 'shared  y:bool\n«enum E { A,\n     B,  C\n  }»\nshared  x:bool', 'shared y: bool\n«»\nshared x: bool'],
  ['only the declaration that follows', '«shared   x:bool»\nshared  y:bool', '«»\nshared y: bool'],
  ['a declaration with its documentation', '/// What it is.\n«shared   x:bool»', '/// What it is.\n«»'],
  ['a labelled statement', 'actor a {\n«get:   x  =  1»\nput:x=2\n}', 'actor a {\n  «»\n  put: x = 2\n}'],
  ['a statement with its blocks', 'actor a {\n«if  x==1  {\n  x  =  2  // two\n }  else {x=3}»\ny=1\n}', 'actor a {\n  «»\n  y = 1\n}'],
  ['a field', 'object O {\n«a:   bool»\nb :bool\n}', 'object O {\n  «»\n  b: bool\n}'],
  ['a member of an enum', 'enum E {\n«A  ,  // a»\nB\n}', 'enum E {\n  «»\n  B\n}'],
  ['a check with its expectation', '«check c   {  }   expect   holds»\ncheck d   { }', '«»\ncheck d { }'],
];

describe('`// prettier-ignore` leaves alone', () => {
  test.each(ignoring)('%s', (_, given, wanted) => {
    const inner = /«([^]*)»/u.exec(given)?.[1] ?? '';
    const mark = '// prettier-ignore\n';
    const before = `module m\n${given.replace(/^([^«\n]*)«[^]*»/mu, (_whole, indent: string) => `${indent}${mark}${indent}${inner}`)}\n`;
    const after = formatSpec(before);
    const expected = `module m\n${wanted.replace(/^( *)«»/mu, (_whole, indent: string) => `${indent}${mark}${indent}${inner}`)}\n`;
    expect(after.replace(/\n+/gu, '\n')).toBe(expected);
    check(before);
  });

  test('the head of a text', () => {
    expect(formatSpec('// prettier-ignore\nmodule   m\nshared  x:bool')).toBe('// prettier-ignore\nmodule   m\nshared x: bool\n');
  });

  test('nothing where nothing begins below it, and nothing at the end of a line', () => {
    check('module m\nactor a {\nx=1 // prettier-ignore\ny=2\n// prettier-ignore\n}\n');
    expect(formatSpec('module m // prettier-ignore\nshared  x:bool\n// prettier-ignore')).toBe(
      'module m // prettier-ignore\nshared x: bool\n// prettier-ignore\n',
    );
  });

  test('any part of the specs of the repository, with the same tree', () => {
    for (const { text } of corpus.filter(({ text: { length } }) => length < 4000)) {
      const lines = text.split('\n');
      for (let line = 0; line < lines.length; line += 7) check(lines.toSpliced(line, 0, '// prettier-ignore').join('\n'), 60);
    }
  });
});

describe('a range', () => {
  const given = 'module m\nshared  x:bool\nshared  y:bool\nactor a {\nx=true\n   y=true\n}\n';
  const lines = given.split('\n');
  const offsetOf = (line: number): number => lines.slice(0, line).join('\n').length + 1;

  test.each([
    [1, 1, 'module m\nshared x: bool\nshared  y:bool\nactor a {\nx=true\n   y=true\n}\n'],
    [1, 2, 'module m\nshared x: bool\nshared y: bool\nactor a {\nx=true\n   y=true\n}\n'],
    [4, 4, 'module m\nshared  x:bool\nshared  y:bool\nactor a {\n  x = true\n   y=true\n}\n'],
    [5, 5, 'module m\nshared  x:bool\nshared  y:bool\nactor a {\nx=true\n  y = true\n}\n'],
  ])('of lines %i to %i is laid out by Prettier, and nothing else', async (first, last, wanted) => {
    const options = { filepath: 'a.mmspec', plugins: [plugin], rangeStart: offsetOf(first) + 1, rangeEnd: offsetOf(last) + 3 };
    expect(await prettier.format(given, options)).toBe(wanted);
  });

  test('of any lines of a random spec leaves a text with the same tree; of all lines it is the whole, and of laid out ones nothing', () => {
    let tried = 0;
    for (let number = 0; number < 60; number++) {
      const text = specOf(number)
        .replaceAll(/(?<=\w)([:=,]) /gu, '$1')
        .replaceAll('\n  ', '\n');
      if (!isSound(text)) continue;
      tried++;
      const from = (number * 37) % text.length;
      const ranged = formatRange(text, from, Math.min(text.length, from + 80), 100);
      expect(difference(parsed(text).module, parsed(ranged).module)).toBe(null);
      const whole = formatSpec(text, 100);
      expect(formatRange(text, 0, text.length, 100)).toBe(whole);
      expect(formatRange(whole, from, from + 80, 100)).toBe(whole);
    }
    expect(tried).toBeGreaterThan(40);
  });
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

  test('knows the comments that ask for it, or forbid it', async () => {
    const options = { filepath: 'a.mmspec', plugins: [plugin] };
    const rough = 'module m\nshared  x:bool\n';
    const smooth = 'module m\nshared x: bool\n';
    expect(await prettier.format(rough, { ...options, requirePragma: true })).toBe(rough);
    expect(await prettier.format(`/// A spec.\n// @format\n${rough}`, { ...options, requirePragma: true })).toBe(`/// A spec.\n// @format\n${smooth}`);
    expect(await prettier.format(rough, { ...options, insertPragma: true })).toBe(`// @format\n${smooth}`);
    expect(await prettier.format(`// @format\n${rough}`, { ...options, insertPragma: true })).toBe(`// @format\n${smooth}`);
    expect(await prettier.format(`// @noformat\n${rough}`, { ...options, checkIgnorePragma: true })).toBe(`// @noformat\n${rough}`);
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
      execFile(process.execPath, [prettierMain, '--check', '--plugin', plugged, ...files], { cwd: root }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : error.code, said: stdout + stderr }),
      );
    });
  expect(await run('specs/**/*.mmspec', 'examples/*.mmspec')).toEqual({
    code: 0,
    said: 'Checking formatting...\nAll matched files use Prettier code style!\n',
  });
  const folder = await mkdtemp(join(tmpdir(), 'mmspec-'));
  await writeFile(join(folder, 'rough.mmspec'), 'module m\nshared  x:bool');
  expect((await run(join(folder, 'rough.mmspec'))).code).toBe(1);
  await rm(folder, { recursive: true });
});
