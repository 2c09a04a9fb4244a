import { parentPort } from 'node:worker_threads';
import { searchTask, type SearcherTask } from '@mmspec/checker';

/*
 * A thread of a search, once for each task.
 */

parentPort?.on('message', (task: SearcherTask) => parentPort?.postMessage(searchTask(task)));
