import { parentPort } from 'node:worker_threads';
import { searchPartition, type PartitionTask } from '@mmspec/checker';

/*
 * A thread that searches one partition of the states, once for each task.
 */

parentPort?.on('message', (task: PartitionTask) => parentPort?.postMessage(searchPartition(task)));
