import type { Workers } from '@mmspec/analysis';
import type { Snapshot } from '@mmspec/ide';
import { analyse, type Resolver } from '@mmspec/semantics';
import type { ScenarioResult } from '@mmspec/system';
import { run, type RunRequest, type RunResult } from './run.ts';
import { resolverOfTexts, textsOf, type RunTexts } from './run_texts.ts';
import type { ResultWithSteps } from './verdicts/steps_taken.ts';

/*
 * Running checks as work that can be handed to another thread: texts in, plain results out.
 */

export interface CheckWork {
  readonly texts: RunTexts;
  readonly request: RunRequest;
}

/** Called while checks run. */
export interface CheckListener {
  readonly onResult: (result: ResultWithSteps) => void;
  readonly onScenario?: (result: ScenarioResult) => void;
  /** States found so far by the check that runs. */
  readonly onProgress: (check: string, states: number) => void;
}

/** Does the work; it ends early, with what there is, once the signal says so. */
export type Runner = (work: CheckWork, signal: AbortSignal, listener: CheckListener) => Promise<RunResult>;

/** The work of running checks of a spec as it is now. */
export function workOf(spec: Pick<Snapshot, 'analysed' | 'main'>, resolve: Resolver, request: RunRequest): CheckWork {
  return { texts: textsOf(spec, resolve), request };
}

/** Runs the checks in this thread, their searches also in threads that are started for them. */
export function runnerWith(spawn: Workers['spawn'] | null): Runner {
  return ({ texts, request }, signal, listener) => {
    const analysed = analyse(texts.main, resolverOfTexts(texts));
    return run({ analysed, texts }, request, spawn, signal, listener);
  };
}

/** Runs the checks in this thread alone. */
export const runHere: Runner = runnerWith(null);
