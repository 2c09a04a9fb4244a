import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { madeFolder } from '../../packages/cli/src/files/make_folder.ts';
import { folderWith } from './mmspec.ts';

/*
 * Folders that several processes make at the same time.
 */

/** Each folder is made by another process between the look and the making. */
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const mkdirSync = (path: string, options?: { readonly recursive: boolean }): void => {
    if (/made_by_others/u.test(path)) fs.mkdirSync(path);
    fs.mkdirSync(path, options);
  };
  return { ...fs, mkdirSync, default: { ...fs, mkdirSync } };
});

test('a folder that another process makes in the meantime is there', () => {
  const folder = join(folderWith({}), 'made_by_others/and/below');
  expect(madeFolder(folder)).toBe(folder);
  expect(existsSync(folder)).toBe(true);
});

test('what is no folder is a mistake', () => {
  const folder = folderWith({ file: '' });
  expect(() => madeFolder(join(folder, 'file/below'))).toThrow('file is not a folder');
});
