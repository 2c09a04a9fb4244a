import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { disk } from './disk.ts';
import { serve } from './server.ts';

/** Serves the client of this process: `--stdio`, `--node-ipc` or `--socket` of its arguments says how. */
export function serveProcess(): void {
  const connection = createConnection(ProposedFeatures.all);
  serve(connection, disk);
  connection.listen();
}
