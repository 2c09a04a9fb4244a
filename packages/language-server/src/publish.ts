import { diagnosticsOf } from '@mmspec/ide';
import { toDiagnostic } from './convert.ts';
import { verdictDiagnostics } from './verdict_diagnostics.ts';
import { pathOfUri } from './paths.ts';
import type { Server } from './state.ts';

/** More diagnostics of one file help nobody. */
const diagnosticsMax = 1000;

/** Tells the client what is wrong with the present text of an open document, with its version. */
export function publish(server: Server, uri: string): void {
  const { connection, documents, workspace } = server;
  const document = documents.get(uri) ?? documents.all().find((each) => pathOfUri(each.uri) === pathOfUri(uri));
  const snapshot = document === undefined ? null : workspace.snapshot(pathOfUri(uri));
  if (document === undefined || snapshot === null) return;
  const said = [...diagnosticsOf(snapshot).map((diagnostic) => toDiagnostic(snapshot, diagnostic)), ...verdictDiagnostics(server, snapshot)];
  void connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics: said.slice(0, diagnosticsMax) });
}
