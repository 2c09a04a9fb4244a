import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cpuSeconds } from '../cpu.ts';
import { checkJson, folderWith, mmspec, root, run, specWith } from './mmspec.ts';

/*
 * Whatever it is given, the command says what is wrong and where, with code 2, at once, and never shows its own insides.
 */

type Files = Readonly<Record<string, string | Uint8Array>>;

/**
 * `check main.mmspec` in a folder with these files ends with 2 within four seconds of CPU time,
 * and these are the first words of its errors: `2:8 MM0205`, or `b.mmspec:2:1 MM0202` for another file.
 */
async function check(files: Files, ...errors: readonly string[]): Promise<void> {
  const folder = folderWith(files);
  const path = join(folder, 'main.mmspec');
  let answer: Awaited<ReturnType<typeof checkJson>> | undefined;
  expect(await cpuSeconds(async () => (answer = await checkJson(path)))).toBeLessThan(4);
  const { code, json } = answer!;
  const found = json.files.flatMap(({ diagnostics }) => diagnostics).filter(({ severity }) => severity === 'error');
  const places = found.map((diagnostic) => {
    const { line, column } = diagnostic.range.start;
    const file = diagnostic.path.replace(/^.*\//u, '');
    return `${file === 'main.mmspec' ? '' : `${file}:`}${line}:${column} ${diagnostic.code}`;
  });
  expect(places).toEqual(errors);
  expect(code).toBe(2);
  for (const { message, why, help } of found) for (const text of [message, why, help]) expect(text).not.toBe('');

  const asText = await mmspec('check', path);
  expect(asText.code).toBe(2);
  expect(asText.stdout).toBe('');
  expect(asText.stderr.match(/^\S+:\d+:\d+: error\[MM\d{4}\]: \S/gmu)).toHaveLength(errors.length);
  expect(asText.stderr).not.toMatch(/^\s+at |fault of mmspec/mu);
}

const spec = (...lines: readonly string[]): Files => ({ 'main.mmspec': `module main\n${lines.join('\n')}\n` });
const used = 'actor a { step: n = 1 }';

describe('the bad input of every day', () => {
  test('unknown names', () =>
    check(
      spec('shared n: 0..3 = 0', 'actor a { step: m = 1 }', 'invariant p: k == 0', 'check c { N = 1 } expect violates q'),
      '3:17 MM0205',
      '4:14 MM0205',
      '5:11 MM0320',
      '5:35 MM0321',
    ));
  test('a type error', () => check(spec('shared n: 0..3 = 0', 'actor a { step: n = true }'), '3:21 MM0210'));
  test('a constant out of range', () => check(spec('const N: 0..3 = 4', 'shared n: 0..3 = 0', 'actor a { step: n = N }'), '2:17 MM0233'));
  test('an initial value out of range', () => check(spec('shared n: 0..3 = 7', used), '2:18 MM0233'));
  test('a setting out of range', () => check(spec('const N: 0..3 = 1', 'shared n: 0..3 = 0', 'actor a { step: n = N }', 'check c { N = 4 }'), '5:15 MM0233'));
  test('a circular import', () =>
    check({ 'main.mmspec': 'module main\nimport b\n', 'b.mmspec': 'module b\nimport c\n', 'c.mmspec': 'module c\nimport b\n' }, 'c.mmspec:2:1 MM0202'));
  test('an import of itself', () => check({ 'main.mmspec': 'module main\nimport main\n' }, '2:1 MM0202'));
  test('a missing module', () => check(spec('import kernel.foliio', 'shared n: 0..3 = 0', used), '2:1 MM0201'));
  test('a missing file', () => check({}, '1:1 MM0001'));
  test('an empty file', () => check({ 'main.mmspec': '' }, '1:1 MM0109'));
  test('nothing but blanks', () => check({ 'main.mmspec': ' \n\t\n' }, '1:1 MM0109'));
  test('nothing but comments', () => check({ 'main.mmspec': '// soon\n' }, '1:1 MM0109'));
  test('a binary file', () => check({ 'main.mmspec': Uint8Array.from({ length: 5000 }, (_, at) => (at * 167 + 13) % 256) }, '3:24 MM0108'));
  test('a file of 4 MB and a byte', () => check({ 'main.mmspec': 'a'.repeat(4 * 2 ** 20 + 1) }, '1:1 MM0107'));
  test('an import of such a file', () => check({ 'main.mmspec': 'module main\nimport b\n', 'b.mmspec': 'a'.repeat(4 * 2 ** 20 + 1) }, '2:1 MM0107'));
  test('an import of a folder', () => check({ 'main.mmspec': 'module main\nimport b\n', 'b.mmspec/x': '' }, '2:1 MM0001'));
  test('100 levels of brackets are fine, one more is not', async () => {
    const nested = (depth: number): Files => spec('shared n: 0..3 = 0', used, `invariant p: ${'('.repeat(depth)}n == 0${')'.repeat(depth)}`);
    expect((await mmspec('check', specWith(`${nested(100)['main.mmspec'] as string}check c { }`))).code).toBe(0);
    await check(nested(101), '4:114 MM0106');
  });
  test('blocks are counted too', () => check(spec('shared n: 0..3 = 0', `actor a { ${'loop { '.repeat(100)}n = 1 ${'}'.repeat(100)} }`), '3:709 MM0106'));
  test('10^9 vCPUs', () => check(spec('const VCPUS: 1..1000000000 = 1000000000', 'shared n: 0..3 = 0', 'actor vcpu[VCPUS] { step: n = 1 }'), '4:12 MM0230'));
  test('10^9 vCPUs, wanted by a check', () =>
    check(spec('const VCPUS: 1..1000000000 = 1', 'shared n: 0..3 = 0', 'actor vcpu[VCPUS] { step: n = 1 }', 'check c { VCPUS = 1000000000 }'), '4:12 MM0230'));
  test('a type of 10^9 values that are to be listed', () => check(spec('shared n: 0..3 = 0', 'actor a { choose m in 0..999999999 n = m }'), '3:23 MM0230'));
  test('an array of 10^6 actors', () => check(spec('shared n: 0..3 = 0', 'actor a[1000000] { step: n = 1 }'), '3:9 MM0230'));
  test('words of the language as names', () =>
    check(
      spec('shared await: bool = false', 'actor check { if: skip }', 'enum loop { atomic, one }'),
      '2:8 MM0102',
      '3:7 MM0102',
      '3:15 MM0102',
      '4:6 MM0102',
      '4:13 MM0102',
    ));
  test('a memory model that there is not', () => check(spec('shared n: 0..3 = 0', used, 'check c { memory arm } expect holds'), '4:18 MM0333'));
  test('several mistakes in one file', () =>
    check(
      spec('shared n 0..3 = 0', 'actor a { step: n = = 1 }', 'shared m: 0..3 = k', 'invariant : true', 'actor b { l: goto nowhere }'),
      '2:10 MM0101',
      '3:21 MM0101',
      '4:18 MM0205',
      '5:11 MM0101',
      '6:19 MM0306',
    ));
});

describe('names that steer a terminal', () => {
  test('do not reach it', async () => {
    const { code, stderr } = await mmspec('check', specWith('module m\nshared \u001B[2J\u202E: bool = \u009B31m\n'));
    expect(code).toBe(2);
    expect(stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u);
  });
});

test('a thousand mistakes are counted, a hundred are shown', async () => {
  const { code, stderr } = await mmspec('check', specWith(`module m\n${Array.from({ length: 1000 }, (_, at) => `import nosuch.m${at}`).join('\n')}\n`));
  expect(code).toBe(2);
  expect(stderr.match(/error\[MM0201\]/gu)).toHaveLength(100);
  expect(stderr).toMatch(/… and 900 more like these\.\n$/u);
});

/** Texts of up to 4 MB that are hard to read, each as it grows with a count. */
const hard: readonly (readonly [what: string, text: (count: number) => string, count: number])[] = [
  ['one huge line', (n) => `actor a { ${'x = 1 '.repeat(n)}}`, 690_000],
  ['100,000 labels', (n) => `actor a { ${repeat(n, (at) => `l${at}: x = 1`)} }\ncheck c { }`, 100_000],
  ['as many gotos as fit', (n) => `actor a { ${repeat(n, (at) => `l${at}: x = 1 goto l${(at * 7) % n}`)} }\ncheck c { }`, 2500],
  ['ifs, as deep as is allowed', (n) => `actor a { ${'if x == 0 { '.repeat(n)}x = 1${' }'.repeat(n)} }\ncheck c { }`, 98],
  ['a long chain of else', (n) => `actor a { if x == 0 { x = 1 } ${'else if x == 1 { x = 2 } '.repeat(n)} }\ncheck c { }`, 150_000],
  ['mistakes only', (n) => repeat(n, (at) => `sharde x${at} 0..3 = = }`), 140_000],
  ['unknown names only', (n) => `actor a { ${repeat(n, (at) => `y${at} = z${at}`)} }`, 14_000],
  ['imports only', (n) => repeat(n, (at) => `import kernel.m${at}`), 190_000],
  ['invariants', (n) => `actor a { x = 1 }\n${repeat(n, (at) => `invariant i${at}: x < ${at + 2}`)}\ncheck c { }`, 15_000],
  ['variables', (n) => `${repeat(n, (at) => `shared v${at}: 0..3 = 0`)}\nactor a { x = 1 }\ncheck c { }`, 15_000],
  ['too many variables', (n) => `${repeat(n, (at) => `shared v${at}: 0..3 = 0`)}\nactor a { x = 1 }\ncheck c { }`, 150_000],
  ['checks', (n) => `actor a { x = 1 }\n${repeat(n, (at) => `check c${at} { }`)}`, 15_000],
  ['actors', (n) => `${repeat(n, (at) => `actor a${at} { x = 1 }`)}\ncheck c { }`, 150_000],
  ['tags', (n) => `enum E { ${repeat(n, (at) => `t${at}`)} }\nshared e: E = t0\nactor a { e = t1 }\ncheck c { }`, 400_000],
  ['operations in a row', (n) => `op o0() { x = 1 }\n${repeat(n, (at) => `op o${at + 1}() { o${at}() }`)}\nactor a { o${n}() }\ncheck c { }`, 15_000],
  ['constants in a row', (n) => `const c0: 0..1 = 0\n${repeat(n, (at) => `const c${at + 1}: 0..1 = c${at}`)}\nactor a { x = c${n} }\ncheck c { }`, 15_000],
  ['branches', (n) => `actor a { either { x = 1 } ${'or { x = 2 } '.repeat(n)}}\ncheck c { }`, 300_000],
  [
    '2^40 ways through one step',
    (n) => `shared y: bool[40] = false\nactor a { atomic { ${repeat(n, (at) => `either { y[${at}] = true } or { y[${at}] = false }`)} } }\ncheck c { }`,
    40,
  ],
  [
    '4096 ways through one step',
    (n) => `shared y: bool[12] = false\nactor a { atomic { ${repeat(n, (at) => `choose y[${at}] in {true, false}`)} } }\ncheck c { }`,
    12,
  ],
  ['100^40 values to look at', (n) => `invariant i: ${repeat(n, (at) => `forall q${at} in 0..99:`)} x < 9\nactor a { x = 1 }\ncheck c { }`, 40],
  ['ten untils in one another', (n) => `actor a { x = 1 }\ntemporal t: ${repeat(n, (at) => `x == ${at % 4} until`)} x == 0\ncheck c { }`, 10],
  ['a hundred', (n) => `actor a { x = 1 }\ntemporal t: ${repeat(n, (at) => `x == ${at % 4} until`)} x == 0\ncheck c { }`, 90],
  [
    'always eventually',
    (n) => `actor a { x = 1 }\ntemporal t: not (${repeat(n, (at) => `${at === 0 ? '' : 'and '}always eventually x == ${at % 4}`)})\ncheck c { }`,
    10,
  ],
  ['a sum', (n) => `const n: 0..1 = 1${' + 1'.repeat(n)}`, 1_000_000],
  ['a set', (n) => `invariant i: x in {${'1,'.repeat(n)}1}\nactor a { x = 1 }\ncheck c { }`, 2_000_000],
  ['minus', (n) => `shared y: 0..3 = ${'-'.repeat(n)}1`, 4_000_000],
  ['not', (n) => `shared y: bool = ${'not '.repeat(n)}true`, 1_000_000],
  ['if after if', (n) => `invariant i: ${'x if '.repeat(n)}x`, 800_000],
  ['opening braces', (n) => '{'.repeat(n), 4_000_000],
  ['closing braces', (n) => '}'.repeat(n), 4_000_000],
  ['a long name', (n) => `shared ${'a'.repeat(n)}: bool = false\nactor b { x = 1 }\ncheck c { }`, 4_000_000],
  ['a long name of everything that is drawn', (n) => longNames('x'.repeat(n)), 40_000],
  ['a long number', (n) => `const n: 0..1 = ${'9'.repeat(n)}`, 4_000_000],
  ['comments', (n) => `${'/// x\n'.repeat(n)}actor a { x = 1 }\ncheck c { }`, 690_000],
  ['quotes', (n) => '"'.repeat(n), 4_000_000],
  ['smileys', (n) => '😀\n'.repeat(n), 830_000],
  ['empty lines', (n) => '\n'.repeat(n), 4_000_000],
  ['noise', (n) => Array.from({ length: n }, (_, at) => String.fromCharCode(33 + (((at * 2654435761) >>> 9) % 90))).join(''), 4_000_000],
];

/** A race of two actors, in which the name stands for all things. */
function longNames(name: string): string {
  return [
    `shared s${name}: 0..3 = 0`,
    `shared a${name}: 0..3[2] = 0`,
    `actor c${name}[2] {\n  l${name}: let v${name} = s${name}\n  m${name}: s${name} = v${name} + 1\n  n${name}: a${name}[v${name}] = 1\n}`,
    `invariant p${name}: a${name}[0] + s${name} < 2`,
    `check q${name} { }`,
  ].join('\n');
}

function repeat(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

describe('texts below 4 MB are answered within 10 s of processor time', () => {
  test.each(hard)('%s', async (_, textFor, count) => {
    const text = `module hard\nshared x: 0..3 = 0\n${textFor(count)}\n`;
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4 * 2 ** 20);
    const { code, stdout, stderr } = await run(['check', '-', '--states-max', '10000'], { input: text, cwd: root, cpuMax: 10 });
    expect([0, 2], stderr.slice(0, 1000)).toContain(code);
    expect(stderr).not.toMatch(/MM0001/u);
    if (code === 2) expect(stderr).toMatch(/^-:\d+:\d+: error\[MM\d{4}\]: /mu);
    else expect(stdout).toContain('question');
    expect(stderr).not.toMatch(/^\s+at |fault of mmspec/mu);
    expect(stderr.length).toBeLessThan(200_000);
  });
});

test('a mail with more specs than anyone reads', async () => {
  const { code, stderr } = await mmspec('check', specWith('```mmspec\nmodule m\n```\n'.repeat(2000), 'mail.eml'));
  expect(code).toBe(2);
  expect(stderr).toContain('mail.eml:1:1: error[MM0002]');
});
