import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AnyJson, CertificateJson } from '@mmspec/api';
import { describe, expect, test } from 'vitest';
import { folderWith, mmspec, root } from './mmspec.ts';

/*
 * `mmspec check --any`: what is said of every number, and how a call is refused.
 */

const design = (name: string): string => join(root, 'specs', `${name}.mmspec`);
const small = (name: string): string => join(root, 'test/any_number/cases', `${name}.mmspec`);

async function answer(...args: readonly string[]): Promise<{ readonly code: number | null; readonly check: AnyJson['files'][number]['checks'][number] }> {
  const { code, stdout } = await mmspec('check', ...args, '--json');
  const json = JSON.parse(stdout) as AnyJson;
  return { code, check: json.files[0]!.checks[0]! };
}

const two = `module a
const READERS: 1..3 = 1
const WRITERS: 1..3 = 1
shared reading: 0..9 = 0
shared writing: bool = false
actor reader[READERS] { loop { enter: atomic { await not writing  reading += 1 } leave: reading -= 1 } }
actor writer[WRITERS] { loop { lock: atomic { await not writing and reading == 0  writing = true } unlock: writing = false } }
invariant excluded: writing implies (forall r in reader: not (r at leave))
invariant one: forall a in writer: forall b in writer: (a at unlock and b at unlock) implies a == b
invariant quiet: not (exists r in reader: exists s in reader: r != s and r at leave and s at leave)
check all { READERS = 2 } expect violates quiet
`;

test('where a search does not finish nothing is said to hold, and the check is not finished', async () => {
  const path = join(folderWith({ 'a.mmspec': two }), 'a.mmspec');
  const { code, stdout } = await mmspec('check', path, '--any', 'READERS', '--states-max', '1');
  expect(code).toBe(3);
  expect(stdout.replace(/\s+/gu, ' ')).toContain('the search of 1 did not finish; no number was searched to the end');
  expect(stdout).not.toContain('holds');
});

describe('of two families at once', () => {
  const written = (): string => join(folderWith({ 'a.mmspec': two }), 'a.mmspec');

  test('views speak of both, and of one where there are few of the other', async () => {
    const path = written();
    const { code, stdout } = await mmspec('check', path, '--any', 'READERS', '--any', 'WRITERS', '--check', 'all', '--json');
    const { checks, several = [] } = (JSON.parse(stdout) as AnyJson).files[0]!;
    const [result] = several;
    const of = (name: string): unknown => result!.properties.find(({ property }) => property === name);
    expect([code, checks, several.length, result!.name, result!.families]).toEqual([0, [], 1, 'all', ['reader', 'writer']]);
    expect(of('excluded')).toMatchObject({ answer: 'proved' });
    expect(of('one')).toMatchObject({ answer: 'proved' });
    expect(of('quiet')).toMatchObject({ answer: 'violated', numbers: [2, 1], depth: 2, expected: true });
    expect(of('deadlock')).toMatchObject({ answer: 'checked' });
    expect(result!.views.map(({ fixed, from }) => [fixed, from])).toEqual([
      [{}, { READERS: 2, WRITERS: 2 }],
      [{ READERS: 1 }, { WRITERS: 2 }],
      [{ WRITERS: 1 }, { READERS: 2 }],
    ]);
    expect(result!.searched).toContainEqual([1, 1]);
  });

  test('of three, whichever of two numbers is fixed first, views of the third are found once', async () => {
    const actors = ['a', 'b', 'c'].map((name) => `actor ${name}[${name.toUpperCase()}] { loop { t: atomic { await not held  held = true } g: held = false } }`);
    const three = `module m\n${['A', 'B', 'C'].map((name) => `const ${name}: 1..2 = 1\n`).join('')}shared held: bool = false\n${actors.join('\n')}\ninvariant one: forall x in a: forall y in b: not (x at g and y at g)\ncheck all { } expect holds\n`;
    const path = join(folderWith({ 'm.mmspec': three }), 'm.mmspec');
    const { code, stdout } = await mmspec('check', path, '--any', 'A', '--any', 'B', '--any', 'C', '--json');
    const [result] = (JSON.parse(stdout) as AnyJson).files[0]!.several!;
    expect([code, result!.properties.find(({ property }) => property === 'one')?.answer]).toEqual([0, 'proved']);
    expect(result!.views.map(({ fixed }) => fixed)).toEqual([{}, { A: 1 }, { A: 1, B: 1 }, { A: 1, C: 1 }, { B: 1 }, { B: 1, C: 1 }, { C: 1 }]);
  });

  test('the text names both', async () => {
    const { stdout } = await mmspec('check', written(), '--any', 'READERS', '--any', 'WRITERS');
    const text = stdout.replace(/\s+/gu, ' ');
    expect(text).toContain('all for any number of reader (READERS) and writer (WRITERS)');
    expect(text).toMatch(/READERS >= 2 and WRITERS >= 2 by \d+ views of one instance in \d+ shared states; READERS = 1 and WRITERS >= 2 by/u);
    expect(text).toContain('READERS = 1 and WRITERS = 1 by search');
    expect(text).toContain('quiet: READERS = 2 and WRITERS = 1 are the smallest of those searched, in 2 steps (expected)');
  });

  test('a design with readers and walkers', async () => {
    const { stdout, code } = await mmspec('check', design('secure_page'), '--any', 'IOS', '--any', 'WALKS', '--check', 's390', '--json');
    const [result] = (JSON.parse(stdout) as AnyJson).files[0]!.several!;
    const of = (wanted: string): readonly string[] => result!.properties.filter(({ answer }) => answer === wanted).map(({ property }) => property);
    // The check has no walkers, and says nothing of what one of them violates.
    expect([code, result!.families, of('undecided')]).toEqual([1, ['io', 'walk'], []]);
    expect(of('violated')).toEqual(['no_bug', 'no_new_validated_ref_to_old']);
    expect(of('proved')).toEqual(expect.arrayContaining(['no_dma_on_secure_page', 'no_stale_user', 'ref_non_negative', 'lost_reference']));
    expect(result!.views.map(({ fixed }) => fixed)).toEqual([{}, { IOS: 0 }, { IOS: 1 }, { WALKS: 0 }, { WALKS: 1 }]);
  });
});

describe('the answer', () => {
  test('says what is proved, by which search and which views', async () => {
    const { code, stdout } = await mmspec('check', design('mremap_race'), '--any', 'RETRACTORS', '--check', 'after');
    expect(code).toBe(0);
    expect(stdout).toContain('after for any number of retract (RETRACTORS)');
    expect(stdout.replace(/\s+/gu, ' ')).toContain('RETRACTORS = 1 by search, RETRACTORS >= 2 by 36 views of one instance in 16 shared states');
  });

  test('says the smallest number that violates a property', async () => {
    const { code, check } = await answer(small('three_at_once'), '--any', 'N', '--check', 'small');
    const whole = check.properties.find(({ property }) => property === 'whole');
    expect(code).toBe(1);
    expect([whole?.answer, whole?.number, whole?.depth, whole?.expected]).toEqual(['violated', 3, 4, false]);
    expect((await answer(small('three_at_once'), '--any', 'N', '--check', 'three')).code).toBe(0);
  });

  test('never says that something holds because small numbers do', async () => {
    const { code, check } = await answer(small('ticket_lock'), '--any', 'N');
    const mutex = check.properties.find(({ property }) => property === 'mutex');
    expect(code).toBe(3);
    expect([mutex?.answer, check.searched, check.views]).toEqual(['undecided', [1, 2, 3, 4], 0]);
  });

  test('keeps apart what views say nothing about', async () => {
    const { check } = await answer(design('safe_refcount'), '--any', 'VCPUS', '--check', 'row1');
    const of = (wanted: string): readonly string[] => check.properties.filter((each) => each.answer === wanted).map(({ property }) => property);
    expect(check.name).toBe('row1');
    expect(of('checked')).toEqual(expect.arrayContaining(['conversion', 'converts', 'can_convert', 'deadlock', 'overflow', 'range of Folio.safe']));
    expect(of('undecided')).toEqual([]);
  });

  test('has properties that only larger numbers have', async () => {
    const folder = folderWith({
      'a.mmspec':
        'module a\nconst N: 1..4 = 1\nshared x: bool = false\nactor w[N] { look: atomic { choose y in w where y != self  choose z in w where z != self and z != y  x = true } }\ninvariant never: not x\ncheck one { } expect violates deadlock\n',
    });
    const { check } = await answer(join(folder, 'a.mmspec'), '--any', 'N');
    expect(check.properties.find(({ property }) => property === 'never')).toMatchObject({ answer: 'violated', number: 3 });
  });
});

test('a check with an open range is asked for by the name of its cell, and by that of one number', async () => {
  for (const name of ['any_number', 'any_number[READERS=1..]', 'any_number[READERS=3]'])
    expect((await answer(design('vma_lock'), '--any', 'READERS', '--check', name)).check).toMatchObject({ name: 'any_number', from: 2 });
});

test('--explain tells the views: in each shared state, where instances can be, and what is so of them', async () => {
  const { stdout } = await mmspec('check', design('mremap_race'), '--any', 'RETRACTORS', '--check', 'after', '--explain');
  expect(stdout.replace(/\s+/gu, ' ')).toContain('16 shared states, and where each retract can be in it');
  expect(stdout).toContain(
    [
      '      6. new_pmd = empty, rmap.writer, old_place.pmd = empty, mremap at type',
      '          retract at unlock, clear: has raised rmap.writer',
      '          retract at lock, done',
    ].join('\n'),
  );
  const { check } = await answer(design('rcu_refcount'), '--any', 'READERS', '--check', 'after', '--explain');
  const [views] = check.explained!;
  expect([views!.size, views!.states.length]).toEqual([2, 8]);
  expect(views!.states[0]!.instances[3]).toEqual({
    at: ['leave'],
    has: ['rcu.inside[reader] = 1', 'rcu.owed[reader] = {}', 't = thing', 'rcu_depth = 1', 'adds 1 to thing.refcount'],
  });
});

test('views keep to the limits of a check', async () => {
  const { code, check } = await answer(design('rcu_refcount'), '--any', 'READERS', '--check', 'after', '--memory-max', '1K');
  expect(code).toBe(3);
  expect(check.properties.find(({ property }) => property === 'no_uaf')?.answer).toBe('undecided');
});

describe('a call is refused', () => {
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { code, stderr } = await mmspec('check', ...args);
    expect(code).toBe(2);
    return stderr;
  };
  const spec = design('safe_refcount');

  test('where there is no such constant, or it is no number', async () => {
    expect(await refused(spec, '--any', 'CPUS')).toContain('--any CPUS: there is no constant CPUS; there is VCPUS.');
    expect(await refused(spec, '--any', 'protect')).toContain(
      '--any protect: protect is no number; name the constant that says how many actors of a kind there are.',
    );
  });

  test('beside options that ask for something else', async () => {
    expect(await refused(spec, '--any', 'VCPUS', '--set', 'VCPUS=2')).toContain('--any and --set do not go together');
    expect(await refused(spec, '--any', 'VCPUS', '--memory', 'tso')).toContain('--any and --memory do not go together');
  });

  test('with several constants, where one is no other family', async () => {
    const path = join(folderWith({ 'a.mmspec': two }), 'a.mmspec');
    expect(await refused(path, '--any', 'READERS', '--any', 'READERS')).toContain('--any READERS is given twice; several families have a constant each.');
    expect(await refused(path, '--any', 'READERS', '--any', 'MORE')).toContain('--any MORE: there is no constant MORE; there is READERS, WRITERS.');
  });

  test('about checks that views say nothing about', async () => {
    const spec2 = 'module a\nconst N: 1..2 = 1\nshared x: bool = false\nactor w[N] { s: x = true }\ninvariant p: true\n';
    const checks = 'check sc_ { }\ncheck late { memory tso }\n';
    const path = join(folderWith({ 'a.mmspec': `${spec2}${checks}` }), 'a.mmspec');
    expect(await refused(path, '--any', 'N', '--check', 'late')).toContain(
      '--any N --check late: it is under `memory tso`, and views are about `memory sc`; it is judged without --any, number by number.',
    );
    const alone = join(folderWith({ 'a.mmspec': `${spec2}check late { memory weak }\n` }), 'a.mmspec');
    expect(await refused(alone, '--any', 'N')).toContain(
      '--any N: views say nothing about any of these checks; of the first one because it is under `memory weak`',
    );
  });

  test('about scenarios and unknown checks', async () => {
    const folder = folderWith({ 'a.mmspec': 'module a\nconst N: 1..2 = 1\nactor w[N] { s: skip }\ncheck one { } expect holds\nscenario run { w[0].s }\n' });
    const path = join(folder, 'a.mmspec');
    expect(await refused(path, '--any', 'N', '--check', 'run')).toContain(
      '--any N --check run: a scenario is one run, and a run is of one number; name a check.',
    );
    expect(await refused(path, '--any', 'N', '--check', 'two')).toContain('--check two: there is no check two');
  });
});

test('a number that is used for anything else is named', async () => {
  const folder = folderWith({
    'a.mmspec':
      'module a\nconst N: 1..4 = 1\nshared x: 0..9 = 0\nactor w[N] { s: if x < N { x = x + 1 } }\ninvariant few: x <= 9\ncheck one { } expect holds\n',
  });
  const { check } = await answer(join(folder, 'a.mmspec'), '--any', 'N');
  expect(check.properties.find(({ property }) => property === 'few')).toMatchObject({
    answer: 'undecided',
    reason: `${join(folder, 'a.mmspec')}:4 uses the number N itself`,
  });
});

test('--explain is refused without --any', async () => {
  const { code, stderr } = await mmspec('check', small('handed_over'), '--explain');
  expect([code, stderr]).toEqual([2, 'mmspec: --explain needs --any: it tells the views by which something is proved for any number of actors.\n']);
});

describe('a certificate', () => {
  const copied = (): string => join(folderWith({ 'a.mmspec': readFileSync(small('handed_over'), 'utf8') }), 'a.mmspec');

  test('is written, and verified; not where it or the spec was changed', async () => {
    const spec = copied();
    const file = join(dirname(spec), 'proof.json');
    expect((await mmspec('check', spec, '--any', 'N', '--certificate', file)).stderr).toBe('');
    const verified = await mmspec('verify', file);
    expect(verified.stdout).toMatch(/^verified .* of a\.mmspec for N >= \d: .*mutex.*, by \d+ views in \d+ shared states; \d+ parts looked at\n$/u);
    expect(verified.code).toBe(0);

    const certificate = JSON.parse(readFileSync(file, 'utf8')) as CertificateJson;
    const [proof] = certificate.specs[0]!.proofs;
    const damaged = { ...certificate, specs: [{ ...certificate.specs[0], proofs: [{ ...proof, states: proof!.states.slice(1) }] }] };
    writeFileSync(file, JSON.stringify(damaged));
    const refused = await mmspec('verify', file);
    expect(refused.stdout).toMatch(/^not verified .* leads to a view that is not there\n$/u);
    expect(refused.code).toBe(1);

    writeFileSync(file, JSON.stringify(certificate));
    writeFileSync(spec, `${readFileSync(spec, 'utf8')}\n`);
    const other = await mmspec('verify', file, '--json');
    expect(JSON.parse(other.stdout)).toMatchObject({ verified: false, differences: ['a.mmspec: the text of a.mmspec is another one'] });
  });

  test('of version 1 is of one family, and verified too', async () => {
    const folder = folderWith({ 'handed_over.mmspec': readFileSync(small('handed_over'), 'utf8') });
    const file = join(folder, 'proof.json');
    const old = readFileSync(join(root, 'test/cli/old/certificate_1.json'), 'utf8');
    writeFileSync(file, old);
    const { code, stdout } = await mmspec('verify', file);
    expect([code, stdout]).toEqual([0, expect.stringContaining('all of handed_over.mmspec for N >= 2: mutex, ')]);
    writeFileSync(file, old.replace('"raised":[1],"named"', '"raised":[0],"named"'));
    expect((await mmspec('verify', file)).stdout).toMatch(/^not verified/u);
    writeFileSync(file, old.replace('"version": 1', '"version": 3'));
    expect((await mmspec('verify', file)).stderr).toContain('its version is 3, and not 2');
  });

  test('of two families has the views of both, and those of each where there are few of the other', async () => {
    const spec = join(folderWith({ 'a.mmspec': two }), 'a.mmspec');
    const file = join(dirname(spec), 'proof.json');
    const { stdout } = await mmspec('check', spec, '--any', 'READERS', '--any', 'WRITERS', '--certificate', file, '--explain');
    const text = stdout.replace(/\s+/gu, ' ');
    expect(text).toMatch(/views for excluded, one.*: \d+ shared states, and where each reader and each writer can be in it/u);
    expect(text).toMatch(/with READERS = 1: \d+ shared states, and where each writer can be in it/u);
    expect(text).toContain('reader at leave: adds 1 to reading');
    const verified = await mmspec('verify', file);
    expect(verified.stdout.split('\n').map((line) => / for (.*?):/u.exec(line)?.[1])).toEqual([
      'READERS >= 2 and WRITERS >= 2',
      'READERS = 1 and WRITERS >= 2',
      'WRITERS = 1 and READERS >= 2',
      undefined,
    ]);
    expect(verified.code).toBe(0);

    const written = readFileSync(file, 'utf8');
    const certificate = JSON.parse(written) as CertificateJson;
    expect(certificate.specs[0]!.proofs.map(({ fixed }) => fixed)).toEqual([{}, { READERS: 1 }, { WRITERS: 1 }]);
    const refused = async (change: (text: string) => string): Promise<string> => {
      expect(change(written)).not.toBe(written);
      writeFileSync(file, change(written));
      return (await mmspec('verify', file)).stdout;
    };
    expect(await refused((all) => all.replace('"fixed": {"READERS":1}', '"fixed": {"READERS":2}'))).toContain('not verified');
    expect(await refused((all) => all.replace('"settings": {"READERS":1}', '"settings": {"READERS":2}'))).toContain('the check has other settings');
    expect(await refused((all) => all.replace('{"of":1', '{"of":0'))).toContain('not verified');
  });

  test('that is none is refused, and so is one without --any', async () => {
    const folder = folderWith({ 'a.json': '{"kind": "views", "version": 2, "specs": [{"path": "a", "texts": {}, "proofs": [{}]}]}' });
    const { code, stderr } = await mmspec('verify', join(folder, 'a.json'));
    expect(code).toBe(2);
    expect(stderr).toContain('families of a proof is missing, or not what it has to be. `mmspec check --any CONSTANT --certificate FILE` writes one.');
    expect((await mmspec('check', copied(), '--certificate', join(folder, 'b.json'))).stderr).toContain('--certificate needs --any');
  });

  test('is not written where views prove nothing', async () => {
    const folder = folderWith({});
    const { stderr } = await mmspec('check', small('ticket_lock'), '--any', 'N', '--certificate', join(folder, 'proof.json'));
    expect(stderr).toContain('there is nothing to certify, since views prove nothing; no file is written.');
    expect(existsSync(join(folder, 'proof.json'))).toBe(false);
  });
});
