import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cpuAfter } from '../cpu.ts';
import { root, type CheckJson } from './mmspec.ts';
import { endless } from './specs.ts';

/*
 * Every command against SIGINT and SIGTERM in each of its phases. Reading, analysing and writing are ended by the system at
 * once; so is compiling where it takes long, while searches and short compiling end with what was found. Nothing is left behind.
 */

const held = join(root, 'test/cli/held.js');
const spec = `module m\nimport kernel.folio\nobject Folio { refcount: ref = 1 }\nshared f: Folio\nshared n: 0..3 = 0\nactor a { set: n = 1 }\ncheck c { }\nscenario s { a.set }\n`;
const circle =
  'module circle\nshared x: 0..9[cpu] = 0\nactor cpu[5] { loop { x[self] = (x[self] + 1) % 10 } }\ntemporal again: always eventually (forall c in cpu: x[c] == 0) under fair\ncheck c { }\n';

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  /** CPU time from the signal on. */
  readonly spent: number;
  /** Names in the folder, before and after. */
  readonly files: readonly [readonly string[], readonly string[]];
}

/** Starts the command with a phase held, or told of, and sends the signal once standard error says so for the `time`th time. */
async function interrupted(
  kind: 'hold' | 'tell',
  phase: string,
  args: readonly string[],
  signal: NodeJS.Signals,
  { time = 1, says = `${phase} begins`, input = '' } = {},
): Promise<Ended> {
  const cwd = mkdtempSync(join(tmpdir(), 'mmspec-signals-'));
  const texts = { 'a.mmspec': spec, 'b.mmspec': spec, 'circle.mmspec': circle, 'endless.mmspec': `${endless}check c { }\n` };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(cwd, name), text);
  const before = readdirSync(cwd);
  const child = spawn(process.execPath, [held, kind, phase, ...args], { cwd, env: { PATH: process.env['PATH'], HOME: cwd } });
  const timer = setTimeout(() => child.kill('SIGKILL'), 25_000);
  let [stdout, stderr] = ['', ''];
  const after: { spent?: Promise<number> } = {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (after.spent === undefined && stderr.split(says).length > time) after.spent = cpuAfter(child, signal);
  });
  child.stdin.write(input);
  const [code, by] = await new Promise<readonly [number | null, NodeJS.Signals | null]>((resolve) => child.once('close', (...ended) => resolve(ended)));
  clearTimeout(timer);
  expect(after.spent, stderr).toBeDefined();
  const left = readdirSync(cwd);
  rmSync(cwd, { recursive: true });
  return { code, signal: by, stdout, spent: (await after.spent) ?? 0, files: [before, left] };
}

/** It is over before it takes another second of CPU time, as it is told, and the folder is as it was. */
function expectEnd({ spent, files: [before, after], ...ended }: Ended, expected: Partial<Ended>): void {
  expect(ended).toMatchObject(expected);
  expect(spent).toBeLessThan(1);
  expect(after).toEqual(before);
}

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  test.concurrent.each<[string, readonly string[]]>([
    ['read', ['check', 'a.mmspec']],
    ['analyse', ['check', 'a.mmspec']],
    ['report', ['check', 'a.mmspec']],
    ['read', ['compile', 'a.mmspec', '-o', 'out']],
    ['analyse', ['compile', 'a.mmspec', '-o', 'out']],
    ['lower', ['compile', 'a.mmspec', '-o', 'out']],
    ['module', ['compile', 'a.mmspec', '-o', 'out']],
    ['read', ['scenario', 'a.mmspec']],
    ['analyse', ['scenario', 'a.mmspec']],
    ['report', ['scenario', 'a.mmspec']],
    ['read', ['refs', 'a.mmspec']],
    ['analyse', ['refs', 'a.mmspec']],
    ['ledger', ['refs', 'a.mmspec']],
    ['open', ['fmt', 'a.mmspec']],
    ['format', ['fmt', 'a.mmspec']],
    ['read', ['dump', 'a.mmspec', '--stage', 'tree']],
    ['analyse', ['dump', 'a.mmspec', '--stage', 'model']],
    ['lower', ['dump', 'a.mmspec', '--stage', 'ir']],
    ['emit', ['dump', 'a.mmspec', '--stage', 'ts']],
    ['explain', ['explain', 'MM0203']],
    ['init', ['init', 'new']],
  ])('ends the phase %s of %j at once', async (phase, args) => {
    expectEnd(await interrupted('hold', phase, args, signal), { code: null, signal });
  });

  test.concurrent.each(['lower', 'emit'])('is heard where compiling begins to take long (%s)', async (phase) => {
    const ended = await interrupted('hold', phase, ['check', 'a.mmspec', '--json'], signal);
    expectEnd(ended, { code: 3, signal: null });
    expect((JSON.parse(ended.stdout) as CheckJson).files[0]?.checks).toMatchObject([
      { name: 'c', verdict: 'unfinished', reason: 'it was cancelled', results: [{ verdict: 'unfinished' }] },
    ]);
  });

  test.concurrent.each<[string, string]>([
    ['lower', 'check'],
    ['emit', 'check'],
    ['lower', 'scenario'],
    ['emit', 'scenario'],
  ])('ends long compiling at once (%s of %s)', async (phase, command) => {
    expectEnd(await interrupted('hold', phase, [command, 'a.mmspec'], signal, { time: 2 }), { code: null, signal });
  });

  test.concurrent('ends a search with what was found', async () => {
    const ended = await interrupted('tell', 'search', ['check', 'endless.mmspec', '--json', '--progress', 'json'], signal, { says: '"states"' });
    expectEnd(ended, { code: 3, signal: null });
    expect((JSON.parse(ended.stdout) as CheckJson).files[0]?.checks).toMatchObject([{ verdict: 'violated', property: 'soon', reason: 'it was cancelled' }]);
  });

  test.concurrent('ends the judging of temporal properties with what was found', async () => {
    const ended = await interrupted('tell', 'temporal', ['check', 'circle.mmspec'], signal);
    expectEnd(ended, { code: 3, signal: null });
    expect(ended.stdout).toContain('unfinished');
  });

  test.concurrent('ends the language server, idle or not', async () => {
    const frame = (message: object): string => `Content-Length: ${JSON.stringify(message).length}\r\n\r\n${JSON.stringify(message)}`;
    const begin = [
      { jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } },
      { jsonrpc: '2.0', method: 'initialized', params: {} },
      { jsonrpc: '2.0', method: 'textDocument/didOpen', params: { textDocument: { uri: 'untitled:a', languageId: 'mmspec', version: 1, text: spec } } },
    ]
      .map(frame)
      .join('');
    for (const kind of ['hold', 'tell'] as const)
      expectEnd(await interrupted(kind, 'analyse', ['lsp', '--stdio'], signal, { input: begin }), { code: null, signal });
  });
});

test('what was found before is told, and nothing else is begun', async () => {
  const ended = await interrupted('hold', 'lower', ['check', 'a.mmspec', 'b.mmspec'], 'SIGTERM');
  expectEnd(ended, { code: 3 });
  expect(ended.stdout).toMatch(/^a\.mmspec\nUNFINISHED c .*\n +found: +unfinished\n +it was cancelled\n1 check: /u);
});
