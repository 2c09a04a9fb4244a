import { TextDocuments, type Connection, type InitializeParams, type InitializeResult } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { runHere } from './check_work.ts';
import { addDiagnosing, Diagnosing, diagnosticProvider } from './diagnosing.ts';
import { addCommands } from './commands.ts';
import { faultText } from './faults.ts';
import type { Host } from './host.ts';
import { addRefusals } from './message_order.ts';
import { publish } from './publish.ts';
import { addQueries, capabilities } from './queries.ts';
import { settingsDefault, type Server, type Settings } from './state.ts';
import { addVerdicts, runCommand } from './verdicts.ts';
import { addWholeWorkspace } from './whole_workspace.ts';
import { abilitiesOf, useAbilities, watchFiles } from './watching.ts';
import { Workspace } from './workspace.ts';

/** Milliseconds after the last keystroke until specs that import the file are looked at again. */
const importersDelay = 400;

/** Serves a connection until it ends; `listen` is left to the caller. */
export function serve(connection: Connection, host: Host): Server {
  const documents = new TextDocuments(TextDocument);
  const server: Server = {
    connection,
    documents,
    workspace: new Workspace(host),
    run: host.run ?? runHere,
    verdicts: new Map(),
    diagnosing: new Diagnosing(() => void connection.languages.diagnostics.refresh()),
    settings: settingsDefault,
    snippets: false,
    lensRefresh: false,
    inlayHintRefresh: false,
    renamesFiles: false,
  };
  connection.onInitialize((params) => initialize(server, host, params));
  addRefusals(connection);
  addDocuments(server);
  addQueries(server);
  addVerdicts(server);
  addCommands(server);
  addDiagnosing(server);
  addWholeWorkspace(server);
  connection.onRequest('mmspec/text', ({ uri }: { readonly uri: string }) => server.workspace.file(server.workspace.paths.pathOf(uri))?.text ?? null);
  connection.onRequest('mmspec/counts', () => ({ parses: server.workspace.parseCount, analyses: server.workspace.analysisCount }));
  documents.listen(connection);
  return server;
}

function initialize(server: Server, host: Host, params: InitializeParams): InitializeResult {
  const { workspace, connection } = server;
  useAbilities(server, host, abilitiesOf(params.initializationOptions));
  const folders = params.workspaceFolders ?? (typeof params.rootUri === 'string' ? [{ uri: params.rootUri, name: '' }] : []);
  for (const { uri } of folders) workspace.folders.add(workspace.paths.pathOf(uri));
  server.snippets = params.capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
  server.lensRefresh = params.capabilities.workspace?.codeLens?.refreshSupport === true;
  const edits = params.capabilities.workspace?.workspaceEdit;
  server.renamesFiles = edits?.documentChanges === true && edits.resourceOperations?.includes('rename') === true;
  server.inlayHintRefresh = params.capabilities.workspace?.inlayHint?.refreshSupport === true;
  server.settings = settingsOf(params.initializationOptions, settingsDefault);
  connection.onInitialized(() => {
    void watchFiles(server, params.capabilities);
    if (params.capabilities.workspace?.workspaceFolders !== true) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      for (const { uri } of added) workspace.folders.add(workspace.paths.pathOf(uri));
      for (const { uri } of removed) workspace.folders.delete(workspace.paths.pathOf(uri));
      workspace.forget([]);
    });
  });
  const diagnostics = diagnosticProvider(params.capabilities, server.settings.workspaceDiagnostics);
  server.diagnosing.asks = diagnostics !== null;
  return { capabilities: diagnostics === null ? capabilities : { ...capabilities, diagnosticProvider: diagnostics }, serverInfo: { name: 'mmspec' } };
}

/** What a client gave, as far as it has the right types; the rest stays as it was, for some clients tell nothing or a part. */
function settingsOf(given: unknown, before: Settings): Settings {
  if (typeof given !== 'object' || given === null) return before;
  const known = given as Partial<Record<keyof Settings, unknown>>;
  const number = (value: unknown, otherwise: number): number => (typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : otherwise);
  const truth = (value: unknown, otherwise: boolean): boolean => (typeof value === 'boolean' ? value : otherwise);
  return {
    saveBudget: number(known.saveBudget, before.saveBudget),
    memoryMax: known.memoryMax === null ? null : typeof known.memoryMax === 'number' && known.memoryMax > 0 ? known.memoryMax : before.memoryMax,
    workers: Math.floor(number(known.workers, before.workers)),
    delay: number(known.delay, before.delay),
    inlayHints: truth(known.inlayHints, before.inlayHints),
    lensCommands: truth(known.lensCommands, before.lensCommands),
    workspaceDiagnostics: truth(known.workspaceDiagnostics, before.workspaceDiagnostics),
  };
}

function addDocuments(server: Server): void {
  const { connection, documents, workspace } = server;
  const timers = new Map<string, NodeJS.Timeout>();
  const later = (key: string, delay: number, action: () => void): void => {
    clearTimeout(timers.get(key));
    const timer = setTimeout(() => {
      timers.delete(key);
      try {
        action();
      } catch (error) {
        connection.console.error(faultText(key, error));
      }
    }, delay);
    timer.unref();
    timers.set(key, timer);
  };
  const running = new Map<string, AbortController>();

  const publishOpen = (): void => {
    for (const path of workspace.openPaths) later(path, server.settings.delay, () => publish(server, workspace.paths.uriOf(path)));
  };
  workspace.onStale = publishOpen;

  documents.onDidOpen(({ document }) => {
    // From now on it is asked about, so it is not told any more.
    if (server.diagnosing.asks && server.diagnosing.wanted.has(workspace.paths.pathOf(document.uri)))
      void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
  documents.onDidChangeContent(({ document }) => {
    const path = workspace.paths.pathOf(document.uri);
    workspace.setOpen(path, document.getText());
    running.get(path)?.abort();
    // A client that asks does so after each edit of its own.
    later(path, server.settings.delay, () => (server.diagnosing.asks ? server.diagnosing.wake() : publish(server, document.uri)));
    later(`importers of ${path}`, importersDelay, () => {
      for (const other of workspace.importers(path)) publish(server, workspace.paths.uriOf(other));
    });
  });
  documents.onDidClose(({ document }) => {
    const path = workspace.paths.pathOf(document.uri);
    clearTimeout(timers.get(path));
    workspace.setClosed(path);
    if (server.diagnosing.wanted.has(path)) return publish(server, document.uri);
    server.verdicts.delete(path);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
  documents.onDidSave(({ document }) => {
    if (server.settings.saveBudget <= 0) return;
    const path = workspace.paths.pathOf(document.uri);
    running.get(path)?.abort();
    const controller = new AbortController();
    running.set(path, controller);
    const done = runCommand(server, { uri: document.uri, names: null, timeMax: server.settings.saveBudget }, controller.signal, null);
    done.catch((error: unknown) => connection.console.error(faultText(document.uri, error)));
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const changed = changes.map(({ uri }) => workspace.paths.pathOf(uri));
    const affected = new Set(changed.flatMap((path) => [path, ...workspace.dependents(path)]).filter((path) => server.diagnosing.wanted.has(path)));
    workspace.forget(changed);
    for (const path of affected) later(path, server.settings.delay, () => publish(server, workspace.paths.uriOf(path)));
    publishOpen();
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    const given: unknown = typeof settings === 'object' && settings !== null && 'mmspec' in settings ? settings.mmspec : settings;
    const before = server.settings;
    server.settings = settingsOf(given, before);
    if (server.inlayHintRefresh && server.settings.inlayHints !== before.inlayHints) connection.languages.inlayHint.refresh().catch(() => undefined);
  });
}
