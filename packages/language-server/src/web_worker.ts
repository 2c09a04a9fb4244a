import { checksOver, faultOf, runOver, type FromChecks, type ToChecks } from './check_port.ts';
import { runHere, type Runner } from './check_work.ts';

/*
 * Threads of a browser for checks: web workers, which begin with the script of the server.
 */

/** What is used of a web worker, by whoever has begun it. */
export interface WebWorker {
  onmessage: ((event: { readonly data: FromChecks }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
  readonly postMessage: (message: ToChecks) => void;
  readonly terminate: () => void;
}

/** What is used of one inside of it. */
export interface WorkerScope {
  readonly addEventListener: (type: 'message', action: (event: { readonly data: ToChecks }) => void) => void;
  readonly postMessage: (message: FromChecks) => void;
}

/** Runs checks in web workers, which call `serveChecksInWorker`; where none can be begun, in this thread. */
export function runInWorker(begin: () => WebWorker): Runner {
  return (work, signal, listener) => {
    let worker: WebWorker;
    try {
      worker = begin();
    } catch {
      return runHere(work, signal, listener);
    }
    return runOver(() => ({
      post: (message) => worker.postMessage(message),
      listen(onMessage, onEnd) {
        worker.onmessage = ({ data }) => onMessage(data);
        worker.onerror = ({ message = 'its worker could not begin' }) => onEnd(faultOf(message));
      },
      end: () => worker.terminate(),
    }))(work, signal, listener);
  };
}

/** In such a worker: does the work that it is told. */
export function serveChecksInWorker(scope: WorkerScope): void {
  const take = checksOver((message) => scope.postMessage(message), null);
  scope.addEventListener('message', ({ data }) => take(data));
}
