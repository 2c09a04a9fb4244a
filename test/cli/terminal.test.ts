import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandLines, pathWord, shellCommand, shellWord } from '@mmspec/report';
import { shown, steering } from '../../packages/cli/src/shown.ts';
import { folderWith, mmspec, run, type CheckJson } from './mmspec.ts';

/*
 * No text of a spec, a file's name, a drawing or a command line steers the terminal, ends a comment or a block of Markdown,
 * or becomes another command than the one that it names.
 */

/** What no output may have: all that steers a terminal or turns the order of text, but colours of our own. */
const raw = /(?![\t\n])\p{Cc}|[\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]|[\u{E0000}-\u{E007F}]/u;

/** Every kind of them. */
const hostile = [
  '\x1B[2J\x1B[H\x1B[8m',
  '\x1B]0;title\x07',
  '\x1B[31mred',
  '\r',
  '\b\b',
  '\x7F',
  '\x85',
  '\x9B31m',
  '\u061C',
  '\u200B',
  '\u200E',
  '\u202Eevil\u202C',
  '\u2066\u2069',
  '\u2028',
  '\u2029',
  '\uFEFF',
  '\u{E0041}',
  '\x0B\x0C',
  '\x00',
];
/** What a path may be made of. */
const all = hostile.filter((each) => each !== '\x00').join('x');

const specOf = (text: string): string =>
  `module m\nshared n: 0..3 = 0\nactor a { set: n = 3 } // ${text}\n/// ${text}\ninvariant p: n < 2\ncheck c { } expect holds\nscenario s { a.set }\n`;
/** Hostile text in a spec that still checks: a line of it has no end, and NUL is refused. */
const inSpec = hostile.filter((each) => !['\r', '\0', '\x85', '\x0B\x0C', '\u2028', '\u2029'].includes(each)).join('x');

describe('what is printed', () => {
  test('has every character that steers as an escape', () => {
    for (const each of hostile) expect(shown(`a${each}b`), JSON.stringify(each)).not.toMatch(raw);
    expect(shown('\x1B[31m')).toBe('\\u001b[31m');
    expect(shown('a\tb\nc é 漢 👩‍👩‍👧')).toBe('a\tb\nc é 漢 👩‍👩‍👧');
  });
  test('is the same text, read as JSON reads it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = shown(JSON.stringify(text));
        expect(json).not.toMatch(raw);
        expect(JSON.parse(json)).toBe(text);
      }),
    );
  });
  test('has colours of our own, and those of nobody else', () => {
    const own = steering('[31m');
    expect(shown(`${own}x${steering('[39m')}`)).toBe('\x1B[31mx\x1B[39m');
    expect(shown(`\r${own}`)).toBe('\\u000d\x1B[31m');
    expect(shown(own.replace('[31m', '[2J'))).not.toMatch(raw);
    expect(shown(`\x1B;[31m\x1B[31m${own.slice(0, -5)}`)).not.toMatch(raw);
  });
});

describe('a command', () => {
  const calls: readonly (readonly [string, (folder: string) => readonly string[]])[] = [
    ['check of a spec', () => ['check', 'spec.mmspec']],
    ['check as JSON', () => ['check', 'spec.mmspec', '--json']],
    ['check with numbers, in full', () => ['check', 'spec.mmspec', '--trace', 'full', '--number']],
    ['check of a file with mistakes', () => ['check', 'wrong.mmspec']],
    ['check of a file with mistakes as JSON', () => ['check', 'wrong.mmspec', '--json']],
    ['check of a file that is not there', () => ['check', `no${all}`]],
    ['check of a file whose name steers', () => ['check', `${all}.mmspec`]],
    ['check with progress', () => ['check', `${all}.mmspec`, '--progress', 'json']],
    ['an unknown option', () => ['check', `--no${all}`]],
    ['an unknown command', () => [`no${all}`]],
    ['an unknown check', () => ['check', 'spec.mmspec', '--check', all]],
    ['an unknown property', () => ['check', 'spec.mmspec', '--property', all]],
    ['an odd setting', () => ['check', 'spec.mmspec', '--set', `N${all}=1`]],
    ['an unknown setting', () => ['check', 'spec.mmspec', '--set', `N=${all}`]],
    ['an odd limit', () => ['check', 'spec.mmspec', '--time-max', all]],
    ['an odd folder', () => ['check', 'spec.mmspec', '--resume', all]],
    ['a page that cannot be written', () => ['check', 'spec.mmspec', '--html', `no/${all}`]],
    ['explain', () => ['explain', all]],
    ['init', () => ['init', all]],
    ['fmt of a file with mistakes', () => ['fmt', '--check', 'wrong.mmspec', `${all}.mmspec`]],
    ['audit', () => ['audit', 'spec.mmspec']],
    ['audit of an odd check', () => ['audit', 'spec.mmspec', '--check', all]],
    ['refs', () => ['refs', 'spec.mmspec', '--check', all]],
    ['litmus', () => ['litmus', 'odd.litmus']],
    ['litmus of a test with mistakes', () => ['litmus', 'wrong.litmus', '--json']],
    ['dump of tokens', () => ['dump', 'spec.mmspec', '--stage', 'tokens']],
    ['dump of a tree', () => ['dump', 'spec.mmspec', '--stage', 'tree']],
    ['dump of TypeScript', () => ['dump', 'spec.mmspec', '--stage', 'ts']],
    ['scenario', () => ['scenario', 'spec.mmspec']],
    ['a drawing', () => ['scenario', 'spec.mmspec', 'drawing.txt']],
    ['a drawing as JSON', () => ['scenario', 'spec.mmspec', 'drawing.txt', '--json']],
    ['compile', (folder) => ['compile', 'spec.mmspec', '-o', join(folder, all)]],
  ];

  test.each(calls)('steers nothing: %s', async (_, argsOf) => {
    const folder = folderWith({
      'spec.mmspec': specOf(inSpec),
      'wrong.mmspec': `module m // ${all}\nshared x: 0..1 = ${all}\n`,
      'odd.litmus': `C odd${inSpec}\n{}\nP0(int *x)\n{\n\tWRITE_ONCE(*x, /* ${inSpec} */ 1);\n}\nexists (x=1 (* ${inSpec} *))\n`,
      'wrong.litmus': `C wrong\n{}\nP0(int *x)\n{\n\t${all}(*x, 1);\n}\n`,
      'drawing.txt': `CPU0${inSpec}\n----\na.set ${inSpec}\nnothing${all}\n`,
    });
    writeFileSync(join(folder, `${all}.mmspec`), specOf(''));
    const { code, stdout, stderr } = await run(argsOf(folder), { cwd: folder, env: { TERM: all, NO_COLOR: all } }, 30);
    expect([0, 1, 2, 3]).toContain(code);
    expect(stdout).not.toMatch(raw);
    expect(stderr).not.toMatch(raw);
    if (argsOf(folder).includes('--json') && code !== 2) expect((JSON.parse(stdout) as Partial<CheckJson>).version).toBe(1);
  });

  test('shows a doc comment as it is written, and JSON has it whole', async () => {
    const folder = folderWith({ 'spec.mmspec': specOf('x\x1B[2J\x1B[H\x1B[8m') });
    expect((await mmspec('check', join(folder, 'spec.mmspec'))).stdout).toContain('p is violated: x\\u001b[2J\\u001b[H\\u001b[8m.');
  });
  test('names a file on one line', async () => {
    expect((await mmspec('check', 'no\nmodule\tx')).stderr.split('\n')[0]).toMatch(/^no\\u000amodule\\u0009x:1:1: error\[MM0001\]/u);
    expect((await mmspec('explain', 'a\nb')).stderr).toBe('mmspec: there is no diagnostic a\\u000ab; codes look like MM0203\n');
  });
  test('hands data on unchanged where no terminal shows it', async () => {
    const { stdout } = await run(['fmt', '-'], { input: 'module m // \x1B[31m \u202E\nactor   a { skip }\n' });
    expect(stdout).toBe('module m // \x1B[31m \u202E\nactor a { skip }\n');
  });
});

describe('the command below a race', () => {
  const words = fc.array(
    fc
      .oneof(
        fc.string({ unit: 'binary' }).map((word) => word.replaceAll('\0', '')),
        fc.constantFrom(
          "it's",
          '$HOME',
          '`id`',
          '-rf',
          '*',
          '~',
          '#',
          'a b',
          '',
          '!',
          '"',
          '\\',
          'a\nb',
          '=x',
          '/*',
          '*/',
          '\u00A0',
          '\u2065',
          '\u{E0000}',
          "'*/'\n",
          'c[x=1,y=a b]',
        ),
      )
      .filter((word) => !/[\uD800-\uDFFF]/u.test(word)),
    { minLength: 1, maxLength: 5 },
  );

  test('is read by a shell as the words that it is made of, on one line or several', () => {
    const samples = fc.sample(words, 2000);
    const commands = samples.map((given) => commandLines(shellCommand(given.map(shellWord)), 40));
    for (const lines of commands) {
      expect(lines.join('\n')).not.toMatch(/\*\/|\/\*/u);
      expect(lines.join('')).not.toMatch(raw);
    }
    // One shell reads them all, each as the arguments of a function that prints them.
    const script = `said() { printf '%s\\0' "$#" "$@"; }\n${commands.map((lines) => `said ${lines.join('\n')}\n`).join('')}`;
    const { stdout, stderr } = spawnSync('bash', ['-s'], {
      input: script,
      encoding: 'utf8',
      env: { LC_ALL: 'C.UTF-8', PATH: process.env['PATH'] },
      maxBuffer: 2 ** 26,
    });
    expect(stderr).toBe('');
    expect(stdout.split('\0').slice(0, -1)).toEqual(samples.flatMap((given) => [String(given.length), ...given]));
  });
  test('never takes a file for an option', () => {
    expect([pathWord('-rf'), pathWord('-'), pathWord('a-b'), pathWord("-it's")]).toEqual(['./-rf', '-', 'a-b', String.raw`'./-it'\''s'`]);
  });
  test('repeats the check, whatever the file is called', async () => {
    const name = "-it's $HOME */ `x` \u202E\n.mmspec";
    const folder = folderWith({});
    writeFileSync(join(folder, name.replaceAll('/', '|')), specOf(''));
    const { stdout } = await run(['check', '--', name.replaceAll('/', '|')], { cwd: folder });
    const command = /^ +mmspec (check [^]*?--check *\\?\n? *c)$/mu.exec(stdout)?.[1] ?? '';
    const again = spawnSync('bash', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8', env: { LC_ALL: 'C.UTF-8' } })
      .stdout.split('\0')
      .slice(0, -1);
    expect(again).toEqual(['check', `./${name.replaceAll('/', '|')}`, '--check', 'c']);
    expect((await run(again, { cwd: folder })).stdout).toContain('p is violated');
  });
});

describe('a form of the races', () => {
  const text = 'The pointer a/* b */ is read; see drivers/*/x.c, /*/ and **/ ```` ~~~ </script>';
  const checked = async (form: string): Promise<string> =>
    (await mmspec('check', join(folderWith({ 'spec.mmspec': specOf(text) }), 'spec.mmspec'), '--trace', form)).stdout;

  test('as a comment is one comment, at most 75 columns wide', async () => {
    const stdout = await checked('comment');
    const comment = stdout.split('\n').filter((line) => line.startsWith(' * ') || line === ' *');
    expect(comment.length).toBeGreaterThan(5);
    expect(comment.join('\n')).not.toMatch(/\*\/|\/\*/u);
    for (const line of comment) expect(line.length).toBeLessThanOrEqual(75);
    expect(comment.join('\n')).toContain('a/ * b * / is read; see drivers/ * /x.c');
  });
  test('as Markdown is one block', async () => {
    const blocks = [...(await checked('markdown')).matchAll(/^(`{3,})\n([^]*?)\n\1$/gmu)];
    expect(blocks.map(([, fence]) => fence)).toEqual(['`````', '```']);
    expect(blocks[0]?.[2]).toContain('p is violated');
    expect(blocks[0]?.[2]).toContain('2 states.');
    expect(blocks[1]?.[2]).toContain('(s)');
  });
  test('as a page holds its data', async () => {
    const folder = folderWith({ 'spec.mmspec': specOf(text) });
    await mmspec('check', join(folder, 'spec.mmspec'), '--html', join(folder, 'page.html'));
    const page = readFileSync(join(folder, 'page.html'), 'utf8');
    expect([...page.matchAll(/<\/script>/gu)]).toHaveLength(2);
    const data = /<script type="application\/json"[^>]*>([^]*?)<\/script>/u.exec(page)?.[1] ?? '';
    expect(JSON.stringify(JSON.parse(data))).toContain('</script>');
  });
});
