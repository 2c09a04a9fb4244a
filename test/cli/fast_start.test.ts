import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, root, specWith, type CheckJson, type Ended } from './mmspec.ts';
import { endless, lostUpdate } from './specs.ts';

/*
 * `node_modules/.bin/mmspec check`, `scenario`, `audit`, `dump`, `fmt` and `refs` start from a snapshot where one fits (Linux); `node packages/cli/bin/mmspec.js` never does.
 * Laws: both say the same, and what does not fit is not used.
 */

const shim = join(root, 'node_modules/.bin/mmspec');
const folderOfStart = join(root, 'packages/cli/dist/start');
const blob = join(folderOfStart, 'check.blob');
const plain = join(root, 'packages/cli/bin/mmspec.js');

interface Call {
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

function call(command: string, args: readonly string[], { env = {}, input = '' }: Call = {}): Ended {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, input, encoding: 'utf8', env: { PATH: process.env['PATH'], ...env } });
  return { code: status, stdout, stderr };
}

/** Whether the shim starts the snapshot, by its trace. */
function isFast(command: string, args: readonly string[], options: Call = {}): boolean {
  const started = call('/bin/sh', ['-x', command, ...args], options)
    .stderr.split('\n')
    .filter((line) => line.startsWith('+ exec '));
  expect(started).toHaveLength(1);
  return started[0]?.includes('--snapshot-blob') === true;
}

/** Without what no two runs have in common. */
const timeless = ({ code, stdout, stderr }: Ended): Ended => ({ code, stdout: stdout.replaceAll(/\d+\.\d\d s\b/gu, 'TIME'), stderr });

/** Both ways say the same. */
function same(args: readonly string[], options: Call = {}): Ended {
  const fast = timeless(call(shim, args, options));
  expect(fast).toEqual(timeless(call(process.execPath, [plain, ...args], options)));
  return fast;
}

describe.runIf(process.platform === 'linux')('the fast start', () => {
  test('is taken', () => {
    expect(isFast(shim, ['check', specWith(lostUpdate), '--states-max', '9'])).toBe(true);
    expect(isFast(shim, ['scenario', specWith(lostUpdate)])).toBe(true);
    expect(isFast(shim, ['audit', specWith(lostUpdate)])).toBe(true);
    expect(isFast(shim, ['fmt', '--check', specWith(lostUpdate)])).toBe(true);
    expect(isFast(shim, ['refs', specWith(lostUpdate)])).toBe(true);
    expect(isFast(shim, ['dump', specWith(lostUpdate), '--stage', 'ir'])).toBe(true);
  });

  test.each([
    ['a file on standard input', '"$0" "$@" - < "$SPEC"'],
    ['nothing on standard input', '"$0" "$@" - < /dev/null'],
    ['a pipe', 'cat "$SPEC" | "$0" "$@" -'],
    ['a FIFO', 'mkfifo "$FOLDER/fifo"; cat "$SPEC" > "$FOLDER/fifo" & "$0" "$@" "$FOLDER/fifo"; rm "$FOLDER/fifo"'],
  ])('reads %s', (_, line) => {
    const folder = folderWith({ 'spec.mmspec': `${lostUpdate}check c { }\n` });
    const env = { SPEC: join(folder, 'spec.mmspec'), FOLDER: folder };
    const said = ([command = '', ...before]: readonly string[]): Ended => timeless(call('sh', ['-c', line, command, ...before, 'check'], { env }));
    const fast = said([shim]);
    expect(fast).toEqual(said([process.execPath, plain]));
    expect(fast.code).not.toBe(70);
    expect(fast.stdout + fast.stderr).toMatch(/\d check|MM0109/u);
  });

  const specs = readdirSync(join(root, 'specs')).filter((name) => name.endsWith('.mmspec'));
  test.each(specs)('says what the plain start says of %s', (name) => {
    const { stdout } = same(['check', `specs/${name}`, '--states-max', '2000']);
    expect(stdout).toContain(name);
  });

  test.each([
    ['a spec with mistakes', 'module m\nshared x: 0..3 = 4\nactor a { y = x }\n'],
    ['text that is no spec', 'hello {\n'],
    ['an import that leads nowhere', 'module m\nimport kernel.nothing\nactor a { skip }\ncheck c { }\n'],
    ['an empty file', ''],
    ['a mistake that only one check shows', 'module m\nconst N: 0..3 = 1\nshared x: 0..3 = N + 1\nactor a { skip }\ncheck c for N { }\n'],
    ['an expectation that is not met', `${lostUpdate}check c { } expect holds\n`],
    ['names beyond ASCII', 'module m // «é» 漢字\nactor a { go: skip }\ncheck c { }\n'],
  ])('says the same of %s', (_, text) => {
    const { code } = same(['check', specWith(text)]);
    expect(code).not.toBe(70);
  });

  test.each<[string, readonly string[]]>([
    ['a missing file', ['check', 'nowhere.mmspec']],
    ['an unknown option', ['check', '--colr']],
    ['an unknown check', ['check', 'specs/safe_refcount.mmspec', '--check', 'row']],
    ['a wrong number', ['check', 'specs/safe_refcount.mmspec', '--states-max', 'many']],
    ['help', ['check', '--help']],
    ['colours', ['check', 'specs/safe_refcount.mmspec', '--check', 'row3', '--color', 'always']],
    ['settings', ['check', 'specs/safe_refcount.mmspec', '--check', 'row3', '--set', 'VCPUS=2', '--reduce', 'all']],
    ['scenarios', ['scenario', 'packages/cli/warm/scenarios.mmspec']],
    ['a diagram', ['scenario', 'packages/cli/warm/scenarios.mmspec', 'packages/cli/warm/scenarios.txt']],
    ['an audit', ['audit', 'specs/rcu_refcount.mmspec']],
    ['suggestions', ['audit', '--suggest', 'specs/bugs/i3c_remove.mmspec', '--check', 'before']],
    ['steps in their parts', ['audit', '--split', 'specs/swap_in_aba.mmspec', '--part', '54']],
    ['coverage', ['audit', '--coverage', 'specs/mremap_race.mmspec']],
    ['a series that is audited', ['audit', 'examples/review/v3.mbox', '--parts-max', '2', '--pairs-max', '0']],
    ['a spec without scenarios', ['scenario', 'specs/safe_refcount.mmspec']],
    ['what is formatted', ['fmt', '--check', 'specs', 'examples', 'README.md']],
    ['a spec that cannot be formatted', ['fmt', '--check', 'package.json', 'nowhere.mmspec']],
    ['help of the formatter', ['fmt', '--help']],
    ['a ledger', ['refs', 'specs/safe_refcount.mmspec', '--check', 'row2']],
    ['a ledger as JSON', ['refs', 'specs/safe_refcount.mmspec', '--json']],
    ['a ledger of what is no spec', ['refs', 'package.json']],
    ['TypeScript', ['dump', 'specs/safe_refcount.mmspec', '--stage', 'ts']],
    ['a tree', ['dump', 'examples/01_lost_update.mmspec', '--stage', 'tree']],
    ['another form of the race', ['check', 'specs/safe_refcount.mmspec', '--check', 'row3', '--trace', 'full', '--number']],
  ])('says the same with %s', (_, args) => {
    same(args);
  });

  test('an audit has threads there too', () => {
    // Which thread has searched an equal program before is another one each time.
    const found = ([command = '', ...before]: readonly string[]): Ended => {
      const said = timeless(call(command, [...before, 'audit', 'specs/secure_page.mmspec', '--pairs-max', '0', '--no-races']));
      return { ...said, stdout: said.stdout.replace(/[\d,]+ states/u, 'STATES') };
    };
    const fast = found([shim]);
    expect(fast.stdout).toContain('28 parts tried');
    expect(fast).toEqual(found([process.execPath, plain]));
  });

  test('reads standard input and the environment of its own process', () => {
    const input = `${lostUpdate}check c { } expect holds\n`;
    expect(same(['check', '-'], { input }).code).toBe(1);
    expect(same(['check', '-', '--progress', 'json'], { input, env: { NO_COLOR: '1', TERM: 'dumb' } }).code).toBe(1);
  });

  test('formats standard input, and files where they are', () => {
    const text = `${lostUpdate.replaceAll('  ', ' ')}check  c { }\n`;
    const { code, stdout } = same(['fmt', '-'], { input: text });
    expect(code).toBe(0);
    const folder = folderWith({ 'fast.mmspec': text, 'plain.mmspec': text });
    expect(call(shim, ['fmt', join(folder, 'fast.mmspec')]).code).toBe(0);
    expect(call(process.execPath, [plain, 'fmt', join(folder, 'plain.mmspec')]).code).toBe(0);
    for (const name of ['fast.mmspec', 'plain.mmspec']) expect(readFileSync(join(folder, name), 'utf8')).toBe(stdout);
    expect(stdout).not.toBe(text);
  });

  test('decodes mails', () => {
    const head = 'From: a@example.com\nSubject: x\nContent-Transfer-Encoding: base64\n\n';
    const input = `${head}${Buffer.from(`\`\`\`mmspec\n${lostUpdate}check c { } expect holds\n\`\`\`\n`).toString('base64')}\n`;
    expect(same(['check', '-'], { input }).code).toBe(1);
    expect(same(['check', specWith(input, 'a.eml')]).code).toBe(1);
  });

  test('checks several specs side by side', () => {
    const args = ['check', 'specs/bugs', 'specs/vma_lock.mmspec', 'specs/gup_fast.mmspec'];
    expect(isFast(shim, args)).toBe(true);
    expect(same(args).code).toBe(0);
  });

  test('searches with threads', () => {
    const { stdout } = same(['check', 'test/bench/phil/phil.mmspec', '--set', 'N=8', '--no-reduction', '--workers', '2']);
    expect(stdout).toContain('125,440 states');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('ends at %s with what was found', async (signal) => {
    const child = spawn(shim, ['check', specWith(`${endless}check c { }`), '--json', '--progress', 'json'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.once('data', () => child.kill(signal));
    const [code] = await once(child, 'close');
    expect(code).toBe(3);
    expect((JSON.parse(stdout) as CheckJson).files[0]?.checks[0]).toMatchObject({ verdict: 'violated', reason: 'it was cancelled' });
  });

  test.each<[string, readonly string[], NodeJS.ProcessEnv]>([
    ['for other commands', ['explain', 'MM0203'], {}],
    ['without a command', [], {}],
    ['with options for Node', ['check', '--help'], { NODE_OPTIONS: '--max-old-space-size=500' }],
  ])('is not taken %s', (_, args, env) => {
    expect(isFast(shim, args, { env })).toBe(false);
    same(args, { env });
  });

  describe('elsewhere', () => {
    /** An installation with a Node, a snapshot and a shim of its own; everything else is that of this one. */
    function installation(): { readonly shim: string; readonly blob: string; readonly node: string } {
      const folder = folderWith({});
      const own = {
        shim: join(folder, 'node_modules/.bin/mmspec'),
        blob: join(folder, 'start/check.blob'),
        time: join(folder, 'start/check.time'),
        node: join(folder, 'node_modules/.bin/node'),
      };
      mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
      symlinkSync(join(root, 'packages'), join(folder, 'packages'));
      symlinkSync(process.execPath, own.node);
      mkdirSync(dirname(own.blob));
      copyFileSync(blob, own.blob);
      writeFileSync(own.time, '');
      for (const path of [own.blob, own.time]) utimesSync(path, 1_000_000_000, 1_000_000_000);
      symlinkSync(process.execPath, join(dirname(own.blob), 'node'));
      writeFileSync(join(dirname(own.blob), 'stamp'), '');
      const text = readFileSync(shim, 'utf8').replaceAll(folderOfStart, dirname(own.blob)).replaceAll(dirname(shim), dirname(own.shim));
      writeFileSync(own.shim, text, { mode: 0o755 });
      return own;
    }

    const args = ['check', 'specs/safe_refcount.mmspec', '--check', 'row3'];
    const expected = timeless(call(process.execPath, [plain, ...args]));

    test('a whole one is taken', () => {
      const own = installation();
      expect([isFast(own.shim, args), timeless(call(own.shim, args))]).toEqual([true, expected]);
    });

    test.each<[string, (own: ReturnType<typeof installation>) => void]>([
      ['a snapshot that was cut off', ({ blob: own }) => truncateSync(own, 1000)],
      ['a snapshot that was written anew', ({ blob: own }) => utimesSync(own, 1_000_000_001, 1_000_000_001)],
      ['an older snapshot', ({ blob: own }) => utimesSync(own, 0, 0)],
      ['an empty snapshot', ({ blob: own }) => (truncateSync(own), utimesSync(own, 1_000_000_000, 1_000_000_000))],
      ['a Node that was written to', ({ blob: own }) => utimesSync(join(dirname(own), 'stamp'), 0, 0)],
      ['a Node whose second name is another file', ({ blob: own }) => (rmSync(join(dirname(own), 'node')), writeFileSync(join(dirname(own), 'node'), ''))],
      ['no snapshot', ({ blob: own }) => rmSync(own)],
      ['another file in its place', ({ blob: own }) => writeFileSync(own, 'no snapshot')],
    ])('%s falls back in silence', (_, damage) => {
      const own = installation();
      damage(own);
      expect([isFast(own.shim, args), timeless(call(own.shim, args))]).toEqual([false, expected]);
    });

    test('a shim that is a link to that of another installation does not start its snapshot', () => {
      const [own, other] = [installation(), installation()];
      rmSync(other.shim);
      linkSync(own.shim, other.shim);
      expect([isFast(other.shim, args), timeless(call(other.shim, args))]).toEqual([false, expected]);
    });

    test('another Node is started without it', () => {
      const own = installation();
      rmSync(own.node);
      writeFileSync(own.node, '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
      const { code, stdout } = call(own.shim, ['check', 'x']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^\S+mmspec\.js check x\n$/u);
    });
  });

  test('is made from a script in ASCII, and the plain start loads such: V8 would keep two bytes for each of their characters', () => {
    const bundle = join(root, 'packages/cli/dist/bundle');
    const beyond = readdirSync(bundle)
      .filter((name) => /\.c?js$/u.test(name))
      .flatMap((name) => [...readFileSync(join(bundle, name), 'utf8').matchAll(/.{0,20}[^\0-\x7F]/gu)].map(([found]) => `${name}: ${found}`));
    expect(beyond).toEqual([]);
  });

  test('lies beside the bundle, where git does not see it', () => {
    for (const name of ['check.blob', 'others.blob', 'node']) {
      const path = join(folderOfStart, name);
      expect(existsSync(path), name).toBe(true);
      expect(spawnSync('git', ['check-ignore', '-q', path], { cwd: root }).status, name).toBe(0);
    }
  });
});
