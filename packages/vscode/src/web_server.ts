import { messageOrder, nowhere, runInWorker, serve, serveChecksInWorker, type WorkerScope } from '@mmspec/language-server';
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { beginWorker, checksName } from './web_workers.ts';

/*
 * The script of web workers: the server, and the checks that it starts.
 */

/** The worker of this script. */
declare const self: WorkerScope & { readonly name: string; readonly location: { readonly href: string } };

// Some hosts put a name of their own in front.
if (self.name.endsWith(checksName)) serveChecksInWorker(self);
else {
  const port = self as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
  const connection = createConnection(new BrowserMessageReader(port), new BrowserMessageWriter(port), messageOrder());
  const run = runInWorker(() => beginWorker(self.location.href, checksName));
  serve(connection, { ...nowhere, run });
  connection.listen();
}
