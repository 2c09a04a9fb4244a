import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folderWith, root } from './mmspec.ts';
import { callIn, contents, program, sentence, spawned, spec, withSpec, writers } from './writers.ts';
import type { Writer } from './writers.ts';

/*
 * Every option and command that writes, against everything that may be where it writes. Whatever is there stays: all
 * files are compared before and after, with their content, kind, mode and number.
 */

/** Which files of the packages write, make or remove files, by the functions that they import. */
test('there is one way to write files', () => {
  const writing =
    /^(?:write|append|copyFile|cp|rename|rm|unlink|mkd|mkdtemp|truncate|ftruncate|link|symlink|createWriteStream|fchmod|chmod|fchown|chown|utimes|promises)/u;
  const found = readdirSync(join(root, 'packages'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /^[\w-]+\/src\/.*\.ts$/u.test(name))
    .sort()
    .flatMap((name) => {
      const text = readFileSync(join(root, 'packages', name), 'utf8');
      const imported = [...text.matchAll(/import (?:\* as \w+|\w+|\{([^}]*)\}) from '(?:node:)?fs(?:\/promises)?'/gu)].flatMap(([whole, names]) =>
        names === undefined || whole.includes('promises') ? ['everything'] : names.split(',').map((each) => each.trim()),
      );
      const opens = imported.includes('openSync') && /openSync\([^)]*'(?:w|a|r\+)|O_(?:CREAT|WRONLY|RDWR)/u.test(text);
      const used = imported.filter((each) => each === 'everything' || writing.test(each) || (opens && each === 'openSync')).sort();
      return used.length === 0 ? [] : [`${name}: ${used.join(', ')}`];
    });
  expect(found).toEqual([
    // Files of the checker, in a folder that this process has.
    'cli/src/files/folder_disk.ts: ftruncateSync, openSync, rmSync',
    // Its lock is written like any other file.
    'cli/src/files/folder_lock.ts: rmSync',
    'cli/src/files/make_folder.ts: mkdirSync',
    'cli/src/files/spill_folder.ts: mkdtempSync, rmSync, rmdirSync',
    'cli/src/files/write_file.ts: fchmodSync, fchownSync, linkSync, openSync, renameSync, rmSync, writeSync',
    // The pipe of standard output, once more.
    'cli/src/output.ts: openSync, writeSync',
    // The library, which nobody writes to, in a folder of the user alone.
    'language-server/src/library_files.ts: chmodSync, mkdirSync, renameSync, writeFileSync',
  ]);
});

function made(command: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} is needed for this test: ${stderr}`);
}

/** What is in the way, and the words for it. */
const obstacles: readonly (readonly [name: string, make: (path: string) => void | Promise<void>])[] = [
  // A device of no driver: opening it does nothing but fail. Only root makes one; what everybody else is told is that of a FIFO.
  ['a device', (path) => made(process.getuid?.() === 0 ? 'mknod' : 'mkfifo', ...(process.getuid?.() === 0 ? [path, 'c', '250', '250'] : [path]))],
  ['a FIFO', (path) => made('mkfifo', path)],
  [
    'a socket',
    async (path) => {
      const server = createServer();
      onTestFinished(() => void server.close());
      await new Promise<void>((resolve) => server.listen(path, resolve));
    },
  ],
  [
    'a link to a file',
    (path) => {
      writeFileSync(`${path}.target`, 'mine');
      symlinkSync(`${path}.target`, path);
    },
  ],
  ['a link to nothing', (path) => symlinkSync(`${path}.nothing`, path)],
];

describe.each(obstacles)('%s', (_, make) => {
  test.each(writers.map((writer): [string, Writer] => [writer.name, writer]))('is not written to by %s', async (_name, { file, args }) => {
    const folder = withSpec();
    await make(join(folder, file));
    const before = contents(folder);
    const { code, stderr } = await callIn(folder, args(folder));
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
    expect(contents(folder)).toEqual(before);
  });
});

test.each(writers.filter(({ file }) => file.includes('.')).map((writer): [string, Writer] => [writer.name, writer]))(
  'a folder is not written to by %s',
  async (_, { file, args }) => {
    const folder = withSpec();
    mkdirSync(join(folder, file));
    const before = contents(folder);
    const { code, stderr } = await callIn(folder, args(folder));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(sentence) });
    expect(contents(folder)).toEqual(before);
  },
);

test.each(writers.filter(({ name }) => name !== 'check --html').map((writer): [string, Writer] => [writer.name, writer]))(
  'a file of somebody else stays, whatever %s wants to write',
  async (_, { file, args }) => {
    const folder = withSpec();
    writeFileSync(join(folder, file), '{ "name": "mine" }\n');
    const before = contents(folder);
    const { code, stderr } = await callIn(folder, args(folder));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(sentence) });
    expect(contents(folder)).toEqual(before);
  },
);

describe('what a call reads is not what it writes', () => {
  const refused = async (folder: string, ...args: readonly string[]): Promise<void> => {
    const before = contents(folder);
    const { code, stdout, stderr } = await callIn(folder, args);
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain('it is what this call reads');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(contents(folder)).toEqual(before);
  };

  test('the spec', () => refused(withSpec(), 'check', 'f.mmspec', '--html', './f.mmspec'));
  test('the spec under another name', () => {
    const folder = withSpec();
    linkSync(join(folder, 'f.mmspec'), join(folder, 'page.html'));
    return refused(folder, 'check', 'f.mmspec', '--html', 'page.html');
  });
  test('a module that it imports', () =>
    refused(
      folderWith({
        'f.mmspec': `${spec}import part\n`.replace('shared', 'import part\nshared').replace(/import part\n$/u, ''),
        'part.mmspec': 'module part\n',
      }),
      'check',
      'f.mmspec',
      '--html',
      'part.mmspec',
    ));
  test('one of the specs of a folder', () => refused(withSpec(), 'check', '.', '--html', 'f.mmspec'));
  test('the mail that it is in', () =>
    refused(folderWith({ 'mail.eml': `Hello,\n\n\`\`\`mmspec\n${spec}\`\`\`\n` }), 'check', 'mail.eml', '--html', 'mail.eml'));
  test('a spec that compile would replace, also with --force', () => refused(folderWith({ 'ok.js': spec }), 'compile', 'ok.js', '-o', '.', '--force'));
});

describe('before anything is searched', () => {
  test.each([
    ['below a file', 'f.mmspec/page.html', 'f.mmspec is not a folder'],
    ['in a folder that is not there', 'none/page.html', 'there is no folder none'],
    ['a name that is a folder', '.', 'it is a folder'],
    ['no name', '', 'its name is empty'],
    ['-', '-', '- is standard input where a spec is read, and no file; write ./- for a file of that name'],
    ['a name that is too long', 'x'.repeat(300), 'the name is too long'],
  ])('--html says that it cannot write %s', async (_, page, says) => {
    const folder = withSpec();
    const { code, stdout, stderr } = await callIn(folder, ['check', 'f.mmspec', '--html', page]);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `mmspec: cannot write ${page}: ${says}\n` });
    expect(readdirSync(folder)).toEqual(['f.mmspec']);
  });

  test.each([
    ['check', 'f.mmspec', '--spill', '-'],
    ['check', 'f.mmspec', '--checkpoint', '-'],
    ['check', 'f.mmspec', '--resume', '-'],
    ['compile', 'f.mmspec', '-o', '-'],
  ])('%s %s %s %s makes no folder of that name', async (...args) => {
    const folder = withSpec();
    const { code, stdout, stderr } = await callIn(folder, args);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(sentence) });
    expect(readdirSync(folder)).toEqual(['f.mmspec']);
  });

  test('a file that is named - by its path is written', async () => {
    const folder = withSpec();
    expect((await callIn(folder, ['check', 'f.mmspec', '--html', './-'])).code).toBe(0);
    expect(readdirSync(folder)).toEqual(['-', 'f.mmspec']);
  });
});

describe('what is replaced', () => {
  test('keeps its mode', async () => {
    const folder = withSpec();
    writeFileSync(join(folder, 'page.html'), 'old');
    chmodSync(join(folder, 'page.html'), 0o640);
    expect((await callIn(folder, ['check', 'f.mmspec', '--html', 'page.html'])).code).toBe(0);
    expect([statSync(join(folder, 'page.html')).mode & 0o7777, readdirSync(folder)]).toEqual([0o640, ['f.mmspec', 'page.html']]);
    const ugly = spec.replace('{ x', '{    x');
    writeFileSync(join(folder, 'f.mmspec'), ugly);
    chmodSync(join(folder, 'f.mmspec'), 0o755);
    expect((await callIn(folder, ['fmt', 'f.mmspec'])).code).toBe(0);
    expect([statSync(join(folder, 'f.mmspec')).mode & 0o7777, readFileSync(join(folder, 'f.mmspec'), 'utf8') === ugly]).toEqual([0o755, false]);
  });

  test.each(['fmt', 'check --html'])('is nothing that nobody may write, whoever asks: %s', async (command) => {
    const folder = folderWith({ 'f.mmspec': spec.replace('{ x', '{    x'), 'page.html': 'old' });
    for (const name of ['f.mmspec', 'page.html']) chmodSync(join(folder, name), 0o444);
    const before = contents(folder);
    const { code, stdout, stderr } = await callIn(folder, command === 'fmt' ? ['fmt', 'f.mmspec'] : ['check', 'f.mmspec', '--html', 'page.html']);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^mmspec: cannot write [\w.]+: it is (?:read-only|not allowed)\.?\n$/u),
    });
    expect(contents(folder)).toEqual(before);
  });

  test('by fmt is no link: it says where the file is', async () => {
    const folder = folderWith({ 'real.mmspec': spec.replace('{ x', '{    x') });
    symlinkSync('real.mmspec', join(folder, 'link.mmspec'));
    const before = contents(folder);
    const { code, stderr } = await callIn(folder, ['fmt', 'link.mmspec']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'mmspec: cannot write link.mmspec: it is a symbolic link to real.mmspec, and links are not written through; name the file itself.\n',
    });
    expect(contents(folder)).toEqual(before);
  });

  test('by fmt is no FIFO, though it can be read', async () => {
    const folder = withSpec();
    made('mkfifo', join(folder, 'pipe.mmspec'));
    const writer = spawn('/bin/sh', ['-c', 'printf %s "$1" > "$0"', join(folder, 'pipe.mmspec'), spec.replace('{ x', '{    x')]);
    const { status, stderr } = spawnSync(process.execPath, [program, 'fmt', 'pipe.mmspec'], { cwd: folder, encoding: 'utf8', timeout: 20_000 });
    writer.kill();
    expect(status).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(lstatSync(join(folder, 'pipe.mmspec')).isFIFO()).toBe(true);
  });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends fmt between two files, and leaves none half done', async (signal) => {
  const ugly = spec.replace('{ x', '{    x');
  // Nobody reads what it says, more than pipe and buffer hold: it cannot have come to its end, however late the signal is.
  const files = 1_000;
  const folder = folderWith(Object.fromEntries(Array.from({ length: files }, (_, number) => [`${'f'.repeat(200)}${number}.mmspec`, ugly])));
  const child = spawn(process.execPath, [program, 'fmt', '.'], { cwd: folder });
  child.stdout.once('readable', () => {
    child.kill(signal);
    child.once('exit', () => child.stdout.resume());
  });
  const by = await new Promise((resolve) => child.once('close', (_, name) => resolve(name)));
  expect(by).toBe(signal);
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(texts).toHaveLength(files);
  const changed = texts.filter((text) => text !== ugly);
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.length).toBeLessThan(files);
  expect(new Set(changed).size).toBe(1);
});

describe('compile', () => {
  test('writes its own files again, and others with --force', async () => {
    const folder = folderWith({ 'f.mmspec': spec, 'mine.txt': 'mine' });
    const compile = async (...args: readonly string[]): Promise<number | null> => spawned(folder, ['compile', 'f.mmspec', '-o', '.', ...args]).code;
    expect([await compile(), await compile()]).toEqual([0, 0]);
    writeFileSync(join(folder, 'ok.js'), 'mine');
    writeFileSync(join(folder, 'package.json'), '{}');
    expect([await compile(), readFileSync(join(folder, 'ok.js'), 'utf8'), readFileSync(join(folder, 'package.json'), 'utf8')]).toEqual([2, 'mine', '{}']);
    expect(await compile('--force')).toBe(0);
    expect(spawnSync(process.execPath, ['ok.check.js'], { cwd: folder }).status).toBe(0);
    expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
  });

  test('uses a package.json of somebody else that says what it needs', () => {
    const mine = '{ "name": "mine", "type": "module" }';
    const folder = folderWith({ 'f.mmspec': spec, 'package.json': mine });
    expect(spawned(folder, ['compile', 'f.mmspec', '-o', '.']).code).toBe(0);
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe(mine);
    expect(spawnSync(process.execPath, ['ok.check.js'], { cwd: folder }).status).toBe(0);
  });

  test('does not make modules of the programs of somebody else', async () => {
    const folder = folderWith({ 'f.mmspec': spec, 'mine.js': 'module.exports = 1;' });
    const { code, stderr } = spawned(folder, ['compile', 'f.mmspec', '-o', '.']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('would change what mine.js means')]);
    expect(readdirSync(folder).sort()).toEqual(['f.mmspec', 'mine.js']);
  });
});
