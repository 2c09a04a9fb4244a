import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { folderWith, mmspec, root, type Ended } from './mmspec.ts';

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
  ]);
});

const spec = 'module ok\nshared x: bool = false\nactor a { x = true }\ncheck c { } expect holds\n';
const program = join(root, 'packages/cli/bin/mmspec.js');

/** What lies in a folder and below it. */
function contents(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const { ino, mode, size, nlink } = lstatSync(path);
      const stats = lstatSync(path);
      const content = stats.isSymbolicLink() ? readlinkSync(path) : stats.isFile() && (mode & 0o400) !== 0 ? readFileSync(path, 'latin1') : '';
      return `${name} ${mode.toString(8)} ${ino} ${nlink} ${stats.isFile() ? size : ''} ${content}`;
    });
}

interface Writer {
  readonly name: string;
  /** The file in the folder that it writes to. */
  readonly file: string;
  readonly args: (folder: string) => readonly string[];
}

/** `f.mmspec` is the spec of the call, and `other.mmspec` imported by nobody. */
const writers: readonly Writer[] = [
  { name: 'check --html', file: 'page.html', args: (folder) => ['check', join(folder, 'f.mmspec'), '--html', join(folder, 'page.html')] },
  ...['ok.js', 'package.json'].map((file): Writer => ({
    name: `compile -o, its ${file}`,
    file,
    args: (folder) => ['compile', join(folder, 'f.mmspec'), '-o', folder],
  })),
  { name: 'compile -o, the folder', file: 'out', args: (folder) => ['compile', join(folder, 'f.mmspec'), '-o', join(folder, 'out')] },
  { name: 'init', file: 'mine.mmspec', args: () => ['init', 'mine'] },
  { name: '--checkpoint', file: 'kept', args: (folder) => ['check', join(folder, 'f.mmspec'), '--checkpoint', join(folder, 'kept')] },
  { name: '--checkpoint, its mmspec.json', file: 'mmspec.json', args: (folder) => ['check', join(folder, 'f.mmspec'), '--checkpoint', folder] },
  { name: '--checkpoint, its states', file: 'search-0123456789abcdef.states', args: (folder) => ['check', join(folder, 'f.mmspec'), '--checkpoint', folder] },
  { name: '--resume', file: 'kept', args: (folder) => ['check', join(folder, 'f.mmspec'), '--resume', join(folder, 'kept')] },
  { name: '--spill', file: 'spilled', args: (folder) => ['check', join(folder, 'f.mmspec'), '--spill', join(folder, 'spilled')] },
];

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

const sentence = /^mmspec: [^\n]+\n$/u;

/** Compiling needs what the build has made, so it runs as a process. */
async function callIn(folder: string, args: readonly string[]): Promise<Ended> {
  if (args[0] === 'compile') return spawned(folder, args);
  const home = process.cwd();
  process.chdir(folder);
  try {
    return await mmspec(...args);
  } finally {
    process.chdir(home);
  }
}

function spawned(folder: string, args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

function withSpec(): string {
  return folderWith({ 'f.mmspec': spec });
}

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
  const folder = folderWith(Object.fromEntries(Array.from({ length: 400 }, (_, number) => [`f${number}.mmspec`, ugly])));
  const child = spawn(process.execPath, [program, 'fmt', '.'], { cwd: folder });
  child.stdout.once('data', () => child.kill(signal));
  const by = await new Promise((resolve) => child.once('close', (_, name) => resolve(name)));
  expect(by).toBe(signal);
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(texts).toHaveLength(400);
  const changed = texts.filter((text) => text !== ugly);
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.length).toBeLessThan(400);
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

/** Calls in which every file is cut off at its first byte, as on a full disk. */
function onFullDisk(folder: string, args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', 'ulimit -f 0; exec "$0" "$@"', process.execPath, program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' },
  });
  return { code: status, stdout, stderr };
}

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
