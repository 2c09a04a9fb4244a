import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { SearcherReport, Workers } from '@mmspec/checker';

/** Built by `npm run build`. */
const program = fileURLToPath(new URL('../../packages/cli/dist/bundle/search_thread.js', import.meta.url));

const idle: Worker[] = [];

/** Threads for searches from their first level on; one that has done its task takes the next. */
export function threads(count: number): Workers {
  return threadsOf(
    count,
    () => idle.pop() ?? new Worker(program),
    (worker) => void idle.push(worker),
  );
}

/** Threads that run another program, each for one task. */
export function threadsFrom(file: string): (count: number) => Workers {
  return (count) =>
    threadsOf(
      count,
      () => new Worker(file),
      (worker) => void worker.terminate(),
    );
}

function threadsOf(count: number, begin: () => Worker, end: (worker: Worker) => void): Workers {
  return {
    count,
    from: 1,
    spawn: () => {
      const worker = begin();
      worker.removeAllListeners();
      const answer = new Promise<SearcherReport>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
      });
      return { post: (task) => worker.postMessage(task), answer, end: () => end(worker) };
    },
  };
}

/** Ends all threads. */
export async function endThreads(): Promise<void> {
  await Promise.all(idle.splice(0).map((worker) => worker.terminate()));
}
