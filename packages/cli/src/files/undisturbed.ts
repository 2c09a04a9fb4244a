const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs what must not be left half done. Signals that would end the process in the middle end it afterwards, in the next turn of the event loop. */
export function undisturbed<T>(action: () => T): T {
  const ends: (() => void)[] = [];
  for (const signal of signals) {
    if (process.listenerCount(signal) > 0) continue;
    let came = false;
    const note = (): void => void (came = true);
    process.on(signal, note);
    ends.push(() => {
      process.off(signal, note);
      if (came) process.kill(process.pid, signal);
    });
  }
  try {
    return action();
  } finally {
    // Signals are told between two turns of the event loop.
    if (ends.length > 0) setImmediate(() => ends.forEach((end) => end()));
  }
}
