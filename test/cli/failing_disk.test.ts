import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { folderWith } from './mmspec.ts';
import { contents, program, sentence, spec, withSpec, writers } from './writers.ts';
import type { Writer } from './writers.ts';
import { onFullDisk } from './full_disk.ts';

/* What every option and command that writes says when the disk is full or a folder may not be written to, and that it leaves nothing half done. */

describe('a disk that is full', () => {
  test.each(writers.filter(({ name }) => !name.startsWith('compile -o, its') && name !== '--resume').map((writer): [string, Writer] => [writer.name, writer]))(
    '%s',
    (_, { args }) => {
      const folder = withSpec();
      writeFileSync(join(folder, 'page.html'), 'old');
      const names = readdirSync(folder);
      const { code, stderr } = onFullDisk(folder, args(folder));
      expect(stderr).toMatch(sentence);
      expect(code).toBe(2);
      expect(readFileSync(join(folder, 'page.html'), 'utf8')).toBe('old');
      expect(
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !names.includes(name) && !lstatSync(join(folder, name)).isDirectory()),
      ).toEqual([]);
    },
  );

  test('fmt', () => {
    const folder = folderWith({ 'f.mmspec': spec.replace('{ x', '{    x') });
    const before = contents(folder);
    const { code, stderr } = onFullDisk(folder, ['fmt', 'f.mmspec']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'mmspec: cannot write f.mmspec: a file of this size is not allowed.\n' });
    expect(contents(folder)).toEqual(before);
  });

  test.each(['writeSync', 'fsyncSync', 'closeSync', 'renameSync'] as const)('which %s is the first to notice', async (name) => {
    const folder = folderWith({ 'page.html': 'old' });
    vi.resetModules();
    vi.doMock('node:fs', async (original) => {
      const real = await original<typeof import('node:fs')>();
      const full = (): never => {
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      };
      return { ...real, [name]: (...args: never[]) => (name === 'closeSync' ? (real.closeSync as (...args: never[]) => void)(...args) : undefined, full()) };
    });
    try {
      const { replaceFiles } = await import('../../packages/cli/src/files/write_file.ts');
      const before = contents(folder);
      expect(() => replaceFiles([{ path: join(folder, 'page.html'), content: 'new' }], [])).toThrow(
        `cannot write ${join(folder, 'page.html')}: the disk is full`,
      );
      expect(contents(folder)).toEqual(before);
    } finally {
      vi.doUnmock('node:fs');
      vi.resetModules();
    }
  });
});

describe('a folder that may not be written to', () => {
  /** Root may write everywhere, so it calls as nobody. */
  const asSomebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

  test.each(
    [...writers.filter(({ name }) => name !== '--resume'), { name: 'fmt', file: 'f.mmspec', args: () => ['fmt', 'f.mmspec'] }].map(
      (writer): [string, Writer] => [writer.name, writer],
    ),
  )('%s', (_, { args }) => {
    const folder = mkdtempSync(join(tmpdir(), 'mmspec-closed-'));
    onTestFinished(() => {
      chmodSync(folder, 0o755);
      rmSync(folder, { recursive: true });
    });
    writeFileSync(join(folder, 'f.mmspec'), spec.replace('{ x', '{    x'));
    chmodSync(folder, 0o555);
    const before = contents(folder);
    const { status, stderr } = spawnSync(process.execPath, [program, ...args(folder)], { cwd: folder, encoding: 'utf8', ...asSomebody });
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/it is not allowed\.?\n$/u);
    expect(status).toBe(2);
    expect(contents(folder)).toEqual(before);
  });

  test('nor is a file that may not be, in a folder that may', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mmspec-closed-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    chmodSync(folder, 0o777);
    writeFileSync(join(folder, 'f.mmspec'), spec);
    writeFileSync(join(folder, 'page.html'), 'old');
    chmodSync(join(folder, 'page.html'), 0o444);
    const before = contents(folder);
    const { status, stderr } = spawnSync(process.execPath, [program, 'check', 'f.mmspec', '--html', 'page.html'], {
      cwd: folder,
      encoding: 'utf8',
      ...asSomebody,
    });
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'mmspec: cannot write page.html: it is not allowed\n' });
    expect(contents(folder)).toEqual(before);
  });
});
