import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DiffJson } from '@mmspec/api';
import { describe, expect, test } from 'vitest';
import { folderWith, mmspec, root, specWith } from '../cli/mmspec.ts';

/*
 * `mmspec diff`: what it tells, and how it ends.
 */

const old = `module m
shared x: 0..3 = 0
actor a { read: let n = x  write: x = n + 1 }
actor b { atomic { see: x = x + 1 } }
invariant low: x < 2
check c { } expect violates low
check d { } expect violates low
`;
const now = old.replace('read: let n = x  write: x = n + 1', 'write: x = x + 1  extra: skip').replace('check d', 'check e');

async function differences(...args: readonly string[]): Promise<DiffJson> {
  return JSON.parse((await mmspec('diff', ...args, '--json')).stdout) as DiffJson;
}

describe('two specs', () => {
  const both = (): readonly [before: string, after: string] => {
    const folder = folderWith({ 'old.mmspec': old, 'now.mmspec': now });
    return [join(folder, 'old.mmspec'), join(folder, 'now.mmspec')];
  };

  test('what only one has is named, and behaviours are of what both have', async () => {
    const { added, removed, labels, behaviours, verdicts } = await differences(...both());
    expect([added.map(({ name }) => name), removed.map(({ name }) => name)]).toEqual([['e'], ['d']]);
    expect(labels).toEqual({ added: ['a.extra'], removed: ['a.read'] });
    expect(behaviours).toEqual([]);
    expect(verdicts).toEqual([]);
  });

  test('a new behaviour comes with its shortest run', async () => {
    const locked = specWith(old.replace('actor b { atomic { see: x = x + 1 } }', 'actor b { wait: await x == 1  see: x = x + 1 }'), 'locked.mmspec');
    const free = specWith(old.replace('actor b { atomic { see: x = x + 1 } }', 'actor b { wait: skip  see: x = x + 1 }'), 'free.mmspec');
    const { behaviours } = await differences(locked, free, '--check', 'c');
    expect(behaviours.map(({ kind, steps }) => `${kind}: ${steps.join(' ; ')}`)).toEqual(['newly possible: b.wait']);
    expect(behaviours[0]?.run?.trace?.steps).toHaveLength(1);
    const { stdout } = await mmspec('diff', locked, free, '--check', 'c');
    expect(stdout).toContain('Only the new one:\n\n     The following can happen (c):');
  });

  test('verdicts that neither search has come to are not the same', async () => {
    const [low, high] = [specWith(old, 'low.mmspec'), specWith(old.replace('x < 2', 'x < 3'), 'high.mmspec')];
    expect((await differences(low, high, '--check', 'c')).verdicts.map(({ before, after }) => [before, after])).toEqual([['violated', 'holds']]);
    const { verdicts, undecided } = await differences(low, high, '--check', 'c', '--states-max', '1');
    expect(verdicts).toEqual([]);
    expect(undecided).toContainEqual({ check: 'c', of: 'verdicts', reason: 'neither search has ended' });
    const { code, stdout } = await mmspec('diff', low, high, '--check', 'c', '--states-max', '1');
    expect(code).toBe(3);
    expect(stdout).not.toMatch(/the same|no difference/u);
    expect((await mmspec('diff', low, low, '--states-max', '1')).code).toBe(0);
  });

  test('what only one of two checks looks at is told', async () => {
    const wide = specWith(`${old}invariant high: x < 3\ncheck f { bound x < 1, ignore deadlock } expect violates low\n`, 'wide.mmspec');
    const narrow = specWith(`${old}check f of low { } expect violates low\n`, 'narrow.mmspec');
    const { coverage } = await differences(narrow, wide);
    expect(coverage).toEqual(
      expect.arrayContaining([
        { check: 'c', what: 'judges', added: ['high'], removed: [] },
        { check: 'f', what: 'bound', added: ['x < 1'], removed: [] },
        { check: 'f', what: 'ignores', added: ['deadlock'], removed: [] },
        expect.objectContaining({ check: 'f', what: 'judges', added: expect.arrayContaining(['high']) as unknown }),
      ]),
    );
    expect((await mmspec('diff', narrow, wide)).stdout).toContain('c and d: judges only now: high');
  });

  test('a step that only one of two checks takes is told', async () => {
    const base = 'module m\nshared x: 0..1 = 0\nactor a { idle await x == 1  late: skip }\ncheck c { }\n';
    const { coverage } = await differences(specWith(`${base}actor b { set: x = 0 }\n`, 'a.mmspec'), specWith(`${base}actor b { set: x = 1 }\n`, 'b.mmspec'));
    expect(coverage).toEqual([{ check: 'c', what: 'takes', added: ['a.late'], removed: [] }]);
  });

  test('of the ledger: counters, holdings, and paths that do not add up', async () => {
    const base = 'module m\nimport kernel.folio\nobject F { refcount: ref = 1 }\nshared f: F\ncheck c { }\n';
    const fine = specWith(`${base}actor a { get: folio_get(f)  put: folio_put(f) }\n`, 'a.mmspec');
    const leaks = specWith(`${base}actor a { get: folio_get(f)  more: folio_get(f)  put: folio_put(f) }\n`, 'b.mmspec');
    const { ledger } = await differences(fine, leaks);
    expect(ledger.map(({ what }) => what)).toEqual(['f.refcount =', 'a holds', expect.stringContaining('reference')]);
  });

  test('they end with 1 where that is asked for, and with 3 where not all was compared', async () => {
    const [before, after] = both();
    expect((await mmspec('diff', before, after)).code).toBe(0);
    expect((await mmspec('diff', before, after, '--exit-code')).code).toBe(1);
    expect((await mmspec('diff', before, before, '--exit-code')).code).toBe(0);
    const small = await mmspec('diff', before, after, '--graph-max', '2');
    expect(small.code).toBe(3);
    expect(small.stdout).toContain('c: it has more than 2 states');
  });

  test.each<[string, readonly (string | 0 | 1)[], string]>([
    ['one spec', [0], 'give two specs, or one with --variant'],
    ['two specs and a variant', [0, 1, '--variant', 'x=1,2'], 'give two specs, or one with --variant'],
    ['a variant without two values', [0, '--variant', 'x=1'], 'write --variant NAME=OLD,NEW'],
    ['an unknown variant', [0, '--variant', 'x=1,2'], 'there is no constant or variant x'],
  ])('%s is refused', async (_, args, says) => {
    const paths = both();
    const { code, stderr } = await mmspec('diff', ...args.map((each) => (typeof each === 'number' ? paths[each] : each)));
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});

test('two variants of one spec', async () => {
  const { verdicts, behaviours, settings } = await differences(join(root, 'specs/swap_in_aba.mmspec'), '--variant', 'prepare=true,false', '--check', 'before');
  expect(settings).toEqual([{ check: 'before', before: expect.objectContaining({ prepare: true }), after: expect.objectContaining({ prepare: false }) }]);
  expect(verdicts.map(({ property, before, after }) => `${property}: ${before} -> ${after}`)).toEqual(['no_lost_write: holds -> violated']);
  expect(behaviours.map(({ kind, steps }) => `${kind}: ${steps.join(' ; ')}`)).toEqual([
    'newly possible: reader[0].orig ; reader[0].take ; writer.orig ; writer.take ; writer.load',
  ]);
});

const specs = readdirSync(join(root, 'specs')).filter((name) => name.endsWith('.mmspec'));
test.each(specs)('%s is not different from itself', async (name) => {
  const path = join(root, 'specs', name);
  const { code, stdout } = await mmspec('diff', path, path, '--states-max', '200', '--exit-code');
  expect(stdout).toContain('There is no difference: verdicts, behaviours and references are the same.');
  expect([0, 3]).toContain(code);
});
