import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReviewJson } from '@mmspec/api';
import { describe, expect, test } from 'vitest';
import { folderWith, mmspec, root, specWith } from '../cli/mmspec.ts';

/*
 * What a review says is so, is whole, and fits into a mail.
 */

const series = readdirSync(join(root, 'examples/review')).filter((name) => name.endsWith('.mbox'));

test.each(series)('the reply to %s is what the command prints', async (name) => {
  process.chdir(root);
  const { code, stdout } = await mmspec('review', `examples/review/${name}`);
  expect(code).toBe(0);
  expect(stdout).toBe(readFileSync(join(root, 'examples/review', name.replace('.mbox', '.txt')), 'utf8'));
});

test.each(['secure_page', 'vma_lock', 'mremap_race'])('no line about %s is too long but one that is one word', async (name) => {
  const { stdout } = await mmspec('review', join(root, `specs/${name}.mmspec`), '--no-audit');
  expect(stdout.split('\n').filter((line) => line.length > 75 && /\S \S/u.test(line.trim()))).toEqual([]);
});

const spec = `module m
const N: 1..4 = 1
variant locked: bool = false
shared n: 0..8 = 0
shared l: bool = true
invariant small: n < 2
invariant never_asked: n < 9
temporal ends: eventually n >= 1 under fair
actor a[N] {
  set: atomic { await l  n += 1 }
}
actor b { loop { wait: idle await false } }
check one of small, ends { } expect holds
check two of small { N = 2 } expect violates small
check asked of small { N = 2, locked = true }
check part of small { N = 3, ignore deadlock, bound n < 2 } expect violates small
scenario both { a[0].set ; b.wait } is impossible
`;

async function textOf(text: string, ...options: readonly string[]): Promise<string> {
  return (await mmspec('review', specWith(text), ...options)).stdout;
}

describe('the text', () => {
  test.each<[string, RegExp]>([
    ['the outcome of checks that state nothing', /small is violated in asked, which does not say what it\s+expects\./u],
    ['a property and where it holds', /VIOLATED {2}small, in asked: n < 2\./u],
    ['a violation that is stated', /two +\d+ states {2}violates small \(2 steps\), as stated/u],
    ['settings that are not the declared ones', /with N = 2, locked = true/u],
    ['a race of what nobody stated', /small is violated: [^]*\[BUG: small\][^]*--check asked/u],
    ['sizes that no check has', /Other sizes and variants: N = 4 \(checked: 1 to 3\)/u],
    ['blocks that are one step', /1 atomic block taken for one step: a \(line 10\)/u],
    ['bounds', /beyond the bound of part: n < 2/u],
    ['what is ignored', /deadlock: ignored by part/u],
    ['what no check judges', /never_asked: no check judges it/u],
    ['fairness', /ends holds under an assumption: fair\./u],
    ['interrupts', /every actor has a CPU of its own/u],
    ['a scenario', /scenario both: impossible, as stated/u],
  ])('has %s', async (_, pattern) => {
    expect(await textOf(spec)).toMatch(pattern);
  });

  test('says first what is not as stated', async () => {
    const text = await textOf('module m\nshared n: 0..2 = 0\nactor a { n = 2 }\ninvariant p: n < 2\ncheck c { } expect holds\n');
    expect(text).toMatch(/^I ran the model m in [^]*It\s+does\s+not\s+hold:\s+p\s+is\s+violated\s+in\s+c\./u);
  });

  test('says that something holds though a check states that it is violated', async () => {
    const text = await textOf('module m\nshared n: 0..2 = 0\nactor a { n = 1 }\ninvariant p: n < 2\ncheck c { } expect violates p\n');
    expect(text).toContain('Not as stated: c.');
    expect(text).toContain('HOLDS     p, though c says otherwise: n < 2.');
  });

  test('is short where all is well', async () => {
    const text = await textOf('module m\nshared n: 0..2 = 0\nactor a { n = 1 }\ninvariant p: n < 2\ncheck c { } expect holds\n');
    expect(text.split('\n').length).toBeLessThan(32);
  });

  test('tells that there is nothing to run', async () => {
    expect(await textOf('module m\nshared n: 0..2 = 0\nactor a { n = 1 }\n')).toContain('It has no checks, so nothing was checked.');
  });
});

test('wider windows are not covered where something holds in narrow ones; a race is one in any', async () => {
  const notCovered = async (name: string): Promise<string[]> => {
    const { stdout } = await mmspec('review', join(root, 'specs/memory', `${name}.mmspec`), '--no-audit');
    return stdout.replaceAll(/\s+/gu, ' ').match(/accesses under way at a time in [\w[\]=]+/gu) ?? [];
  };
  expect(await notCovered('gup_pin')).toEqual([]);
  expect(await notCovered('put_and_free')).toContain('accesses under way at a time in plain_free[memory=weak]');
});

test('with --suggest, of v2 the first change is what v3 does', async () => {
  const path = join(root, 'examples/review/v2.mbox');
  const { stdout } = await mmspec('review', path, '--suggest', '--no-audit', '--check', 'removal[VCPUS=1]');
  expect(stdout).toMatch(/any of these changes removal\[VCPUS=1\] holds;[^]*?\n\n {2}- Another order in remover, line 152: refs_ before safe_\n/u);
});

describe('limits and calls', () => {
  const counters =
    'module m\nshared n: 0..40 = 0\nshared k: 0..40 = 0\nactor a { loop { atomic { n = (n + 1) % 41 } } }\nactor b { loop { atomic { k = (k + 1) % 41 } } }\ninvariant p: n >= 0\ncheck c { } expect holds\n';

  test('a search that does not end is told, with exit code 3', async () => {
    const { code, stdout } = await mmspec('review', specWith(counters), '--states-max', '100', '--no-audit');
    expect(code).toBe(3);
    expect(stdout).toContain('Not searched to the end: c.');
    expect(stdout).not.toContain('exhaustively');
  });

  test('an unknown check, and a claim of standard input', async () => {
    const path = specWith(counters);
    expect(await mmspec('review', path, '--check', 'd')).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no check d') as string });
    expect(await mmspec('review', '-', '--claim', 'x.json')).toMatchObject({ code: 2, stderr: expect.stringContaining('standard input') as string });
  });

  test('one check', async () => {
    const { stdout } = await mmspec('review', specWith(spec), '--check', 'one', '--json', '--no-audit');
    expect((JSON.parse(stdout) as ReviewJson).specs[0]?.checks.map(({ name }) => name)).toEqual(['one']);
  });

  test('a claim that verify runs again, of the series as one spec', async () => {
    const folder = folderWith({ 'v3.mbox': readFileSync(join(root, 'examples/review/v3.mbox')) });
    const claim = join(folder, 'claim.json');
    const { stdout } = await mmspec('review', join(folder, 'v3.mbox'), '--claim', claim, '--no-audit');
    expect(stdout).toContain('mmspec verify');
    expect(existsSync(claim)).toBe(true);
    expect(await mmspec('verify', claim)).toMatchObject({ code: 0, stdout: expect.stringContaining('2 checks of v3.mbox as claimed') as string });
  });
});
