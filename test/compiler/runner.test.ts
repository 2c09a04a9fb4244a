import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from './specs.ts';

/*
 * What `mmspec compile` writes runs by itself, in a folder outside of the repository, and says what `mmspec check` says.
 */

const mmspec = join(root, 'packages/cli/bin/mmspec.js');

/** The first Node on the path that is not the pinned one; the pinned one where there is no other. */
const systemNode =
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, 'node'))
    .find((path) => existsSync(path)) ?? process.execPath;

const folder = mkdtempSync(join(tmpdir(), 'mmspec-compile-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[], cwd: string): Ended {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 64 << 20, env: { PATH: '/usr/bin:/bin', NO_COLOR: '1' } });
  return { code: status, stdout, stderr };
}

/** Results without what differs from run to run. */
function steady(json: string): unknown {
  return JSON.parse(json, (key, value: unknown) => (key === 'seconds' || key === 'memoryBytes' ? 0 : value));
}

const withoutTimes = (text: string): string => text.replace(/\d+\.\d+ s\)/gu, '… s)');

function compileTo(path: string): { readonly folder: string; readonly runner: string } {
  const out = join(folder, path.replaceAll('/', '_'));
  execFileSync(process.execPath, [mmspec, 'compile', path, '-o', out], { cwd: root });
  const runner = readdirSync(out).find((name) => name.endsWith('.check.js'));
  if (runner === undefined) throw new Error(`no runner in ${out}`);
  return { folder: out, runner };
}

/** Says the same as `mmspec check` with the same arguments, on both Nodes. */
function check(path: string, ...args: readonly string[]): void {
  const target = compileTo(path);
  const asked = run(process.execPath, [mmspec, 'check', path, ...args], root);
  for (const node of [systemNode, process.execPath]) {
    const told = run(node, [target.runner, ...args], target.folder);
    expect(told.stderr).toBe(asked.stderr);
    expect(told.code).toBe(asked.code);
    if (args.includes('--json')) expect(steady(told.stdout)).toEqual(steady(asked.stdout));
    else expect(withoutTimes(told.stdout)).toBe(withoutTimes(asked.stdout));
  }
}

test('writes the module in both forms, the runner and the runtime with its types', () => {
  const { folder: out } = compileTo('examples/01_lost_update.mmspec');
  const names = readdirSync(out).sort();
  const [name] = names.filter((each) => each.endsWith('.check.js')).map((each) => each.replace('.check.js', ''));
  expect(names).toEqual(
    [`${name}.check.js`, `${name}.js`, `${name}.ts`, 'mmspec-runtime.THIRD_PARTY.txt', 'mmspec-runtime.d.ts', 'mmspec-runtime.js', 'package.json'].sort(),
  );
});

/** The design without its checks for any number, of which no compiled checker answers all. */
const design = join(folder, 'safe_refcount.mmspec');
writeFileSync(
  design,
  readFileSync(join(root, 'specs/safe_refcount.mmspec'), 'utf8')
    .split(/\n\n(?=\/\/\/|check)/u)
    .filter((part) => !/^check .* in 1\.\. /mu.test(part))
    .join('\n\n'),
);

describe('says what the command line says', () => {
  test('as JSON', () => check(design, '--json'));
  test('as text', () => check(design));
  test('for one check', () => check(design, '--check', 'row2', '--json'));
  test('over the full state space', () => check('examples/01_lost_update.mmspec', '--no-reduction', '--json'));
  test('under tso and weak, as JSON', () => check('specs/memory/gup_pin.mmspec', '--json'));
  test('under tso and weak, as text', () => check('specs/memory/waitqueue_active.mmspec'));
  test('of scenarios under tso', () => check('test/memory/cases/store_buffering.mmspec', '--json'));
  test('in a wider window', () => check('specs/memory/rcu_publish.mmspec', '--memory', 'weak', '--window', '5', '--json'));
  test('for a setting that no check has', () => check(design, '--set', 'VCPUS=1', '--json'));
  test('for a check that does not exist', () => expect(runOf('--check', 'nonesuch')).toMatchObject({ code: 2, stderr: expect.stringContaining('nonesuch') }));
  test('for a setting that does not exist', () => expect(runOf('--set', 'nonesuch=1')).toMatchObject({ code: 2, stderr: expect.stringContaining('nonesuch') }));
  test('for a memory model that does not exist', () =>
    expect(runOf('--memory', 'lkmm')).toMatchObject({ code: 2, stderr: expect.stringContaining('--memory lkmm: it is sc, tso, weak.') }));
  test('for a window that does not exist', () => expect(runOf('--window', '17')).toMatchObject({ code: 2, stderr: expect.stringContaining('1 to 16') }));
  test('for an option that does not exist', () => expect(runOf('--nonesuch')).toMatchObject({ code: 2, stderr: expect.stringContaining('nonesuch') }));
});

test('a check for any number is searched for small ones, and that is said where it is asked for', () => {
  const { folder: out, runner } = compileTo('specs/safe_refcount.mmspec');
  const sentence = 'any_row1[VCPUS=1..]: a compiled checker searches VCPUS = 1 only, as questions; mmspec check decides about every number.\n';
  expect(run(systemNode, [runner, '--check', 'any_row1'], out)).toMatchObject({
    code: 0,
    stderr: sentence,
    stdout: expect.stringContaining('any_row1[VCPUS=1]'),
  });
  expect(run(systemNode, [runner, '--check', 'row2'], out).stderr).toBe('');
});

function runOf(...args: readonly string[]): Ended {
  const { folder: out, runner } = compileTo('examples/01_lost_update.mmspec');
  return run(systemNode, [runner, ...args], out);
}

test('the compiled module can be explored by any program', () => {
  const { folder: out, runner } = compileTo('examples/01_lost_update.mmspec');
  const program = `
    import { checks, settings, system } from './${runner.replace('.check.js', '.js')}';
    const made = system(checks[0].settings);
    const found = [];
    made.initial(new Int32Array(made.slots.length), () => found.push('initial'), () => found.push('fault'));
    console.log(JSON.stringify({ checks: checks.length > 0, settings: Array.isArray(settings), found, other: system({}) }));`;
  const told = run(systemNode, ['--input-type=module', '--eval', program], out);
  expect(JSON.parse(told.stdout)).toMatchObject({ checks: true, settings: true, found: ['initial'] });
});

test('and so can its systems under tso and weak, with the machine beside it', () => {
  const { folder: out, runner } = compileTo('specs/memory/gup_pin.mmspec');
  const program = `
    import { checks, windowSystem } from './${runner.replace('.check.js', '.js')}';
    import { windows } from './mmspec-runtime.js';
    const { settings } = checks.find(({ memory, window }) => memory === 'weak' && window === undefined);
    const made = windowSystem(settings, { memory: 'weak', window: 2 }, windows);
    const open = [];
    const known = new Set();
    const meet = () => known.has(next[0]) || (known.add(next[0]), open.push(next[0]));
    const next = new Int32Array(made.slots.length);
    made.initial(next, meet, () => undefined);
    for (let state = open.pop(); state !== undefined; state = open.pop()) made.successors(Int32Array.of(state), next, meet, () => undefined);
    console.log(JSON.stringify({ states: known.size, ofSlot: made.slots[0].max + 1, window: made.window, wider: made.bounded.wider, cut: made.cut, other: windowSystem({}, { memory: 'weak' }, windows) }));`;
  const told = run(systemNode, ['--input-type=module', '--eval', program], out);
  expect(told.stderr).toBe('');
  const found = JSON.parse(told.stdout) as { states: number; ofSlot: number };
  expect(found).toMatchObject({ window: 2, wider: true, cut: '', other: null });
  expect(found.states).toBe(found.ofSlot);
  expect(found.states).toBeGreaterThan(20);
});

test('the module and the runtime beside it type-check together', () => {
  const { folder: out, runner } = compileTo('specs/memory/gup_pin.mmspec');
  const name = runner.replace('.check.js', '');
  writeFileSync(
    join(out, 'own.ts'),
    `import { checks, windowSystem } from './${name}.ts';\nimport { windows } from './mmspec-runtime.js';\n` +
      `const made = windowSystem(checks[0]!.settings, { memory: 'weak', window: 3 }, windows);\nexport const found: string = made?.bounded?.where ?? made?.cut ?? '';\n`,
  );
  const options = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    module: 'es2022',
    moduleResolution: 'bundler',
    lib: ['es2022'],
    types: [],
    allowImportingTsExtensions: true,
  };
  writeFileSync(join(out, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['own.ts'] }));
  expect(run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', out], root)).toMatchObject({ code: 0, stdout: '' });
});
