import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderWith, root } from './mmspec.ts';

/*
 * The exit code is that of the verdict, whoever reads: a reader that has gone changes nothing, and a standard output that is
 * full is told, and is not 0.
 */

const ok = 'module ok\nshared x: bool = false\nactor a { x = true }\ncheck c { } expect holds\n';
const bad = ok.replace('module ok', 'module bad').replace('check', 'invariant p: not x\ncheck');
const files = {
  'ok.mmspec': ok,
  'bad.mmspec': bad,
  'broken.mmspec': ok.replace('false', 'maybe'),
  'ugly.mmspec': ok.replace('{ x', '{    x'),
  'question.mmspec': 'module question\nshared x: 0..9 = 0\nactor a { one: x = 1  two: x = 2 }\nscenario s { a.two ; a.one } is possible\n',
  'ok.litmus': 'C ok\n{}\nP0(int *x)\n{\n\tWRITE_ONCE(*x, 1);\n}\nexists (x=1)\n',
  'drawing.txt': 'CPU0 (a)\n--------\nx = 1\nx = 2\n',
};

const program = join(root, 'packages/cli/bin/mmspec.js');

/** Calls, and the codes that they end with where somebody reads. */
const calls: readonly (readonly [code: number, ...args: readonly string[]])[] = [
  [0, 'check', 'ok.mmspec'],
  [1, 'check', 'bad.mmspec'],
  [1, 'check', 'bad.mmspec', 'ok.mmspec', '--json'],
  [1, 'check', 'bad.mmspec', '--html', 'page.html'],
  [2, 'check', 'broken.mmspec', 'ok.mmspec'],
  [3, 'check', 'ok.mmspec', '--states-max', '1', '--progress', 'json'],
  [1, 'scenario', 'question.mmspec'],
  [0, 'scenario', 'question.mmspec', 'drawing.txt'],
  [0, 'audit', 'ok.mmspec'],
  [0, 'refs', 'ok.mmspec'],
  [0, 'litmus', 'ok.litmus'],
  [0, 'fmt', 'ugly.mmspec'],
  [1, 'fmt', '--check', 'ugly.mmspec'],
  [0, 'init', 'fresh'],
  [0, 'compile', 'ok.mmspec', '-o', 'other'],
  [0, 'explain', 'MM0203'],
  [2, 'explain', 'MM9999'],
  [0, 'dump', 'ok.mmspec', '--stage', 'tree'],
  [0, '--help'],
  [0, 'check', '--help'],
  [0, '--version'],
  [2, 'chekc'],
];

/** Compiled by themselves. */
const compiled: readonly (readonly [code: number, ...args: readonly string[]])[] = [
  [0, 'out/ok.check.js'],
  [1, 'out/bad.check.js'],
  [1, 'out/bad.check.js', '--json'],
  [2, 'out/ok.check.js', '--nosuch'],
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mmspec-streams-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  for (const name of ['ok', 'bad']) execFileSync(process.execPath, [program, 'compile', `${name}.mmspec`, '-o', 'out'], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true }));

interface ShellResult {
  readonly code: number;
  readonly stderr: string;
}

/** Runs a program in a folder with the files, as a shell says: `"$@"` is the program. */
function run(script: string, args: readonly string[]): ShellResult {
  const here = args[0] === program ? folderWith(files) : folder;
  const { stderr } = spawnSync('/bin/sh', ['-c', script, 'sh', process.execPath, ...args], { cwd: here, encoding: 'utf8', timeout: 60_000 });
  const [, text = '', code = ''] = /^([^]*?)code (\d+)\n$/u.exec(stderr) ?? [];
  return { code: code === '' ? -1 : Number(code), stderr: text };
}

const all: readonly (readonly [name: string, code: number, args: readonly string[]])[] = [
  ...calls.map(([code, ...args]) => [`mmspec ${args.join(' ')}`, code, [program, ...args]] as const),
  ...compiled.map(([code, ...args]) => [`node ${args.join(' ')}`, code, args] as const),
];

const stackTrace = /^\s+at /mu;

describe.each(all)('%s', (_, expected, args) => {
  test('ends with its code where somebody reads, and where the reader has gone', () => {
    const read = run('"$@" > told; echo "code $?" >&2', args);
    const gone = run('{ "$@"; echo "code $?" >&2; } | :', args);
    expect([read.code, gone.code]).toEqual([expected, expected]);
    expect(gone.stderr).not.toMatch(stackTrace);
  });

  test('says that standard output is full, and does not end with 0 then', () => {
    const { code, stderr } = run('"$@" > /dev/full; echo "code $?" >&2', args);
    const isTold = stderr.endsWith('mmspec: standard output cannot be written: the disk is full. What is there is not complete.\n');
    expect({ code, isTold }).toEqual({ code: expected === 0 ? 2 : expected, isTold: expected !== 2 || args.includes('ok.mmspec') });
    expect(stderr).not.toMatch(stackTrace);
  });
});

test.each(all.filter(([name]) => /check|chekc/u.test(name)))('%s: nobody reads standard error, or it is full', (_, expected, args) => {
  const codes = ['{ "$@" 2>&1 >/dev/null; echo "code $?" >&3; } 3>&2 | :', '{ "$@" 2>/dev/full >/dev/null; echo "code $?" >&2; }'].map(
    (script) => run(script, args).code,
  );
  expect(codes).toEqual([expected, expected]);
});

const shim = join(root, 'node_modules/.bin/mmspec');

test('the fast start says the same', () => {
  const codes = (script: string): readonly number[] =>
    ['ok.mmspec', 'bad.mmspec'].map((spec) => {
      const { stderr } = spawnSync('/bin/sh', ['-c', script, 'sh', shim, 'check', spec], { cwd: folder, encoding: 'utf8' });
      return Number(/code (\d+)/u.exec(stderr)?.[1]);
    });
  expect(codes('{ "$@"; echo "code $?" >&2; } | :')).toEqual([0, 1]);
  expect(codes('"$@" > /dev/full; echo "code $?" >&2')).toEqual([2, 1]);
});

test.each([
  ['the fast start', ['check', 'ok.mmspec'], '2'],
  ['the fast start, with a verdict of its own', ['check', 'bad.mmspec'], '1'],
  ['the plain start', ['explain', 'MM0203'], '2'],
])('%s says that standard output is closed, and does not end with 0 then', (_, args, expected) => {
  const { stderr } = spawnSync('/bin/sh', ['-c', '"$@" >&-; echo "code $?" >&2', 'sh', shim, ...args], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe(`mmspec: standard output cannot be written: it is closed. What is there is not complete.\ncode ${expected}\n`);
});

test('standard output that goes nowhere, for reading and writing, is no fault', () => {
  expect(spawnSync(shim, ['check', 'ok.mmspec'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  });
});

test('a client of the language server that has gone ends it, without a fault', () => {
  const initialize = '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{},"processId":null}}';
  const message = `Content-Length: ${initialize.length}\r\n\r\n${initialize}`;
  const result = (script: string): ShellResult => run(`{ printf '%s' '${message}'; sleep 2; } | ${script}`, [program, 'lsp', '--stdio']);
  expect(result('{ "$@"; echo "code $?" >&2; } | :')).toEqual({ code: 1, stderr: '' });
  expect(result('{ "$@" > /dev/full; echo "code $?" >&2; }')).toEqual({
    code: 1,
    stderr: expect.stringMatching(/^mmspec: standard output cannot be written: .*\n$/u),
  });
});
