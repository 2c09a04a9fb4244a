import {
  debugSession,
  debugTexts,
  expressionAt,
  LaunchedTexts,
  type DebugMessage,
  type DebugRequest,
  type DebugSession,
  type Host,
  type Runner,
} from '@mmspec/language-server';
import * as vscode from 'vscode';
import { readText } from './client_reads.ts';
import { pathOf } from './paths.ts';
import { searchSettings } from './settings.ts';

/** Lets a spec be stepped: the adapter runs in the extension, on a machine or in a browser, with its files and its way to search. */
export function debugAdapter(files: Host, run: Runner): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider('mmspec', {
      resolveDebugConfiguration(_, configuration) {
        const document = vscode.window.activeTextEditor?.document;
        if (configuration.type !== undefined && configuration.type !== '') return configuration;
        return document?.languageId === 'mmspec' ? { type: 'mmspec', request: 'launch', name: 'Step this spec', program: pathOf(document.uri) } : undefined;
      },
      resolveDebugConfigurationWithSubstitutedVariables: (folder, configuration) => withPlaces(folder?.uri, configuration),
    }),
    vscode.languages.registerEvaluatableExpressionProvider('mmspec', {
      provideEvaluatableExpression: (document, position) => {
        const found = expressionAt(document.getText(), document.offsetAt(position));
        return found === null
          ? undefined
          : new vscode.EvaluatableExpression(new vscode.Range(document.positionAt(found.start), document.positionAt(found.end)));
      },
    }),
    vscode.debug.registerDebugAdapterDescriptorFactory('mmspec', {
      createDebugAdapterDescriptor: () => (vscode.workspace.isTrusted ? new vscode.DebugAdapterInlineImplementation(new InlineAdapter(files, run)) : undefined),
    }),
  );
}

/** The variables of a launch stand for paths, also where the folder is on no disk: there they are made URIs. */
function withPlaces(folder: vscode.Uri | undefined, configuration: vscode.DebugConfiguration): vscode.DebugConfiguration {
  const root = folder ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  if (root === undefined || root.scheme === 'file') return configuration;
  const isPath = (value: unknown): value is string => typeof value === 'string' && /^\/[^\r\n]*$/u.test(value);
  const placed = Object.entries(configuration).map(([name, value]) => [
    name,
    (name === 'program' || name === 'scenario') && isPath(value) ? pathOf(root.with({ path: value })) : value,
  ]);
  return Object.fromEntries(placed) as vscode.DebugConfiguration;
}

/** Guards the numbering of what is sent, and tells the session which of its texts have changed. */
class InlineAdapter implements vscode.DebugAdapter {
  private readonly texts = new LaunchedTexts();
  private readonly watching: vscode.Disposable;
  private readonly sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  private readonly session: DebugSession;
  private count = 0;
  readonly onDidSendMessage: vscode.Event<vscode.DebugProtocolMessage> = this.sent.event;

  constructor(files: Host, run: Runner) {
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => pathOf(uri));
    const host = { ...this.texts.noting(debugTexts(files, folders, openTexts(), readText)), run, ...searchSettings() };
    this.session = debugSession(host, (message) => this.send(message));
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.mmspec');
    const look = (uri: vscode.Uri): void => void this.look(uri);
    this.watching = vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(look),
      watcher.onDidChange(look),
      watcher.onDidDelete(look),
      vscode.workspace.onDidChangeTextDocument(({ document }) => look(document.uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => look(uri)),
    );
  }

  /** Looks at a text that may have changed. */
  private async look(uri: vscode.Uri): Promise<void> {
    const path = pathOf(uri);
    if (!this.texts.has(path)) return;
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString() && !document.isClosed);
    const read = async (): Promise<string | null> => new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const text = open === undefined ? await read().catch(() => null) : open.getText();
    for (const message of this.texts.setNow(path, text)) this.send(message);
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    const request = message as DebugRequest;
    const own = this.texts.answer(request);
    if (own !== null) return this.send(own);
    // A fault of mmspec's own ends the request, not the session.
    const failed = (error: unknown): DebugMessage[] => [
      {
        type: 'response',
        request_seq: request.seq,
        command: request.command,
        success: false,
        message: `mmspec failed: ${error instanceof Error ? error.message : String(error)}`,
      },
    ];
    void this.session
      .handle(request)
      .catch(failed)
      .then((answers) => answers.forEach((answer) => this.send(answer)));
  }

  private send(message: DebugMessage): void {
    this.sent.fire({ ...this.texts.seen(message), seq: ++this.count } as vscode.DebugProtocolMessage);
  }

  dispose(): void {
    this.watching.dispose();
    this.sent.dispose();
  }
}

/** What stands in the editors now, saved or not. */
function openTexts(): { readonly path: string; readonly text: string }[] {
  return vscode.workspace.textDocuments.map((document) => ({ path: pathOf(document.uri), text: document.getText() }));
}
