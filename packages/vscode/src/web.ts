import { nowhere, runInWorker } from '@mmspec/language-server';
import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient, type MessageTransports } from 'vscode-languageclient/browser';
import { debugAdapter } from './debug_adapter.ts';
import { clientOptions, needRestart, startSession } from './session.ts';
import { beginWorker, checksName } from './web_workers.ts';

let client: LanguageClient | null = null;

/** Starts the server in a web worker. Its checks run in others. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('mmspec', { log: true });
  const script = await scriptOf(vscode.Uri.joinPath(context.extensionUri, 'dist/web_server.js'));
  const server = serverIn(script);
  client = new LanguageClient('mmspec', 'mmspec', () => Promise.resolve(server.begin()), clientOptions(output));
  const run = runInWorker(() => beginWorker(script, checksName));
  context.subscriptions.push(output, server, debugAdapter(nowhere, run));
  startSession(context, client, output, needRestart);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

/** A server in a worker of its own; where it begins again, the worker before it ends. */
function serverIn(script: string): { readonly begin: () => MessageTransports; readonly dispose: () => void } {
  let end = (): void => undefined;
  return {
    begin() {
      end();
      const worker = beginWorker(script, 'mmspec');
      end = () => worker.terminate();
      // The type is that of the worker of a page.
      const port = worker as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
      return { reader: new BrowserMessageReader(port), writer: new BrowserMessageWriter(port) };
    },
    dispose: () => end(),
  };
}

/** What a worker can begin with: where the extension is on another machine, its text. */
async function scriptOf(uri: vscode.Uri): Promise<string> {
  if (uri.scheme !== 'vscode-remote') return uri.toString(true);
  const text = await vscode.workspace.fs.readFile(uri);
  return URL.createObjectURL(new Blob([text as Uint8Array<ArrayBuffer>], { type: 'text/javascript' }));
}
