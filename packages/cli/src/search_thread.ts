import { parentPort } from 'node:worker_threads';
import { searchPartition, type PartitionTask } from '@mmspec/checker';

/*
 * A thread that searches one partition of the states, and ends.
 */

parentPort?.once('message', (task: PartitionTask) => parentPort?.postMessage(searchPartition(task)));
