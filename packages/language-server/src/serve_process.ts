import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures, type Connection } from 'vscode-languageserver/node';
import { runInThread } from './check_thread.ts';
import { disk } from './disk.ts';
import { faultText } from './faults.ts';
import { wholeFrames } from './frames.ts';
import { messageOrder } from './message_order.ts';
import { serve } from './server.ts';

/**
 * Serves the client of this process: `--stdio`, `--node-ipc` or `--socket` of its arguments says how.
 * Checks run in threads that begin with `checkThread`, where there is such a file, and else between requests.
 */
export function serveProcess(checkThread: string): void {
  // Little of what an edit makes is to be kept: young objects need no more room than they begin with, and the process stays half as large.
  setFlagsFromString('--semi-space-growth-factor=1');
  const connection = process.argv.includes('--stdio')
    ? createConnection(ProposedFeatures.all, process.stdin.pipe(wholeFrames()), process.stdout, messageOrder())
    : createConnection(ProposedFeatures.all, messageOrder());
  // Node would open a debugger.
  if (process.platform !== 'win32') process.on('SIGUSR1', () => undefined);
  survive(connection);
  serve(connection, existsSync(checkThread) ? { ...disk, run: runInThread(checkThread) } : disk);
  connection.listen();
}

/** What nobody has caught costs what it was about: the session goes on, in place of whatever the process would do otherwise. */
function survive(connection: Connection): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.removeAllListeners(event);
    process.on(event, (error: unknown) => connection.console.error(faultText(event, error)));
  }
}
