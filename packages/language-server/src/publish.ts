import { diagnosticsOf } from '@mmspec/ide';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import { toDiagnostic } from './convert.ts';
import { faultText, messageOf, pleaseReport } from './faults.ts';
import { emptySnapshot, type Page } from './pages.ts';
import { verdictDiagnostics } from './verdict_diagnostics.ts';
import { documentAt, type Server } from './state.ts';

/** More diagnostics of one file help nobody. */
const diagnosticsMax = 1000;

/** An import that leads nowhere: not said where nobody can look. */
const missingModule = 'MM0201';

/**
 * Tells the client what is wrong with the present text of a file, with its version where it is open; a client that asks itself is told to ask again.
 * Of a file that is not open only where it was asked for.
 */
export function publish(server: Server, uri: string): void {
  const { connection, documents, diagnosing, workspace } = server;
  const own = workspace.paths.pathOf(uri);
  const path = workspace.pages.ofBlock(own)?.path ?? own;
  const document = documents.get(uri) ?? documentAt(server, path);
  if (document === undefined ? diagnosing.asksAll : diagnosing.asks) return diagnosing.askAgain();
  if (document === undefined && !diagnosing.wanted.has(path)) return;
  const said = diagnosticsFor(server, document?.uri ?? uri);
  if (said === null && document !== undefined) return;
  const version = document === undefined ? {} : { version: document.version };
  void connection.sendDiagnostics({ uri: document?.uri ?? uri, ...version, diagnostics: said ?? [] });
}

/** What is wrong with the present text of a file, a fault of ours in looking at it too; null where there is no such file. */
export function diagnosticsFor(server: Server, uri: string): Diagnostic[] | null {
  try {
    const { workspace } = server;
    const path = workspace.paths.pathOf(uri);
    const page = workspace.pages.get(path);
    if (page !== null) return pageDiagnostics(server, page);
    const snapshot = workspace.snapshot(path);
    if (snapshot === null) return null;
    const sure = diagnosticsOf(snapshot).filter(({ code }) => code !== missingModule || !workspace.isUnsure(path));
    const said = [...sure.map((diagnostic) => toDiagnostic(workspace, snapshot, diagnostic)), ...verdictDiagnostics(server, snapshot)];
    return said.slice(0, diagnosticsMax);
  } catch (error) {
    server.connection.console.error(faultText(uri, error));
    const start = { line: 0, character: 0 };
    return [
      {
        range: { start, end: start },
        severity: DiagnosticSeverity.Error,
        source: 'mmspec',
        message: `The analysis of this text failed: ${messageOf(error)}. ${pleaseReport}`,
      },
    ];
  }
}

/** What is wrong with the blocks of a page, and what is to be said of how they were read. */
function pageDiagnostics(server: Server, page: Page): Diagnostic[] {
  const { pages } = server.workspace;
  const ofBlocks = page.blocks.flatMap(({ path }) => diagnosticsFor(server, pages.blockUri(path) ?? page.uri) ?? []);
  const ofNotes = page.notes.map(({ file, diagnostic }) => toDiagnostic(server.workspace, emptySnapshot(page.path), diagnostic, file));
  return [...ofNotes, ...ofBlocks].slice(0, diagnosticsMax);
}
