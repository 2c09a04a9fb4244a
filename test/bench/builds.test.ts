import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { root } from '../syntax/corpus.ts';

/*
 * The bench says what is wrong with the builds and rounds that it is given, before it measures anything.
 */

const folder = mkdtempSync(join(tmpdir(), 'mmspec-bench-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const help = 'It is the folder of a checkout of mmspec that was built: run `npm run build` there, or leave BENCH_BEFORE out.';

function build(name: string, script: string): string {
  const bin = join(folder, name, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'mmspec'), script, { mode: 0o755 });
  return join(folder, name);
}

/** A file is no folder, and has no command below it. */
const file = join(folder, 'file');
writeFileSync(file, '');

test.each([
  ['a folder that is not there', { BENCH_BEFORE: join(folder, 'nowhere') }, `BENCH_BEFORE is ${join(folder, 'nowhere')}, which does not exist. ${help}\n`],
  ['a folder without a build', { BENCH_BEFORE: folder }, `BENCH_BEFORE is ${folder}, which has no node_modules/.bin/mmspec. ${help}\n`],
  ['a file', { BENCH_BEFORE: file }, `BENCH_BEFORE is ${file}, which has no node_modules/.bin/mmspec. ${help}\n`],
  [
    'a build that does not start',
    { BENCH_BEFORE: build('broken', '#!/bin/sh\necho "no such module" >&2\nexit 1\n') },
    `BENCH_BEFORE is ${join(folder, 'broken')}, whose mmspec does not start (no such module). ${help}\n`,
  ],
  ['rounds that are none', { BENCH_ROUNDS: 'many' }, 'BENCH_ROUNDS is "many"; it is a number of rounds, 1 or more.\n'],
  ['no rounds', { BENCH_ROUNDS: '0' }, 'BENCH_ROUNDS is "0"; it is a number of rounds, 1 or more.\n'],
])('%s', (_, env, message) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [join(root, 'test/bench/run.js'), 'one'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  expect({ status, stderr, stdout }).toEqual({ status: 2, stderr: message, stdout: '' });
});
