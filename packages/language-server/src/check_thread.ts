import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker, parentPort, workerData } from 'node:worker_threads';
import { checksOver, faultOf, runOver, type FromChecks, type ToChecks } from './check_port.ts';
import type { Runner } from './check_work.ts';
import { spawnSearch } from './search_threads.ts';

/*
 * Threads of Node for checks.
 */

/** What such a thread has from the beginning. */
interface Begin {
  /** The file that threads of its searches begin with; null: there are none. */
  readonly searchThread: string | null;
}

/** Runs checks in a thread that begins with the given file, which calls `serveChecks`; threads for searches begin with `search_thread.js` beside it. */
export function runInThread(file: string): Runner {
  const beside = join(dirname(file), 'search_thread.js');
  const searchThread = existsSync(beside) ? beside : null;
  return runOver(() => {
    const worker = new Worker(file, { workerData: { searchThread } satisfies Begin });
    return {
      post: (message) => worker.postMessage(message),
      listen(onMessage, onEnd) {
        worker.on('message', onMessage);
        worker.on('error', (error) => onEnd(faultOf(error.message)));
        worker.on('exit', () => onEnd('The checks ended before they were done.'));
      },
      end: () => void worker.terminate(),
    };
  });
}

/** In such a thread: does the work that it is told. */
export function serveChecks(): void {
  const port = parentPort;
  if (port === null) throw new Error('this file is a thread of the language server');
  const { searchThread } = workerData as Begin;
  const take = checksOver((message: FromChecks) => port.postMessage(message), searchThread === null ? null : spawnSearch(searchThread));
  port.on('message', (message: ToChecks) => take(message));
}
