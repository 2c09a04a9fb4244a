import { exitCodes } from './exit_code.ts';

/** A signal that Ctrl-C raises: the search ends soon, with what was found. A second one ends at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.unfinished);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}
