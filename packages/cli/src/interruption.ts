import { exitCodes } from './exit_code.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Runs `work` with a signal that Ctrl-C raises: the search ends soon, with what was found. A second Ctrl-C ends at once. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.unfinished);
    controller.abort();
  };
  for (const signal of signals) process.on(signal, interrupt);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}
