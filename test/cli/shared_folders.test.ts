import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FolderInUse, lockFolder } from '../../packages/cli/src/files/folder_lock.ts';
import { isGone, thisProcess } from '../../packages/cli/src/files/owner.ts';
import { spillFolder } from '../../packages/cli/src/files/spill_folder.ts';
import { folderWith, mmspec, root, run, start, type CheckJson, type Ended } from './mmspec.ts';

/*
 * Folders for states and checkpoints: one process at a time has one, a process that was killed has none, and what others have there stays.
 */

const phil = join(root, 'test/bench/phil/phil.mmspec');
const callOf = (philosophers: number): readonly string[] => ['check', phil, '--set', `N=${philosophers}`, '--json'];
const call = callOf(7);
/** What the search finds in memory. */
const counts = { states: 28_192, transitions: 164_584 };

/** What two processes that start at the same time say. */
async function both(args: readonly string[]): Promise<readonly [Ended, Ended]> {
  return Promise.all([run(args, {}, 60), run(args, {}, 60)]);
}

const countsOf = ({ stdout }: Ended): unknown => {
  const { states, transitions } = (JSON.parse(stdout) as CheckJson).files[0]!.checks[0]!;
  return { states, transitions };
};

const pairs = Array.from({ length: 10 }, (_, pair) => pair);

test('ten pairs of searches in one folder for states count right, and leave what was there', async () => {
  const folder = folderWith({ states: 'mine', 'mmspec-spill-mine/states': 'mine' });
  for (const _ of pairs)
    for (const ended of await both([...call, '--memory-max', '100K', '--spill', folder])) {
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(countsOf(ended)).toEqual(counts);
    }
  expect([readdirSync(folder).sort(), readFileSync(join(folder, 'states'), 'utf8'), readdirSync(join(folder, 'mmspec-spill-mine'))]).toEqual([
    ['mmspec-spill-mine', 'states'],
    'mine',
    ['states'],
  ]);
});

test('of ten pairs in one folder for checkpoints each process counts right, or is told that another one has it', async () => {
  // A search of so many takes several times as long as a start, so that the two meet.
  const long = callOf(10);
  const longCounts = { states: 2_483_456, transitions: 20_769_696 };
  let refused = 0;
  for (const _ of pairs) {
    const folder = join(folderWith({}), 'kept');
    const ended = await both([...long, '--checkpoint', folder, '--checkpoint-every', '20ms']);
    for (const each of ended) {
      if (each.code === 0) expect(countsOf(each)).toEqual(longCounts);
      else
        expect(each).toMatchObject({
          code: 2,
          stdout: expect.stringMatching(/"problem": ".*uses it"/u),
          stderr: expect.stringMatching(/^mmspec: --checkpoint \S+: process \d+ uses it\n$/u),
        });
      refused += each.code === 0 ? 0 : 1;
    }
    expect(ended.some(({ code }) => code === 0)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('mmspec.lock'))).toEqual([]);
    expect(countsOf(await mmspec(...long, '--resume', folder))).toEqual(longCounts);
  }
  expect(refused).toBeGreaterThan(0);
});

describe('a process that was killed', () => {
  /** Starts a search without an end, waits until a file is there, and kills it. */
  const killed = async (args: readonly string[], isReady: () => boolean, before: () => Promise<void> = async () => undefined): Promise<void> => {
    const { child, ended } = start(['check', phil, '--set', 'N=13', ...args], {}, 60);
    while (!isReady() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
    await before();
    child.kill('SIGKILL');
    await ended;
  };
  const has = (folder: string, name: RegExp): boolean =>
    existsSync(folder) && readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((each) => name.test(each));

  test('leaves its folder for checkpoints to the next one, which was refused before', async () => {
    const folder = join(folderWith({}), 'kept');
    const resume = ['check', phil, '--set', 'N=13', '--resume', folder, '--time-max', '10ms'];
    await killed(
      ['--checkpoint', folder, '--checkpoint-every', '20ms'],
      () => has(folder, /^search-.*\.json$/u),
      async () => {
        expect(await mmspec(...resume)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/: process \d+ uses it\n$/u) });
      },
    );
    expect(has(folder, /^mmspec\.lock-/u)).toBe(true);
    expect((await mmspec(...resume)).code).toBe(3);
    expect(has(folder, /^mmspec\.lock-/u)).toBe(false);
  });

  test('leaves states, which the next one removes', async () => {
    const folder = folderWith({});
    await killed(['--spill', folder, '--memory-max', '100K'], () => has(folder, /states$/u));
    expect(has(folder, /states$/u)).toBe(true);
    expect(countsOf(await mmspec(...call, '--spill', folder))).toEqual(counts);
    expect(readdirSync(folder)).toEqual([]);
  });
});

/** A process that ended, and that nobody has asked for its code yet. */
async function zombie(): Promise<number> {
  const parent = spawn('/bin/sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 60']);
  onTestFinished(() => void parent.kill());
  const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text) => resolve(Number(text))));
  await new Promise((resolve) => setTimeout(resolve, 300));
  return pid;
}

describe('whether a process runs no more', () => {
  const here = thisProcess();

  test('is known of this host, as long as its kernel runs', async () => {
    expect(here).toMatchObject({ pid: process.pid, host: hostname() });
    expect(isGone(here)).toBe(false);
    expect(isGone({ ...here, pid: 2 ** 22 + 7 })).toBe(true);
    expect(isGone({ ...here, pid: 1, start: '' })).toBe(false);
    expect(isGone({ ...here, boot: 'another' })).toBe(here.boot !== '');
    // Its number belongs to somebody else now.
    expect(isGone({ ...here, start: '1' })).toBe(here.start !== '');
    expect(isGone({ ...here, pid: await zombie(), start: '' })).toBe(here.start !== '');
  });

  test('is not known of other hosts and containers', () => {
    expect(isGone({ ...here, host: 'elsewhere', boot: 'another', pid: 2 ** 22 + 7 })).toBe(false);
    expect(isGone({ ...here, namespace: 'pid:[1]', pid: 2 ** 22 + 7 })).toBe(false);
  });
});

const stale = `${JSON.stringify({ ...thisProcess(), pid: 2 ** 22 + 7 })}\n`;
const lock = 'mmspec.lock-0123456789abcdef';

describe('a lock', () => {
  test('is taken once, and again when it was given back', () => {
    const folder = folderWith({});
    const release = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(new FolderInUse('this call uses it already'));
    release();
    lockFolder(folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of a process that is gone is removed', () => {
    const folder = folderWith({ [lock]: stale });
    lockFolder(folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['of another host', JSON.stringify({ ...thisProcess(), host: 'elsewhere', pid: 5 }), 'process 5 of elsewhere uses it, or did when it ended; remove'],
    ['that says nothing', 'mine', 'it may be in use: remove'],
    ['that says nothing of a process', JSON.stringify({ ...thisProcess(), pid: -1 }), 'it may be in use: remove'],
  ])('%s stays', (_, text, says) => {
    const folder = folderWith({ [lock]: text });
    expect(() => lockFolder(folder)).toThrow(says);
    expect(readFileSync(join(folder, lock), 'utf8')).toBe(text);
    expect(readdirSync(folder)).toEqual([lock]);
  });
});

test('only what is certainly left by mmspec is removed from a folder for states', () => {
  const other = folderWith({ states: 'mine' });
  const folder = folderWith({
    [`mmspec-spill-left/${lock}`]: stale,
    'mmspec-spill-left/states': 'left',
    [`mmspec-spill-more/${lock}`]: stale,
    'mmspec-spill-more/states': 'left',
    'mmspec-spill-more/notes': 'mine',
    'mmspec-spill-bare/states': 'mine',
    [`mmspec-spill-runs/${lock}`]: JSON.stringify(thisProcess()),
    'mmspec-spill-runs/states': 'of one that runs',
    [`mmspec-spill-both/${lock}`]: stale,
    'mmspec-spill-both/mmspec.lock-0000000000000000': JSON.stringify(thisProcess()),
    'mmspec-spill-both/states': 'of one that runs',
  });
  symlinkSync(other, join(folder, 'mmspec-spill-link'));
  mkdirSync(join(folder, 'mmspec-spill-dirs/states'), { recursive: true });
  writeFileSync(join(folder, 'mmspec-spill-dirs', lock), stale);
  spillFolder(folder).release();
  expect(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.includes('/'))
      .sort(),
  ).toEqual(
    [
      'mmspec-spill-bare/states',
      `mmspec-spill-both/${lock}`,
      'mmspec-spill-both/mmspec.lock-0000000000000000',
      'mmspec-spill-both/states',
      'mmspec-spill-dirs/states',
      'mmspec-spill-link/states',
      'mmspec-spill-more/notes',
      `mmspec-spill-runs/${lock}`,
      'mmspec-spill-runs/states',
    ].sort(),
  );
  expect(readdirSync(other)).toEqual(['states']);
});
