import type {
  CancellationToken,
  ClientCapabilities,
  Diagnostic,
  DiagnosticOptions,
  DocumentDiagnosticReport,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { diagnosticsFor } from './publish.ts';
import type { Server } from './state.ts';

/*
 * Diagnostics that the client asks for: of a document, of all files. A client that cannot be told to ask again is told instead.
 */

/** Milliseconds in which several changes are one reason to ask again. */
const pause = 30;

/** How a client learns what is wrong. Guards that it is told to ask again once for many changes. */
export class Diagnosing {
  /** It asks about open documents. */
  asks = false;
  /** It has asked about all files. */
  asksAll = false;
  /** Paths that it wants to know of though they are not open. */
  readonly wanted: Set<string> = new Set();
  private readonly waiting: Set<() => void> = new Set();
  private readonly refresh: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(refresh: () => void) {
    this.refresh = refresh;
  }

  /** Something may be wrong that was not, or the other way. */
  askAgain(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.wake();
      if (this.asks) this.refresh();
    }, pause);
  }

  /** The client knows of the change itself. */
  wake(): void {
    for (const wake of this.waiting) wake();
  }

  /** Until the next change, or the end of the request. */
  changed(token: CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.waiting.delete(wake);
        listening.dispose();
        resolve();
      };
      const listening = token.onCancellationRequested(wake);
      this.waiting.add(wake);
      if (token.isCancellationRequested) wake();
    });
  }
}

/** What the server offers to a client with these abilities; null where it is told what is wrong. `all`: it may ask about all files. */
export function diagnosticProvider({ textDocument, workspace }: ClientCapabilities, all: boolean): DiagnosticOptions | null {
  if (textDocument?.diagnostic === undefined || workspace?.diagnostics?.refreshSupport !== true) return null;
  return { identifier: 'mmspec', interFileDependencies: true, workspaceDiagnostics: all };
}

/** Answers the requests. */
export function addDiagnosing(server: Server): void {
  const { connection, workspace, documents, diagnosing } = server;
  /** By URI what was said last, and a number that is new whenever that is. */
  const said = new Map<string, { readonly text: string; readonly id: string }>();
  let count = 0;
  const idOf = (uri: string, items: readonly Diagnostic[]): string => {
    const text = JSON.stringify(items);
    const known = said.get(uri);
    if (known?.text === text) return known.id;
    said.set(uri, { text, id: String(++count) });
    return String(count);
  };
  const reportOf = (uri: string, previous: string | undefined): DocumentDiagnosticReport => {
    const items = diagnosticsFor(server, uri) ?? [];
    const resultId = idOf(uri, items);
    return resultId === previous ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items };
  };
  connection.languages.diagnostics.on(({ textDocument, previousResultId }) => reportOf(textDocument.uri, previousResultId));

  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, _, partial): Promise<WorkspaceDiagnosticReport> => {
    diagnosing.asksAll = true;
    const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    for (;;) {
      const uris = (await workspace.settledPaths()).map((path) => workspace.paths.uriOf(path));
      const gone = [...previous.keys()].filter((uri) => !uris.includes(uri));
      const items: WorkspaceDocumentDiagnosticReport[] = [];
      let isTold = false;
      for (const uri of [...uris, ...gone]) {
        const report = reportOf(uri, previous.get(uri));
        if (report.kind === 'full') items.push({ ...report, uri, version: documents.get(uri)?.version ?? null });
        // Others are answered between two files.
        await new Promise((resolve) => void setTimeout(resolve));
        if (token.isCancellationRequested) return { items };
        isTold ||= report.kind === 'full';
        if (report.kind === 'full') partial?.report({ items: items.splice(0) });
      }
      if (isTold) return { items };
      // The client has all of it: it is answered when that changes.
      await diagnosing.changed(token);
    }
  });
}
