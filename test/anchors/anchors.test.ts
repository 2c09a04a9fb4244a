import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findAnchor } from '@mmspec/analysis';
import type { AnchorsJson, ReviewJson } from '@mmspec/api';
import { describe, expect, test } from 'vitest';
import { checkJson, folderWith, mmspec, root, specWith, type Ended } from '../cli/mmspec.ts';

/*
 * Anchors: where the source is that a spec models, and what is made of it.
 */

const tree = join(root, 'test/anchors/tree');
const older = join(root, 'test/anchors/older');

const spec = `module walk
object Counter { refs: 0..2 = 1 at "mm/walk.c" counter "int refs" }
shared counter: Counter
op get_(): bool at "mm/walk.c" page_get {
  atomic { let old = counter.refs  if old < 2 { counter.refs = old + 1 }  return true }
}
actor walker at "mm/walk.c" walk_one {
  get:  at "mm/walk.c" walk_one "if (!page_get"
        counter.refs += 1
  see:  skip
  put:  at "mm/walk.c" walk_one "page_put"
        counter.refs -= 1
  more: if get_() { last: skip }
}
invariant low: counter.refs < 2
check c { } expect violates low
`;

async function rows(text: string, ...trees: readonly string[]): Promise<AnchorsJson['anchors']> {
  const { stdout } = await mmspec('anchors', specWith(text), ...trees.flatMap((each) => ['--kernel', each]), '--json');
  return (JSON.parse(stdout) as AnchorsJson).anchors;
}

describe('an anchor', () => {
  test('is found in its symbol, by its text or where that is defined', async () => {
    const found = await rows(spec, tree);
    expect(found.map(({ what, name, found: [finding] }) => [what, name, finding?.kind, finding?.line])).toEqual([
      ['field', 'Counter.refs', 'found', 5],
      ['operation', 'get_', 'found', 24],
      ['actor', 'walker', 'found', 15],
      ['step', 'walker.get', 'found', 18],
      ['step', 'walker.put', 'found', 21],
    ]);
  });

  test('is moved or gone in another tree, which is said', async () => {
    const found = await rows(spec, older, tree);
    expect(found.map(({ name, found: [finding] }) => [name, finding?.kind, finding?.why])).toEqual([
      ['Counter.refs', 'gone', 'no symbol'],
      ['get_', 'gone', 'no symbol'],
      ['walker', 'found', null],
      ['walker.get', 'found', null],
      ['walker.put', 'gone', 'no text'],
    ]);
    const { stdout } = await mmspec('anchors', specWith(spec), '--kernel', tree, '--kernel', older);
    expect(stdout).toContain(`walker.put is gone since ${older}.`);
    expect((await mmspec('anchors', specWith(spec), '--kernel', older, '--exit-code')).code).toBe(1);
    expect((await mmspec('anchors', specWith(spec), '--kernel', tree, '--exit-code')).code).toBe(0);
  });

  test.each<[string, string, string | null, readonly [kind: string, line: number | null]]>([
    ['a function over several lines', 'walk_one', null, ['found', 15]],
    ['a definition, and no declaration', 'page_get', null, ['found', 24]],
    ['a function with an attribute', 'walk_all', 'walk_one(', ['found', 31]],
    ['a system call', 'walk', 'walk_all', ['found', 37]],
    ['a struct', 'counter', 'flags', ['found', 6]],
    ['a macro', 'WALK_MAX', '16', ['found', 12]],
    ['a variable', 'walks', null, ['found', 40]],
    ['an element of an enum', 'WALK_FAST', null, ['found', 44]],
    ['a text of another function', 'walk_one', 'refs++', ['moved', 26]],
    ['a text that is nowhere', 'walk_one', 'folio_get', ['gone', 15]],
    ['a symbol that is nowhere', 'folio_get', null, ['gone', null]],
  ])('of %s', (_, symbol, text, expected) => {
    const read = (path: string): string | null => (path === 'mm/walk.c' ? source : null);
    const { kind, line } = findAnchor({ path: 'mm/walk.c', symbol, text }, read, []);
    expect([kind, line]).toEqual(expected);
  });

  test('is looked for in files that other anchors name, and in no others', () => {
    const asked: string[] = [];
    const read = (path: string): string | null => {
      asked.push(path);
      return path === 'mm/walk.c' ? source : null;
    };
    expect(findAnchor({ path: 'mm/old.c', symbol: 'walk_one', text: 'page_put' }, read, ['mm/walk.c'])).toMatchObject({
      kind: 'moved',
      path: 'mm/walk.c',
      line: 21,
    });
    expect(asked).toEqual(['mm/old.c', 'mm/walk.c']);
  });

  test('changes nothing: the same states and steps without', async () => {
    const bare = spec.replaceAll(/ at "[^"]*" \w+(?: "[^"]*")?/gu, '');
    expect(bare).not.toContain('"');
    const [a, b] = [await checkJson(specWith(spec)), await checkJson(specWith(bare))];
    expect(a.checks.map(({ states, transitions }) => [states, transitions])).toEqual(b.checks.map(({ states, transitions }) => [states, transitions]));
  });
});

const source = readFileSync(join(tree, 'mm/walk.c'), 'utf8');

describe('a race', () => {
  test('names the line of each step, that of the nearest anchor', async () => {
    const path = specWith(spec);
    const { stdout } = await mmspec('check', path, '--races', 'all', '--kernel', tree);
    expect(stdout).toMatch(/In the source:\n\s*\n\s+walker\.get {2}mm\/walk\.c:18 walk_one\(\)/u);
    const [check] = (await checkJson(path, '--kernel', tree)).checks;
    expect(check?.trace?.steps.map(({ source: found }) => found)).toEqual([{ path: 'mm/walk.c', symbol: 'walk_one', text: 'if (!page_get', line: 18 }]);
  });

  test('names none without a tree', async () => {
    expect((await mmspec('check', specWith(spec), '--races', 'all')).stdout).not.toContain('In the source');
  });

  test('has the anchors of operations and of actors too', async () => {
    const never = spec
      .replace('low: counter.refs < 2', 'low: not walker at more.last')
      .replace('counter.refs += 1', 'skip')
      .replace('counter.refs -= 1', 'skip');
    const [check] = (await checkJson(specWith(never), '--kernel', tree)).checks;
    expect(check?.trace?.steps.map(({ source: found }) => found?.line)).toEqual([18, 15, 21, 24]);
  });

  test('of a review, which tells what is not where it says', async () => {
    const path = specWith(spec);
    const { stdout } = await mmspec('review', path, '--no-audit', '--kernel', older);
    expect(stdout).toContain('Of 5 places in the source that the model names, 2 are where it says.');
    const json = JSON.parse((await mmspec('review', path, '--no-audit', '--kernel', tree, '--json')).stdout) as ReviewJson;
    expect(json.specs[0]?.anchors).toHaveLength(5);
  });
});

describe('no path leaves the tree', () => {
  test.each(['../mm/walk.c', '/etc/passwd', 'mm/../../x.c', 'mm//walk.c', './walk.c', 'mm\\\\walk.c', ''])('%s is refused', async (path) => {
    const { code, stderr } = await mmspec(
      'anchors',
      specWith(spec.replace('"mm/walk.c" walk_one "page_put"', `"${path}" walk_one "page_put"`)),
      '--kernel',
      tree,
    );
    expect([code, stderr.includes('MM0350')]).toEqual([2, true]);
  });

  test('not by a link either', async () => {
    const folder = folderWith({ 'secret.c': 'void walk_one(void)\n{\n\tpage_put();\n}\n' });
    mkdirSync(join(folder, 'top/mm'), { recursive: true });
    symlinkSync(join(folder, 'secret.c'), join(folder, 'top/mm/walk.c'));
    expect((await rows(spec, join(folder, 'top'))).map(({ found: [finding] }) => finding?.kind)).toEqual(Array.from({ length: 5 }, () => 'gone'));
  });

  test.each<[string, string]>([
    ['a tree that is not there', '/nowhere/at/all'],
    ['a tree that is a file', join(root, 'README.md')],
  ])('%s is refused', async (_, path) => {
    const { code, stderr } = await mmspec('anchors', specWith(spec), '--kernel', path);
    expect([code, stderr.includes('--kernel')]).toEqual([2, true]);
  });

  test('a folder or something large in place of a file is not read', async () => {
    const folder = folderWith({ 'x/mm/other.c': '' });
    mkdirSync(join(folder, 'x/mm/walk.c'));
    expect((await rows(spec, join(folder, 'x')))[0]?.found[0]?.kind).toBe('gone');
    writeFileSync(join(folder, 'x/mm/large.c'), ' '.repeat(5 * 2 ** 20));
    expect((await rows(spec.replaceAll('mm/walk.c', 'mm/large.c'), join(folder, 'x')))[0]?.found[0]).toMatchObject({ kind: 'gone', why: 'no file' });
  });
});

describe('of a tree of gigabytes', () => {
  const gigabytes = 4 * 2 ** 30;

  /** A tree with these files: a text is that of a file, a number the bytes of one that takes no room. */
  function treeWith(files: Readonly<Record<string, string | number>>): string {
    const folder = folderWith(Object.fromEntries(Object.entries(files).map(([path, content]) => [path, typeof content === 'string' ? content : ''])));
    for (const [path, content] of Object.entries(files)) if (typeof content === 'number') truncateSync(join(folder, path), content);
    return realpathSync(folder);
  }

  interface Opened {
    readonly paths: readonly string[];
    readonly bytes: number;
  }

  /** What a command opens and lists in a tree. */
  function opened(folder: string, ...args: readonly string[]): Ended & { readonly opened: Opened } {
    const told = join(folderWith({}), 'told.json');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', join(root, 'test/anchors/opened.js'), join(root, 'packages/cli/bin/mmspec.js'), ...args, '--kernel', folder],
      { encoding: 'utf8', env: { PATH: process.env['PATH'], MMSPEC_START: 'plain', OPENED_BELOW: folder, OPENED_TOLD: told } },
    );
    return { code: status, stdout, stderr, opened: JSON.parse(readFileSync(told, 'utf8')) as Opened };
  }

  test.each<readonly string[]>([['anchors'], ['check', '--races', 'all'], ['review', '--no-audit']])(
    'only what is anchored is opened, and no folder listed (%s)',
    (...command) => {
      const folder = treeWith({ 'mm/walk.c': source, 'mm/other.c': gigabytes, 'mm/walk_2.c': source, 'fs/deep/inode.c': gigabytes, vmlinux: gigabytes });
      const { code, opened: found } = opened(folder, ...command, specWith(spec));
      expect(code).toBe(0);
      expect(found).toEqual({ paths: ['mm/walk.c'], bytes: Buffer.byteLength(source) });
    },
  );

  test('an anchored file of gigabytes is not read to its end', () => {
    const { code, stdout, opened: found } = opened(treeWith({ 'mm/walk.c': gigabytes }), 'anchors', specWith(spec));
    expect(code).toBe(0);
    expect(stdout).toContain('gone');
    expect(found.paths.every((path) => path === 'mm/walk.c')).toBe(true);
    expect(found.bytes).toBeLessThan(8 * 2 ** 20);
  });
});

test('what has no body is found in its own lines', () => {
  const source = 'static const struct ops walk_ops = {\n\t.get = page_get,\n};\nstatic int walks = 0;\nenum mode {\n\tWALK_FAST, /* no lock */\n};\n';
  const sought = (symbol: string, text: string): unknown => {
    const { kind, line } = findAnchor({ path: 'a.c', symbol, text }, () => source, []);
    return [kind, line];
  };
  expect(sought('walks', 'walks = 0')).toEqual(['found', 4]);
  expect(sought('walk_ops', '.get = page_get')).toEqual(['found', 2]);
  expect(sought('WALK_FAST', 'no lock')).toEqual(['found', 6]);
  expect(sought('walks', 'no lock')).toEqual(['moved', 6]);
});

test('a spec without anchors says so', async () => {
  expect((await mmspec('anchors', specWith('module m\nshared n: 0..1 = 0\nactor a { n = 1 }\n'))).stdout).toBe('The spec has no anchors.\n');
});
