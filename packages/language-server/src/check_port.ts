import type { Workers } from '@mmspec/analysis';
import type { CheckResult, ScenarioResult } from '@mmspec/system';
import { runnerWith, type CheckWork, type Runner } from './check_work.ts';
import type { RunResult } from './run.ts';

/*
 * Checks in a thread of their own, so that the server answers while a long one runs; of Node, or of a browser.
 */

/** What such a thread begins with, and that it is to end. */
export type ToChecks = { readonly kind: 'begin'; readonly work: CheckWork } | { readonly kind: 'cancel' };

export type FromChecks =
  | { readonly kind: 'result'; readonly result: CheckResult }
  | { readonly kind: 'scenario'; readonly result: ScenarioResult }
  | { readonly kind: 'progress'; readonly check: string; readonly states: number }
  | { readonly kind: 'done'; readonly run: RunResult }
  | { readonly kind: 'failed'; readonly why: string };

/** A thread, as the server has it. */
export interface CheckPort {
  readonly post: (message: ToChecks) => void;
  /** `onEnd` gets why it ended. */
  readonly listen: (onMessage: (message: FromChecks) => void, onEnd: (why: string) => void) => void;
  readonly end: () => void;
}

/** Milliseconds that a thread has to end by itself once it is told to. */
const patience = 2000;

export const faultOf = (why: string): string => `The checks ended with a fault: ${why}`;

/** Runs checks in threads that `start` begins. */
export function runOver(start: () => CheckPort): Runner {
  return (work, signal, listener) =>
    new Promise((resolve) => {
      const results: CheckResult[] = [];
      const scenarios: ScenarioResult[] = [];
      const port = start();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const end = (run: RunResult): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
        port.end();
        resolve(run);
      };
      const cancel = (): void => {
        port.post({ kind: 'cancel' });
        timer = setTimeout(() => end({ results, scenarios, why: '' }), patience);
      };
      port.listen(
        (message) => {
          if (message.kind === 'done') end(message.run);
          else if (message.kind === 'failed') end({ results, scenarios, why: faultOf(message.why) });
          else if (message.kind === 'progress') listener.onProgress(message.check, message.states);
          else if (message.kind === 'scenario') {
            scenarios.push(message.result);
            listener.onScenario?.(message.result);
          } else {
            results.push(message.result);
            listener.onResult(message.result);
          }
        },
        (why) => end({ results, scenarios, why }),
      );
      port.post({ kind: 'begin', work });
      if (signal.aborted) cancel();
      else signal.addEventListener('abort', cancel);
    });
}

/** In such a thread: does the work that it is told, and tells what it finds. The answer takes each message. */
export function checksOver(tell: (message: FromChecks) => void, spawn: Workers['spawn'] | null): (message: ToChecks) => void {
  const controller = new AbortController();
  return (message) => {
    if (message.kind === 'cancel') return controller.abort();
    void runnerWith(spawn)(message.work, controller.signal, {
      onResult: (result) => tell({ kind: 'result', result }),
      onScenario: (result) => tell({ kind: 'scenario', result }),
      onProgress: (check, states) => tell({ kind: 'progress', check, states }),
    }).then(
      (run) => tell({ kind: 'done', run }),
      (error: unknown) => tell({ kind: 'failed', why: error instanceof Error ? error.message : String(error) }),
    );
  };
}
