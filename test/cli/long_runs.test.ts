import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkJson, folderWith, mmspec, root, run, start, type CheckJson } from './mmspec.ts';

/*
 * Searches that take long: threads, files for states, checkpoints.
 */

const gmem = join(root, 'test/bench/gmem/gmem.mmspec');
const large = ['--check', 'gmem', '--set', 'V=3', '--set', 'F=2', '--set', 'W=1'];
const counts = { states: 158_125, transitions: 763_100, depth: 26 };

test('--workers', async () => {
  const { code, stdout } = await run(['check', gmem, ...large, '--set', 'V=4', '--workers', '2', '--json']);
  expect({ code, ...(JSON.parse(stdout) as CheckJson).files[0]?.checks[0] }).toMatchObject({ code: 0, workers: 2, states: 1_169_375, transitions: 6_600_500, depth: 28 });
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

describe('--checkpoint and --resume', () => {
  const interrupted = async (folder: string): Promise<void> => {
    const { child, ended } = start(['check', gmem, ...large, '--checkpoint', folder, '--checkpoint-every', '20ms'], {}, 30);
    const header = (): boolean => existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('search-') && name.endsWith('.json'));
    while (!header()) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await ended;
  };

  test('after kill -9 the search goes on, with the same result', async () => {
    const folder = join(folderWith({}), 'kept');
    await interrupted(folder);
    const { code, stdout } = await mmspec('check', gmem, ...large, '--resume', folder, '--json');
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as CheckJson).files[0]?.checks[0]).toMatchObject({ ...counts, verdict: 'holds' });
  }, 40_000);

  test('what is damaged, or of another call, is refused with a reason', async () => {
    const folder = join(folderWith({}), 'kept');
    await interrupted(folder);
    const refused = async (...args: readonly string[]): Promise<string> => {
      const { code, stderr } = await mmspec('check', ...args, '--resume', folder);
      expect(code).toBe(2);
      return stderr.replaceAll(folder, 'FOLDER').replaceAll(root, '').replace(/search-\w+/u, 'search-KEY').trim();
    };
    expect(await refused(gmem, '--check', 'gmem', '--set', 'V=2')).toBe('mmspec: --resume FOLDER: --set was not the same then');
    expect(await refused(join(root, 'test/bench/phil/phil.mmspec'))).toBe('mmspec: --resume FOLDER: it is not about test/bench/phil/phil.mmspec');
    const states = join(folder, readdirSync(folder).find((name) => name.endsWith('.states'))!);
    const bytes = readFileSync(states);
    bytes[100]! ^= 1;
    writeFileSync(states, bytes);
    expect(await refused(gmem, ...large)).toBe('mmspec: --resume FOLDER: search-KEY.states is damaged: its checksum is wrong.');
    writeFileSync(states, bytes.subarray(0, 50));
    expect(await refused(gmem, ...large)).toMatch(/^mmspec: --resume FOLDER: search-KEY\.states is cut off: it has 50 bytes of \d+\.$/u);
    writeFileSync(join(folder, 'mmspec.json'), '{');
    expect(await refused(gmem, ...large)).toBe('mmspec: --resume FOLDER: mmspec.json is damaged');
  }, 40_000);

  test('a folder without checkpoints is refused', async () => {
    const { code, stderr } = await mmspec('check', gmem, '--resume', folderWith({}));
    expect({ code, stderr: stderr.replace(/--resume \S+:/u, '--resume FOLDER:').trim() }).toEqual({ code: 2, stderr: 'mmspec: --resume FOLDER: there is no checkpoint; --checkpoint writes some' });
  });
});
