import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DiffJson, ReviewJson } from '@mmspec/api';
import { describe, expect, test } from 'vitest';
import { folderWith, mmspec, root } from '../cli/mmspec.ts';

/*
 * Overlays: a reviewer's file over the spec of an author.
 */

const author = `/// A counter.
module counter
const N: 1..3 = 1
shared n: 0..5 = 0
/// Counts once.
actor a[N] {
  load: let v = n
  set:  n = v + 1
}
invariant small: n < 2
check one { } expect holds
check two { N = 2 } expect holds
`;

const folder = (over: string, name = 'over.mmspec'): readonly [spec: string, over: string] => {
  const where = folderWith({ 'counter.mmspec': author, [name]: over });
  return [join(where, 'counter.mmspec'), join(where, name)];
};

async function reviewed(over: string, ...options: readonly string[]): Promise<ReviewJson['specs'][number]> {
  const [spec, path] = folder(over);
  return (JSON.parse((await mmspec('review', spec, '--with', path, '--no-audit', '--json', ...options)).stdout) as ReviewJson).specs[0]!;
}

describe('an overlay', () => {
  test('adds actors, properties and checks, with what they import', async () => {
    const { overlay, checks, claims } = await reviewed(
      'module over\nimport counter\nimport kernel.lock\nshared l: Lock\nactor b { take: lock(l)  set: n = 4  unlock(l) }\ninvariant tiny: n < 9\ncheck three { N = 3 }\n',
    );
    expect(overlay?.items.map(({ kind, name, line, isNew }) => [kind, name, line, isNew])).toEqual([
      ['variable', 'l', 4, true],
      ['actor', 'b', 5, true],
      ['invariant', 'tiny', 6, true],
      ['check', 'three', 7, true],
    ]);
    expect(claims.map(({ name }) => name)).toEqual(['small', 'tiny']);
    expect(checks.map(({ name, met }) => [name, met])).toEqual([
      ['one', false],
      ['two', false],
      ['three', true],
    ]);
  });

  test('has comments of its own above what it declares', async () => {
    const { claims } = await reviewed(
      'module over\nimport counter\n/// The reviewer says so,\n/// in two lines.\ninvariant small: n < 4\n/// Another one.\ninvariant third: n < 5\n',
    );
    expect(claims.map(({ name, doc }) => [name, doc])).toEqual([
      ['small', 'The reviewer says so, in two lines.'],
      ['third', 'Another one.'],
    ]);
  });

  test('may have nothing twice', async () => {
    const [spec, over] = folder('module over\nimport counter\nactor a { x: skip }\nactor a { y: skip }\n');
    const { code, stderr } = await mmspec('review', spec, '--with', over, '--no-audit');
    expect(code).toBe(2);
    expect(stderr).toContain('error[MM0204]');
  });

  test('declares anew what the spec has, in its place', async () => {
    const { overlay, checks } = await reviewed('module over\nimport counter\nactor a[N] {\n  load: let v = n\n  wait: skip\n  set:  n = v + 1\n}\n');
    expect(overlay?.items).toEqual([
      {
        kind: 'actor',
        name: 'a',
        line: 3,
        isNew: false,
        replaced: 6,
        isSame: false,
        labels: { added: ['wait'], removed: [] },
      },
    ]);
    const byHand = join(folderWith({ 'counter.mmspec': author.replace('  set:', '  wait: skip\n  set:') }), 'counter.mmspec');
    const { specs } = JSON.parse((await mmspec('review', byHand, '--no-audit', '--json')).stdout) as ReviewJson;
    expect(checks.map(({ states, transitions }) => [states, transitions])).toEqual(specs[0]?.checks.map(({ states, transitions }) => [states, transitions]));
  });

  test('leaves everything else as it is, in the same states', async () => {
    const { checks } = await reviewed('module over\nimport counter\ninvariant tiny: n < 9\n');
    const [spec] = folder('');
    const { specs } = JSON.parse((await mmspec('review', spec, '--no-audit', '--json')).stdout) as ReviewJson;
    expect(checks.map(({ states, transitions }) => [states, transitions])).toEqual(specs[0]?.checks.map(({ states, transitions }) => [states, transitions]));
  });

  test('stands with its lines in its own file, in races and in mistakes', async () => {
    const { checks } = await reviewed('module over\nimport counter\nactor b { set: n = 5 }\n');
    const steps = checks[0]?.results.find(({ trace }) => trace !== null)?.trace?.steps ?? [];
    expect(steps.map(({ path, line }) => [path.split('/').at(-1), line])).toEqual([['over.mmspec', 3]]);
    const [spec, over] = folder('module over\nimport counter\nactor b { set: k = 5 }\n');
    const { code, stderr } = await mmspec('review', spec, '--with', over);
    expect(code).toBe(2);
    expect(stderr).toContain(`${over}:3:16: error[MM0205]`);
  });

  test('may repeat what the spec says', async () => {
    const [spec, over] = folder('module over\nimport counter\ninvariant small: n < 2\n');
    expect((await mmspec('review', spec, '--with', over, '--no-audit')).stdout).toMatch(/was laid over it, and\s+changes nothing\./u);
  });
});

describe('with and without', () => {
  test('are compared', async () => {
    const [spec, over] = folder('module over\nimport counter\nactor b { set: n = 2 }\n');
    const { overlay, verdicts, labels } = JSON.parse((await mmspec('diff', spec, '--with', over, '--json')).stdout) as DiffJson;
    expect(overlay?.items.map(({ name }) => name)).toEqual(['b']);
    expect(verdicts.map(({ check, property, before, after }) => [check, property, before, after])).toEqual([['one', 'small', 'holds', 'violated']]);
    expect(labels.added).toEqual(['b.set']);
  });

  test('are the same where the overlay says nothing', async () => {
    const [spec, over] = folder('module over\nimport counter\n');
    expect((await mmspec('diff', spec, '--with', over, '--exit-code')).code).toBe(0);
  });

  test('an audit takes the overlay too', async () => {
    const [spec, over] = folder(
      'module over\nimport counter\nimport kernel.lock\nshared l: Lock\nactor a[N] { lock(l)  load: let v = n  set: n = v + 1  unlock(l) }\n',
    );
    expect((await mmspec('audit', spec, '--with', over, '--no-races')).stdout).toContain('lock(l)');
  });
});

test('the reply of examples/review/walker.txt is what the command prints', async () => {
  process.chdir(root);
  const { stdout } = await mmspec('review', 'examples/review/v3.mbox', '--with', 'examples/review/walker.eml', '--no-audit');
  expect(stdout).toBe(readFileSync(join(root, 'examples/review/walker.txt'), 'utf8'));
});

test.each<[string, readonly string[], string]>([
  ['a file that is not there', ['--with', 'nowhere.mmspec'], 'MM0001'],
  ['a claim of it', ['--with', 'x.mmspec', '--claim', 'c.json'], 'leave out --with'],
])('%s is refused', async (_, options, says) => {
  const [spec] = folder('');
  expect(await mmspec('review', spec, ...options)).toMatchObject({ code: 2, stderr: expect.stringContaining(says) as string });
});
