import type { RunOptions } from './run_systems.ts';

/** How far each search may go, who may end it, and who is told of what takes long. */
export type SearchLimits = Pick<RunOptions, 'statesMax' | 'memoryMax' | 'timeMax' | 'signal' | 'onPause' | 'onCompile'>;

/** The limits among the options of a question. */
export function limitsOf({ statesMax, memoryMax, timeMax, signal, onPause, onCompile }: SearchLimits): SearchLimits {
  return { statesMax, memoryMax, timeMax, signal, onPause, onCompile };
}
