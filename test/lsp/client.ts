import { PassThrough } from 'node:stream';
import { messageOrder, serve, wholeFrames, type Host } from '@mmspec/language-server';
import { createConnection, createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import type { Diagnostic, InitializeResult, ProtocolConnection, ServerCapabilities, TextDocumentContentChangeEvent } from 'vscode-languageserver/node';

/*
 * An editor in miniature: it speaks the protocol over streams with a server in this process, and keeps its own copy of every text.
 */

export interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Client {
  readonly connection: ProtocolConnection;
  /** What the server says that it can do. */
  readonly capabilities: ServerCapabilities;
  readonly published: Published[];
  /** What the server asked to be refreshed. */
  readonly refreshed: string[];
  /** Waits for the next diagnostics, of whatever document. */
  readonly told: () => Promise<void>;
  /** Bytes as they are sent, for malformed messages. */
  readonly raw: (text: string) => void;
  readonly open: (uri: string, text: string) => Promise<void>;
  readonly change: (uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]) => Promise<void>;
  readonly ask: <T>(method: string, params: unknown) => Promise<T>;
  /** The latest diagnostics of that version. */
  readonly diagnostics: (uri: string, version: number) => Promise<readonly Diagnostic[]>;
  readonly stop: () => void;
}

export interface ClientOptions {
  readonly host?: Partial<Host>;
  readonly folders?: readonly string[];
  /** Beside those for the editor in miniature. */
  readonly workspace?: Record<string, unknown>;
  readonly textDocument?: Record<string, unknown>;
  /** Called before the session begins. */
  readonly before?: (connection: ProtocolConnection) => void;
}

export async function client(
  files: Readonly<Record<string, string>> = {},
  options: Record<string, unknown> = { delay: 0, lensCommands: true },
  more: ClientOptions = {},
): Promise<Client> {
  const up = new PassThrough();
  const down = new PassThrough();
  const host: Host = {
    read: (path) => files[path] ?? null,
    list: (folder) => Object.keys(files).filter((path) => path.startsWith(`${folder}/`)),
    ...more.host,
  };
  const served = createConnection(new StreamMessageReader(up.pipe(wholeFrames())), new StreamMessageWriter(down), messageOrder());
  serve(served, host);
  served.listen();
  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up), {
    error: () => undefined,
    warn: () => undefined,
    info: () => undefined,
    log: () => undefined,
  });
  const published: Published[] = [];
  const waiting: (() => void)[] = [];
  connection.onNotification('textDocument/publishDiagnostics', (params: Published) => {
    published.push(params);
    for (const wake of waiting.splice(0)) wake();
  });
  const refreshed: string[] = [];
  for (const what of ['inlayHint', 'codeLens']) connection.onRequest(`workspace/${what}/refresh`, () => void refreshed.push(what));
  more.before?.(connection);
  connection.listen();
  const { capabilities } = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: (more.folders ?? ['file:///w']).map((uri) => ({ uri, name: 'w' })),
    initializationOptions: options,
    capabilities: {
      textDocument: { completion: { completionItem: { snippetSupport: true } }, ...more.textDocument },
      workspace: {
        workspaceEdit: { documentChanges: true, resourceOperations: ['rename'] },
        inlayHint: { refreshSupport: true },
        codeLens: { refreshSupport: true },
        ...more.workspace,
      },
    },
  });
  await connection.sendNotification('initialized', {});
  const find = (uri: string, version: number): Published | undefined => published.findLast((each) => each.uri === uri && each.version === version);
  const told = (): Promise<void> => new Promise((wake) => void waiting.push(wake));
  return {
    connection,
    capabilities,
    published,
    refreshed,
    told,
    raw: (text) => void up.write(text),
    open: (uri, text) => connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'mmspec', version: 1, text } }),
    change: (uri, version, contentChanges) => connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges }),
    ask: (method, params) => connection.sendRequest(method, params),
    async diagnostics(uri, version) {
      for (;;) {
        const found = find(uri, version);
        if (found !== undefined) return found.diagnostics;
        await told();
      }
    },
    stop: () => connection.dispose(),
  };
}
