import { diagnosticsOf } from '@mmspec/ide';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import { toDiagnostic } from './convert.ts';
import { faultText, messageOf, pleaseReport } from './faults.ts';
import { verdictDiagnostics } from './verdict_diagnostics.ts';
import type { Server } from './state.ts';

/** More diagnostics of one file help nobody. */
const diagnosticsMax = 1000;

/** An import that leads nowhere: not said where nobody can look. */
const missingModule = 'MM0201';

/** Tells the client what is wrong with the present text of an open document, with its version; a fault of ours in looking at it too. */
export function publish(server: Server, uri: string): void {
  const { connection, documents } = server;
  const { paths } = server.workspace;
  const document = documents.get(uri) ?? documents.all().find((each) => paths.pathOf(each.uri) === paths.pathOf(uri));
  if (document === undefined) return;
  const said = saidOf(server, uri);
  if (said !== null) void connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics: said.slice(0, diagnosticsMax) });
}

function saidOf(server: Server, uri: string): Diagnostic[] | null {
  try {
    const { workspace } = server;
    const path = workspace.paths.pathOf(uri);
    const snapshot = workspace.snapshot(path);
    if (snapshot === null) return null;
    const sure = diagnosticsOf(snapshot).filter(({ code }) => code !== missingModule || !workspace.isUnsure(path));
    return [...sure.map((diagnostic) => toDiagnostic(workspace, snapshot, diagnostic)), ...verdictDiagnostics(server, snapshot)];
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
