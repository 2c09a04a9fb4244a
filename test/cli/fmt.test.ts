import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, mmspec, root, run, specWith } from './mmspec.ts';

/*
 * `mmspec fmt`: what it writes, what it says, and how it ends.
 */

const rough = 'module m\nshared  x:bool\n';
const smooth = 'module m\nshared x: bool\n';

/** Runs `fmt` on one file and says what became of it. */
async function check(
  name: string,
  text: string,
  ...options: readonly string[]
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string; readonly text: string }> {
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

test.each([
  ['below `prettier-ignore`', (block: string) => `<!-- prettier-ignore -->\n${block}`],
  ['between `prettier-ignore-start` and `-end`', (block: string) => `<!-- prettier-ignore-start -->\n\ntext\n\n${block}\n<!-- prettier-ignore-end -->\n`],
])('a block of Markdown %s stays as it is, and the next one does not', async (_, ignored) => {
  const page = (spec: string): string => `${ignored(`\`\`\`mmspec\n${rough}\`\`\`\n`)}\n\`\`\`mmspec\n${spec}\`\`\`\n`;
  expect(await check('a.md', page(rough))).toEqual({ code: 0, stdout: 'Formatted a.md.\n', stderr: '', text: page(smooth) });
});

test('what begins below `// prettier-ignore` stays as it is', async () => {
  const ignored = '// prettier-ignore\nshared   y:bool   = true\n';
  expect((await check('a.mmspec', rough + ignored)).text).toBe(smooth + ignored);
});

describe('--lines', () => {
  const text = 'module m\nshared  x:bool\nshared  y:bool\nshared  z:bool\n';

  test.each([
    ['2', 'module m\nshared x: bool\nshared  y:bool\nshared  z:bool\n'],
    ['3-4', 'module m\nshared  x:bool\nshared y: bool\nshared z: bool\n'],
    ['1-99', 'module m\nshared x: bool\nshared y: bool\nshared z: bool\n'],
  ])('%s formats these and no others', async (lines, formatted) => {
    expect(await check('a.mmspec', text, '--lines', lines)).toEqual({ code: 0, stdout: 'Formatted a.mmspec.\n', stderr: '', text: formatted });
  });

  test('keeps the line ends', async () => {
    expect((await check('a.mmspec', text.replaceAll('\n', '\r\n'), '--lines', '2')).text).toBe(text.replace('  x:bool', ' x: bool').replaceAll('\n', '\r\n'));
  });

  test('beyond the end of a spec are none', async () => {
    expect(await check('a.mmspec', text, '--lines', '9')).toEqual({ code: 0, stdout: '', stderr: '', text });
  });

  test.each(['0', '3-2', 'x', '-1'])('%s are no lines', async (lines) => {
    const { code, stderr } = await check('a.mmspec', text, `--lines=${lines}`);
    expect([code, stderr]).toEqual([2, expect.stringContaining('are no lines; write 10-20, or 10.')]);
  });

  test('are of one spec', async () => {
    expect(await check('a.md', '```mmspec\nmodule m\n```\n', '--lines', '2')).toMatchObject({
      code: 2,
      stderr: 'mmspec: a.md: of Markdown all blocks are formatted, not some lines.\n',
    });
    await expect(mmspec('fmt', '--lines', '2', join(root, 'specs'))).resolves.toMatchObject({
      code: 2,
      stderr: 'mmspec: --lines is about one spec; name one file, or -.\n',
    });
  });
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

describe('what is not of the layout stays', () => {
  /** `fmt` makes the second text of the first, and leaves that alone. */
  const check = async (name: string, before: string, after: string): Promise<void> => {
    const path = specWith(before, name);
    expect(await mmspec('fmt', path)).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(path, 'utf8')).toBe(after);
    expect(await mmspec('fmt', '--check', path)).toEqual({ code: 0, stdout: '', stderr: '' });
  };
  const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
  test('CR LF', () => check('a.mmspec', crlf(rough), crlf(smooth)));
  test('CR LF, of a page', () => check('a.md', crlf(`# A\n\n\`\`\`mmspec\n${rough}\`\`\`\nB`), crlf(`# A\n\n\`\`\`mmspec\n${smooth}\`\`\`\nB`)));
  test('ends of lines that differ', () =>
    check('a.mmspec', 'module m\r\nshared  x:bool\nshared  y:bool\r\n', 'module m\r\nshared x: bool\nshared y: bool\r\n'));
  test('ends of lines that differ, around a block', () =>
    check('a.md', `A\r\nB\n\`\`\`mmspec\r\n${rough}\`\`\`\r\nC\rD`, `A\r\nB\n\`\`\`mmspec\r\n${smooth}\`\`\`\r\nC\rD`));
  test('a mark of the byte order', () => check('a.mmspec', `\uFEFF${rough}`, `\uFEFF${smooth}`));
  test('a mark of the byte order, of a page', () => check('a.md', `\uFEFF\`\`\`mmspec\n${rough}\`\`\``, `\uFEFF\`\`\`mmspec\n${smooth}\`\`\``));
  test('quotation', () =>
    check(
      'a.md',
      `> \`\`\`mmspec\n${rough.replaceAll(/^(?=.)/gmu, '> ')}>\n> shared y: bool\n> \`\`\`\n`,
      `> \`\`\`mmspec\n${smooth.replaceAll(/^(?=.)/gmu, '> ')}>\n> shared y: bool\n> \`\`\`\n`,
    ));
  test('an item that begins with its block', () =>
    check('a.md', `- \`\`\`mmspec\n${rough.replaceAll(/^(?=.)/gmu, '  ')}  \`\`\`\n`, `- \`\`\`mmspec\n${smooth.replaceAll(/^(?=.)/gmu, '  ')}  \`\`\`\n`));
  test('a block that nothing closes', () => check('a.md', `\`\`\`mmspec\n${rough}`, `\`\`\`mmspec\n${rough}`));
  test('a block in another', () =>
    check('a.md', `\`\`\`\`text\n\`\`\`mmspec\n${rough}\`\`\`\n\`\`\`\`\n`, `\`\`\`\`text\n\`\`\`mmspec\n${rough}\`\`\`\n\`\`\`\`\n`));
});

test('a block that is less indented than its fence is named and left alone', async () => {
  const page = `- A\n\n  \`\`\`mmspec\n${rough}  \`\`\`\n`;
  const { code, stdout, stderr, text } = await check('a.md', page);
  expect({ code, stdout, text }).toEqual({ code: 0, stdout: '', text: page });
  expect(stderr).toContain('a.md:3:1: information[MM0006]');
});

test('bytes that are not UTF-8 are refused, and stay', async () => {
  const bytes = Buffer.from('module m\n// B\u00F6ila\nshared  x:bool\n', 'latin1');
  const path = specWith(bytes);
  const { code, stdout, stderr } = await mmspec('fmt', path);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('line 2 is not UTF-8: the byte 0xF6, 13 bytes from the beginning.');
  expect(readFileSync(path)).toEqual(bytes);
});

test.each([
  ['a mail', 'a.eml', 'From: a@example.com\nSubject: x\n\n```mmspec\nmodule  m\n```\n', 'mails are not formatted'],
  [
    'a mailbox',
    'a.mbox',
    'From a@example.com Sat Nov 28 12:00:00 2026\nFrom: a@example.com\nSubject: x\n\n```mmspec\nmodule  m\n```\n',
    'mails are not formatted',
  ],
  ['a patch', 'a.patch', '--- a/t.md\n+++ b/t.md\n@@ -0,0 +1,3 @@\n+```mmspec\n+module  m\n+```\n', 'patches are not formatted'],
  ['a text', 'a.txt', '```mmspec\nmodule  m\n```\n', 'only specs and Markdown are formatted'],
])('%s is refused, and stays, on standard input too', async (_, name, text, reason) => {
  expect(await check(name, text)).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(reason), text });
  if (name !== 'a.txt') expect(await run(['fmt', '-'], { input: text })).toMatchObject({ code: 2, stdout: text, stderr: expect.stringContaining(reason) });
});

test('a page on standard input', async () => {
  expect(await run(['fmt', '-'], { input: `# A\n\n\`\`\`mmspec\n${rough}\`\`\`\n` })).toMatchObject({
    code: 0,
    stdout: `# A\n\n\`\`\`mmspec\n${smooth}\`\`\`\n`,
    stderr: '',
  });
});
