import { disk, runInThread } from '@mmspec/language-server';
import * as vscode from 'vscode';
import { LanguageClient, TransportKind, type Executable, type NodeModule, type ServerOptions } from 'vscode-languageclient/node';
import { commandForTerminals, commandTasks } from './command.ts';
import { debugAdapter } from './debug_adapter.ts';
import { clientOptions, needRestart, startSession } from './session.ts';

let client: LanguageClient | null = null;

/** Starts the server as a process, and offers what only a machine can: tasks, and the command in terminals. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('mmspec', { log: true });
  client = new LanguageClient('mmspec', 'mmspec', serverOptions(context), clientOptions(output));
  commandForTerminals(context);
  context.subscriptions.push(output, debugAdapter(disk, runInThread(context.asAbsolutePath('dist/check_thread.js'))), commandTasks(context));
  startSession(context, client, output, ['mmspec.server.path', ...needRestart]);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

/** Read anew at each start. */
function serverOptions(context: vscode.ExtensionContext): ServerOptions {
  const own = { module: context.asAbsolutePath('dist/server.js'), transport: TransportKind.ipc };
  const current = (): Executable | NodeModule => {
    const path = vscode.workspace.getConfiguration('mmspec').get<string>('server.path', '');
    return path !== '' && vscode.workspace.isTrusted ? { command: path, args: ['lsp', '--stdio'] } : own;
  };
  return {
    get run() {
      return current();
    },
    get debug() {
      return current();
    },
  } as ServerOptions;
}
