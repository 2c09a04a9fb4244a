import { join } from 'node:path';
import type { AuditJson, SplitJson, SuggestionsJson } from '@mmspec/api';
import { describe, expect, test } from 'vitest';
import { folderWith, mmspec, root, specWith } from '../cli/mmspec.ts';

/*
 * What an audit, a review and a comparison cannot answer is said: a spec that the compiler refuses under the settings of one check,
 * checks under other memory models, and places in other files than that of the spec.
 */

/** Under `bad` the variable has no value to begin with. */
const refused = `module m
const N: 0..3 = 1
shared x: 0..3 in 1..N
actor a { set: x = 1  atomic { both: x = 1  x = 2 } }
invariant low: x < 2
check good { } expect violates low
check bad { N = 0 } expect violates low
check later { N = 2 } expect violates low
`;

describe('what the compiler refuses under one check', () => {
  test.each([['audit'], ['audit', '--suggest'], ['audit', '--split'], ['audit', '--coverage'], ['diff', '--variant', 'N=1,0']])(
    '%s %s says what it is',
    async (command, ...options) => {
      const { code, stdout, stderr } = await mmspec(command, specWith(refused), ...options);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/spec\.mmspec:3:16: error\[MM0502\]: `x` has no value to begin with, where N = 0$/mu);
    },
  );

  test('it is the same in either of two specs', async () => {
    const folder = folderWith({ 'bad.mmspec': refused, 'good.mmspec': refused.replace('N = 0', 'N = 3') });
    for (const pair of [
      ['bad.mmspec', 'good.mmspec'],
      ['good.mmspec', 'bad.mmspec'],
    ]) {
      const { code, stdout, stderr } = await mmspec('diff', ...pair.map((name) => join(folder, name)));
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('bad.mmspec:3:');
    }
  });

  test('a review says what was not run, and audits what was', async () => {
    const { code, stdout, stderr } = await mmspec('review', specWith(refused));
    expect(code).toBe(2);
    expect(stderr).toContain('MM0502');
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain('It cannot be compiled for all of its checks, so these were not run: bad and later.');
    expect(stdout).toContain('line 3: `x` has no value to begin with');
    expect(stdout).not.toContain('Everything is as it states');
  });
});

const windowed = `module m
shared x: 0..1 = 0
shared y: 0..1 = 0
actor a { var r: 0..1 = 1  set: x = 1  look: r = y }
actor b { var r: 0..1 = 1  set: y = 1  look: atomic { r = x  skip } }
invariant one_sees: a at done and b at done and a.r == 0 and b.r == 0 implies x == 2
check c { } expect holds
check x86 { memory tso } expect violates one_sees
`;

describe('checks under tso and weak', () => {
  test('are audited, taken apart and mended like others', async () => {
    const path = specWith(windowed);
    const json = async <T>(...options: readonly string[]): Promise<T> => JSON.parse((await mmspec('audit', path, ...options, '--json')).stdout) as T;
    expect((await json<AuditJson>()).memory).toEqual(['sc', 'tso']);
    expect((await json<SplitJson>('--split')).memory).toEqual(['sc', 'tso']);
    const { checks } = await json<SuggestionsJson>('--suggest');
    expect(checks.map(({ check, wanted, suggestions }) => ({ check, wanted, edits: suggestions.map(({ changes }) => changes.length) }))).toEqual([
      { check: 'x86', wanted: ['one_sees'], edits: [2] },
    ]);
    expect((await mmspec('audit', path)).stdout).toContain('checks that are as expected, under sc and tso.');
    expect((await mmspec('audit', path, '--split')).stdout).toContain('1 step taken as parts, each in 2 checks, under sc and tso.');
  });

  test('are not where nobody asked for them', async () => {
    const { stdout } = await mmspec('audit', specWith(windowed), '--check', 'c', '--json');
    expect((JSON.parse(stdout) as AuditJson).memory).toEqual(['sc']);
  });

  test('exercise what nobody else does', async () => {
    expect((await mmspec('audit', specWith(windowed), '--coverage', '--check', 'c')).stdout).toContain('The left side never holds');
    const { stdout } = await mmspec('audit', specWith(windowed), '--coverage');
    expect(stdout).toContain('2 checks together take');
    expect(stdout).not.toContain('The left side never holds');
  });
});

describe('places', () => {
  const author = `module counter
shared n: 0..3 = 0
actor a { take: skip }
invariant low: n < 3
check c { } expect holds
`;
  const over = `module over
import counter
actor w[2] {
  load: let v = n
  set:  n = v + 1
}
invariant counted: (forall each in w: each at done) implies n == 2
check c { } expect violates counted
`;

  test('of changes are those of the file that they stand in', async () => {
    const folder = folderWith({ 'counter.mmspec': author, 'over.mmspec': over });
    const [spec, path] = [join(folder, 'counter.mmspec'), join(folder, 'over.mmspec')];
    const { stdout } = await mmspec('audit', '--suggest', spec, '--with', path, '--json');
    const [first] = (JSON.parse(stdout) as SuggestionsJson).checks[0]!.suggestions;
    expect(first?.changes.map((change) => [change.path, change.line])).toEqual([[path, 4]]);
    const lines = over.split('\n');
    expect(first?.edits.length).toBeGreaterThan(0);
    for (const edit of first?.edits ?? []) {
      expect(edit.path).toBe(path);
      expect(edit.removed).toEqual(lines.slice(edit.from - 1, edit.to - 1));
    }
    expect((await mmspec('audit', '--suggest', spec, '--with', path)).stdout).toContain('over.mmspec:4: load..set');
  });

  test('of parts are, too', async () => {
    const folder = folderWith({ 'counter.mmspec': author, 'over.mmspec': over.replace('  set:  n = v + 1', '  set: atomic { n = v + 1  skip }') });
    const [spec, path] = [join(folder, 'counter.mmspec'), join(folder, 'over.mmspec')];
    const { stdout } = await mmspec('audit', spec, '--with', path, '--json');
    expect((JSON.parse(stdout) as AuditJson).rows.map((row) => [row.path, row.line])).toEqual([[path, 5]]);
    expect((await mmspec('audit', spec, '--with', path)).stdout).toContain(`in ${path}`);
    expect((await mmspec('review', spec, '--with', path)).stdout).toContain('over.mmspec:5  w: atomic');
  });

  test('of steps taken as parts are, too', async () => {
    const folder = folderWith({ 'counter.mmspec': author, 'over.mmspec': over.replace('  set:  n = v + 1', '  set: atomic { n = v + 1  skip }') });
    const path = join(folder, 'over.mmspec');
    const { stdout } = await mmspec('audit', '--split', join(folder, 'counter.mmspec'), '--with', path, '--json');
    expect((JSON.parse(stdout) as SplitJson).places.map((place) => [place.path, place.line])).toEqual([[path, 5]]);
    expect((await mmspec('audit', '--split', join(folder, 'counter.mmspec'), '--with', path)).stdout).toContain(`in ${path}`);
  });
});

test('an unknown check is refused by every command in the same words', async () => {
  for (const call of [
    ['refs', join(root, 'specs/mremap_race.mmspec')],
    ['audit', join(root, 'specs/mremap_race.mmspec')],
    ['review', join(root, 'specs/mremap_race.mmspec')],
    ['check', join(root, 'specs/mremap_race.mmspec')],
    ['scenario', join(root, 'specs/mremap_race.mmspec'), join(root, 'specs/mremap_race.mmspec')],
  ]) {
    const { code, stderr } = await mmspec(...call, '--check', 'befor');
    expect([call[0], code]).toEqual([call[0], 2]);
    if (call[0] !== 'scenario') expect(stderr).toContain('--check befor: there is no check befor; did you mean before?');
  }
});

test('a line in which nothing begins is refused, with the nearest in which something does', async () => {
  const spec = join(root, 'specs/mremap_race.mmspec');
  const audit = await mmspec('audit', spec, '--part', '46', '--part', '50');
  expect([audit.code, audit.stdout, audit.stderr]).toEqual([2, '', 'mmspec: --part 50: no part begins in this line; the nearest begin in lines 47 and 48\n']);
  const split = await mmspec('audit', '--split', spec, '--part', '3');
  expect([split.code, split.stderr]).toEqual([2, 'mmspec: --part 3: no step that could be several begins in this line; the nearest begins in line 47\n']);
});
