import { freemem } from 'node:os';

/** The limit without `--memory-max`: 60 % of the memory available at the start. */
export function defaultMemory(): number {
  const available = 'availableMemory' in process ? process.availableMemory() : freemem();
  return Math.floor(0.6 * available);
}

/** So much of the memory that one search may use is for the searches of all threads beside it. */
export const threadsMemory: number = 1 / 3;
