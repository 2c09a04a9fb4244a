import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkJson, folderWith, mmspec, root, specWith } from './mmspec.ts';
import { endless, lostUpdate } from './specs.ts';

/*
 * `mmspec check`: exit codes, options and limits.
 */

/** The spec with these checks ends with the code, and its output contains the texts. */
async function check(code: number, text: string, args: readonly string[] = [], ...says: readonly string[]): Promise<string> {
  const { code: found, stdout, stderr } = await mmspec('check', specWith(text), ...args);
  expect(`${stdout}${stderr}`).not.toMatch(/^\s+at .*:\d+/mu);
  for (const part of says) expect(stdout + stderr).toContain(part);
  expect(found, stdout + stderr).toBe(code);
  return stdout;
}

describe('the exit code', () => {
  test('0: the expectation is met', () => check(0, `${lostUpdate}check c { lock = true } expect holds`, [], 'ok ', 'every expectation is met'));
  test('0: a violation that was expected', () => check(0, `${lostUpdate}check c { } expect violates counted within 4`));
  test('0: a question', () => check(0, `${lostUpdate}check c { }`, [], 'violates counted in 4', '1 question'));
  test('2: what comes after a check with an error is counted, and not said to be met', () =>
    check(
      2,
      `module m\nimport kernel.folio\nobject F { refcount: ref = 1 }\nshared f: F\nshared x: bool = false\nvariant v: bool = false\nactor a { folio_get(f)  if v { if x { folio_put(f) } }  folio_put(f) }\ncheck one { } expect holds\ncheck two { v = true }\ncheck three { }\nscenario s { a } is possible\n`,
      [],
      'MM0421',
      '1 check: 3 more not run',
    ));
  test('1: a violation that was not expected', () => check(1, `${lostUpdate}check c { } expect holds`, [], 'FAILED', '1 expectation not met'));
  test('1: a bug that vanished', () => check(1, `${lostUpdate}check c { lock = true } expect violates counted`, [], 'FAILED'));
  test('1: the race is longer than expected', () => check(1, `${lostUpdate}check c { } expect violates counted within 3`));
  test('2: a mistake in the spec', () => check(2, `${lostUpdate}check c { } expect violates countde`, [], 'error[MM', 'counted'));
  test('2: no check', () => check(2, lostUpdate, [], 'MM0003'));
  test('3: a limit', () => check(3, `${endless}check c { } expect holds soon`, ['--states-max', '1'], 'UNFINISHED', 'unfinished'));
  test('the first that applies of 2, 1, 3, 0, and every file is checked', async () => {
    const files = {
      'holds.mmspec': `${lostUpdate}check c { lock = true } expect holds`,
      'fails.mmspec': `${lostUpdate}check c { } expect holds`,
      'open.mmspec': `${endless}check c { }`,
      'wrong.mmspec': 'module wrong\nshared x: 0..1 = y\n',
    };
    const folder = folderWith(files);
    const codeOf = async (...names: readonly string[]): Promise<number | null> =>
      (await mmspec('check', ...names.map((name) => join(folder, `${name}.mmspec`)), '--states-max', '40')).code;
    expect(await codeOf('holds')).toBe(0);
    expect(await codeOf('holds', 'open')).toBe(3);
    expect(await codeOf('open', 'fails', 'holds')).toBe(1);
    expect(await codeOf('open', 'wrong', 'fails', 'holds')).toBe(2);
    const { stdout, stderr } = await mmspec('check', folder, '--states-max', '40');
    for (const name of ['fails', 'holds', 'open']) expect(stdout).toContain(`${name}.mmspec\n`);
    expect(stderr).toContain('wrong.mmspec:2:');
  });
});

describe('--check', () => {
  const text = `${lostUpdate}check one { } expect violates counted\ncheck grid for lock, CPUS in 1..2 { }\n`;
  const names = async (...args: readonly string[]): Promise<readonly string[]> => (await checkJson(specWith(text), ...args)).checks.map(({ name }) => name);
  test('runs one check', async () => expect(await names('--check', 'one')).toEqual(['one']));
  test('runs all cells of a matrix', async () => {
    expect(await names('--check', 'grid')).toEqual(['grid[lock=false,CPUS=1]', 'grid[lock=false,CPUS=2]', 'grid[lock=true,CPUS=1]', 'grid[lock=true,CPUS=2]']);
  });
  test('runs one cell, and several names', async () => {
    expect(await names('--check', 'grid[lock=true,CPUS=1]', '--check', 'one')).toEqual(['one', 'grid[lock=true,CPUS=1]']);
  });
  test('refuses an unknown name', () => check(2, text, ['--check', 'onne'], 'there is no check onne; did you mean one?'));
});

describe('--set', () => {
  const text = `${lostUpdate}check one { } expect violates counted\ncheck grid for lock { } expect violates counted when not lock\n`;
  test('overrides every check, merges cells that become equal, and judges no expectation', async () => {
    const { code, checks } = await checkJson(specWith(text), '--set', 'lock=true', '--set', 'CPUS=3');
    expect(code).toBe(0);
    expect(checks.map(({ name, matrix, settings, expectation, verdict }) => ({ name, matrix, settings, expectation, verdict }))).toEqual([
      { name: 'one', matrix: null, settings: { lock: true, CPUS: 3 }, expectation: null, verdict: 'holds' },
      { name: 'grid[lock=true]', matrix: 'grid', settings: { lock: true, CPUS: 3 }, expectation: null, verdict: 'holds' },
    ]);
  });
  test('also one that the check sets', async () => {
    const { checks } = await checkJson(specWith(`${lostUpdate}check c { lock = true } expect holds`), '--set', 'lock=false');
    expect(checks.map(({ verdict, met }) => [verdict, met])).toEqual([['violated', true]]);
  });
  test('an unknown name', () => check(2, text, ['--set', 'lokc=true'], 'did you mean lock?'));
  test('an unknown value', () => check(2, text, ['--set', 'CPUS=4'], 'CPUS is one of 1, 2, 3.'));
  test('a text that is no setting', () => check(2, text, ['--set', 'CPUS'], 'write --set NAME=VALUE'));
});

describe('--property', () => {
  const text = `${lostUpdate}invariant small: x < 2\ncheck c { } expect violates counted, small`;
  test('judges only that', async () => {
    const { code, checks } = await checkJson(specWith(text), '--property', 'small');
    expect(code).toBe(0);
    expect(checks[0]?.results.map(({ property }) => property)).toEqual(['small']);
  });
  test('refuses an unknown one', () => check(2, text, ['--property', 'smal'], 'did you mean small?'));
});

test('--no-reduction explores the full state space', async () => {
  const { code, checks } = await checkJson(specWith(`${lostUpdate}check c { } expect violates counted`), '--no-reduction');
  expect(code).toBe(0);
  expect(checks[0]).toMatchObject({ reduction: { symmetry: 1, partialOrder: false }, states: 12, transitions: 14 });
});

describe('--reduce symmetry keeps one state for all that differ by names', () => {
  const spec = `module m
shared flag: bool[vcpu] = false
actor vcpu[3] { set: flag[self] = true  clear: flag[self] = false }
actor other { turn: skip }
reachable all: forall v in vcpu: flag[v]
reachable first: flag[vcpu[0]] and not flag[vcpu[1]]
temporal ends: eventually other at done under fair
`;

  test('where nothing tells them apart', () =>
    check(0, `${spec}check c of all { } expect holds`, ['--reduce', 'symmetry'], '(20 states up to renaming vcpu, '));
  test('not where a property does, and the report says which', () =>
    check(0, `${spec}check c of all, first { } expect holds`, ['--reduce', 'symmetry'], '(54 states, ', 'symmetry: not used: first tells vcpu apart'));
  test('not for a property over paths', () =>
    check(0, `${spec}check c of all, ends { } expect holds`, ['--reduce', 'symmetry'], '(54 states, ', 'symmetry: not used: ends is about paths'));
  test('not with --no-reduction, nor by default', async () => {
    await check(0, `${spec}check c of all { } expect holds`, ['--reduce', 'symmetry', '--no-reduction'], '(54 states, ');
    await check(0, `${spec}check c of all { } expect holds`, [], '(54 states, ');
  });

  test('in JSON', async () => {
    const { checks } = await checkJson(specWith(`${spec}check c of all { }`), '--reduce', 'symmetry');
    expect(checks[0]).toMatchObject({ states: 20, reduction: { symmetry: 6, partialOrder: false, interchangeable: ['vcpu'], toldApart: [], approximate: 0 } });
  });
});

describe('--reduce order takes some orders of steps', () => {
  const spec = `module m
shared a: 0..1 = 0
shared own: bool[actor] = false
actor p { one: own[self] = true  two: a = 1 }
actor q { one: own[self] = true  two: own[self] = false }
invariant never: a == 0
possible both: a == 1 and not own[q]
`;

  test('where no property can tell', () =>
    check(
      0,
      `${spec}check c of never { } expect violates never`,
      ['--reduce', 'order'],
      '(5 states in some orders of steps, ',
      'partial order: there may be shorter races',
    ));
  test('not where the check says how soon', () =>
    check(
      0,
      `${spec}check c of never { } expect violates never within 2`,
      ['--reduce', 'order'],
      '(9 states, ',
      'partial order: not used: the shortest race is asked for',
    ));
  test('not for what stays possible', () =>
    check(0, `${spec}check c of both { } expect holds`, ['--reduce', 'order'], '(9 states, ', 'partial order: not used: both is about what stays possible'));
});

describe('limits end as unfinished, never as holds', () => {
  const text = `${endless}check question { }\ncheck claim { } expect holds\ncheck met { } expect violates soon\ncheck only of soon { } expect violates soon`;
  test.each([
    ['--states-max', '500', 'the limit of 500 states was reached'],
    ['--states-max', '2k', 'the limit of 2000 states was reached'],
    ['--memory-max', '1M', 'the limit of 1 MB of memory was reached'],
    ['--time-max', '1s', 'the limit of 1 s was reached'],
  ])('%s %s', async (option, value, reason) => {
    const { code, checks } = await checkJson(specWith(text), option, value);
    expect(code).toBe(1);
    const [question, claim, met, only] = checks;
    expect(question).toMatchObject({ met: true, expectation: null, reason });
    expect(claim).toMatchObject({ met: false, verdict: 'violated', property: 'soon' });
    expect(met).toMatchObject({
      met: false,
      verdict: 'unfinished',
      reason: expect.stringMatching(/; soon is violated as expected, but it was not found out/u),
    });
    expect(only).toMatchObject({ met: true, verdict: 'violated', property: 'soon', reason: '' });
    for (const { results } of checks) expect(results.map(({ verdict }) => verdict)).not.toContain('holds');
  });
  test('a question that is open has code 3', async () => {
    const { code, checks } = await checkJson(specWith(`${endless.replace('< 2', '< 100')}check c { }`), '--states-max', '100');
    expect(code).toBe(3);
    expect(checks[0]).toMatchObject({ met: true, verdict: 'unfinished', property: null, states: 100 });
  });
  test('a violation that is expected is not all that is expected: code 3, in every form of results', async () => {
    const path = specWith(`${endless}check c { } expect violates soon\ncheck q { }\n`);
    const { code, checks } = await checkJson(path, '--states-max', '100');
    expect([code, ...checks.map(({ met, verdict, results }) => [met, verdict, results.some((each) => each.verdict === 'violated')])]).toEqual([
      3,
      [false, 'unfinished', true],
      [true, 'violated', true],
    ]);
    const told = await mmspec('check', path, '--states-max', '100');
    expect(told.code).toBe(3);
    expect(told.stdout.match(/^UNFINISHED (?:c|q) /gmu)).toEqual(['UNFINISHED c ', 'UNFINISHED q ']);
    expect(told.stdout).toContain('2 checks: 2 unfinished, 1 question');
    expect((await mmspec('check', path, '--states-max', '100', '--check', 'c')).code).toBe(3);
  });
  test('an expectation that is open is not met, and has code 3', async () => {
    const { code, checks } = await checkJson(specWith(`${endless.replace('< 2', '< 100')}check c { } expect holds`), '--states-max', '100');
    expect(code).toBe(3);
    expect(checks[0]).toMatchObject({ met: false, verdict: 'unfinished', states: 100 });
  });
  test.each([
    ['--states-max', 'many', 'not a count'],
    ['--memory-max', '2X', 'not a size'],
    ['--time-max', 'soon', 'not a time'],
  ])('%s %s is refused', async (option, value, says) => void (await check(2, text, [option, value], says)));
});

describe('texts around specs', () => {
  test('blocks of Markdown, each with the lines of the file', async () => {
    const text = `# Title\n\n\`\`\`mmspec\n${lostUpdate}check c { lock = true } expect holds\n\`\`\`\n\n\`\`\`c\nint x;\n\`\`\`\n\n> \`\`\`mmspec\n> module second\n> shared x: 0..1 = y\n> \`\`\`\n`;
    const path = specWith(text, 'mail.md');
    const { code, json, checks } = await checkJson(path);
    expect(code).toBe(2);
    expect(checks.map(({ name, met }) => [name, met])).toEqual([['c', true]]);
    const [wrong] = json.files.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error'));
    const line = text.split('\n').findIndex((each) => each.includes('= y')) + 1;
    expect(wrong).toMatchObject({ code: 'MM0205', path, range: { start: { line, column: 20 } } });
  });
  test.each(['letter.eml', 'series.patch', 'notes.txt', 'a.diff'])('%s', async (name) => {
    const { code } = await mmspec('check', specWith(`Hello\n\`\`\`mmspec\n${lostUpdate}check c { }\n\`\`\`\nBye\n`, name));
    expect(code).toBe(0);
  });
  test('a file without a block', async () => {
    const path = specWith('Nothing\n', 'empty.md');
    expect(await mmspec('check', path)).toMatchObject({ code: 2, stderr: expect.stringContaining(`${path}:1:1: error[MM0002]`) });
  });
});

describe('more than 20 specs', () => {
  const good = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`good_${at}.mmspec`, `${lostUpdate}check c { lock = true } expect holds`]));
  const lines = async (folder: string, ...args: readonly string[]): Promise<readonly string[]> => (await mmspec('check', folder, ...args)).stdout.split('\n');

  test('are a line each where all is as expected, and whole where something is not', async () => {
    const folder = folderWith({ ...good, 'bad.mmspec': `${lostUpdate}check c { lock = true } expect holds\ncheck d { } expect holds` });
    const found = await lines(folder);
    expect(found.filter((line) => /^ok +\S+good_\d+\.mmspec {2}1 check, as expected {2}\(\d+ states, [\d.]+ s\)$/u.test(line)).length).toBe(21);
    const at = found.indexOf(join(folder, 'bad.mmspec'));
    expect([found[at + 1]?.slice(0, 12), found[at + 2]?.slice(0, 12)]).toEqual(['ok         c', 'FAILED     d']);
    expect(found.at(-2)).toMatch(/^23 checks: 1 expectation not met/u);
  });

  test('are whole where races are asked for', async () => {
    expect((await lines(folderWith(good), '--races', 'unexpected')).filter((line) => line.startsWith('ok         c  holds')).length).toBe(21);
  });

  test('are whole where there is one less', async () => {
    const few = folderWith(Object.fromEntries(Object.entries(good).slice(1)));
    expect((await lines(few)).filter((line) => line.startsWith('ok         c  holds')).length).toBe(20);
  });
});

describe('folders', () => {
  test('yield the specs below them, without node_modules, names with a dot and other texts', async () => {
    const spec = `${lostUpdate}check c { }`;
    const folder = folderWith({
      'b/two.mmspec': spec,
      'a.mmspec': spec,
      'node_modules/x.mmspec': spec,
      '.hidden/x.mmspec': spec,
      '.x.mmspec': spec,
      'text.md': `\`\`\`mmspec\n${spec}\n\`\`\``,
    });
    const { json } = await checkJson(folder);
    expect(json.files.map(({ path }) => path)).toEqual([join(folder, 'a.mmspec'), join(folder, 'b/two.mmspec')]);
  });
  test('a module without checks is no mistake beside a spec that has some', async () => {
    const folder = folderWith({
      'lib/m.mmspec': 'module lib.m\nconst N: 0..3 = 2\n',
      'a.mmspec': `module a\nimport lib.m\nshared x: 0..3 = 0\nactor a { x = N }\ncheck c { }\n`,
    });
    expect(await checkJson(folder)).toMatchObject({ code: 0, checks: [{ name: 'c' }] });
  });
  test('an import is found in a folder above, up to the one that was named', async () => {
    const folder = folderWith({
      'lib/m.mmspec': 'module lib.m\nconst N: 0..3 = 2\n',
      'sub/deep/a.mmspec': `module a\nimport lib.m\nshared x: 0..3 = 0\nactor a { x = N }\ncheck c { }\n`,
    });
    expect((await mmspec('check', folder)).code).toBe(0);
    expect(await mmspec('check', join(folder, 'sub'))).toMatchObject({ code: 2, stderr: expect.stringContaining('MM0201') });
  });
  test('a spec by the name of a library module does not hide it', async () => {
    const folder = folderWith({
      'kernel/lock.mmspec': 'module lock_tests\nimport kernel.lock\nshared l: Lock\nactor a { take: lock(l)  free: unlock(l) }\ncheck c { } expect holds\n',
    });
    expect(await mmspec('check', folder)).toMatchObject({ code: 0 });
  });
  test('a module that hides one of the library is named', async () => {
    const folder = folderWith({
      'kernel/lock.mmspec': 'module kernel.lock\nconst N: 0..3 = 2\n',
      'a.mmspec': `module a\nimport kernel.lock\nshared x: 0..3 = 0\nactor a { x = N }\ncheck c { }\n`,
    });
    expect(await mmspec('check', join(folder, 'a.mmspec'))).toMatchObject({ code: 0, stderr: expect.stringContaining('kernel.lock') });
  });
});

test('what the compiler says about several cells is said once', async () => {
  const text = `module m\nimport kernel.spinlock\nvariant a: bool = false\nvariant b: bool = false\nshared l: Spinlock\nactor w { lock: spin_lock(l)\n if a { x: skip }\n if b { y: skip } }\ncheck c for a, b { }\n`;
  const { stderr, code } = await mmspec('check', specWith(text));
  expect(code).toBe(0);
  expect(stderr.match(/MM0431/gu)).toHaveLength(1);
  expect((await checkJson(specWith(text))).json.files[0]?.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['MM0431']);
});

test('a mistake that only one cell shows keeps the results before it', async () => {
  const text = `module m\nimport kernel.folio\nvariant early: bool = false\nobject Folio { refcount: ref = 1 }\nshared f: Folio\nshared d: bool = false\nactor w { folio_get(f)\n if early { if d { return } }\n folio_put(f) }\nactor x { d = true }\ncheck c for early { }\n`;
  const { code, checks, json } = await checkJson(specWith(text));
  expect(code).toBe(2);
  expect(checks.map(({ name }) => name)).toEqual(['c[early=false]']);
  expect(json.files[0]?.diagnostics.map((diagnostic) => diagnostic.code)).toContain('MM0421');
});

describe('the form of races', () => {
  const text = `${lostUpdate}check c { } expect violates counted`;
  test.each([
    ['changelog', /^ {4} CPU0 \(cpu\[0\]\)/mu],
    ['comment', /^ \* {2}CPU0 \(cpu\[0\]\)/mu],
    ['markdown', /^```\n[^]*CPU0[^]*^```$/mu],
    ['full', /Initially/u],
  ])('--trace %s', async (form, says) => {
    const stdout = await check(0, text, ['--trace', form]);
    expect(stdout).toMatch(says);
    for (const line of stdout.split('\n').filter((each) => each.includes('CPU') || each.includes('//'))) expect(line.length).toBeLessThanOrEqual(75);
  });
  test('--number', async () => expect(await check(0, text, ['--number'])).toMatch(/1\.1 .*\n.*2\.1 /u));
});

test('colour only where it is asked for', async () => {
  const path = specWith(`${lostUpdate}check c { } expect holds`);
  const escape = '\u001B[';
  expect((await mmspec('check', path)).stdout).not.toContain(escape);
  expect((await mmspec('--color', 'always', 'check', path)).stdout).toContain(escape);
  expect((await mmspec('--no-color', 'check', path)).stdout).not.toContain(escape);
});

test('the designs and examples of the repository are met', async () => {
  expect(await mmspec('check', join(root, 'examples'))).toMatchObject({ code: 0, stderr: '' });
});
