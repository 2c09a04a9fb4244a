import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lostUpdate } from '../cli/specs.ts';
import { installed, nodes, ran, root, type Ended } from './installed.ts';

/*
 * An installed `mmspec check` starts from a snapshot that is made on this machine; what does not fit is not used, and both starts say the same.
 */

const { folder } = installed();
afterAll(() => rmSync(dirname(folder), { recursive: true }));

const main = join(folder, 'node_modules/mmspec/bin/mmspec.js');
const maker = join(folder, 'node_modules/mmspec/bin/make_start.js');
writeFileSync(join(folder, 'a.mmspec'), `${lostUpdate}check c { } expect holds\n`);

/** A user who has never called mmspec. */
interface User {
  readonly home: string;
  readonly cache: string;
  readonly mmspec: (args: readonly string[], env?: Readonly<Record<string, string>>) => Ended;
  /** What there is beside the compiled code of Node. */
  readonly kept: () => string[];
}

function user(): User {
  const home = mkdtempSync(join(dirname(folder), 'home-'));
  const cache = join(home, '.cache/mmspec');
  return {
    home,
    cache,
    mmspec: (args, env = {}) => ran(folder, process.execPath, [main, ...args], { HOME: home, ...env }),
    kept: () =>
      existsSync(cache)
        ? readdirSync(cache)
            .filter((name) => name.startsWith('start-'))
            .map((name) => name.replace(/^start-\w+\./u, ''))
            .sort()
        : [],
  };
}

interface Prepared extends User {
  readonly blob: string;
  readonly stamp: string;
}

/** The same, with the snapshot of this name. */
function prepared(name: string): Prepared {
  const own = user();
  mkdirSync(own.cache, { recursive: true, mode: 0o700 });
  expect(ran(folder, process.execPath, [maker, name], { HOME: own.home })).toEqual({ code: 0, stdout: '', stderr: '' });
  const path = (kind: string): string => join(own.cache, readdirSync(own.cache).find((name) => name.endsWith(`.${kind}`)) ?? '');
  return { ...own, blob: path('blob'), stamp: path('stamp') };
}

/** Another user with a copy of the snapshot. */
function copied({ blob, stamp }: Prepared): Prepared {
  const own = user();
  mkdirSync(own.cache, { recursive: true, mode: 0o700 });
  const copy = { ...own, blob: join(own.cache, basename(blob)), stamp: join(own.cache, basename(stamp)) };
  copyFileSync(blob, copy.blob);
  copyFileSync(stamp, copy.stamp);
  fitted(copy);
  return copy;
}

/** Writes a stamp that says that the file in the place of the snapshot fits. */
function fitted({ blob, stamp }: Prepared): void {
  const { dev, ino, size, mtimeMs } = statSync(blob);
  writeFileSync(stamp, readFileSync(stamp, 'utf8').replace(/[^\n]+$/u, `${blob} ${dev} ${ino} ${size} ${mtimeMs}`));
}

const timeless = ({ code, stdout, stderr }: Ended): Ended => ({ code, stdout: stdout.replaceAll(/\d+\.\d\d s\b/gu, 'TIME'), stderr });

const seconds = (ended: Ended): Ended => ({ ...timeless(ended), stdout: timeless(ended).stdout.replaceAll(/"(?:seconds|memoryBytes)": [\d.e-]+/gu, '') });

/** Puts something that is no snapshot in its place: whoever starts from it fails. */
function trapped(own: Prepared): void {
  writeFileSync(own.blob, 'no snapshot');
  fitted(own);
}

describe.runIf(process.platform === 'linux')('the fast start of an installed package', () => {
  test('is made by the second check, by a process that nobody waits for, and nothing else is', async () => {
    const own = user();
    const first = own.mmspec(['check', 'a.mmspec']);
    expect(first.code).toBe(1);
    expect(own.kept()).toEqual(['seen']);
    expect(timeless(own.mmspec(['check', 'a.mmspec']))).toEqual(timeless(first));
    for (let waits = 0; waits < 600 && !(own.kept().includes('stamp') && !own.kept().includes('lock')); waits++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(own.kept()).toEqual(['blob', 'seen', 'stamp']);
    expect(timeless(own.mmspec(['check', 'a.mmspec']))).toEqual(timeless(first));
  });

  const one = prepared('check');

  test.each<[string, readonly string[]]>([
    ['a spec of the repository', ['check', join(root, 'specs/safe_refcount.mmspec'), '--states-max', '2000']],
    ['an expectation that is not met', ['check', 'a.mmspec', '--json']],
    ['a missing file', ['check', 'nowhere.mmspec']],
    ['an unknown option', ['check', '--colr']],
    ['threads', ['check', join(root, 'test/bench/phil/phil.mmspec'), '--set', 'N=8', '--no-reduction', '--workers', '2']],
  ])('says what the plain start says of %s', (_, args) => {
    expect(seconds(one.mmspec(args))).toEqual(seconds(one.mmspec(args, { MMSPEC_START: 'plain' })));
  });

  test('is another one for other commands, and none of them takes that of check', () => {
    const others = prepared('others');
    for (const args of [
      ['scenario', join(root, 'packages/cli/warm/scenarios.mmspec')],
      ['refs', 'a.mmspec'],
      ['fmt', '--check', 'a.mmspec'],
    ])
      expect(seconds(others.mmspec(args))).toEqual(seconds(others.mmspec(args, { MMSPEC_START: 'plain' })));
    trapped(others);
    expect(others.mmspec(['refs', 'a.mmspec'])).toMatchObject({ stdout: '' });
    expect(others.mmspec(['check', 'a.mmspec'])).toMatchObject({ code: 1, stderr: '' });
  });

  test('decodes mails, with the reader that lies in the package', () => {
    const text = `From: a@example.com\nSubject: x\nContent-Transfer-Encoding: base64\n\n${Buffer.from(`\`\`\`mmspec\n${lostUpdate}check c { } expect holds\n\`\`\`\n`).toString('base64')}\n`;
    writeFileSync(join(folder, 'a.eml'), text);
    expect(one.mmspec(['check', 'a.eml']).code).toBe(1);
  });

  const trap = copied(one);
  trapped(trap);

  test('is taken from where it was copied to, with a stamp of its own', () => {
    expect(copied(one).mmspec(['check', 'a.mmspec'])).toMatchObject({ code: 1, stderr: '' });
  });

  test('is taken where the stamp says that the snapshot fits', () => {
    const { stdout, stderr } = trap.mmspec(['check', 'a.mmspec']);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });

  test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ['for other commands', ['explain', 'MM0203'], {}],
    ['for commands that are in the other one', ['refs', 'a.mmspec'], {}],
    ['with options for Node', ['check', 'a.mmspec'], { NODE_OPTIONS: '--max-old-space-size=500' }],
    ['where it is not wanted', ['check', 'a.mmspec'], { MMSPEC_START: 'plain' }],
    ['from the folder of somebody else', ['check', 'a.mmspec'], { XDG_CACHE_HOME: '/nowhere' }],
  ])('is not taken %s', (_, args, env) => {
    expect(trap.mmspec(args, env)).toMatchObject({ stderr: '' });
  });

  test.each<[string, (own: Prepared) => void]>([
    ['that was cut off', ({ blob }) => truncateSync(blob, 1000)],
    ['that is not there', ({ blob }) => rmSync(blob)],
    ['without a stamp', ({ blob, stamp }) => (writeFileSync(blob, ''), rmSync(stamp))],
    [
      'of another start of the machine',
      (own) => (
        trapped(own),
        writeFileSync(own.stamp, readFileSync(own.stamp, 'utf8').replace(/\n[0-9a-f-]{36}\n/u, '\n00000000-0000-0000-0000-000000000000\n'))
      ),
    ],
    ['of another Node', (own) => (trapped(own), writeFileSync(own.stamp, readFileSync(own.stamp, 'utf8').replace(/^v\d+/u, 'v1')))],
    ['in a folder that others may write to', (own) => (trapped(own), chmodSync(own.cache, 0o777))],
  ])('does not use a snapshot %s', (_, damage) => {
    const own = copied(one);
    damage(own);
    expect(own.mmspec(['check', 'a.mmspec'])).toMatchObject({ code: 1, stderr: '' });
  });

  test('is not made where many machines begin anew, nor once more where it failed', () => {
    const own = user();
    for (let call = 0; call < 3; call++) own.mmspec(['check', 'a.mmspec'], { CI: 'true' });
    expect(own.kept()).toEqual([]);
    own.mmspec(['check', 'a.mmspec']);
    const seen = join(own.cache, readdirSync(own.cache).find((name) => name.endsWith('.seen')) ?? '');
    writeFileSync(seen, `failed\n${readFileSync(seen, 'utf8')}`);
    for (let call = 0; call < 2; call++) own.mmspec(['check', 'a.mmspec']);
    expect(own.kept()).toEqual(['seen']);
  });

  test('leaves a Node that cannot become another process to the plain start', () => {
    const old = nodes.find(([version]) => version === 'v22.12.0')?.[1];
    if (old === undefined) return;
    const own = user();
    for (let call = 0; call < 2; call++) expect(ran(folder, old, [main, 'check', 'a.mmspec'], { HOME: own.home })).toMatchObject({ code: 1, stderr: '' });
    expect(own.kept()).toEqual([]);
  });
});
