import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { expect, test } from 'vitest';

/*
 * `mmspec lsp --stdio` as a process, from the built command line.
 */

test('mmspec lsp --stdio answers, and ends as the protocol says', async () => {
  const main = fileURLToPath(new URL('../../packages/cli/bin/mmspec.js', import.meta.url));
  const child = spawn(process.execPath, [main, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.listen();
  const { capabilities } = await connection.sendRequest<{ readonly capabilities: { readonly hoverProvider: boolean } }>('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
  expect(capabilities.hoverProvider).toBe(true);
  await connection.sendNotification('initialized', {});
  const uri = 'untitled:a.mmspec';
  const said = new Promise<unknown>((resolve) => connection.onNotification('textDocument/publishDiagnostics', resolve));
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'mmspec', version: 1, text: 'module m\nactor a { x = 1 }\n' } });
  expect(JSON.stringify(await said)).toContain('`x`');
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
});
