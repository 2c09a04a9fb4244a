import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  CancellationTokenSource,
  createProtocolConnection,
  ProgressType,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { expect, test } from 'vitest';

/*
 * `mmspec lsp --stdio` as a process, from the built command line.
 */

const uri = 'untitled:a.mmspec';

async function started(): Promise<{
  readonly connection: ProtocolConnection;
  readonly ended: Promise<number | null>;
  readonly capabilities: { readonly hoverProvider: boolean };
}> {
  const main = fileURLToPath(new URL('../../packages/cli/bin/mmspec.js', import.meta.url));
  const child = spawn(process.execPath, [main, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.listen();
  const { capabilities } = await connection.sendRequest<{ readonly capabilities: { readonly hoverProvider: boolean } }>('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
  });
  await connection.sendNotification('initialized', {});
  return { connection, ended, capabilities };
}

test('mmspec lsp --stdio answers, and ends as the protocol says', async () => {
  const { connection, ended, capabilities } = await started();
  expect(capabilities.hoverProvider).toBe(true);
  const said = new Promise<unknown>((resolve) => connection.onNotification('textDocument/publishDiagnostics', resolve));
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'mmspec', version: 1, text: 'module m\nactor a { x = 1 }\n' } });
  expect(JSON.stringify(await said)).toContain('`x`');
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
});

test('a long check runs beside the server: it tells how far it is, hovers are answered, and it can be cancelled', async () => {
  const { connection, ended } = await started();
  const counters = ['a', 'b', 'c', 'd'];
  const text = `module m\n${counters.map((name) => `shared n${name}: 0..400 = 0\nactor ${name} { loop { atomic { n${name} = (n${name} + 1) % 401 } } }\n`).join('')}check long { }\ncheck short of nothing { }\ninvariant nothing: na >= 0\n`;
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'mmspec', version: 1, text } });
  const told: string[] = [];
  const running = new Promise<void>((resolve) => {
    connection.onProgress(new ProgressType<{ readonly message?: string }>(), 'run', ({ message = '' }) => {
      told.push(message);
      if (/^long: [\d,]+ states$/u.test(message)) resolve();
    });
  });
  const stop = new CancellationTokenSource();
  let over = false;
  const ran = connection
    .sendRequest<{
      readonly results: readonly { readonly name: string; readonly verdict: string; readonly states: number }[];
      readonly why: string;
      readonly ended?: string;
    }>('workspace/executeCommand', { command: 'mmspec.server.run', arguments: [{ uri, names: ['long'] }], workDoneToken: 'run' }, stop.token)
    .finally(() => (over = true));
  await running;
  expect(JSON.stringify(await connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line: 1, character: 8 } }))).toContain(
    '0..400',
  );
  expect(over).toBe(false);
  stop.cancel();
  // What is not finished is no result.
  expect(await ran).toEqual({ results: [], scenarios: [], why: '', ended: 'cancelled' });
  expect(told.length).toBeGreaterThan(0);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
});

test('it ends with its client: an exit without a shutdown is a failure', async () => {
  const { connection, ended } = await started();
  await connection.sendNotification('exit');
  expect(await ended).toBe(1);
});
