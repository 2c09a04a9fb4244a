import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkJson, folderWith, mmspec, root, run, specWith, start, type CheckJson, type Ended } from './mmspec.ts';

/*
 * Searches that take long: threads, files for states, checkpoints.
 */

const gmem = join(root, 'test/bench/gmem/gmem.mmspec');
const large = ['--check', 'gmem', '--set', 'V=3', '--set', 'F=2', '--set', 'W=1'];
const counts = { states: 158_125, transitions: 763_100, depth: 26 };
/** One that takes several times as long as what this process may come late with a signal. */
const larger = [...large, '--set', 'V=4'];
const largerCounts = { states: 1_169_375, transitions: 6_600_500, depth: 28 };

test('--workers', async () => {
  const { code, stdout } = await run(['check', gmem, ...larger, '--workers', '2', '--json']);
  expect({ code, ...(JSON.parse(stdout) as CheckJson).files[0]?.checks[0] }).toMatchObject({ code: 0, workers: 2, ...largerCounts });
});

test('--spill goes on where memory is full, and leaves nothing behind', async () => {
  const folder = folderWith({});
  const without = await checkJson(gmem, ...large, '--memory-max', '1M');
  expect({ code: without.code, reason: without.checks[0]?.reason }).toEqual({ code: 3, reason: 'the limit of 1 MB of memory was reached' });
  const { code, checks } = await checkJson(gmem, ...large, '--memory-max', '1M', '--spill', folder);
  expect({ code, ...checks[0] }).toMatchObject({ code: 0, ...counts });
  expect(readdirSync(folder)).toEqual([]);
});

test('--search depth', async () => {
  const { checks } = await checkJson(gmem, ...large, '--search', 'depth');
  expect(checks[0]).toMatchObject({ states: counts.states, transitions: counts.transitions, search: 'depth' });
});

describe('options that would do nothing beside others are refused', () => {
  test.each([
    [['--spill', 'd', '--workers', '2'], '--spill and --workers 2 do not go together: one thread, breadth-first, searches in files.'],
    [['--spill', 'd', '--search', 'depth'], '--spill and --search depth do not go together: one thread, breadth-first, searches in files.'],
    [['--checkpoint', 'd', '--workers', '2'], '--checkpoint and --workers 2 do not go together: checkpoints are of a search by one thread, breadth-first.'],
    [['--resume', 'd', '--search', 'depth'], '--resume and --search depth do not go together: checkpoints are of a search by one thread, breadth-first.'],
    [['--search', 'depth', '--workers', '2'], '--workers 2 and --search depth do not go together: several threads search breadth-first.'],
  ])('%s', async (args, says) => {
    expect(await mmspec('check', gmem, ...args)).toEqual({ code: 2, stdout: '', stderr: `mmspec: ${says}\n` });
    expect(existsSync('d')).toBe(false);
  });

  test('no threads are too few', async () => {
    expect(await mmspec('check', gmem, '--workers', '0')).toMatchObject({ code: 2, stderr: expect.stringContaining('a search has at least one thread') });
  });

  test('more than two threads for each core are not started', async () => {
    const { code, stderr } = await mmspec('check', gmem, '--check', 'gmem', '--set', 'V=1', '--workers', '5000');
    expect({ code, stderr }).toEqual({ code: 0, stderr: `mmspec: --workers 5000: ${2 * availableParallelism()} threads search, two for each core.\n` });
  });

  test.each([
    ['symmetry', 'members change places', ['--reduce', 'symmetry']],
    ['a property over paths', 'a property over paths is judged', []],
  ])('%s keeps states in memory, which is said where --spill cannot help', async (_, says, args) => {
    const spec = specWith(
      `module m\nshared x: 0..99[cpu] = 0\nactor cpu[3] { loop { x[self] = (x[self] + 1) % 100 } }\n${args.length === 0 ? 'possible back: forall c in cpu: x[c] == 0\n' : ''}check c { }\n`,
    );
    const { code, checks } = await checkJson(spec, ...args, '--spill', folderWith({}), '--memory-max', '1M');
    expect({ code, reason: checks[0]?.reason }).toEqual({
      code: 3,
      reason: `the limit of 1 MB of memory was reached; states do not go to files where ${says}`,
    });
  });
});

test('no thread reports more states than the limit', async () => {
  const { code, stdout } = await run(['check', gmem, ...larger, '--workers', '2', '--states-max', '700k', '--json'], {}, 60);
  expect({ code, ...(JSON.parse(stdout) as CheckJson).files[0]?.checks[0] }).toMatchObject({
    code: 3,
    workers: 2,
    states: 700_000,
    reason: 'the limit of 700000 states was reached',
  });
});

const folderOfSpills = mkdtempSync(join(tmpdir(), 'mmspec-spills-'));
afterAll(() => rmSync(folderOfSpills, { recursive: true }));

describe('--checkpoint and --resume', () => {
  /** Searches until what ends the search came before its own end: on a busy machine the first one may be over by then. */
  const inTime = async (search: () => Promise<Ended>): Promise<Ended> => {
    for (let tries = 1; ; tries++) {
      const ended = await search();
      if (ended.code !== 0 || tries === 10) return ended;
    }
  };

  const interrupted = (folder: string): Promise<Ended> =>
    inTime(async () => {
      const { child, ended } = start(['check', gmem, ...larger, '--checkpoint', folder, '--checkpoint-every', '20ms'], {}, 30);
      const header = (): boolean => existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('search-') && name.endsWith('.json'));
      while (!header() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
      child.kill('SIGKILL');
      return ended;
    });

  test('after kill -9 the search goes on, with the same result', async () => {
    const folder = join(folderWith({}), 'kept');
    expect((await interrupted(folder)).code).toBeNull();
    const { code, stdout } = await mmspec('check', gmem, ...larger, '--resume', folder, '--json');
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as CheckJson).files[0]?.checks[0]).toMatchObject({ ...largerCounts, verdict: 'holds' });
  });

  const kept = /^What was found is kept: --resume \S+ goes on from there\./mu;

  test.each([
    ['states', ['--states-max', '100k']],
    ['states, almost at once', ['--states-max', '5']],
    ['memory', ['--memory-max', '1M']],
    ['time', ['--time-max', '40ms']],
    ['states in files', ['--states-max', '100k', '--memory-max', '1M', '--spill', join(folderOfSpills, 'spilled')]],
  ])('a limit of %s leaves a checkpoint that goes on to the same end', async (_, limits) => {
    const folder = join(folderWith({}), 'kept');
    const stopped = await mmspec('check', gmem, ...larger, ...limits, '--checkpoint', folder);
    expect(stopped.code).toBe(3);
    expect(stopped.stderr).toMatch(kept);
    const { code, stdout, stderr } = await mmspec('check', gmem, ...larger, '--resume', folder, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((JSON.parse(stdout) as CheckJson).files[0]?.checks[0]).toMatchObject({ ...largerCounts, verdict: 'holds' });
  });

  test('so does a signal', async () => {
    const folder = join(folderWith({}), 'kept');
    const { code, stderr } = await inTime(async () => {
      const { child, ended } = start(['check', gmem, ...larger, '--checkpoint', folder, '--progress', 'json'], {}, 30);
      child.stderr.once('data', () => child.kill('SIGINT'));
      return ended;
    });
    expect(code).toBe(3);
    expect(stderr).toMatch(kept);
    expect(JSON.parse((await mmspec('check', gmem, ...larger, '--resume', folder, '--json')).stdout)).toMatchObject({
      files: [{ checks: [{ ...largerCounts, verdict: 'holds' }] }],
    });
  });

  test('a limit that is reached before anything is expanded leaves nothing, and nothing is promised', async () => {
    const folder = join(folderWith({}), 'kept');
    const { code, stderr } = await mmspec('check', gmem, ...large, '--states-max', '0', '--checkpoint', folder);
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(readdirSync(folder).filter((name) => /^search-.*\.json$/u.test(name))).toEqual([]);
  });

  test('a search that a limit has stopped and that finds nothing more is finished without a word about checkpoints', async () => {
    const { code, stderr } = await mmspec('check', gmem, ...large, '--checkpoint', join(folderWith({}), 'kept'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('more states than the limits allow are refused, and stay', async () => {
    const folder = join(folderWith({}), 'kept');
    await mmspec('check', gmem, ...large, '--states-max', '100K', '--checkpoint', folder);
    const { code, stderr } = await mmspec('check', gmem, ...large, '--states-max', '1k', '--resume', folder);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/: it has \d+ states, and they do not fit: the limit of 1000 states was reached\.\n$/u),
    });
    expect((await checkJson(gmem, ...large, '--resume', folder)).checks[0]).toMatchObject(counts);
  });

  test('what is damaged, or of another call, is refused with a reason', async () => {
    const folder = join(folderWith({}), 'kept');
    await interrupted(folder);
    const refused = async (...args: readonly string[]): Promise<string> => {
      const { code, stderr } = await mmspec('check', ...args, '--resume', folder);
      expect(code).toBe(2);
      return stderr
        .replaceAll(folder, 'FOLDER')
        .replaceAll(root, '')
        .replace(/search-\w+/u, 'search-KEY')
        .trim();
    };
    expect(await refused(gmem, '--check', 'gmem', '--set', 'V=2')).toBe('mmspec: --resume FOLDER: --set was not the same then');
    expect(await refused(gmem, ...larger, '--reduce', 'dead-values')).toBe('mmspec: --resume FOLDER: --reduce or --without was not the same then');
    expect(await refused(gmem, ...larger, '--no-reduction')).toBe('mmspec: --resume FOLDER: --no-reduction was not the same then');
    expect(await refused(join(root, 'test/bench/phil/phil.mmspec'))).toBe('mmspec: --resume FOLDER: it is not about test/bench/phil/phil.mmspec');
    const states = join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.states'))!,
    );
    const bytes = readFileSync(states);
    bytes[100]! ^= 1;
    writeFileSync(states, bytes);
    expect(await refused(gmem, ...larger)).toBe('mmspec: --resume FOLDER: search-KEY.states is damaged: its checksum is wrong.');
    writeFileSync(states, bytes.subarray(0, 50));
    expect(await refused(gmem, ...larger)).toMatch(/^mmspec: --resume FOLDER: search-KEY\.states is cut off: it has 50 bytes of \d+\.$/u);
    writeFileSync(join(folder, 'mmspec.json'), '{');
    expect(await refused(gmem, ...larger)).toBe('mmspec: --resume FOLDER: mmspec.json is damaged');
  });

  test('a folder without checkpoints is refused', async () => {
    const { code, stderr } = await mmspec('check', gmem, '--resume', folderWith({}));
    expect({ code, stderr: stderr.replace(/--resume \S+:/u, '--resume FOLDER:').trim() }).toEqual({
      code: 2,
      stderr: 'mmspec: --resume FOLDER: there is no checkpoint; --checkpoint writes some',
    });
  });
});
