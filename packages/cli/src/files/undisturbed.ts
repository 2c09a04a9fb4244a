const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs what must not be left half done. From then on a signal ends the process when the event loop has its turn, and not in the
 * middle of work in one piece; so this is for the last thing that a command does, or for one of many between which it waits a turn.
 * (A listener that is taken away again would take with it a signal that has come, and that nobody has been told of.)
 */
export function undisturbed<T>(action: () => T): T {
  for (const signal of signals) if (!process.listeners(signal).includes(endBy)) process.on(signal, endBy);
  return action();
}

/** What the system would have done, unless somebody else hears of the signal too. */
function endBy(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  process.off(signal, endBy);
  process.kill(process.pid, signal);
}
