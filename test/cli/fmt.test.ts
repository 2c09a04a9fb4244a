import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, mmspec, root } from './mmspec.ts';

/*
 * `mmspec fmt`: what it writes, what it says, and how it ends.
 */

const rough = 'module m\nshared  x:bool\n';
const smooth = 'module m\nshared x: bool\n';

/** Runs `fmt` on one file and says what became of it. */
async function check(name: string, text: string, ...options: readonly string[]): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string; readonly text: string }> {
  const folder = folderWith({ [name]: text });
  const path = join(folder, name);
  const { code, stdout, stderr } = await mmspec('fmt', ...options, path);
  return { code, stdout: stdout.replaceAll(`${folder}/`, ''), stderr: stderr.replaceAll(`${folder}/`, ''), text: readFileSync(path, 'utf8') };
}

test('a file is formatted where it is', async () => {
  expect(await check('a.mmspec', rough)).toEqual({ code: 0, stdout: 'Formatted a.mmspec.\n', stderr: '', text: smooth });
});

test('a formatted file is left alone', async () => {
  expect(await check('a.mmspec', smooth)).toEqual({ code: 0, stdout: '', stderr: '', text: smooth });
});

test('--check only tells', async () => {
  expect(await check('a.mmspec', rough, '--check')).toEqual({ code: 1, stdout: 'a.mmspec\n', stderr: '', text: rough });
  expect(await check('a.mmspec', smooth, '--check')).toEqual({ code: 0, stdout: '', stderr: '', text: smooth });
});

test('a file with mistakes is left alone, and they are shown', async () => {
  const broken = 'module m\nshared  x bool\n';
  const { code, stdout, stderr, text } = await check('a.mmspec', broken);
  expect({ code, stdout, text }).toEqual({ code: 2, stdout: '', text: broken });
  expect(stderr).toContain('a.mmspec:2:11: error[MM');
});

test('only the mmspec blocks of Markdown are formatted', async () => {
  const page = (spec: string): string => `*  a  list\n\n   \`\`\`mmspec\n${spec.replaceAll(/^(?=.)/gmu, '   ')}   \`\`\`\n\n\`\`\`mmspec\n${spec}\`\`\`\n`;
  expect(await check('a.md', page(rough))).toEqual({ code: 0, stdout: 'Formatted a.md.\n', stderr: '', text: page(smooth) });
});

test('a mistake in a block is shown at its line of the page', async () => {
  expect((await check('a.md', '# A\n\n```mmspec\nmodule m\nshared  x bool\n```\n')).stderr).toContain('a.md:5:11: error[MM');
});

test('a page without specs has nothing to format', async () => {
  expect(await check('a.md', '# A\n')).toEqual({ code: 0, stdout: '', stderr: '', text: '# A\n' });
});

test('other texts are not formatted', async () => {
  expect((await check('a.txt', '```mmspec\nmodule m\n```\n')).code).toBe(2);
});

test.each(['specs', 'examples', 'test/kernel', 'test/bench'])('the specs of the repository are formatted: %s', async (folder) => {
  expect(await mmspec('fmt', '--check', join(root, folder))).toEqual({ code: 0, stdout: '', stderr: '' });
});
