import { Worker, parentPort } from 'node:worker_threads';
import { searchTask, type SearcherReport, type SearcherTask, type WorkerPort, type Workers } from '@mmspec/analysis';

/** Starts threads for searches that begin with the given file, which calls `serveSearch`. */
export function spawnSearch(file: string): Workers['spawn'] {
  return (): WorkerPort => {
    const worker = new Worker(file);
    const answer = new Promise<SearcherReport>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`it ended with code ${code}`)));
    });
    return { post: (task) => worker.postMessage(task), answer, end: () => void worker.terminate() };
  };
}

/** In such a thread: searches the one partition of the states that it is given. */
export function serveSearch(): void {
  parentPort?.once('message', (task: SearcherTask) => parentPort?.postMessage(searchTask(task)));
}
