import { TextDocuments, type Connection, type InitializeParams, type InitializeResult } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { runHere } from './check_work.ts';
import { addDiagnosing, Diagnosing, diagnosticProvider } from './diagnosing.ts';
import { addCommands } from './commands.ts';
import { faultText } from './faults.ts';
import type { Host } from './host.ts';
import { addRefusals } from './message_order.ts';
import { closePage, isPage, openPage, tellPage } from './page_documents.ts';
import { publish } from './publish.ts';
import { KnownAnswers } from './questions/known.ts';
import { addQueries, capabilities } from './queries.ts';
import { isUnsaved, settingsDefault, type Server, type Settings } from './state.ts';
import { addVerdicts } from './verdicts.ts';
import { addWholeWorkspace } from './whole_workspace.ts';
import { abilitiesOf, useAbilities, watchFiles } from './watching.ts';
import { savedRuns } from './saved_runs.ts';
import { SavedTexts } from './saved_texts.ts';
import { tellShown, textsChanged } from './verdict_changes.ts';
import { KnownVerdicts } from './verdicts/known.ts';
import { Runs } from './verdicts/runs.ts';
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
    diagnosing: new Diagnosing(() => void connection.languages.diagnostics.refresh()),
    known: new KnownVerdicts(),
    answers: new KnownAnswers(),
    runs: new Runs(),
    saved: new SavedTexts(host),
    told: new Map(),
    publishSoon: () => undefined,
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
      textsChanged(server, null);
    });
  });
  const diagnostics = diagnosticProvider(params.capabilities, server.settings.workspaceDiagnostics);
  server.diagnosing.asks = diagnostics !== null;
  const own = { ...capabilities, linkedEditingRangeProvider: server.settings.linkedEditing };
  return { capabilities: diagnostics === null ? own : { ...own, diagnosticProvider: diagnostics }, serverInfo: { name: 'mmspec' } };
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
    stepHints: truth(known.stepHints, before.stepHints),
    auditHints: truth(known.auditHints, before.auditHints),
    linkedEditing: truth(known.linkedEditing, before.linkedEditing),
    kernelSources: typeof known.kernelSources === 'string' ? known.kernelSources : before.kernelSources,
    referenceLenses: truth(known.referenceLenses, before.referenceLenses),
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
    // Those of a browser hold nothing back.
    (timer as Partial<NodeJS.Timeout>).unref?.();
    timers.set(key, timer);
  };
  const look = (path: string): void => {
    publish(server, workspace.paths.uriOf(path));
    tellShown(server, path);
  };
  server.publishSoon = (path) => later(path, server.settings.delay, () => look(path));
  const runSaved = savedRuns(server);
  /** Open documents whose files were written, and that show something else. */
  const writtenByOthers = new Set<string>();

  const publishOpen = (): void => {
    for (const path of workspace.openPaths) server.publishSoon(path);
  };
  workspace.onStale = () => {
    later('stale', server.settings.delay, () => textsChanged(server, null));
    publishOpen();
  };

  documents.onDidOpen(({ document }) => {
    // From now on it is asked about, so it is not told any more.
    if (server.diagnosing.asks && server.diagnosing.wanted.has(workspace.paths.pathOf(document.uri)))
      void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
  documents.onDidChangeContent(({ document }) => {
    if (isPage(document)) {
      openPage(server, document);
      return later(document.uri, server.settings.delay, () => {
        if (!server.diagnosing.asks) publish(server, document.uri);
        tellPage(server, document.uri);
      });
    }
    const path = workspace.paths.pathOf(document.uri);
    const isNew = workspace.openText(path) === null;
    workspace.setOpen(path, document.getText());
    if (isNew) server.saved.setOpened(path, document.getText());
    textsChanged(server, isNew ? null : [path]);
    if (writtenByOthers.has(path) && !isUnsaved(server, path)) {
      writtenByOthers.delete(path);
      runSaved([path]);
    }
    later(path, server.settings.delay, () => {
      // A client that asks does so after each edit of its own.
      if (server.diagnosing.asks) server.diagnosing.wake();
      else publish(server, document.uri);
      tellShown(server, path);
    });
    later(`importers of ${path}`, importersDelay, () => {
      for (const other of workspace.importers(path)) look(other);
    });
  });
  documents.onDidClose(({ document }) => {
    const path = workspace.paths.pathOf(document.uri);
    clearTimeout(timers.get(path));
    if (isPage(document)) {
      closePage(server, document.uri);
      return void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    }
    workspace.setClosed(path);
    server.answers.forget(path);
    // A client that lists the checks of all files goes on to show what was found.
    if (!server.settings.lensCommands || workspace.file(path) === null) server.known.forget(path);
    textsChanged(server, null);
    if (server.diagnosing.wanted.has(path)) return publish(server, document.uri);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
  documents.onDidSave(({ document }) => {
    if (isPage(document)) return;
    const path = workspace.paths.pathOf(document.uri);
    writtenByOthers.delete(path);
    server.saved.setSaved(path, document.getText());
    textsChanged(server, [path]);
    runSaved([path]);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const changed = changes.map(({ uri }) => workspace.paths.pathOf(uri));
    const affected = new Set(changed.flatMap((path) => [path, ...workspace.dependents(path)]).filter((path) => server.diagnosing.wanted.has(path)));
    workspace.forget(changed);
    for (const path of changed) {
      server.saved.forget(path);
      if (server.told.has(path)) affected.add(path);
    }
    textsChanged(server, null);
    for (const path of affected) server.publishSoon(path);
    publishOpen();
    for (const path of changed) {
      // An editor that shows the new text says so after this.
      if (isUnsaved(server, path)) writtenByOthers.add(path);
      else runSaved([path]);
    }
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    const given: unknown = typeof settings === 'object' && settings !== null && 'mmspec' in settings ? settings.mmspec : settings;
    const before = server.settings;
    server.settings = settingsOf(given, before);
    const isHint = (['inlayHints', 'stepHints', 'auditHints'] as const).some((name) => server.settings[name] !== before[name]);
    if (server.inlayHintRefresh && isHint) connection.languages.inlayHint.refresh().catch(() => undefined);
    if (server.lensRefresh && server.settings.referenceLenses !== before.referenceLenses)
      connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
  });
}
