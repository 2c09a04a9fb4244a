import type { Ran } from '@mmspec/language-server';
import * as vscode from 'vscode';
import { LanguageClient, TransportKind, type Executable, type LanguageClientOptions, type NodeModule, type ServerOptions } from 'vscode-languageclient/node';
import { readForServer } from './client_reads.ts';
import { debugAdapter } from './debug_adapter.ts';
import { runChecks, type Shown } from './run_checks.ts';
import { runStatus } from './run_status.ts';
import { serverSettings } from './settings.ts';
import type { ShownChecks } from './shown_checks.ts';
import { testExplorer } from './test_explorer.ts';
import { traceViews } from './trace_view.ts';

let client: LanguageClient | null = null;

/** Settings that the server reads when it starts. */
const needRestart: readonly string[] = ['mmspec.server.path', 'mmspec.linkedEditing'];

/** Starts the server and offers what the palette, lenses, tests and tasks need. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('mmspec', { log: true });
  const status = runStatus();
  client = new LanguageClient('mmspec', 'mmspec', serverOptions(context), clientOptions(output));
  const active = client;
  const run = (uri: string, names: readonly string[] | null, shown?: Shown): Promise<Ran | null> => runChecks(active, status, uri, names, shown);
  const traces = traceViews(active, (uri, name) => run(uri, [name]));
  const open = ({ uri, name }: Named): Promise<void> => traces.open(uri, name);
  const tests = testExplorer(() => active, run);
  active.onNotification('mmspec/shown', (told: ShownChecks) => {
    tests.show(told);
    traces.show(told);
  });
  const command = (name: string, action: (argument?: unknown) => unknown): vscode.Disposable => vscode.commands.registerCommand(`mmspec.${name}`, action);
  context.subscriptions.push(
    output,
    status,
    readForServer(active),
    tests,
    traces,
    command('run', (argument) => (isCall(argument) ? run(argument.uri, argument.names) : undefined)),
    command('checkFile', () => withDocument((document) => run(document.uri.toString(), null))),
    command('checkAll', async () => {
      for (const uri of await vscode.workspace.findFiles('**/*.mmspec', '**/node_modules/**', 500)) if ((await run(uri.toString(), null)) === null) return;
    }),
    command('openTrace', (argument) =>
      isNamed(argument)
        ? open(argument)
        : withDocument(async (document) => {
            const name = await chooseCheck(active, document);
            if (name !== undefined) await open({ uri: document.uri.toString(), name });
          }),
    ),
    command('restartServer', () => active.restart()),
    command('showOutput', () => output.show()),
    command('newSpec', newSpec),
    vscode.workspace.registerTextDocumentContentProvider('mmspec-library', {
      provideTextDocumentContent: (uri) => active.sendRequest<string | null>('mmspec/text', { uri: uri.toString() }),
    }),
    debugAdapter(context.asAbsolutePath('dist/check_thread.js')),
    vscode.tasks.registerTaskProvider('mmspec', { provideTasks: tasks, resolveTask: ({ definition, scope }) => task(String(definition.path), scope) }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (needRestart.some((name) => event.affectsConfiguration(name))) void active.restart();
      else if (event.affectsConfiguration('mmspec')) sendSettings(active);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => sendSettings(active)),
  );
  await active.start();
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

function sendSettings(active: LanguageClient): void {
  void active.sendNotification('workspace/didChangeConfiguration', { settings: { mmspec: serverSettings() } });
}

function clientOptions(outputChannel: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: [{ language: 'mmspec' }],
    outputChannel,
    initializationOptions: () => serverSettings(),
  };
}

function isCall(value: unknown): value is { readonly uri: string; readonly names: readonly string[] | null } {
  return typeof value === 'object' && value !== null && 'uri' in value && 'names' in value;
}

interface Named {
  readonly uri: string;
  readonly name: string;
}

function isNamed(value: unknown): value is Named {
  return typeof value === 'object' && value !== null && 'uri' in value && 'name' in value;
}

function withDocument(action: (document: vscode.TextDocument) => unknown): unknown {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === 'mmspec') return action(document);
  return vscode.window.showInformationMessage('Open a .mmspec file first.');
}

async function chooseCheck(active: LanguageClient, document: vscode.TextDocument): Promise<string | undefined> {
  const checks = await active.sendRequest<readonly { readonly name: string; readonly kind: string }[]>('mmspec/checks', { uri: document.uri.toString() });
  const items = checks.map(({ name, kind }) => ({ label: name, description: kind }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'The check or scenario whose trace to open; it is run if it was not yet' }))?.label;
}

async function newSpec(): Promise<void> {
  const content =
    'module race\n\nshared users: 0..2 = 0\n\nactor cpu[2] {\n  load:  let old = users\n  store: users = old + 1\n}\n\n/// No update is lost.\ninvariant counted: cpu[0] at done and cpu[1] at done implies users == 2\n\ncheck as_written { } expect violates counted within 4\n';
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'mmspec', content }));
}

function task(path: string, scope: vscode.Task['scope']): vscode.Task {
  return new vscode.Task(
    { type: 'mmspec', path },
    scope ?? vscode.TaskScope.Workspace,
    `check ${path}`,
    'mmspec',
    new vscode.ShellExecution('mmspec', ['check', path]),
    '$mmspec',
  );
}

function tasks(): vscode.Task[] {
  return (vscode.workspace.workspaceFolders ?? []).map((folder) => task('.', folder));
}
