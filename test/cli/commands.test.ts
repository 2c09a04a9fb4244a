import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { allCodes } from '../../packages/cli/src/codes.ts';
import { checkJson, folderWith, mmspec, root, specWith } from './mmspec.ts';
import { refused } from './refused.ts';
import { lostUpdate } from './specs.ts';

/*
 * The commands beside `check`, and mistakes of the call.
 */

const home = process.cwd();
afterEach(() => process.chdir(home));

describe('mistakes of the call', () => {
  test('no command', () => refused('Usage: mmspec'));
  test('an unknown command', () => refused("mmspec: unknown command 'chekc'\n(Did you mean check?)", 'chekc'));
  test('a spec without a command', () => refused("mmspec: unknown command 'x.mmspec'\n(Did you mean mmspec check x.mmspec?)", 'x.mmspec'));
  test('a drawing in front of its spec', () =>
    refused('x.mmspec is a spec, which stands first: mmspec scenario x.mmspec race.txt', 'scenario', 'race.txt', 'x.mmspec'));
  test('an unknown option', () => refused("mmspec: unknown option '--nosuch'", 'check', '--nosuch'));
  test('an unknown value of an option', () => refused('Allowed choices are tokens, tree, model, ir, ts.', 'dump', 'x.mmspec', '--stage', 'nosuch'));
  test('an option without its value', () => refused('argument missing', 'check', '--check'));
  test.each([
    ['check', '--trace', 'full', '--trace', 'brief'],
    ['refs', '--check', 'a', '--check', 'b'],
    ['scenario', 'x.mmspec', '--check', 'a', '--check', 'b'],
    ['dump', 'x.mmspec', '--stage', 'ts', '--stage', 'ir'],
    ['compile', 'x.mmspec', '-o', 'a', '-o', 'b'],
    ['--color', 'never', '--color', 'always', 'check'],
  ])('an option that takes one value, given twice: %s %s', (...call) => refused('is given twice; give it once', ...call));
  test('an argument too few', () => refused("missing required argument 'code'", 'explain'));
  test('an argument too many', () => refused('too many arguments', 'explain', 'MM0101', 'MM0102'));
  test('compile without a folder', () => refused('--output', 'compile', 'x.mmspec'));
});

/** The commands that `--help` lists. */
async function listed(): Promise<readonly string[]> {
  const { stdout } = await mmspec('--help');
  return [...stdout.matchAll(/^ {2}(\w+) [\w [\]<>.-]* {2,}/gmu)].map((match) => match[1] ?? '').filter((name) => name !== 'help');
}

const commands = await listed();

test('--help lists the commands', async () => {
  expect((await mmspec('--help')).code).toBe(0);
  expect(commands).toEqual(expect.arrayContaining(['check', 'compile', 'refs', 'init', 'explain', 'dump']));
});

describe.each(commands)('mmspec %s --help', (command) => {
  test('explains itself, with an example', async () => {
    const { code, stdout } = await mmspec(command, '--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: mmspec ${command} `, 'mu'));
    expect(stdout).toMatch(new RegExp(`^Example:\\n {2}(\\S.* \\| )?mmspec ${command}`, 'mu'));
  });
});

test('--version', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8')) as { version: string };
  expect(await mmspec('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

describe('init', () => {
  test('writes a spec that checks with 0 and shows one race', async () => {
    process.chdir(folderWith({}));
    expect(await mmspec('init', 'my_patch')).toEqual({ code: 0, stdout: 'Wrote my_patch.mmspec. Now run: mmspec check my_patch.mmspec\n', stderr: '' });
    const { code, stdout, stderr } = await mmspec('check', 'my_patch.mmspec');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('[BUG: right_folio]');
    expect((await mmspec('fmt', '--check', 'my_patch.mmspec')).code).toBe(0);
    expect(stdout).toMatch(/CPU0 .* CPU1/u);
  });
  test('writes a spec whose audit says what its recheck is for', async () => {
    process.chdir(folderWith({}));
    await mmspec('init');
    const { code, stdout, stderr } = await mmspec('audit', 'race.mmspec');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Needed: .*\n +22 +recheck +if slot != page +right_folio in with_recheck, 6 steps\n/mu);
    expect(stdout).toContain('Without `if slot != page` of line 22:');
    expect((await mmspec('audit', '--suggest', 'race.mmspec', '--check', 'without_recheck')).stdout).toMatch(
      /^1\. A look in reader, line 23: slot != page goto drop/mu,
    );
  });
  test('takes a name with its ending, and `race` without a name', async () => {
    process.chdir(folderWith({}));
    await mmspec('init', 'one.mmspec');
    await mmspec('init');
    expect(readdirSync('.').sort()).toEqual(['one.mmspec', 'race.mmspec']);
  });
  test('never overwrites', async () => {
    process.chdir(folderWith({ 'race.mmspec': 'mine' }));
    await refused('cannot write race.mmspec: it exists already', 'init', 'race');
    expect(readFileSync('race.mmspec', 'utf8')).toBe('mine');
  });
  test.each(['a b', '../x', '1st', '', 'await'])('refuses %j as a name', async (name) => {
    process.chdir(folderWith({}));
    await refused('cannot be the name of a module', 'init', name);
    expect(readdirSync('.')).toEqual([]);
  });
});

describe('explain', () => {
  const all = allCodes.map(({ code }) => code);
  test.each(all)('%s', async (code) => {
    const { code: ended, stdout } = await mmspec('explain', code);
    expect(ended).toBe(0);
    expect(stdout.split('\n').filter((line) => /^ {4}.{120}/u.test(line))).toEqual([]);
    expect(stdout).toMatch(
      new RegExp(`^${code} \\((error|warning|information)\\): \\S.*\\n\\n\\S[^]*\\n\\nAn example:\\n\\n {4}\\S[^]*\\n\\nThe fix:\\n\\n {4}\\S`, 'u'),
    );
  });
  test('every code in the sources can be explained', () => {
    const used = ['syntax', 'semantics', 'compiler', 'cli', 'analysis', 'litmus'].flatMap((name) => {
      const folder = join(root, 'packages', name, 'src');
      return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !/\bruntime_text\.ts$/u.test(file))
        .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/'(MM\d{4})'/gu)].map((match) => match[1] ?? ''));
    });
    expect([...new Set(used)].filter((code) => !all.includes(code))).toEqual([]);
  });
  test('codes are unique and in order', () => expect(all).toEqual([...new Set(all)].toSorted()));
  test('in small letters', async () => expect((await mmspec('explain', 'mm0101')).code).toBe(0));
  test('an unknown code', () => refused('there is no diagnostic MM9999; codes look like MM0203', 'explain', 'MM9999'));
});

describe('dump', () => {
  const path = (): string => specWith(`${lostUpdate}check c { }`);
  test.each(['tokens', 'tree', 'model', 'ir'])('--stage %s is JSON', async (stage) => {
    const { code, stdout, stderr } = await mmspec('dump', path(), '--stage', stage);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toBeInstanceOf(Object);
  });
  test('--stage ts is TypeScript', async () => {
    const { code, stdout } = await mmspec('dump', path(), '--stage', 'ts', '--set', 'lock=true');
    expect(code).toBe(0);
    expect(stdout).toContain('function successors(state: Int32Array, next: Int32Array');
  });
  test('--set changes the system', async () => {
    const spec = path();
    const one = await mmspec('dump', spec, '--stage', 'ir', '--set', 'lock=true');
    const other = await mmspec('dump', spec, '--stage', 'ir', '--set', 'lock=false');
    expect(one.stdout).not.toBe(other.stdout);
  });
  test('tokens and tree are shown for texts with mistakes', async () => {
    const wrong = specWith('module m\nshared x 0..1\n');
    expect(await mmspec('dump', wrong, '--stage', 'tokens')).toMatchObject({ code: 0, stderr: '' });
    expect(await mmspec('dump', wrong, '--stage', 'tree')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('"module"'),
      stderr: expect.stringContaining(':2:'),
    });
  });
  test('a text that is refused has no tokens', async () => {
    expect(await mmspec('dump', specWith('x '.repeat(600_000)), '--stage', 'tokens')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('MM0107'),
    });
  });
  test('the model of a spec that imports', async () => {
    const { code, stdout } = await mmspec('dump', join(root, 'specs/safe_refcount.mmspec'), '--stage', 'model');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'safe_refcount', actors: ['vcpu', 'gup', 'converter'] });
  });
  test('a file that is not there', () => refused('nosuch.mmspec:1:1: error[MM0001]', 'dump', 'nosuch.mmspec', '--stage', 'ts'));
});

describe('audit', () => {
  const design = join(root, 'specs/mremap_race.mmspec');
  test('a table, and the race of each part that is needed', async () => {
    const { code, stdout } = await mmspec('audit', design, '--part', '48', '--part', '45');
    expect(code).toBe(0);
    expect(stdout).toContain('    48  check    if old_place.pmd != table             no_bogus_pmd in after[RETRACTORS=1], 6 steps\n');
    expect(stdout).toContain('Superfluous: no property notices, at these sizes.\n    45  check    if not pmd_same(old_place, table)\n');
    expect(stdout).toContain('Without `if old_place.pmd != table` of line 48:\n\n     no_bogus_pmd is violated');
  });
  test('the table alone', async () => {
    const { stdout } = await mmspec('audit', design, '--part', '48', '--no-races');
    expect(stdout).not.toContain('CPU0');
  });
  test('what was not tried or not decided ends with 3', async () => {
    expect((await mmspec('audit', design, '--parts-max', '1')).code).toBe(3);
    expect(await mmspec('audit', design, '--states-max', '3', '--no-races')).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(
        /^Left out, since not searched to the end: before, .*\n[^]*\nNot decided\.\n .* no check that expects something was searched/mu,
      ),
    });
  });
  test('a check that is not there', () => refused('there is no check row99', 'audit', design, '--check', 'row99'));
  test('what is missing, with the lines that change', async () => {
    const bug = join(root, 'specs/bugs/i3c_remove.mmspec');
    const { code, stdout } = await mmspec('audit', '--suggest', bug, '--check', 'cancels_only', '--suggestions-max', '1');
    expect(code).toBe(0);
    expect(stdout).toContain('1. Another operation in cdns_i3c_master_remove, line 45: cancel_work_sync for cancel_work\n    45 -   if ends == cancel');
    expect((await mmspec('audit', '--suggest', bug, '--check', 'cancels_only', '--tries-max', '1')).code).toBe(3);
    await refused('there is no property Master_live', 'audit', '--suggest', bug, '--property', 'Master_live');
  });
  test('what has to be one step, with the race of its parts', async () => {
    const { code, stdout } = await mmspec('audit', '--split', join(root, 'specs/swap_in_aba.mmspec'), '--part', '54', '--check', 'after[READERS=1]');
    expect(code).toBe(0);
    expect(stdout).toContain('    54  operation swap_in_aba.map_if_same\n                  no_lost_write is violated in after[READERS=1] (5 steps)\n');
    expect(stdout.replaceAll(/ \\\n +/gu, ' ')).toContain('--part 54 --check');
  });
  test('a command below a race names the overlay; the models of all checks are named', async () => {
    const folder = folderWith({
      'c.mmspec':
        'module c\nshared n: 0..5 = 0\nactor a { set: n = 1 }\ninvariant small: n < 2\ncheck one { } expect holds\ncheck two { memory tso } expect holds\n',
      'o.mmspec': 'module o\nimport c\nshared m: 0..5 = 0\nactor b { both: atomic { n = 1  m = 1 } }\ninvariant together: n == 0 or m == 1 or a at done\n',
    });
    const [spec, over] = [join(folder, 'c.mmspec'), join(folder, 'o.mmspec')];
    const { stdout, stderr } = await mmspec('audit', '--split', spec, '--with', over, '--check', 'one');
    expect(stdout.replaceAll(/ \\\n +/gu, ' ')).toContain(`--split ${spec} --with ${over} --part 4 --check one`);
    expect(stderr).toBe('');
    expect((await mmspec('audit', spec)).stdout).toContain('each in 2 checks that are as expected, under sc and tso.');
  });
  test('a folder with several specs is none, whatever its name', async () => {
    const one = 'module one\nshared n: 0..1 = 0\nactor a { n = 1 }\ncheck c { }\n';
    const folder = folderWith({ 'd.mmspec/one.mmspec': one, 'd.mmspec/two.mmspec': one.replace('one', 'two') });
    await refused('has several specs', 'audit', join(folder, 'd.mmspec'));
  });
  test('what does not go together', async () => {
    await refused('--tries-max is for --suggest', 'audit', design, '--tries-max', '1');
    await refused('with --suggest nothing is', 'audit', design, '--suggest', '--part', '1');
    await refused('several questions', 'audit', design, '--suggest', '--split');
  });
  test('a spec without parts', async () => {
    const { code, stdout } = await mmspec('audit', specWith('module m\nshared x: 0..1 = 0\nactor a { x = 1 }\ncheck c { } expect holds\n'));
    expect([code, stdout]).toEqual([0, expect.stringContaining('There is nothing to take out')]);
  });
});

describe('refs', () => {
  const design = join(root, 'specs/safe_refcount.mmspec');
  const leak = `module m\nimport kernel.folio\nobject Folio { refcount: ref = 1 }\nshared f: Folio\nshared d: bool = false\nactor w { get: folio_get(f)\n test: if d { return }\n put: folio_put(f) }\nactor x { d = true }\ncheck c { }\n`;
  test('locations, and the formula', async () => {
    const { code, stdout, stderr } = await mmspec('refs', design);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('folio.refcount = 1 + |vcpu at {lock..put}| + |gup at {use, put}|\n  at quiescence: 1\n');
    expect(stdout).toContain('no path leaks, puts twice or conflicts');
  });
  test('with the settings of a check, or of the command line', async () => {
    expect((await mmspec('refs', design, '--check', 'row6')).stdout).toContain('|vcpu at {take.lock..put}|'.replace('take.lock', 'lock'));
    expect((await mmspec('refs', design, '--set', 'take=safe_first')).code).toBe(0);
    await refused('there is no check row99', 'refs', design, '--check', 'row99');
  });
  test('a faulty path is shown once', async () => {
    const { code, stdout, stderr } = await mmspec('refs', specWith(leak));
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(stdout.match(/MM0421/gu)).toHaveLength(1);
    expect(stdout).toContain('get -> test\n');
  });
  test('as JSON', async () => {
    const { code, stdout } = await mmspec('refs', design, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      path: design,
      settings: { VCPUS: 1, take: 'ref_first' },
      ledger: { actors: [{ name: 'vcpu' }, { name: 'gup' }, { name: 'converter', rows: [] }] },
    });
  });
});

describe('compile', () => {
  test('refuses a folder that cannot be made', async () => {
    const folder = folderWith({ file: '' });
    await refused('cannot write to', 'compile', specWith(`${lostUpdate}check c { }`), '-o', join(folder, 'file/out'));
  });
  test('writes nothing for a spec with mistakes', async () => {
    const folder = join(folderWith({}), 'out');
    await refused('error[MM0205]', 'compile', specWith('module m\nshared x: 0..1 = y\n'), '-o', folder);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('check --json is the JSON of the interface', () => {
  const position = ['column', 'line'];
  const range = ['end', 'start'];
  const keys = (value: unknown): string[] => Object.keys(value as object).sort();
  const checkKeys = [
    'depth',
    'expectation',
    'matrix',
    'memoryBytes',
    'met',
    'name',
    'property',
    'reason',
    'reduction',
    'results',
    'seconds',
    'settings',
    'states',
    'trace',
    'transitions',
    'verdict',
    'workers',
  ];
  // Of checks and scenarios that name a memory model, and of their steps.
  const memoryKeys = ['memory', 'window', 'bounded', 'indivisible'];
  const orderKeys = ['access', 'passes', 'late', 'half', 'issue'];
  const stepKeys = ['action', 'actor', 'changes', 'column', 'did', 'label', 'line', 'operation', 'path', 'state', 'text'];

  test('of the specs of the repository, all met', async () => {
    const { code, stderr, json, checks } = await checkJson(join(root, 'specs'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(keys(json)).toEqual(['files', 'version']);
    expect(json.version).toBe(1);
    for (const file of json.files) expect(keys(file)).toEqual(['checks', 'diagnostics', 'path', 'scenarios']);
    // Checks for any number have fields of their own, which their schema names.
    expect(checks.filter(({ open }) => open !== undefined).every(({ met }) => met)).toBe(true);
    for (const check of checks.filter(({ open }) => open === undefined)) {
      expect(keys(check).filter((key) => !memoryKeys.includes(key))).toEqual(checkKeys);
      expect(check.met).toBe(true);
      expect(['holds', 'violated', 'unfinished']).toContain(check.verdict);
      expect(keys(check.reduction)).toEqual(['partialOrder', 'symmetry']);
      if (check.expectation !== null) {
        expect(keys(check.expectation)).toEqual(['holds', 'items', 'kind']);
        for (const item of check.expectation.items) expect(keys(item)).toEqual(['fairness', 'property', 'within']);
      }
      if (check.matrix !== null) expect(check.name).toMatch(new RegExp(`^${check.matrix}\\[\\w+=[\\w]+(,\\w+=\\w+)*\\]$`, 'u'));
      for (const result of check.results) {
        const isLasso = result.trace !== null && result.trace.loop !== null;
        expect(keys(result).filter((key) => !['fairness', 'least', 'untaken'].includes(key))).toEqual([
          'depth',
          ...(result.verdict === 'violated' ? ['expected'] : []),
          'property',
          ...(isLasso ? ['standing'] : []),
          'trace',
          'verdict',
          ...(result.property === 'deadlock' && result.trace !== null ? ['waiting'] : []),
        ]);
        // Where there may be a shorter lasso it is said from which length on.
        if ('least' in result) expect(isLasso && Number(result.least) < Number(result.depth)).toBe(true);
        // What the fairness of a property leaves out is said of its lasso.
        if ('untaken' in result) expect(isLasso).toBe(true);
        // Every violated property has its race.
        expect(result.trace !== null).toBe(result.verdict === 'violated' && result.depth !== null);
        if (result.trace === null) continue;
        expect(keys(result.trace)).toEqual(['choice', 'initial', 'loop', 'slice', 'steps']);
        for (const step of result.trace.steps) {
          // Of an actor that is placed on a CPU there is more, of a step out of order, and of one that says its source.
          expect(keys(step).filter((key) => !['context', 'cpu', 'enters', 'leaves', 'source', ...orderKeys].includes(key))).toEqual(stepKeys);
          expect('cpu' in step).toBe('context' in step);
          for (const change of Object.values(step.changes)) expect(change).toHaveLength(2);
        }
      }
      const shown = check.results.find(({ property }) => property === check.property);
      if (check.verdict === 'violated') expect(check.trace).toEqual(shown?.trace);
    }
  });

  test('names and values of a race', async () => {
    const { checks } = await checkJson(join(root, 'specs/safe_refcount.mmspec'), '--check', 'row2');
    expect(checks[0]).toMatchObject({
      name: 'row2',
      settings: { VCPUS: 1, read: 'safe_first', unmap: true },
      matrix: null,
      met: true,
      verdict: 'violated',
      property: 'no_unsafe_holder',
      reason: '',
      states: 265,
      workers: 1,
      expectation: {
        kind: 'violates',
        items: [{ property: 'no_unsafe_holder', within: 14, fairness: null }, { property: 'no_unsafe_access', within: 15, fairness: null }, {}, {}],
        holds: [],
      },
    });
    const { steps } = checks[0]?.trace ?? { steps: [] };
    expect(steps).toHaveLength(14);
    expect(steps.find(({ label }) => label === 'get')).toMatchObject({
      actor: 'vcpu[0]',
      action: null,
      operation: ['folio_get'],
      changes: { 'folio.refcount': [1, 2] },
      state: { 'folio.refcount': 2 },
    });
  });

  test('a diagnostic', async () => {
    const path = specWith('module m\nshared refcount: 0..1 = 0\nactor a { refcuont = 1 }\n');
    const { code, json } = await checkJson(path);
    expect(code).toBe(2);
    const [diagnostic] = json.files[0]?.diagnostics ?? [];
    expect(keys(diagnostic)).toEqual(['code', 'fixes', 'help', 'message', 'path', 'range', 'related', 'severity', 'why']);
    expect(keys(diagnostic?.range)).toEqual(range);
    expect(keys(diagnostic?.range.start)).toEqual(position);
    expect(diagnostic).toMatchObject({ code: 'MM0205', severity: 'error', path, range: { start: { line: 3, column: 11 }, end: { line: 3, column: 19 } } });
    expect(diagnostic?.fixes[0]?.edits[0]).toMatchObject({ path, text: 'refcount', range: { start: { line: 3, column: 11 } } });
  });
});
