import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cpuAfter } from '../cpu.ts';
import { checkJson, folderWith, mmspec, root, run, specWith, start } from './mmspec.ts';
import { lostUpdate } from './specs.ts';

/*
 * Where texts come from: files, folders with links, FIFOs, standard input, mailboxes; and how much of each is read.
 */

const spec = `${lostUpdate}check c { }\n`;
const mail = (text: string): string => `From: a@example.com\nSubject: x\n\n\`\`\`mmspec\n${text}\`\`\`\n`;
const large = `${spec}// ${'x'.repeat(4 * 2 ** 20)}\n`;

describe('standard input', () => {
  const right = async (input: string): Promise<void> => expect(await run(['check', '-'], { input, cwd: root })).toMatchObject({ code: 0, stderr: '' });
  test('a spec', () => right(spec));
  test('a mail', () => right(mail(spec)));
  test('a mailbox', () => right(`From a@example.com Sat Nov 28 12:00:00 2026\n${mail(spec)}`));
  test('a patch', () => right(`--- /dev/null\n+++ b/a.mmspec\n@@ -0,0 +1,${spec.split('\n').length - 1} @@\n${spec.replaceAll(/^(?=.)/gmu, '+')}`));
  test('a page', () => right(`# A page\n\n\`\`\`mmspec\n${spec}\`\`\`\n`));
  test('a spec with a fence in a comment', () => right(`// \`\`\`mmspec\n${spec}`));
  test('nothing', async () =>
    expect(await run(['check', '-'], { cwd: root })).toMatchObject({ code: 2, stderr: expect.stringContaining('-:1:1: error[MM0109]') }));
  test('a file', async () => {
    const path = specWith(spec);
    const output = execFileSync('sh', ['-c', `exec ${process.execPath} packages/cli/bin/mmspec.js check - < ${path}`], { cwd: root, encoding: 'utf8' });
    expect(output).toContain('1 check: 1 question');
  });
});

describe('what a text has', () => {
  test('results of several specs of one file are told apart by their lines', async () => {
    const { code, stdout } = await mmspec('check', specWith(`# Two\n\n\`\`\`mmspec\n${spec}\`\`\`\n\n\`\`\`mmspec\n${spec}\`\`\`\n`, 'a.md'), '--check', 'c');
    expect(code).toBe(0);
    expect(stdout.match(/a\.md.*$/gmu)?.slice(0, 1)).toEqual(['a.md:4']);
    expect(stdout.match(/^\S*a\.md:\d+$/gmu)?.map((line) => line.replace(/^.*:/u, ''))).toEqual(['4', String(7 + spec.split('\n').length - 1)]);
  });
  test('a patch that removes its only block says so', async () => {
    const lines = ['```mmspec', ...spec.split('\n').slice(0, -1), '```'];
    const patch = `--- a/a.md\n+++ b/a.md\n@@ -1,${lines.length + 1} +1 @@\n text\n${lines.map((line) => `-${line}\n`).join('')}`;
    expect(await mmspec('check', specWith(patch, 'a.diff'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('The patch removes the spec that begins in line 5, and there is no other in this file.'),
    });
  });
});

describe('more than 4 MiB are refused while they are read', () => {
  const refused = { code: 2, stderr: expect.stringContaining('has more than 4,194,304 bytes') };
  test('a file', async () => expect(await mmspec('check', specWith(large))).toMatchObject(refused));
  test('a page', async () => expect(await mmspec('check', specWith(`\`\`\`mmspec\n${large}`, 'a.md'))).toMatchObject(refused));
  test('a mail', async () => expect(await mmspec('check', specWith(mail(large), 'a.eml'))).toMatchObject(refused));
  test('a module', async () => {
    const folder = folderWith({ 'a.mmspec': 'module a\nimport b\n', 'b.mmspec': large });
    expect(await mmspec('check', join(folder, 'a.mmspec'))).toMatchObject(refused);
  });
  test('a drawing', async () => expect(await mmspec('scenario', specWith(spec), specWith(large, 'drawing.txt'))).toMatchObject(refused));
  test('what is formatted', async () => expect(await mmspec('fmt', specWith(large))).toMatchObject(refused));
  test('standard input, however much comes', async () => {
    const path = specWith('');
    // `yes` never ends by itself.
    execFileSync('sh', ['-c', `yes | ${process.execPath} packages/cli/bin/mmspec.js check - 2> ${path}; test $? = 2`], { cwd: root });
    expect(readFileSync(path, 'utf8')).toContain('has more than 4,194,304 bytes');
  });
  test('just as many are read', async () => {
    const text = `${spec}//${'x'.repeat(4 * 2 ** 20 - spec.length - 2)}`;
    expect(Buffer.byteLength(text)).toBe(4 * 2 ** 20);
    expect(await mmspec('check', specWith(text))).toMatchObject({ code: 0 });
  });
});

describe('a FIFO', () => {
  const fifo = (name = 'f.mmspec'): string => {
    const path = join(folderWith({}), name);
    execFileSync('mkfifo', [path]);
    return path;
  };
  /** Writes to a FIFO from a process of its own, as its reader is this one. */
  const feed = (path: string, content: string): void => {
    const text = specWith(content, 'text');
    spawn('sh', ['-c', `cat ${text} > ${path}`], { stdio: 'ignore' });
  };
  test('is read when a writer comes', async () => {
    const path = fifo();
    const checked = mmspec('check', path);
    feed(path, spec);
    expect(await checked).toMatchObject({ code: 0, stderr: '' });
  });
  test('is counted', async () => {
    const path = fifo();
    const checked = mmspec('check', path);
    feed(path, large);
    expect(await checked).toMatchObject({ code: 2, stderr: expect.stringContaining('has more than 4,194,304 bytes') });
  });
  test('may hold a mail', async () => {
    const path = fifo('f');
    const checked = mmspec('check', path);
    feed(path, mail(spec));
    expect(await checked).toMatchObject({ code: 0, stderr: '' });
  });
  test('of which the writer goes without a word is empty', async () => {
    const path = fifo();
    const checked = mmspec('check', path);
    spawn('sh', ['-c', `: > ${path}`], { stdio: 'ignore' });
    expect(await checked).toMatchObject({ code: 2, stderr: expect.stringContaining('MM0109') });
  });
  test('is no module', async () => {
    const path = fifo('b.mmspec');
    writeFileSync(join(path, '../a.mmspec'), 'module a\nimport b\n');
    expect(await mmspec('check', join(path, '../a.mmspec'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it is a FIFO, and a module is a file'),
    });
  });
  test('in a folder is skipped', async () => {
    const path = fifo();
    writeFileSync(join(path, '../a.mmspec'), spec);
    const { code, json } = await checkJson(join(path, '..'));
    expect({ code, skipped: json.files.flatMap(({ diagnostics }) => diagnostics.map((each) => `${each.code} ${each.message}`)) }).toEqual({
      code: 0,
      skipped: ['MM0008 This is skipped: it is not a file.'],
    });
  });

  describe.each(['SIGINT', 'SIGTERM'] as const)('ends at once with %s', (signal) => {
    const ends = async (args: readonly string[], after: (pid: number) => void = () => undefined): Promise<void> => {
      const { child, ended } = start(args, {}, 20);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      after(child.pid ?? 0);
      expect(await cpuAfter(child, signal)).toBeLessThan(1);
      const { stdout } = await ended;
      expect([3, null]).toContain(child.exitCode);
      expect(child.signalCode ?? signal).toBe(signal);
      expect(stdout).not.toMatch(/^ok /mu);
    };
    test('that nobody writes to', () => ends(['check', fifo()]));
    test('of which a part has come', async () => {
      const path = fifo();
      const held: number[] = [];
      const { child, ended } = start(['check', path], {}, 20);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      held.push(openSync(path, 'r+'));
      writeSync(held[0] ?? 0, 'module m\n');
      await new Promise((resolve) => setTimeout(resolve, 100));
      child.kill(signal);
      await ended;
      for (const file of held) closeSync(file);
      expect(child.exitCode === 3 || child.signalCode === signal).toBe(true);
    });
    test('standard input that says nothing', async () => {
      const path = fifo('stdin');
      const shell = spawn('sh', ['-c', `exec ${process.execPath} packages/cli/bin/mmspec.js check - <> ${path}`], { cwd: root, stdio: 'ignore' });
      const ended = new Promise<unknown>((resolve) => void shell.on('exit', (code, by) => resolve(by ?? code)));
      await new Promise((resolve) => setTimeout(resolve, 1000));
      shell.kill(signal);
      expect([3, signal]).toContain(await ended);
    });
    test('a drawing', () => ends(['scenario', specWith(spec), fifo('drawing')]));
  });
});

describe('links in a folder', () => {
  const skipped = async (folder: string): Promise<{ readonly checks: string[]; readonly notes: string[] }> => {
    const { code, json } = await checkJson(folder);
    expect(code).toBe(0);
    const shorter = (text: string): string => text.replaceAll(`${folder}/`, '');
    return {
      checks: json.files.filter(({ checks }) => checks.length > 0).map(({ path }) => shorter(path)),
      notes: json.files.flatMap(({ diagnostics }) => diagnostics.map(({ code: each, path, message }) => `${each} ${shorter(path)}: ${shorter(message)}`)),
    };
  };
  test('lead to files, each once, and to nothing else', async () => {
    const folder = folderWith({ 'in/a.mmspec': spec, 'out/b.mmspec': spec, 'out/sub/c.mmspec': spec });
    const inside = join(folder, 'in');
    for (const [name, target] of [
      ['b.mmspec', '../out/b.mmspec'],
      ['b2.mmspec', '../out/b.mmspec'],
      ['0.mmspec', 'a.mmspec'],
      ['gone.mmspec', 'nowhere'],
      ['one.mmspec', 'two.mmspec'],
      ['two.mmspec', 'one.mmspec'],
      ['circle', '.'],
      ['folder', '../out/sub'],
      ['other', 'nowhere'],
    ] as const)
      symlinkSync(target, join(inside, name));
    expect(await skipped(inside)).toEqual({
      checks: ['a.mmspec', 'b.mmspec'],
      notes: [
        'MM0008 circle: This is skipped: it is a link to a folder.',
        'MM0008 folder: This is skipped: it is a link to a folder.',
        'MM0008 gone.mmspec: This is skipped: it is a link that leads nowhere: there is no such file or folder.',
        'MM0008 one.mmspec: This is skipped: it is a link that leads nowhere: its links form a cycle.',
        'MM0008 two.mmspec: This is skipped: it is a link that leads nowhere: its links form a cycle.',
        'MM0008 0.mmspec: This is skipped: it is a link to a.mmspec, which is read already.',
        'MM0008 b2.mmspec: This is skipped: it is a link to b.mmspec, which is read already.',
      ],
    });
  });
  test('notes are on standard error too', async () => {
    const folder = folderWith({ 'a.mmspec': spec });
    symlinkSync('.', join(folder, 'circle'));
    expect(await mmspec('check', folder)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('circle:1:1: information[MM0008]: This is skipped: it is a link to a folder.'),
    });
  });
  test('a folder with links to nothing has no spec', async () => {
    const folder = folderWith({});
    symlinkSync('nowhere', join(folder, 'a.mmspec'));
    expect(await mmspec('check', folder)).toMatchObject({ code: 2, stderr: expect.stringMatching(/MM0008[^]*MM0002/u) });
  });
  test('are not written through by fmt', async () => {
    const rough = 'module  m\n';
    const folder = folderWith({ 'in/a.mmspec': 'module m\n', 'b.mmspec': rough });
    symlinkSync('../b.mmspec', join(folder, 'in/b.mmspec'));
    expect(await mmspec('fmt', join(folder, 'in'))).toMatchObject({ code: 0, stderr: expect.stringContaining('is a link, and left as it is') });
    expect(readFileSync(join(folder, 'b.mmspec'), 'utf8')).toBe(rough);
  });
});

describe('a Maildir', () => {
  const maildir = (messages: Readonly<Record<string, string>>): string => {
    const folder = folderWith(Object.fromEntries(Object.entries(messages).map(([name, text]) => [`box/${name}`, text])));
    for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(folder, 'box', name), { recursive: true });
    return join(folder, 'box');
  };
  const box = (): string =>
    maildir({
      'new/1764331200.M1.host': mail(spec),
      'cur/1764331201.M2.host:2,S': mail(spec),
      'cur/1764331202.M3.host:2,RS': 'From: a@example.com\nSubject: hello\n\nHello.\n',
      'tmp/3': mail('broken'),
    });
  test('yields its messages, the new ones first', async () => {
    const { code, json } = await checkJson(box());
    expect({ code, paths: json.files.map(({ path }) => path.replace(/^.*\/box\//u, '')) }).toEqual({
      code: 0,
      paths: ['new/1764331200.M1.host', 'cur/1764331201.M2.host:2,S'],
    });
  });
  test('so does each part of it, and one message', async () => {
    expect((await checkJson(join(box(), 'cur'))).checks).toHaveLength(1);
    expect((await checkJson(join(box(), 'cur/1764331201.M2.host:2,S'))).checks).toHaveLength(1);
  });
  test('without a spec', async () => {
    expect(await mmspec('check', maildir({ 'new/1': 'From: a@example.com\nSubject: hello\n\nHello.\n' }))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no spec in the messages of this Maildir.'),
    });
  });
  test('is not formatted', async () => {
    const path = box();
    expect(await mmspec('fmt', path)).toMatchObject({ code: 2, stdout: '' });
  });
});
