import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { folderWith, root, specWith, type Ended } from './mmspec.ts';
import { endless, lostUpdate } from './specs.ts';

/*
 * A start that comes to no verdict says so and ends with 70, whatever is damaged; nothing that others may write is run;
 * and no signal opens a debugger.
 */

const { privateFolder } = (await import(new URL('../../packages/cli/bin/private_folder.js', import.meta.url).href)) as {
  readonly privateFolder: (env?: NodeJS.ProcessEnv, user?: number) => string | null;
};

const holds = `${lostUpdate}check c { lock = true } expect holds\n`;
const fault = { code: 70, stdout: '' };

function node(args: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    input: '',
    env: { PATH: process.env['PATH'], HOME: '/nowhere', ...env },
    timeout: 30_000,
  });
  return { code: status, stdout, stderr };
}

/** An installation of its own, with what is damaged in it. */
function damaged(damage: (bundle: string) => void): string {
  const folder = folderWith({});
  for (const part of ['bin', 'dist/bundle', 'package.json']) cpSync(join(root, 'packages/cli', part), join(folder, part), { recursive: true });
  damage(join(folder, 'dist/bundle'));
  return join(folder, 'bin/mmspec.js');
}

const half = (path: string): void => truncateSync(path, statSync(path).size >> 1);

/** What one of these calls begins with, and the call. */
const begins = [
  ['mmspec.js', ['anchors']],
  ['snapshot_check.cjs', ['check']],
  ['snapshot_others.cjs', ['fmt']],
] as const;

describe('a bundle', () => {
  describe.each(begins)('%s', (name, call) => {
    test.each<[string, (path: string) => void]>([
      ['that is empty', (path) => writeFileSync(path, '')],
      ['that is not there', (path) => rmSync(path)],
      ['that was cut off', half],
      ['that throws', (path) => writeFileSync(path, 'throw new Error("first\\nsecond")')],
      ['that throws what is no error', (path) => writeFileSync(path, 'throw null')],
      ['that never gets ready', (path) => writeFileSync(path, 'await new Promise(() => undefined); export const main = () => undefined;')],
      ['of another program', (path) => writeFileSync(path, name.endsWith('.cjs') ? 'module.exports.main = 7;' : 'export const main = 7;')],
    ])('%s', (_, damage) => {
      const ended = node([damaged((bundle) => damage(join(bundle, name))), ...call, specWith(holds)]);
      expect(ended).toMatchObject(fault);
      expect(ended.stderr).toMatch(/^mmspec: it could not be started \([^\n]+\)\. The installation is damaged: build or install mmspec again\.\n$/u);
    });
  });

  test.each([
    ['verify', specWith],
    ['lsp', null],
    ['explain', null],
  ] as const)('of which every other part is empty (%s)', (command, spec) => {
    const bin = damaged((bundle) => {
      for (const name of readdirSync(bundle)) if (name.startsWith('chunk_')) writeFileSync(join(bundle, name), '');
    });
    const ended = node([bin, command, ...(spec === null ? [] : [spec(holds)])]);
    expect(ended).toMatchObject(fault);
    expect(ended.stderr).toMatch(/^mmspec: .+\n$/u);
  });

  test('without the parser, and all that needs it, has help, tells mistakes of a call, and explains codes', () => {
    const bin = damaged((bundle) => {
      const parsers = readdirSync(bundle).filter((name) => name.startsWith('chunk_') && readFileSync(join(bundle, name), 'utf8').includes('TRACE_INIT'));
      expect(parsers).not.toEqual([]);
      for (const name of parsers) rmSync(join(bundle, name));
    });
    const help = node([bin, '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    const commands = [...help.stdout.matchAll(/^ {2}(\w+) [\w [\]<>.-]* {2,}/gmu)].map(([, name = '']) => name).filter((name) => name !== 'help');
    expect(commands).toEqual(expect.arrayContaining(['check', 'fmt', 'review']));
    for (const name of commands) expect(node([bin, name, '--help'])).toMatchObject({ code: 0, stderr: '' });
    expect(node([bin, 'compile', 'x.mmspec']).stderr).toContain("required option '-o, --output <dir>' not specified");
    expect(node([bin, 'chekc']).stderr).toContain('Did you mean check?');
    expect(node([bin, 'explain', 'MM0203']).stdout).toMatch(/^MM0203 /u);
    expect(node([bin, 'anchors', specWith(holds)])).toMatchObject(fault);
  });

  test.each<[string, (path: string) => void]>([
    ['that are empty', (path) => writeFileSync(path, '')],
    ['that were cut off', half],
    ['that throw', (path) => writeFileSync(path, 'throw new Error("no")')],
  ])('of threads %s', (_, damage) => {
    const bin = damaged((bundle) => damage(join(bundle, 'search_thread.js')));
    const { code, stdout, stderr } = node([bin, 'check', specWith(`${endless}check c { }`), '--workers', '2', '--states-max', '2M']);
    expect(code, stderr).toBe(70);
    expect(stdout).toContain('a thread of the search ended');
    expect(stdout).toMatch(/1 check: .*1 fault of mmspec/u);
    expect(stderr).toContain('this is a fault of mmspec itself, not of your spec');
  });

  test('that is whole starts', () => expect(node([damaged(() => undefined), 'check', specWith(holds)])).toMatchObject({ code: 0, stderr: '' }));
});

describe('a program that comes to no verdict', () => {
  const run = JSON.stringify(join(root, 'packages/cli/dist/run.js'));
  test.each([
    ['that waits for what never comes', '() => new Promise(() => undefined)'],
    ['that ends the process', '() => process.exit()'],
    ['that throws', '() => { throw new Error("no"); }'],
    ['that throws later', '() => new Promise(() => setTimeout(() => { throw new Error("no"); }))'],
    ['that forgets a promise', '() => new Promise(() => void Promise.reject(new Error("no")))'],
    ['that throws no error', '() => Promise.reject("no")'],
  ])('%s', (_, program) => {
    const ended = node(['--input-type=module', '-e', `const { run } = await import(${run}); void run(${program});`]);
    expect(ended).toMatchObject(fault);
    expect(ended.stderr).toMatch(/^mmspec: .*fault of mmspec itself.*\n$/u);
    expect(ended.stderr).not.toMatch(/^ +at /mu);
  });

  test('shows where it happened only where that is asked for', () => {
    const { stderr } = node(['--input-type=module', '-e', `const { run } = await import(${run}); void run(() => { throw new Error("no"); });`], {
      MMSPEC_DEBUG: '1',
    });
    expect(stderr).toMatch(/^ +at /mu);
  });
});

describe('a compiled checker', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mmspec-starts-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const whole = join(folder, 'whole');
  const own = (): string => {
    if (!existsSync(whole)) expect(node([join(root, 'packages/cli/bin/mmspec.js'), 'compile', specWith(holds), '-o', whole]).code).toBe(0);
    const copy = mkdtempSync(join(folder, 'copy-'));
    cpSync(whole, copy, { recursive: true });
    return copy;
  };

  test.each([['mmspec-runtime.js'], ['lost_update.js']])('with a damaged %s', (name) => {
    for (const damage of [
      (path: string) => writeFileSync(path, ''),
      half,
      (path: string) => writeFileSync(path, 'throw new Error("no")'),
      (path: string) => writeFileSync(path, 'await new Promise(() => undefined);'),
      rmSync,
    ]) {
      const copy = own();
      damage(join(copy, name));
      const ended = node([join(copy, 'lost_update.check.js')]);
      expect(ended.code, ended.stderr).toBe(70);
      expect(ended.stderr).toMatch(/\S.*\n$/u);
      expect(ended.stderr).not.toMatch(/^ +at /mu);
    }
  });

  test('that is whole', () => expect(node([join(own(), 'lost_update.check.js')])).toMatchObject({ code: 0, stderr: '' }));
});

describe('the folder of the compile cache', () => {
  const user = process.getuid?.() ?? 0;
  const isUsed = (caches: string, uid: number = user): boolean => privateFolder({ XDG_CACHE_HOME: caches }, uid) !== null;

  test('is made for the user alone', () => {
    const caches = folderWith({});
    expect(privateFolder({ XDG_CACHE_HOME: caches })).toBe(join(caches, 'mmspec'));
    expect(statSync(join(caches, 'mmspec')).mode & 0o7777).toBe(0o700);
    expect(isUsed(caches)).toBe(true);
  });
  test('is below the home of the user where nothing else is said', () => {
    const home = folderWith({});
    expect(privateFolder({ HOME: home })).toBe(join(home, '.cache/mmspec'));
    expect(privateFolder({ HOME: home, XDG_CACHE_HOME: 'relative' })).toBe(join(home, '.cache/mmspec'));
  });
  test.each([0o770, 0o707, 0o750, 0o777, 0o1777])('is not used with mode %o', (mode) => {
    const caches = folderWith({});
    mkdirSync(join(caches, 'mmspec'));
    spawnSync('chmod', [mode.toString(8), join(caches, 'mmspec')]);
    expect(isUsed(caches)).toBe(false);
  });
  test('is not used where another user owns it', () => {
    const caches = folderWith({});
    mkdirSync(join(caches, 'mmspec'), { mode: 0o700 });
    expect(isUsed(caches, user + 1)).toBe(false);
  });
  test('is not used where it is a link', () => {
    const caches = folderWith({});
    mkdirSync(join(caches, 'other'), { mode: 0o700 });
    symlinkSync(join(caches, 'other'), join(caches, 'mmspec'));
    expect(isUsed(caches)).toBe(false);
  });
  test('is not used where others may rename it', () => {
    const caches = folderWith({});
    spawnSync('chmod', ['777', caches]);
    expect(isUsed(caches)).toBe(false);
    spawnSync('chmod', ['1777', caches]);
    expect(isUsed(caches)).toBe(true);
  });
  test('is not used where it is a file, or cannot be made', () => {
    expect(isUsed(folderWith({ mmspec: '' }))).toBe(false);
    expect(isUsed('/proc/nowhere')).toBe(false);
  });

  test('is where a start keeps its code, and the folder for everybody is not', () => {
    const [caches, everybodys, spec] = [folderWith({}), folderWith({}), specWith(holds)];
    const env = { XDG_CACHE_HOME: caches, TMPDIR: everybodys };
    const bin = join(root, 'packages/cli/bin/mmspec.js');
    expect(node([bin, 'check', spec], env).code).toBe(0);
    expect(readdirSync(join(caches, 'mmspec'))).not.toEqual([]);
    spawnSync('chmod', ['755', join(caches, 'mmspec')]);
    rmSync(join(caches, 'mmspec', readdirSync(join(caches, 'mmspec'))[0] ?? ''), { recursive: true });
    expect(node([bin, 'check', spec], env).code).toBe(0);
    expect(readdirSync(join(caches, 'mmspec'))).toEqual([]);
    expect(readdirSync(everybodys)).toEqual([]);
  });
});

describe('SIGUSR1 opens no debugger', () => {
  const spec = `${endless}check c { }`;

  /** What standard error says of a process that gets the signal while it searches. */
  async function told(command: string, args: readonly string[], input = ''): Promise<string> {
    const child = spawn(command, args, { cwd: root, env: { PATH: process.env['PATH'] } });
    const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
    child.stdin.write(input);
    let stderr = '';
    const ended = new Promise((resolve) => child.once('close', resolve));
    const began = new Promise<void>((resolve) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
        resolve();
      });
      child.stdout.on('data', () => resolve());
    });
    await began;
    for (let round = 0; round < 3; round++) {
      child.kill('SIGUSR1');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(child.exitCode ?? child.signalCode, stderr).toBeNull();
    child.kill('SIGKILL');
    await ended;
    clearTimeout(timer);
    return stderr;
  }

  test('in the plain start', async () => {
    expect(await told(process.execPath, ['packages/cli/bin/mmspec.js', 'check', specWith(spec), '--progress', 'json'])).not.toMatch(/debugger|inspector/iu);
  });
  test.runIf(process.platform === 'linux')('in the fast start', async () => {
    expect(await told(join(root, 'node_modules/.bin/mmspec'), ['check', specWith(spec), '--progress', 'json'])).not.toMatch(/debugger|inspector/iu);
  });
  test('in a compiled checker', async () => {
    const out = join(folderWith({}), 'out');
    expect(node([join(root, 'packages/cli/bin/mmspec.js'), 'compile', specWith(spec), '-o', out]).code).toBe(0);
    expect(await told(process.execPath, [join(out, 'endless.check.js')])).not.toMatch(/debugger|inspector/iu);
  });
  test('in the language server', async () => {
    const message = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
    const input = `Content-Length: ${message.length}\r\n\r\n${message}`;
    expect(await told(process.execPath, ['packages/cli/bin/mmspec.js', 'lsp', '--stdio'], input)).toBe('');
  });
});

test.runIf(process.platform === 'linux')('snapshots are started that the build made: what is run as code lies beside the bundle', () => {
  const shim = readFileSync(join(root, 'node_modules/.bin/mmspec'), 'utf8');
  const started = [...shim.matchAll(/--snapshot-blob '([^']+)'/gu)].map(([, path]) => path);
  expect(started).toEqual(['check', 'others'].map((name) => join(root, `packages/cli/dist/start/${name}.blob`)));
});
