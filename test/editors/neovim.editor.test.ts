import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../syntax/corpus.ts';

/*
 * Neovim's own client with `mmspec lsp --stdio`: diagnostics, hover, rename, format, lenses. Needs `nvim` from the system's packages.
 */

test('Neovim opens a spec with a mistake, renames, fixes it, formats, and runs a check by its lens', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mmspec-nvim-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const spec = join(folder, 'a.mmspec');
  const out = join(folder, 'out');
  writeFileSync(spec, 'module m\nshared x: bool = false\nactor a {\n  here: x = true\n  there: y = false\n}\n');
  const env = {
    ...process.env,
    MMSPEC_NODE: process.execPath,
    MMSPEC_SERVER: join(root, 'packages/cli/bin/mmspec.js'),
    MMSPEC_SPEC: spec,
    MMSPEC_OUT: out,
    XDG_STATE_HOME: folder,
    XDG_CACHE_HOME: folder,
    XDG_DATA_HOME: folder,
  };
  const ended = spawnSync('nvim', ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-c', `luafile ${join(root, 'test/editors/neovim.lua')}`], {
    env,
    encoding: 'utf8',
    timeout: 90_000,
  });
  if (ended.error !== undefined) throw new Error('nvim could not be started; install the package `neovim`', { cause: ended.error });
  const said = existsSync(out) ? readFileSync(out, 'utf8') : ended.stderr;
  const answers = new Map(
    said
      .trimEnd()
      .split('\n')
      .map((line) => [line.split('\t')[0], JSON.parse(line.split('\t')[1] ?? 'null') as unknown]),
  );
  expect(answers.get('failed')).toBeUndefined();
  expect(answers.get('diagnostics')).toEqual([[4, 9, 'mmspec']]);
  expect(answers.get('hover')).toContain('shared x: bool = false');
  expect(answers.get('text')).toEqual(['module m', 'shared flag: bool = false', '', 'actor a {', '  here:  flag = true', '  there: flag = false', '}']);
  expect(answers.get('lenses')).toEqual(['▶ Run', 'holds · 3 states']);
  expect(ended.status).toBe(0);
});
