import { existsSync } from 'node:fs';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { runInThread } from './check_thread.ts';
import { disk } from './disk.ts';
import { wholeFrames } from './frames.ts';
import { messageOrder } from './message_order.ts';
import { serve } from './server.ts';

/**
 * Serves the client of this process: `--stdio`, `--node-ipc` or `--socket` of its arguments says how.
 * Checks run in threads that begin with `checkThread`, where there is such a file, and else between requests.
 */
export function serveProcess(checkThread: string): void {
  const connection = process.argv.includes('--stdio')
    ? createConnection(ProposedFeatures.all, process.stdin.pipe(wholeFrames()), process.stdout, messageOrder())
    : createConnection(ProposedFeatures.all, messageOrder());
  serve(connection, existsSync(checkThread) ? { ...disk, run: runInThread(checkThread) } : disk);
  connection.listen();
}
