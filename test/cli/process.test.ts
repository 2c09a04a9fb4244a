import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cpuAfter } from '../cpu.ts';
import { folderWith, root, run, specWith, start, type CheckJson } from './mmspec.ts';
import { endless, lostUpdate } from './specs.ts';

/*
 * The built command as a process: signals, pipes, standard input, the environment.
 */

const holds = `${lostUpdate}check c { lock = true } expect holds\n`;

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  test('ends at once, unfinished, with what was found', async () => {
    const { child, ended } = start(['check', specWith(`${endless}check c { }`), '--json', '--progress', 'json'], {}, 30);
    await new Promise((resolve) => child.stderr.once('data', resolve));
    expect(await cpuAfter(child, signal)).toBeLessThan(1);
    const { code, stdout, stderr } = await ended;
    expect(code, stderr).toBe(3);
    const [check] = (JSON.parse(stdout) as CheckJson).files[0]?.checks ?? [];
    expect(check).toMatchObject({ met: true, verdict: 'violated', property: 'soon', reason: 'it was cancelled' });
    expect(check?.results.map(({ property, verdict }) => [property, verdict])).toContainEqual(['deadlock', 'unfinished']);
    expect(check?.states).toBeGreaterThan(100);
  });
});

test('a run of many checks that is interrupted ends too, and its code says so', async () => {
  const { child, ended } = start(
    ['check', specWith('module many\nconst N: 0..4999 = 0\nshared x: 0..4999 = 0\nactor a { x = N }\ncheck c for N { }\n')],
    {},
    30,
  );
  await new Promise((resolve) => child.stdout.once('data', resolve));
  expect(await cpuAfter(child, 'SIGINT')).toBeLessThan(1);
  const { code, stdout, stderr } = await ended;
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
  expect(stdout.split('\n').at(-2)).toMatch(/^\d+ checks?: /u);
  expect(stdout).not.toContain('N=4999');
});

test('properties of the whole graph are left unfinished by an interruption', async () => {
  const spec = specWith(`${endless}temporal again: always eventually x[cpu[0]] == 0 under fair\npossible back: forall c in cpu: x[c] == 0\ncheck c { }`);
  const { child, ended } = start(['check', spec, '--json', '--progress', 'json'], {}, 30);
  await new Promise((resolve) => child.stderr.once('data', resolve));
  expect(await cpuAfter(child, 'SIGINT')).toBeLessThan(1);
  const { code, stdout } = await ended;
  expect(code).toBe(3);
  const [check] = (JSON.parse(stdout) as CheckJson).files[0]?.checks ?? [];
  expect(check?.results.filter(({ verdict }) => verdict === 'unfinished').map(({ property }) => property)).toEqual(expect.arrayContaining(['again', 'back']));
});

test('the search for a lasso in a large graph is interrupted too', async () => {
  const text =
    'module large\nshared x: 0..9[cpu] = 0\nactor cpu[6] { loop { x[self] = (x[self] + 1) % 10 } }\ntemporal again: always eventually (forall c in cpu: x[c] == 0) under fair\ncheck c { }\n';
  const { child, ended } = start(['check', specWith(text), '--json', '--progress', 'json'], {}, 60);
  // Progress is told while states are explored, and none while the graph is judged.
  let told = Infinity;
  child.stderr.on('data', () => (told = performance.now()));
  while (!(performance.now() - told > 600)) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await cpuAfter(child, 'SIGINT')).toBeLessThan(2);
  const { code } = await ended;
  expect([1, 3, 0]).toContain(code);
});

test('a search that is interrupted holds nothing', async () => {
  const { child, ended } = start(['check', specWith(`${endless.replace('< 2', '< 100')}check c { } expect holds`), '--progress', 'json'], {}, 30);
  await new Promise((resolve) => child.stderr.once('data', resolve));
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  expect(code).toBe(3);
  expect(stdout).toContain('UNFINISHED c ');
  expect(stdout).toContain('found:    unfinished');
  expect(stdout).toContain('1 check: 1 unfinished');
});

test.each([['check', 'examples'], ['explain', 'MM0230'], ['dump', 'specs/safe_refcount.mmspec', '--stage', 'tree'], ['--help']])(
  'a reader that goes away ends %s quietly',
  async (...args) => {
    const shell = spawn('/bin/sh', ['-c', '"$0" "$@" | head -n 1; exit 0', process.execPath, join(root, 'packages/cli/bin/mmspec.js'), ...args], { cwd: root });
    let stderr = '';
    shell.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    let stdout = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    await new Promise((resolve) => shell.on('close', resolve));
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toHaveLength(2);
  },
);

describe('-', () => {
  test('is standard input', async () => {
    const { code, stdout, stderr } = await run(['check', '-'], { input: holds });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^-\nok +c /u);
  });
  test('has positions', async () => {
    expect(await run(['check', '-'], { input: 'module m\nshared x: 0..1 = y\n' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('-:2:18: error[MM0205]'),
    });
  });
  test('may be empty', async () =>
    expect(await run(['check', '-'], { input: '' })).toMatchObject({ code: 2, stderr: expect.stringContaining('-:1:1: error[MM0109]') }));
  test('of more than 4 MB is refused', async () => {
    expect(await run(['check', '-'], { input: 'a'.repeat(4 * 2 ** 20 + 1) })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('-:1:1: error[MM0107]'),
    });
  });
});

test('without a path, the current folder', async () => {
  const { code, stdout } = await run(['check'], { cwd: folderWith({ 'a.mmspec': holds }) });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^a\.mmspec\n/u);
});

test('colours are of terminals only, unless they are wanted', async () => {
  const path = specWith(holds);
  const escape = '\u001B[';
  expect((await run(['check', path], { env: { TERM: 'xterm-256color' } })).stdout).not.toContain(escape);
  expect((await run(['check', path], { env: { NO_COLOR: '1' } })).stdout).not.toContain(escape);
  expect((await run(['check', path, '--color', 'always'], { env: { NO_COLOR: '1' } })).stdout).toContain(escape);
});

test('progress is of terminals only', async () => {
  const { stderr } = await run(['check', specWith(`${endless}check c { }`), '--time-max', '1s']);
  expect(stderr).toBe('');
});

test('a module of this version runs where it says, and older Nodes are told', () => {
  const { engines } = JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8')) as { engines: { node: string } };
  const bin = readFileSync(join(root, 'packages/cli/bin/mmspec.js'), 'utf8');
  expect(bin).toContain(`needs Node ${engines.node.replace('>=', '')} or newer`);
});
