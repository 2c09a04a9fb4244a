import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SearcherReport, WorkerPort, Workers } from '@mmspec/checker';

/** Threads for the search: as many as wanted, and at most two for each core. */
export function searchThreads(wanted: number): Workers {
  return { count: Math.min(wanted, 2 * availableParallelism()), spawn };
}

function spawn(): WorkerPort {
  const worker = new Worker(new URL('./search_thread.js', import.meta.url));
  const answer = new Promise<SearcherReport>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`it ended with code ${code}`)));
  });
  return { post: (task) => worker.postMessage(task), answer, end: () => void worker.terminate() };
}
