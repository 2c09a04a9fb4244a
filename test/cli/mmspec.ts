import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';
import { shown } from '../../packages/cli/src/shown.ts';
import type { JsonDiagnostic } from '@mmspec/report';
import type { CheckResult } from '@mmspec/system';

/*
 * The command line as tests call it: within this process, where only what is printed is caught, or as a process of its own.
 */

/** The folder of the repository. */
export const root: string = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const printed = { out: '', error: '' };

vi.doMock('../../packages/cli/src/output.ts', async (original) => ({
  ...(await original<typeof import('../../packages/cli/src/output.ts')>()),
  printText: (text: string) => void (printed.out += shown(text)),
  printData: (text: string) => void (printed.out += text),
  printLine: (text: string) => void (printed.out += `${shown(text)}\n`),
  printErrorText: (text: string) => void (printed.error += shown(text)),
  printError: (text: string) => void (printed.error += `${shown(text)}\n`),
}));

/** Runs the command line in this process. */
export async function mmspec(...args: readonly string[]): Promise<Ended> {
  const { program } = await import('../../packages/cli/src/program.ts');
  const { failure } = await import('../../packages/cli/src/failure.ts');
  printed.out = '';
  printed.error = '';
  const code = await program(args).catch(failure);
  return { code, stdout: printed.out, stderr: printed.error };
}

/** What `check --json` prints. */
export interface CheckJson {
  readonly version: number;
  readonly problem?: string;
  readonly files: readonly {
    readonly path: string;
    readonly diagnostics: readonly JsonDiagnostic[];
    readonly checks: readonly CheckResult[];
    readonly scenarios: readonly unknown[];
  }[];
}

export async function checkJson(...args: readonly string[]): Promise<Ended & { readonly json: CheckJson; readonly checks: readonly CheckResult[] }> {
  const ended = await mmspec('check', ...args, '--json');
  const json = JSON.parse(ended.stdout) as CheckJson;
  return { ...ended, json, checks: json.files.flatMap((file) => file.checks) };
}

/** A folder for the files of one test, with these files in it. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mmspec-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** The path of a spec with this text. */
export function specWith(text: string | Uint8Array, name = 'spec.mmspec'): string {
  return join(folderWith({ [name]: text }), name);
}

export interface Spawned {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
}

export interface SpawnOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** Seconds of processor time after which the system kills it; default: as many as it likes. */
  readonly cpuMax?: number;
}

/** Starts the built command as a process; it is killed after `secondsMax`, which gives the code null. */
export function start(args: readonly string[], { cwd = root, env = {}, input = '', cpuMax }: SpawnOptions = {}, secondsMax = 60): Spawned {
  const call = [process.execPath, join(root, 'packages/cli/bin/mmspec.js'), ...args];
  const [command = '', ...words] = cpuMax === undefined ? call : ['sh', '-c', `ulimit -t ${cpuMax}; exec "$0" "$@"`, ...call];
  const child = spawn(command, words, { cwd, env: { PATH: process.env['PATH'], ...env } });
  const timer = setTimeout(() => child.kill('SIGKILL'), secondsMax * 1000);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined).end(input);
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
  return { child, ended };
}

/** Runs the built command to its end. */
export async function run(args: readonly string[], options: SpawnOptions = {}, secondsMax = 60): Promise<Ended> {
  return start(args, options, secondsMax).ended;
}
