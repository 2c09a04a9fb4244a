import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { folderWith, root, type Ended } from './mmspec.ts';

/*
 * The plain start keeps what V8 compiled of the script, in the folder of the user, and begins with it the next time. Law: whatever lies there,
 * a call says the same.
 */

const bin = join(root, 'packages/cli/bin/mmspec.js');
const script = join(root, 'packages/cli/dist/bundle/snapshot_check.cjs');
const args = ['check', join(root, 'specs/safe_refcount.mmspec'), '--check', 'row3'];

interface User {
  readonly folder: string;
  readonly mmspec: (args: readonly string[], env?: NodeJS.ProcessEnv) => Ended;
  /** The files with code, whole paths. */
  readonly kept: () => string[];
}

/** A user whom this machine does not know yet. */
function user(): User {
  const caches = folderWith({});
  const folder = join(caches, 'mmspec');
  return {
    folder,
    mmspec: (given, env = {}) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...given], {
        encoding: 'utf8',
        input: '',
        env: { PATH: process.env['PATH'], XDG_CACHE_HOME: caches, ...env },
      });
      return { code: status, stdout: stdout.replaceAll(/\d+\.\d\d s\b/gu, 'TIME'), stderr };
    },
    kept: () =>
      existsSync(folder)
        ? readdirSync(folder)
            .filter((name) => name.startsWith('code-'))
            .map((name) => join(folder, name))
        : [],
  };
}

/** A user who has called `mmspec check`, the file with its code, and what was said. */
function known(): User & { readonly path: string; readonly first: Ended } {
  const own = user();
  const first = own.mmspec(args);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  const [path = '', ...others] = own.kept();
  expect(others).toEqual([]);
  return { ...own, path, first };
}

const callsOf = (path: string): number => readFileSync(path).readUInt32LE(4);

/** Whether V8 takes the code: told by a process with the flags of a start. */
function isTaken(path: string): boolean {
  const text = `
    const { readFileSync } = require('node:fs');
    const { Script, constants } = require('node:vm');
    const [script, path] = process.argv.slice(1);
    const source = \`(function (require, __filename, module) {\${readFileSync(script, 'latin1')}\\n})\`;
    const options = { filename: script, cachedData: readFileSync(path).subarray(8), importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER };
    console.log(new Script(source, options).cachedDataRejected);`;
  const { stdout } = spawnSync(process.execPath, ['-e', text, script, path], { encoding: 'utf8', env: {} });
  return stdout === 'false\n';
}

describe.runIf(process.platform !== 'win32')('compiled code', () => {
  test('is made with the first call, the second and the fourth, V8 takes it, and all calls say the same', () => {
    const { mmspec, path, first } = known();
    const seen = [1];
    for (let call = 2; call <= 5; call++) {
      utimesSync(path, 0, 0);
      const { ino } = statSync(path);
      expect(mmspec(args)).toEqual(first);
      expect(callsOf(path)).toBe(call);
      if (statSync(path).ino !== ino) seen.push(call);
      expect(isTaken(path)).toBe(true);
    }
    expect(seen).toEqual([1, 2, 4]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('has a file for each command and for other options of Node, and help and other commands have none', () => {
    const { mmspec, kept } = known();
    mmspec(['check', '--help']);
    expect(kept()).toHaveLength(1);
    mmspec(['refs', join(root, 'specs/safe_refcount.mmspec')]);
    expect(kept()).toHaveLength(2);
    mmspec(args, { NODE_OPTIONS: '--max-old-space-size=500' });
    expect(kept()).toHaveLength(3);
  });

  test.each<[string, (path: string) => void]>([
    ['that is empty', (path) => truncateSync(path, 0)],
    ['of which one byte is another one', (path) => flipped(path, 200_000)],
    ['of another program', (path) => replaced(path, Buffer.from('another program'))],
    ['of another V8', (path) => replaced(path, otherVersion(readFileSync(path).subarray(8)))],
  ])('%s is not taken, and the call says the same', (_, damage) => {
    const { mmspec, path, first } = known();
    damage(path);
    expect(mmspec(args)).toEqual(first);
    expect(mmspec(args)).toEqual(first);
    expect(isTaken(path)).toBe(true);
  });

  test.each(['NODE_V8_COVERAGE', 'NODE_DISABLE_COMPILE_CACHE'])('is not kept with %s', (name) => {
    const { mmspec, kept } = user();
    expect(mmspec(args, { [name]: folderWith({}) })).toMatchObject({ code: 0, stderr: '' });
    expect(kept()).toEqual([]);
  });

  test('of a folder that is full of it, what was met last stays', () => {
    const { mmspec, folder, kept } = user();
    mmspec(args);
    for (let index = 0; index < 30; index++) {
      const old = join(folder, `code-${index.toString(16).padStart(16, '0')}`);
      writeFileSync(old, '');
      utimesSync(old, index, index);
    }
    mmspec(args);
    expect(kept()).toHaveLength(24);
    expect(kept().filter((path) => statSync(path).size > 0)).toHaveLength(1);
  });
});

function flipped(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(path, bytes);
}

/** Other code, with the checksum of that. */
function replaced(path: string, code: Buffer): void {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(crc32(code), 0);
  head.writeUInt32LE(1, 4);
  writeFileSync(path, Buffer.concat([head, code]));
}

/** V8 writes its version into the second word of its code. */
function otherVersion(code: Buffer): Buffer {
  const other = Buffer.from(code);
  other.writeUInt32LE(1, 4);
  return other;
}
