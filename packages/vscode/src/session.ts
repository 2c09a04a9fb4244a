import type { Ran } from '@mmspec/language-server';
import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { checkAll } from './check_all.ts';
import { readForServer } from './client_reads.ts';
import { comparisons } from './comparisons.ts';
import { neededServer } from './needed.ts';
import { runChecks, type Shown } from './run_checks.ts';
import { auditFile, compareWith, suggestFor } from './questions.ts';
import { showReferences } from './references.ts';
import { runStatus } from './run_status.ts';
import { serverSettings } from './settings.ts';
import type { ShownChecks } from './shown_checks.ts';
import { discoverTests } from './test_discovery.ts';
import { testExplorer } from './test_explorer.ts';
import { traceViews } from './trace_view.ts';

/*
 * What the extension does wherever it runs, on a machine or in a browser.
 */

/** Settings that the server reads when it starts. */
export const needRestart: readonly string[] = ['mmspec.linkedEditing', 'mmspec.diagnostics.workspace'];

export function clientOptions(outputChannel: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    // Other texts may have blocks of specs.
    documentSelector: [{ language: 'mmspec' }, { language: 'markdown' }, { language: 'diff' }, { pattern: '**/*.{eml,mbox,patch,diff}' }],
    outputChannel,
    initializationOptions: () => serverSettings(),
  };
}

/** Offers what the palette, lenses and tests need, and starts the server once there is something for it. `again`: settings that the server reads only when it starts. */
export function startSession(
  { subscriptions }: vscode.ExtensionContext,
  client: BaseLanguageClient,
  output: vscode.LogOutputChannel,
  again: readonly string[],
): void {
  const status = runStatus();
  const run = (uri: string, names: readonly string[] | null, shown?: Shown): Promise<Ran | null> => runChecks(client, status, uri, names, shown);
  const traces = traceViews(client, (uri, name) => run(uri, [name]));
  const open = ({ uri, name }: Named): Promise<void> => traces.open(uri, name);
  const tests = testExplorer(run);
  const compared = comparisons();
  client.onNotification('mmspec/shown', (told: ShownChecks) => {
    tests.show(told);
    traces.show(told);
    status.show(told);
  });
  const command = (name: string, action: (...given: readonly unknown[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`mmspec.${name}`, action);
  const restart = async (): Promise<void> => {
    await client.stop();
    await client.start();
  };
  subscriptions.push(
    status,
    readForServer(client),
    tests,
    traces,
    compared,
    command('run', (argument) => (isCall(argument) ? run(argument.uri, argument.names) : undefined)),
    command('checkFile', () => withDocument((document) => run(document.uri.toString(), null))),
    command('checkAll', () => checkAll(client)),
    command('openTrace', (argument) =>
      isNamed(argument)
        ? open(argument)
        : withDocument(async (document) => {
            const name = await chooseCheck(client, document);
            if (name !== undefined) await open({ uri: document.uri.toString(), name });
          }),
    ),
    command('audit', () => withDocument((document) => auditFile(client, document.uri.toString()))),
    command('suggest', (argument) =>
      isCall(argument) ? suggestFor(client, argument.uri, argument.names) : withDocument((document) => suggestFor(client, document.uri.toString(), null)),
    ),
    command('compare', () => withDocument((document) => compareWith(client, compared, document.uri))),
    command('showReferences', (uri, position, locations) => showReferences(client, uri, position, locations)),
    command('restartServer', restart),
    command('showOutput', () => output.show()),
    command('newSpec', newSpec),
    vscode.workspace.registerTextDocumentContentProvider('mmspec-library', {
      provideTextDocumentContent: (uri) => client.sendRequest<string | null>('mmspec/text', { uri: uri.toString() }),
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (again.some((name) => event.affectsConfiguration(name))) void restart();
      else if (event.affectsConfiguration('mmspec')) sendSettings(client);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => sendSettings(client)),
  );
  void neededServer(subscriptions)
    .then(() => client.start())
    .then(() => void subscriptions.push(discoverTests(tests, client)));
}

function sendSettings(active: BaseLanguageClient): void {
  void active.sendNotification('workspace/didChangeConfiguration', { settings: { mmspec: serverSettings() } });
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

async function chooseCheck(active: BaseLanguageClient, document: vscode.TextDocument): Promise<string | undefined> {
  const checks = await active.sendRequest<readonly { readonly name: string; readonly kind: string }[]>('mmspec/checks', { uri: document.uri.toString() });
  const items = checks.map(({ name, kind }) => ({ label: name, description: kind }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'The check or scenario whose trace to open; it is run if it was not yet' }))?.label;
}

async function newSpec(): Promise<void> {
  const content =
    'module race\n\nshared users: 0..2 = 0\n\nactor cpu[2] {\n  load:  let old = users\n  store: users = old + 1\n}\n\n/// No update is lost.\ninvariant counted: cpu[0] at done and cpu[1] at done implies users == 2\n\ncheck as_written { } expect violates counted within 4\n';
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'mmspec', content }));
}
