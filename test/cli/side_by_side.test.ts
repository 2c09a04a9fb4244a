import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, mmspec, root, run } from './mmspec.ts';
import { endless } from './specs.ts';

/*
 * Several specs, and the checks of one, are run side by side by threads, as many as there are cores: nothing of what is said depends on that.
 */

const violated = `module m
import kernel.folio
variant lock: bool = false
object Folio { refcount: ref to 3 = 1 }
shared f: Folio
shared n: 0..9 = 0
actor a { one: n = 1  two: n = 2 }
actor b { late: if lock { n = 5 } else { n = 6 } }
invariant p: n != 1
invariant q: n != 2
invariant r: n < 5
check unmet { } expect holds
check one_of_two of p, q { } expect violates p
check cells for lock in {false, true} expect violates p, q, r
check question { }
scenario s { a.two ; a.one } is possible
`;

/** One of so many of the known bugs, and designs, with such as have errors, races, nothing to check and mails between them; the last ones are taken first by the threads. */
function folder(every = 9): string {
  const path = folderWith({
    'a_library.mmspec': 'module a_library\nshared n: 0..1 = 0\n',
    'm_broken.mmspec': 'module m_broken\nshared n: 0..1 = 2\ncheck c { }\n',
    'x_violated.mmspec': violated,
    'y_broken.mmspec': 'module y_broken\nactor { }\n',
    'z_violated.mmspec': violated,
    'z_warned.mmspec': 'module z_warned\nshared n: 0..1 = 0\nshared unused: 0..1 = 0\nactor a { set: n = 1 }\ncheck c { }\n',
  });
  for (const [index, name] of readdirSync(join(root, 'specs/bugs')).sort().entries())
    if (index % every === 0) cpSync(join(root, 'specs/bugs', name), join(path, name));
  cpSync(join(root, 'specs/vma_lock.mmspec'), join(path, 'b_vma_lock.mmspec'));
  cpSync(join(root, 'specs/gup_fast.mmspec'), join(path, 'gup_fast.mmspec'));
  return path;
}

/** Without what differs from run to run. */
const timeless = (text: string): string =>
  text
    .replace(/\d+\.\d\d s/gu, '… s')
    .replace(/"(seconds|memoryBytes)": ?[\d.e-]+/gu, '"$1": 0')
    .replace(/(nonce[-=]"?)[\w-]+/gu, '$1…');

test.each([['text'], ['text', '--races', 'all', '--notes'], ['json'], ['text', '--check', 'unmet', '--races', 'first']])('%s', async (...options) => {
  const cwd = folder();
  const args = ['check', '--format', ...options];
  const [together, alone] = [await run(args, { cwd }), await run([...args, '--workers', '1'], { cwd })];
  expect(timeless(together.stdout)).toBe(timeless(alone.stdout));
  expect(timeless(together.stderr)).toBe(timeless(alone.stderr));
  expect(together.code).toBe(alone.code);
});

test.each([
  ['of one spec', 'text', {}],
  ['of two specs, of which one is large', 'json', { 'a_small.mmspec': violated }],
])('the checks %s, as %s', async (_, format, others) => {
  const cwd = folderWith({ ...others, 'large.mmspec': readFileSync(join(root, 'specs/safe_refcount.mmspec'), 'utf8') });
  const args = ['check', '--format', format];
  const [together, alone] = [await run(args, { cwd }), await run([...args, '--workers', '1'], { cwd })];
  expect(timeless(together.stdout)).toBe(timeless(alone.stdout));
  expect(timeless(together.stderr)).toBe(timeless(alone.stderr));
  expect(together.code).toBe(alone.code);
});

test('pages and claims', async () => {
  const cwd = folder();
  const written = async (...options: readonly string[]): Promise<string[]> => {
    await run(['check', '.', ...options, '--html', 'races.html', '--claim', 'claim.json'], { cwd });
    return ['races.html', 'claim.json'].map((name) => timeless(readFileSync(join(cwd, name), 'utf8')));
  };
  const together = await written();
  expect(together).toEqual(await written('--workers', '1'));
  expect((JSON.parse(together[1] ?? '') as { specs: unknown[] }).specs.length).toBeGreaterThan(8);
});

test('a mistake of the call ends all of it', async () => {
  const { code, stdout, stderr } = await run(['check', '--check', 'there_is_none'], { cwd: folder() });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('mmspec: --check there_is_none: there is no check there_is_none');
});

test('where no thread can begin, one checks all', async () => {
  // There is no file for the thread among the sources.
  const { code, stdout } = await mmspec('check', folder(20));
  expect(code).toBe(2);
  expect(stdout).toMatch(/z_violated\.mmspec\nFAILED/u);
});

test('a limit of time is one of each check', async () => {
  const cwd = folderWith({ 'a.mmspec': `${endless}check c { }\n`, 'b.mmspec': `${endless}check d { }\n`, 'c.mmspec': `${endless}check e { }\n` });
  const { code, stdout } = await run(['check', '--time-max', '0.7s'], { cwd });
  expect(code).toBe(3);
  expect(stdout.match(/unfinished/gu)?.length).toBeGreaterThanOrEqual(3);
});
