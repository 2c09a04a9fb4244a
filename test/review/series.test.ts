import { join } from 'node:path';
import type { ReviewJson } from '@mmspec/api';
import { describe, expect, test } from 'vitest';
import { folderWith, mmspec, specWith } from '../cli/mmspec.ts';

/*
 * The blocks of a mail, a series or a folder are one spec.
 */

const fenced = (text: string): string => `\`\`\`mmspec\n${text}\`\`\`\n`;

/** A mail as git writes it. */
const mail = (subject: string, text: string): string =>
  `From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\nFrom: Author <author@example.org>\nDate: Mon, 7 Sep 2026 10:00:00 +0000\nSubject: ${subject}\n\n${text}\n`;

const head = 'module m\nshared n: 0..2 = 0\ncheck c { } expect holds\n';
const actor = 'actor a { set: n = 1 }\n';
const property = '/// It stays small.\ninvariant small: n < 2\n';

const reviewed = async (path: string): Promise<ReviewJson> => JSON.parse((await mmspec('review', path, '--no-audit', '--json')).stdout) as ReviewJson;
const answer = async (path: string): Promise<readonly unknown[]> =>
  (await reviewed(path)).specs.map(({ module, claims, checks, blocks }) => [
    module,
    claims.map(({ name, doc }) => [name, doc]),
    checks.map(({ name, states }) => [name, states]),
    blocks.map(({ line }) => line),
  ]);

const whole = [['small', 'It stays small.']];

describe('one spec', () => {
  test('of the blocks of all mails, in the order of their numbers', async () => {
    const series = [mail('[PATCH 2/2] b', fenced(property)), mail('[PATCH 0/2] c', fenced(head)), mail('[PATCH 1/2] a', fenced(actor))].join('\n');
    expect(await answer(specWith(series, 's.mbox'))).toEqual([['m', whole, [['c', 2]], [18, 30, 7]]]);
  });

  test('of mails of several parts, whose numbers and versions are those of the whole mail', async () => {
    const parts = (subject: string, text: string): string => {
      const [head = ''] = mail(subject, '').split('\n\n');
      return `${head}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n${text}\n--b\nContent-Type: text/plain\n\nBye\n--b--\n\n`;
    };
    const series = [parts('[PATCH 2/2] b', fenced(property)), parts('[PATCH 0/2] c', fenced(head)), parts('[PATCH 1/2] a', fenced(actor))].join('\n');
    const { specs } = await reviewed(specWith(series, 's.mbox'));
    expect(specs[0]?.blocks.map(({ subject }) => subject)).toEqual(['[PATCH 0/2] c', '[PATCH 1/2] a', '[PATCH 2/2] b']);
    const versions = [parts('[PATCH v1 0/1] a', fenced(head)), parts('[PATCH v2 0/1] a', fenced(head))].join('\n');
    const { code, stderr } = await mmspec('review', specWith(versions, 'v.mbox'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('There are several versions of a series here: v1, v2.')]);
  });

  test('of mails whose subjects are encoded, as mailers do', async () => {
    const quoted = (text: string): string =>
      `=?utf-8?Q?${text.replaceAll(' ', '_').replaceAll(/[[\]/]/gu, (sign) => `=${sign.codePointAt(0)!.toString(16)}`)}?=`;
    const base64 = (text: string): string => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
    const series = [
      mail(`${quoted('[PATCH 2/')}\n ${quoted('2] b')}`, fenced(property)),
      mail('=?iso-8859-1?q?=5BPATCH_0=2F2=5D_z=E4hlen?=', fenced(head)),
      mail(base64('[PATCH 1/2] a'), fenced(actor)),
    ].join('\n');
    const { specs } = await reviewed(specWith(series, 's.mbox'));
    expect(specs[0]?.blocks.map(({ subject }) => subject)).toEqual(['[PATCH 0/2] z\u00e4hlen', '[PATCH 1/2] a', '[PATCH 2/2] b']);
  });

  test('where check, which takes each block by itself, tells of it', async () => {
    const series = [mail('[PATCH 0/1] c', fenced(head)), mail('[PATCH 1/1] a', fenced(actor))].join('\n');
    const { code, stderr } = await mmspec('check', specWith(series, 's.mbox'));
    expect(code).toBe(2);
    expect(stderr).toContain('The block does not begin with `module`.');
    expect(stderr).toContain('`mmspec review` reads all blocks of a mail or a series as one spec.');
  });

  test('of the files of a folder, with lines of each', async () => {
    const folder = folderWith({
      '0000-cover.patch': mail('[PATCH 0/1] c', fenced(head)),
      '0001-a.patch': mail('[PATCH 1/1] a', `${fenced(property)}\n${fenced('actor a { set: n = 2 }\n')}`),
      'COPYING.patch': 'no spec\n',
    });
    const { specs } = await reviewed(folder);
    expect(specs[0]?.blocks.map(({ path, line }) => [path, line])).toEqual([
      [join(folder, '0000-cover.patch'), 7],
      [join(folder, '0001-a.patch'), 7],
      [join(folder, '0001-a.patch'), 12],
    ]);
    const [step] = specs[0]?.checks[0]?.results.find(({ trace }) => trace !== null)?.trace?.steps ?? [];
    expect(step).toMatchObject({ path: join(folder, '0001-a.patch'), line: 12 });
  });

  test('whatever of it is repeated in the same words, with quotation or without', async () => {
    const text = `${fenced(head)}\n${fenced(actor + property)}\n${fenced(`module m\n${property}`)}\n> \`\`\`mmspec\n> ${actor}> \`\`\`\n`;
    expect(await answer(specWith(text, 'a.txt'))).toMatchObject([['m', whole, [['c', 2]], [2, 8, 14, 20]]]);
  });

  test('with a head that does not stand first, and imports of all blocks', async () => {
    const text = `${fenced('import kernel.lock\nshared l: Lock\nactor b { take: lock(l)  unlock(l) }\n')}\n${fenced(head)}\n${fenced(actor + property)}`;
    expect(await answer(specWith(text, 'a.txt'))).toMatchObject([['m', whole, [['c', 6]], [2, 8, 14]]]);
  });

  test('or one of each module', async () => {
    const other = 'module k\nshared n: 0..1 = 0\ncheck c { } expect holds\n';
    const text = `${fenced(head)}\n${fenced(other)}\n${fenced(`module m\n${actor}`)}\n${fenced(`module k\n${property}`)}`;
    expect((await answer(specWith(text, 'a.txt'))).map((each) => (each as readonly unknown[])[0])).toEqual(['m', 'k']);
  });

  test('to the commands that want one spec', async () => {
    const path = specWith(`${fenced(head)}\n${fenced(actor + property)}`, 'a.txt');
    expect((await mmspec('audit', path)).code).toBe(0);
    expect((await mmspec('diff', path, path, '--exit-code')).code).toBe(0);
  });
});

describe('what is no spec is told', () => {
  test.each<[string, string, string, string]>([
    ['a mail without blocks', 'a.eml', mail('hello', 'Nothing here.'), 'error[MM0002]: There is no block'],
    [
      'blocks that contradict each other',
      'a.txt',
      `${fenced(head)}\n${fenced('shared n: 0..9 = 0\n')}`,
      'error[MM0011]: The blocks contradict each other: `n`',
    ],
    ['blocks without a head', 'a.txt', `${fenced(actor)}\n${fenced(property)}`, 'error[MM0013]: None of these blocks begins with `module`'],
    [
      'two versions in one mailbox',
      'a.mbox',
      [mail('[PATCH 1/1] a', fenced(head)), mail('[PATCH v3 1/1] a', fenced(head + actor))].join('\n'),
      'error[MM0012]: There are several versions of a series here: v1, v3.',
    ],
    ['a mistake in a block', 'a.txt', `${fenced(head)}\n${fenced('actor a { set: m = 1 }\n')}`, ':8:16: error[MM0205]'],
  ])('%s', async (_, name, text, expected) => {
    const { code, stdout, stderr } = await mmspec('review', specWith(text, name));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(expected);
  });

  test('a contradiction with both places', async () => {
    const path = specWith(`${fenced(head)}\n${fenced('shared n: 0..9 = 0\n')}`, 'a.txt');
    const { stderr } = await mmspec('review', path);
    expect(stderr).toContain(`${path}:8:8: error`);
    expect(stderr).toContain(`${path}:3:8: \`n\` as it is declared first`);
  });

  test('an answer to a mail of another version is no version', async () => {
    const mails = [mail('[PATCH v2 1/1] a', fenced(head + actor)), mail('Re: [PATCH 1/1] a', `> ${fenced(head).replaceAll('\n', '\n> ')}`)];
    expect((await mmspec('review', specWith(mails.join('\n'), 'a.mbox'), '--no-audit')).code).toBe(0);
  });

  test('a folder without any', async () => {
    const { code, stderr } = await mmspec('review', folderWith({ 'a.patch': 'x\n', 'b.patch': 'y\n' }));
    expect(code).toBe(2);
    expect(stderr.match(/MM0002/gu)).toHaveLength(1);
  });
});
