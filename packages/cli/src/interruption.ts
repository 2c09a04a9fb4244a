import { exitCodes } from './exit_code.ts';
import { onBlocked } from './output.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * How a command meets Ctrl-C and SIGTERM. They end the process at once, as the system does it, unless somebody looks at `signal`:
 * the searches, which then end soon, with what was found. A second one ends it at once even so.
 */
export interface Interruption {
  readonly signal: AbortSignal;
  /** To be called by whoever lets the event loop have its turn and looks at `signal` then. */
  readonly listen: () => void;
  /** To be called before work in one piece, and where nobody reads what is written. */
  readonly letGo: () => void;
}

/** Lets a signal have its turn. */
export const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Runs work that may be interrupted. */
export async function interruptible<T>(work: (interruption: Interruption) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let isListening = false;
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.unfinished);
    controller.abort();
  };
  const listen = (): void => {
    if (isListening) return;
    isListening = true;
    for (const signal of signals) process.on(signal, interrupt);
  };
  const letGo = (): void => {
    if (!isListening) return;
    isListening = false;
    for (const signal of signals) process.off(signal, interrupt);
  };
  onBlocked(letGo);
  try {
    return await work({ signal: controller.signal, listen, letGo });
  } finally {
    letGo();
  }
}
