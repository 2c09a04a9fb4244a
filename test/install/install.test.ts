import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { afterAll, describe, expect, test } from 'vitest';
import { installed, nodes, ran, root, typeErrors, type Ended } from './installed.ts';

/*
 * The packages as somebody installs them.
 */

const { folder, archives, extension } = installed();
afterAll(() => rmSync(dirname(folder), { recursive: true }));

const bin = (name: string): string => join(folder, 'node_modules/.bin', name);
const written = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
/** The command, on one Node. */
const mmspec = (node: string, ...args: readonly string[]): Ended => ran(folder, node, [join(folder, 'node_modules/mmspec/bin/mmspec.js'), ...args]);

test('the oldest Node that is supported is there', () => {
  expect(nodes.map(([version]) => version)).toContain(process.version);
  if (process.platform === 'linux' && process.arch === 'x64') expect(nodes.map(([version]) => version)).toContain('v22.12.0');
});

test('nothing else was installed, and nothing in it leads out of the folder', () => {
  const packages = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  expect(packages.sort()).toEqual(['mmspec', 'prettier', 'prettier-plugin-mmspec']);
  for (const name of packages) {
    const links = readdirSync(join(folder, 'node_modules', name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isSymbolicLink());
    expect(links.map((entry) => entry.name)).toEqual([]);
  }
});

describe.each(['mmspec', 'prettier-plugin-mmspec'] as const)('%s', (name) => {
  const inside = readdirSync(join(folder, 'node_modules', name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'node_modules', name).length + 1));
  const manifest = JSON.parse(read(`node_modules/${name}/package.json`)) as Readonly<Record<string, unknown>>;

  test('says what it is, under which licence, and where it comes from', () => {
    expect(inside).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'package.json']));
    expect(inside.filter((path) => path.endsWith('THIRD_PARTY.txt')).length).toBeGreaterThan(0);
    expect(read(`node_modules/${name}/LICENSE`)).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'));
    for (const key of ['description', 'keywords', 'license', 'repository', 'homepage', 'bugs', 'engines']) expect(manifest, key).toHaveProperty(key);
    expect(manifest).not.toHaveProperty('private');
    expect(manifest).not.toHaveProperty('dependencies');
  });

  test('has no sources, no maps, no tests and no path of the machine that built it', () => {
    expect(inside.filter((path) => /\.map$|\.test\.|(?<!\.d)\.ts$|tsbuildinfo|stamp$|\.blob$/u.test(path))).toEqual([]);
    for (const path of inside.filter((each) => /\.(?:js|json|ts)$/u.test(each))) expect(read(`node_modules/${name}/${path}`).includes(root), path).toBe(false);
  });

  test('is as publint wants it', async () => {
    const tarball = readFileSync(archives[name]);
    const { messages, pkg } = await publint({
      pack: { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.length) as ArrayBuffer },
    });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test('has the right types for every way to import it', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(readFileSync(archives[name])));
    if (analysis.types === false) throw new Error('there are no types');
    // Modules, of which Node from 22.12 on takes `require` too; what reads no `exports` is older than the packages support.
    const problems = analysis.problems.filter(
      ({ kind, ...rest }) => kind !== 'CJSResolvesToESM' && !('resolutionKind' in rest && rest.resolutionKind === 'node10'),
    );
    expect(problems).toEqual([]);
    expect(Object.keys(analysis.entrypoints)).toEqual(expect.arrayContaining(name === 'mmspec' ? ['.', './browser'] : ['.']));
  });
});

test('the extension is packed too', () => {
  expect(statSync(extension).size).toBeGreaterThan(100_000);
});

describe.each(nodes)('the command on Node %s', (_, node) => {
  test('says its version, and begins a spec that it checks', () => {
    expect(mmspec(node, '--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
    rmSync(join(folder, 'race.mmspec'), { force: true });
    expect(mmspec(node, 'init', 'race')).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout } = mmspec(node, 'check', 'race.mmspec');
    const [, shown = ''] = /^\$ mmspec check race\.mmspec\n([^]*?)```$/mu.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
    expect(stdout.replaceAll(/\d+\.\d\d s\)/gu, '0.00 s)')).toBe(shown);
    expect(code).toBe(0);
  });

  test('formats, explains, and searches with several threads', () => {
    written('rough.mmspec', 'module m\nshared  x:bool\n');
    expect(mmspec(node, 'fmt', 'rough.mmspec')).toMatchObject({ code: 0, stdout: 'Formatted rough.mmspec.\n' });
    expect(mmspec(node, 'explain', 'MM0203').code).toBe(0);
    const counters = ['a', 'b', 'c']
      .map((name) => `shared n${name}: 0..99 = 0\nactor ${name} { loop { atomic { n${name} = (n${name} + 1) % 100 } } }\n`)
      .join('');
    written('big.mmspec', `module m\n${counters}check c { } expect holds\n`);
    expect(mmspec(node, 'check', 'big.mmspec', '--workers', '2')).toMatchObject({ code: 0, stderr: '' });
  });

  test('compiles a checker that runs, and whose types check', () => {
    rmSync(join(folder, 'out'), { recursive: true, force: true });
    written('race.mmspec', read('race.mmspec'));
    expect(mmspec(node, 'compile', 'race.mmspec', '-o', 'out')).toMatchObject({ code: 0, stderr: '' });
    expect(ran(folder, node, ['out/race.check.js']).stdout).toMatch(/^ok +with_recheck  holds[^]*violates right_folio in 6$/mu);
    written(
      'out/use.ts',
      "import { main, type CompiledSpec, type TransitionSystem } from './mmspec-runtime.js';\nimport * as race from './race.ts';\nconst spec: CompiledSpec = race;\nexport const system: TransitionSystem | null = spec.system({ recheck: true });\nexport const run: typeof main = main;\n",
    );
    expect(typeErrors(join(folder, 'out'), ['use.ts', 'mmspec-runtime.d.ts', 'race.ts'], ['es2023'], { noUncheckedIndexedAccess: false })).toBe('');
  });

  test('is found by npx', () => {
    expect(ran(folder, bin('mmspec'), ['--version'], { PATH: `${dirname(node)}:/usr/bin:/bin` })).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });
});

const program = `import { check, compile, explore, raceText, readSpec } from 'mmspec';

const spec = await readSpec('race.mmspec');
const { outcome, checks } = await check(spec, { timeMax: 30 });
for (const result of checks) {
  const violated = result.results.find((found) => found.trace !== null);
  if (violated !== undefined) console.log(raceText(spec, result, violated));
}
const { system } = compile(spec, { recheck: false });
console.log(outcome, system === null ? 0 : (await explore(system)).states);
`;

describe('as a module', () => {
  test('it has types that check with those of nobody else, and runs on every Node', () => {
    written('program.ts', program);
    expect(typeErrors(folder, ['program.ts'], ['es2023', 'dom'])).toBe('');
    written('program.js', program);
    for (const [, node] of nodes) {
      const { code, stdout, stderr } = ran(folder, node, ['program.js']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/\[BUG: right_folio\][^]*\nmet \d+\n$/u);
    }
  });

  test('`mmspec/browser` needs nothing of Node, neither in its types nor in its code', async () => {
    const text =
      "import { analyse, check, checkJson, format, scenario, type Spec } from 'mmspec/browser';\nexport const spec: Spec = analyse(format('module m\\nshared  x:bool = true\\ncheck c { } expect holds\\n'));\nexport const json = checkJson(spec, await check(spec));\nexport { scenario };\n";
    written('page.ts', text);
    expect(typeErrors(folder, ['page.ts'], ['es2023'])).toBe('');
    const { outputFiles, metafile } = await build({
      absWorkingDir: folder,
      entryPoints: ['page.ts'],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'browser',
      format: 'esm',
      target: 'es2023',
      logLevel: 'silent',
      outdir: 'bundled',
    });
    expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
    expect(Object.keys(metafile.inputs).filter((path) => !path.endsWith('page.ts') && !path.endsWith('mmspec/dist/bundle/browser.js'))).toEqual([]);
    written('page.js', outputFiles[0]?.text ?? '');
    // Without anything that only Node has.
    written(
      'alone.js',
      "import { createContext, SourceTextModule } from 'node:vm';\nimport { readFileSync } from 'node:fs';\nconst own = new SourceTextModule(readFileSync('page.js', 'utf8'), { context: createContext({}) });\nawait own.link(() => { throw new Error('an import'); });\nawait own.evaluate();\nconsole.log(JSON.stringify(own.namespace.json.files[0].checks[0].verdict));\n",
    );
    expect(ran(folder, process.execPath, ['--no-warnings', '--experimental-vm-modules', 'alone.js'])).toEqual({ code: 0, stdout: '"holds"\n', stderr: '' });
  });

  describe('the examples of docs/api.md', () => {
    const examples = [...readFileSync(join(root, 'docs/api.md'), 'utf8').matchAll(/```ts\n([^]*?)```\n\n```text\n([^]*?)```/gu)].map(
      ([, code = '', printed = ''], index) => ({ name: `example_${index + 1}.ts`, code, printed }),
    );
    for (const { name, code } of examples) written(name, code);

    test('are many, and have types that check', () => {
      expect(examples.length).toBeGreaterThan(6);
      expect(
        typeErrors(
          folder,
          examples.map(({ name }) => name),
          ['es2023', 'dom'],
        ),
      ).toBe('');
    });

    test.each(examples)('print what stands below them: $name', ({ name, printed }) => {
      const { code, stdout } = ran(folder, process.execPath, [name]);
      expect({ code, stdout: stdout.replaceAll(/ +$/gmu, '') }).toEqual({ code: 0, stdout: printed });
    });
  });

  test('`require` finds it too', () => {
    written(
      'old.cjs',
      "const { analyse, hasErrors } = require('mmspec');\nconsole.log(hasErrors(analyse('module m').diagnostics), require('mmspec/package.json').version, require('mmspec/schema/check.json').$id);\n",
    );
    expect(ran(folder, process.execPath, ['old.cjs'])).toEqual({ code: 0, stdout: 'false 0.1.0 mmspec/schema/check.json\n', stderr: '' });
  });
});

describe('Prettier', () => {
  const prettier = (...args: readonly string[]): Ended => ran(folder, bin('prettier'), args);

  test('formats with the plugin by its name', () => {
    written('p.mmspec', 'module m\nshared  x:bool\n// prettier-ignore\nshared   y : bool\n');
    expect(prettier('--plugin', 'prettier-plugin-mmspec', 'p.mmspec')).toEqual({
      code: 0,
      stdout: 'module m\nshared x: bool\n// prettier-ignore\nshared   y : bool\n',
      stderr: '',
    });
  });

  test('formats a range, and Markdown', () => {
    written('p.mmspec', 'module m\nshared  x:bool\nshared  y:bool\n');
    expect(prettier('--plugin', 'prettier-plugin-mmspec', '--range-start', '25', '--range-end', '30', 'p.mmspec').stdout).toBe(
      'module m\nshared  x:bool\nshared y: bool\n',
    );
    written('p.md', '```mmspec\nmodule m\nshared  x:bool\n```\n');
    expect(prettier('--plugin', 'prettier-plugin-mmspec', 'p.md').stdout).toBe('```mmspec\nmodule m\nshared x: bool\n```\n');
  });

  test('says where a mistake is', () => {
    written('p.mmspec', 'module m\nshared x bool\n');
    const { code, stderr } = prettier('--plugin', 'prettier-plugin-mmspec', 'p.mmspec');
    expect(code).toBe(2);
    expect(stderr).toMatch(/p\.mmspec: SyntaxError: Expected `:`, found `bool`\.\n[^]*> 2 \| shared x bool\n/u);
  });

  test('the types of the plugin check', () => {
    written(
      'plugin.ts',
      "import type { Plugin } from 'prettier';\nimport * as mmspec from 'prettier-plugin-mmspec';\nexport const plugin: Plugin = { languages: mmspec.languages, defaultOptions: mmspec.defaultOptions };\nexport const names: readonly string[] = Object.keys(mmspec.parsers);\n",
    );
    expect(typeErrors(folder, ['plugin.ts'], ['es2023', 'dom'])).toBe('');
  });
});

test.each(nodes)('`mmspec lsp` talks with an editor on Node %s', async (_, node) => {
  const child = spawn(node, [join(folder, 'node_modules/mmspec/bin/mmspec.js'), 'lsp', '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
  await connection.sendNotification('initialized', {});
  const said = new Promise<{ readonly diagnostics: readonly { readonly message: string }[] }>((resolve) =>
    connection.onNotification('textDocument/publishDiagnostics', resolve),
  );
  const textDocument = { uri: 'untitled:a.mmspec', languageId: 'mmspec', version: 1 };
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { ...textDocument, text: 'module m\nimport kernel.folio\nshared  n:0..2 = 0\nactor a { y = 1 }\ncheck c { n = 1 }\n' },
  });
  expect((await said).diagnostics.map(({ message }) => message).join()).toContain('`y`');
  expect(JSON.stringify(await connection.sendRequest('textDocument/hover', { textDocument, position: { line: 2, character: 8 } }))).toContain('0..2');
  expect(JSON.stringify(await connection.sendRequest('textDocument/formatting', { textDocument, options: { tabSize: 2, insertSpaces: true } }))).toContain(
    'newText',
  );
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
});
