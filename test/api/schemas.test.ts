import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { certificateVersion, jsonVersion } from '@mmspec/api';
import { describe, expect, test } from 'vitest';
import { folderWith, mmspec, root, run, specWith } from '../cli/mmspec.ts';

/*
 * Law: the JSON of every command is what its schema in the package says, and nothing that the schema does not name.
 */

const folder = join(root, 'packages/cli/dist/bundle/schema');
const names = readdirSync(folder)
  .map((name) => name.replace(/\.json$/u, ''))
  .sort();

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const schemaOf = (name: string): Json => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Json;

/** A schema that knows all fields: readers may get others from a later version, these tests may not. */
function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema as { readonly [key: string]: Json }).map(([key, part]) => [key, closed(part)]));
  return 'properties' in parts && parts['type'] === 'object' ? { ...parts, additionalProperties: false } : parts;
}

const ajv = new Ajv({ allowUnionTypes: true, allErrors: true });
const validators = new Map<string, ValidateFunction>(names.map((name) => [name, ajv.compile(closed(schemaOf(name)) as object)]));

/** What is wrong with a value. */
function mistakes(name: string, value: unknown): readonly string[] {
  const validate = validators.get(name);
  if (validate === undefined) throw new Error(`there is no schema ${name}`);
  return validate(value) === true
    ? []
    : (validate.errors ?? []).slice(0, 5).map(({ instancePath, message, params }) => `${instancePath}: ${message} ${JSON.stringify(params)}`);
}

async function printed(...args: readonly string[]): Promise<unknown> {
  return JSON.parse((await mmspec(...args)).stdout) as unknown;
}

test('there is one for each kind of output', () => {
  expect(names).toEqual([
    'anchors',
    'any',
    'audit',
    'certificate',
    'check',
    'claim',
    'coverage',
    'diff',
    'drawing',
    'dump-model',
    'dump-tokens',
    'dump-tree',
    'fences',
    'litmus',
    'progress',
    'refs',
    'review',
    'scenario',
    'split',
    'suggestions',
    'verify',
  ]);
});

test('they carry the version that the commands print, and the sentences of the types', () => {
  for (const name of [
    'anchors',
    'any',
    'audit',
    'certificate',
    'check',
    'claim',
    'coverage',
    'diff',
    'drawing',
    'fences',
    'litmus',
    'refs',
    'review',
    'scenario',
    'split',
    'suggestions',
  ])
    expect(JSON.stringify(schemaOf(name)), name).toContain(`"version":{"type":"number","const":${name === 'certificate' ? certificateVersion : jsonVersion}}`);
  expect(JSON.stringify(schemaOf('check'))).toContain('Steps of the shortest counterexample');
});

const specs = ['specs', 'examples'].flatMap((where) =>
  readdirSync(join(root, where))
    .filter((name) => name.endsWith('.mmspec'))
    .map((name) => `${where}/${name}`),
);
// Races under tso and weak, one of them a deadlock.
specs.push('specs/memory/gup_pin.mmspec', 'specs/memory/waitqueue_active.mmspec');

describe.each(specs)('%s', (path) => {
  const file = join(root, path);
  test('check, refs and dump', async () => {
    expect(mistakes('check', await printed('check', file, '--json', '--races', 'all', '--states-max', '2000'))).toEqual([]);
    expect(mistakes('refs', await printed('refs', file, '--json'))).toEqual([]);
    for (const stage of ['tokens', 'tree', 'model']) expect(mistakes(`dump-${stage}`, await printed('dump', file, '--stage', stage)), stage).toEqual([]);
  });
});

test('for any number', async () => {
  const file = join(root, 'specs/safe_refcount.mmspec');
  for (const check of ['row1', 'row8']) expect(mistakes('any', await printed('check', file, '--any', 'VCPUS', '--check', check, '--json')), check).toEqual([]);
});

test('review', async () => {
  for (const path of ['examples/review/v2.mbox', 'examples/review/v3.mbox', 'examples/09_references_and_owners.mmspec'])
    expect(mistakes('review', await printed('review', join(root, path), '--json')), path).toEqual([]);
});

test('anchors', async () => {
  const tree = folderWith({ 'mm/gup.c': 'static int gup_fast(void)\n{\n\tlocal_irq_save(flags);\n}\n' });
  expect(mistakes('anchors', await printed('anchors', join(root, 'specs/gup_fast.mmspec'), '--kernel', tree, '--json'))).toEqual([]);
});

test('litmus', async () => {
  const body = 'P0(int *x)\n{\n\tWRITE_ONCE(*x, 1);\n}\n';
  const folder = folderWith({
    'always.litmus': `C always\n(* Result: Always *)\n{}\n${body}exists (x=1)\n`,
    'never.litmus': `C never\n{}\n${body}exists (x=0)\n`,
    'stuck.litmus': `C stuck\n{}\n${body}filter (x=2)\nexists (x=1)\n`,
    'wrong.litmus': 'C wrong\n',
  });
  expect(mistakes('litmus', await printed('litmus', folder, '--json'))).toEqual([]);
  for (const memory of ['lkmm', 'tso']) {
    const args = ['--json', '--memory', memory, '--window', '1', '--executions-max', '1'];
    expect(mistakes('litmus', await printed('litmus', join(folder, 'never.litmus'), ...args))).toEqual([]);
  }
});

test('suggestions, steps as their parts, and what is exercised', async () => {
  const bug = join(root, 'specs/bugs/i3c_remove.mmspec');
  expect(mistakes('coverage', await printed('audit', '--coverage', bug, '--json'))).toEqual([]);
  expect(mistakes('split', await printed('audit', '--split', join(root, 'specs/bugs/tlb_dirty.mmspec'), '--json'))).toEqual([]);
  expect(mistakes('fences', await printed('fences', join(root, 'specs/memory/waitqueue_active.mmspec'), '--check', 'without_mb', '--json'))).toEqual([]);
  expect(mistakes('suggestions', await printed('audit', '--suggest', bug, '--check', 'cancels_only', '--json'))).toEqual([]);
});

const race = `module m
shared n: 0..4 = 0
variant atomically: bool = false
action reset { n = 0 }
actor a[2] {
  if atomically { both: n += 1 }
  else {
    get: let v = n
    set: n = v + 1
  }
}
reachable two: n == 2
temporal ends: eventually n == 2 under fair a, fair reset
possible back: n == 0
check all for atomically { } expect violates range within 9
scenario lost { a[0].get ; a[1].set ; a[0].set } is possible
scenario question { a[0].get ; a[1].set }
`;

describe('outcomes of every kind', () => {
  test.each<[string, string, readonly string[]]>([
    ['lassos, matrices, scenarios and unmet expectations', race, []],
    ['reductions', race, ['--reduce', 'all']],
    ['a depth-first search', race, ['--search', 'depth']],
    ['a deadlock', 'module m\nshared l: bool = true\nactor a { await not l }\ncheck c { } expect deadlocks\n', []],
    ['a limit', race, ['--states-max', '2']],
    ['mistakes with fixes and other places', 'module m\nshared x: 0..3 = 4\nshared x: bool = true\nactor a { y = xx }\n', []],
    ['a file that is no spec', 'hello {', []],
  ])('check: %s', async (_, text, options) => {
    expect(mistakes('check', await printed('check', specWith(text), '--json', ...options))).toEqual([]);
  });

  test('a call that cannot be carried out', async () => {
    expect(mistakes('check', await printed('audit', specWith(race), '--json', '--suggest', '--split'))).toEqual([]);
  });

  test('scenarios', async () => {
    expect(mistakes('scenario', await printed('scenario', specWith(race), '--json'))).toEqual([]);
  });

  test.each([
    ['possible', 'CPU0\tCPU1\nv = n\n\tv = n\n\tn = v + 1\nn = v + 1\n'],
    ['impossible', 'CPU0\nn = v + 1\nv = n\n'],
    ['not answered', 'CPU0\nsomething else altogether\nand more of it\n'],
  ])('a drawing: %s', async (_, drawing) => {
    const files = folderWith({ 'm.mmspec': race, 'race.txt': drawing });
    expect(mistakes('drawing', await printed('scenario', join(files, 'm.mmspec'), join(files, 'race.txt'), '--json'))).toEqual([]);
  });

  test('a compiled checker', async () => {
    const folder = folderWith({ 'race.mmspec': race });
    expect((await run(['compile', join(folder, 'race.mmspec'), '-o', join(folder, 'out')])).code).toBe(0);
    const { stdout } = spawnSync(process.execPath, [join(folder, 'out/m.check.js'), '--json'], { encoding: 'utf8' });
    expect(mistakes('check', JSON.parse(stdout))).toEqual([]);
  });

  test('progress', async () => {
    // More states than any machine finds in that time.
    const counters = ['a', 'b', 'c', 'd', 'e', 'f']
      .map((name) => `shared n${name}: 0..60 = 0\nactor ${name} { loop { atomic { n${name} = (n${name} + 1) % 61 } } }\n`)
      .join('');
    const { stderr } = await mmspec('check', specWith(`module m\n${counters}check c { }\n`), '--progress', 'json', '--time-max', '1s');
    const lines = stderr.split('\n').filter((line) => line.startsWith('{'));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(mistakes('progress', JSON.parse(line))).toEqual([]);
  });
});

test('a schema refuses what is not so', async () => {
  const json = JSON.stringify(await printed('check', specWith(race), '--json'));
  const damaged: readonly (readonly [RegExp, string])[] = [
    [/"version":1/u, '"version":2'],
    [/"met":(?:true|false),/u, ''],
    [/"verdict":"\w+"/u, '"verdict":"perhaps"'],
    [/"states":\d+/u, '"states":"many"'],
    [/"steps":\[\{/u, '"steps":[{"more":1,'],
    [/"line":\d+/u, '"line":null'],
    [/"kind":"assign"/u, '"kind":"assignment"'],
  ];
  for (const [pattern, text] of damaged) {
    expect(json, String(pattern)).toMatch(pattern);
    expect(mistakes('check', JSON.parse(json.replace(pattern, text))), String(pattern)).not.toEqual([]);
  }
});
