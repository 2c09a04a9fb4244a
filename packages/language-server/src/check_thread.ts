import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker, parentPort, workerData } from 'node:worker_threads';
import type { CheckResult, ScenarioResult } from '@mmspec/system';
import { runnerWith, type CheckWork, type Runner } from './check_work.ts';
import type { RunResult } from './run.ts';
import { spawnSearch } from './search_threads.ts';

/*
 * Checks in a thread of their own, so that the server answers while a long one runs.
 */

type FromThread =
  | { readonly kind: 'result'; readonly result: CheckResult }
  | { readonly kind: 'scenario'; readonly result: ScenarioResult }
  | { readonly kind: 'progress'; readonly check: string; readonly states: number }
  | { readonly kind: 'done'; readonly run: RunResult };

/** What such a thread begins with. */
interface Begin {
  readonly work: CheckWork;
  /** The file that threads of its searches begin with; null: there are none. */
  readonly searchThread: string | null;
}

/** Milliseconds that a thread has to end by itself once it is told to. */
const patience = 2000;

/** Runs checks in a thread that begins with the given file, which calls `serveChecks`; threads for searches begin with `search_thread.js` beside it. */
export function runInThread(file: string): Runner {
  const beside = join(dirname(file), 'search_thread.js');
  const searchThread = existsSync(beside) ? beside : null;
  return (work, signal, listener) =>
    new Promise((resolve) => {
      const results: CheckResult[] = [];
      const scenarios: ScenarioResult[] = [];
      const worker = new Worker(file, { workerData: { work, searchThread } satisfies Begin });
      let timer: NodeJS.Timeout | undefined;
      const end = (run: RunResult): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
        void worker.terminate();
        resolve(run);
      };
      const cancel = (): void => {
        worker.postMessage('cancel');
        timer = setTimeout(() => end({ results, scenarios, why: '' }), patience);
      };
      worker.on('message', (message: FromThread) => {
        if (message.kind === 'done') end(message.run);
        else if (message.kind === 'progress') listener.onProgress(message.check, message.states);
        else if (message.kind === 'scenario') {
          scenarios.push(message.result);
          listener.onScenario?.(message.result);
        } else {
          results.push(message.result);
          listener.onResult(message.result);
        }
      });
      worker.on('error', (error) => end({ results, scenarios, why: `The checks ended with a fault: ${error.message}` }));
      worker.on('exit', () => end({ results, scenarios, why: 'The checks ended before they were done.' }));
      if (signal.aborted) cancel();
      else signal.addEventListener('abort', cancel);
    });
}

/** In such a thread: does the work that it was begun with. */
export async function serveChecks(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('this file is a thread of the language server');
  const tell = (message: FromThread): void => port.postMessage(message);
  const controller = new AbortController();
  port.on('message', () => controller.abort());
  const { work, searchThread } = workerData as Begin;
  const run = await runnerWith(searchThread === null ? null : spawnSearch(searchThread))(work, controller.signal, {
    onResult: (result) => tell({ kind: 'result', result }),
    onScenario: (result) => tell({ kind: 'scenario', result }),
    onProgress: (check, states) => tell({ kind: 'progress', check, states }),
  });
  tell({ kind: 'done', run });
}
