import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, root, type CheckJson, type Ended } from './mmspec.ts';

/*
 * A fault of mmspec itself in one file or check costs that one, and no other: the rest is judged and printed, the fault is
 * told in a sentence and as data, and the exit code is 70. Faults are seeded by `held.js`.
 */

const good = 'module good\nshared  n: 0..3 = 0\nactor a { set: n = 1 }\ninvariant p: n < 1\ncheck fails { } expect holds\n';
const bad =
  'module bad // FAULT\nvariant fault: bool = false\nshared n: 0..3 = 0\nactor a { set: n = 1 }\ninvariant p: n < 1\ncheck before { } expect violates p\ncheck broken { fault = true } expect violates p\ncheck after { } expect violates p\n';

function held(kind: string, phase: string, ...args: readonly string[]): Ended {
  const cwd = folderWith({ 'a.mmspec': good, 'b.mmspec': bad, 'c.mmspec': good.replace('expect holds', 'expect violates p') });
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'test/cli/held.js'), kind, phase, ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  return { code: status, stdout, stderr };
}

const messages = { error: 'TypeError: a seeded fault', overflow: 'RangeError: Maximum call stack size exceeded', text: 'a seeded text' } as const;
const kinds = ['error', 'overflow', 'text'] as const;
const names = (ended: Ended): readonly (readonly [string, readonly string[]])[] =>
  (JSON.parse(ended.stdout) as CheckJson).files.map(({ path, checks }) => [path, checks.map(({ name }) => name)] as const);
const faultsOf = (ended: Ended): unknown =>
  (JSON.parse(ended.stdout) as { readonly files: readonly { readonly path: string; readonly faults?: unknown }[] }).files.flatMap(({ path, faults }) =>
    faults === undefined ? [] : [{ path, faults }],
  );

test('a fault with a long message, such as one about a name, is told by its two ends', () => {
  const ended = held('long', 'trace', 'check', '.', '--json');
  expect(ended.code).toBe(70);
  expect(ended.stderr).toMatch(/: SyntaxError: begin x+ … x+ end\. Please report it/u);
  expect(ended.stderr.length).toBeLessThan(700);
  expect(JSON.stringify(faultsOf(ended)).length).toBeLessThan(600);
});

describe.each(kinds)('a fault (%s)', (kind) => {
  const message = messages[kind];

  test.each(['lower', 'trace'])('in %s costs one check', (phase) => {
    const ended = held(kind, phase, 'check', '.', '--json');
    expect(ended.code, ended.stderr).toBe(70);
    expect(names(ended)).toEqual([
      ['a.mmspec', ['fails']],
      ['b.mmspec', ['before', 'after']],
      ['c.mmspec', ['fails']],
    ]);
    expect(faultsOf(ended)).toEqual([{ path: 'b.mmspec', faults: [{ check: 'broken', message }] }]);
    expect(ended.stderr).toBe(
      `mmspec: b.mmspec: broken: this is a fault of mmspec itself, not of your spec: ${message}. Please report it with the spec; MMSPEC_DEBUG=1 shows where it happened.\n`,
    );
  });

  test('in reading a file costs that file', () => {
    const ended = held(kind, 'analyse', 'check', '.', '--json');
    expect(ended.code).toBe(70);
    expect(names(ended)).toEqual([
      ['a.mmspec', ['fails']],
      ['b.mmspec', []],
      ['c.mmspec', ['fails']],
    ]);
    expect(faultsOf(ended)).toEqual([{ path: 'b.mmspec', faults: [{ check: null, message }] }]);
    expect(ended.stderr.split('\n').filter((line) => line.startsWith('mmspec: '))).toHaveLength(1);
  });

  test('in rendering a result costs its text', () => {
    const ended = held(kind, 'render', 'check', '.');
    expect(ended.code).toBe(70);
    expect(ended.stdout).toMatch(/FAILED +fails [^]*ok +before [^]*ok +after [^]*ok +fails /u);
    expect(ended.stdout).not.toMatch(/ok +broken/u);
    expect(ended.stdout).toMatch(/\n5 checks: 1 expectation not met, 1 fault of mmspec \(/u);
    expect(ended.stderr).toContain(`b.mmspec: broken: this is a fault of mmspec itself, not of your spec: ${message}.`);
  });

  test('in looking for what was never tested costs no result', () => {
    const ended = held(kind, 'vacuity', 'check', '.', '--json');
    expect(ended.code).toBe(70);
    expect(names(ended).map(([, checks]) => checks.length)).toEqual([1, 3, 1]);
    expect(faultsOf(ended)).toEqual([{ path: 'b.mmspec', faults: [{ check: null, message }] }]);
  });

  test('in formatting a file leaves it, and the others are formatted', () => {
    const ended = held(kind, 'format', 'fmt', '--check', '.');
    expect(ended).toMatchObject({ code: 70, stderr: expect.stringContaining(`b.mmspec: this is a fault of mmspec itself, not of your spec: ${message}.`) });
    expect(
      ended.stdout
        .split('\n')
        .filter((line) => line !== '')
        .sort(),
    ).toEqual(['a.mmspec', 'c.mmspec']);
  });
});

test('without a fault all is as it was', () => {
  const ended = held('tell', 'lower', 'check', '.', '--json');
  expect(ended.code).toBe(1);
  expect(names(ended)).toEqual([
    ['a.mmspec', ['fails']],
    ['b.mmspec', ['before', 'broken', 'after']],
    ['c.mmspec', ['fails']],
  ]);
  expect(faultsOf(ended)).toEqual([]);
});
