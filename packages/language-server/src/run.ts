import { CompileError, LimitReached, readAndAsk, readDrawing, runAll, type RunOptions, type Workers } from '@mmspec/analysis';
import type { Analysed, Model } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import type { CheckResult, DrawingAnswer, ScenarioResult, TransitionSystem } from '@mmspec/system';
import type { CheckListener } from './check_work.ts';
import { answerTo, type Answered, type Question } from './questions/answer.ts';
import type { RunTexts } from './run_texts.ts';
import { messageOf, pleaseReport } from './faults.ts';
import { stepsTaken, type StepsTaken } from './verdicts/steps_taken.ts';

/** What running checks of a spec gave; `why` where they could not be run. */
export interface RunResult {
  readonly results: readonly CheckResult[];
  readonly scenarios: readonly ScenarioResult[];
  readonly why: string;
  /** What was found out about a drawing. */
  readonly drawing?: DrawingAnswer;
  /** The answer to a question about the whole spec. */
  readonly answer?: Answered;
}

export interface RunRequest {
  /** Names of checks, matrices and scenarios; null: all. */
  readonly names: readonly string[] | null;
  /** Judge these properties only, until all of them are decided, and run no scenarios. */
  readonly properties?: readonly string[];
  /** A race diagram to ask about, in place of everything else; `check`: under the settings of this one. */
  readonly diagram?: { readonly text: string; readonly check: string | null };
  /** A question about the whole spec, in place of everything else. */
  readonly question?: Question;
  /** Seconds for each search. */
  readonly timeMax: number | null;
  /** Bytes for states. */
  readonly memoryMax: number | null;
  /** Threads that search together, where threads can be started. */
  readonly workers: number;
}

/** Runs checks of a spec, or asks about a diagram; it stops between two looks at the clock where the signal says so. */
export async function run(
  { analysed, texts }: Read,
  request: RunRequest,
  spawn: Workers['spawn'] | null,
  signal: AbortSignal,
  listener: CheckListener,
): Promise<RunResult> {
  if (hasErrors(analysed.diagnostics)) return { results: [], scenarios: [], why: 'The spec has errors, so nothing was run.' };
  const { timeMax, memoryMax, workers } = request;
  const limits = {
    ...(timeMax === null ? {} : { timeMax }),
    ...(memoryMax === null ? {} : { memoryMax }),
    ...(spawn === null || workers < 2 ? {} : { workers: { count: workers, spawn } }),
    signal,
  };
  try {
    if (request.question !== undefined)
      return { results: [], scenarios: [], why: '', answer: await answerTo(request.question, texts, request.names, limits, listener) };
    return request.diagram === undefined
      ? await runChecks(analysed.model, request, limits, listener)
      : await ask(analysed.model, request.diagram, limits, listener);
  } catch (error) {
    if (error instanceof EvalError) return { results: [], scenarios: [], why: 'This page forbids code that is made from text, which this question needs.' };
    if (error instanceof CompileError || error instanceof LimitReached) return { results: [], scenarios: [], why: error.message };
    throw error;
  }
}

/** A spec that was read, with the texts that it was read from. */
export interface Read {
  readonly analysed: Analysed;
  readonly texts: RunTexts;
}

type Limits = Pick<RunOptions, 'timeMax' | 'memoryMax' | 'workers' | 'signal'>;

async function runChecks(
  model: Model,
  { names, properties }: RunRequest,
  limits: Limits,
  { onResult, onScenario, onProgress }: CheckListener,
): Promise<RunResult> {
  const faults: string[] = [];
  const taken = new Map<TransitionSystem, StepsTaken>();
  const { results, scenarios, diagnostics } = await runAll(model, {
    ...limits,
    onFault: (name, error) => void faults.push(`${name ?? 'The checks'}: ${messageOf(error)}. ${pleaseReport}`),
    countSteps: true,
    onSearch: (system, { steps, finished }) => void (steps !== null && taken.set(system, stepsTaken(model, system, steps, finished))),
    onResult: (result, system) => {
      const steps = system === null ? undefined : taken.get(system);
      onResult(steps === undefined ? result : { ...result, steps });
    },
    ...(onScenario === undefined ? {} : { onScenario }),
    onProgress: ({ name }, { states }) => onProgress(name, states),
    onScenarioProgress: (name, { states }) => onProgress(name, states),
    ...(names === null ? {} : { checks: names }),
    ...(properties === undefined ? {} : { properties, untilDecided: true }),
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  return { results, scenarios, why: [...errors, ...faults].join('\n') };
}

async function ask(model: Model, { text, check }: NonNullable<RunRequest['diagram']>, limits: Limits, { onProgress }: CheckListener): Promise<RunResult> {
  const read = readDrawing(text);
  if (read.events.length === 0) return { results: [], scenarios: [], why: 'There is no race diagram in this text: no line says what happens.' };
  const drawing = await readAndAsk(model, read, { check, set: {} }, { ...limits, onProgress: ({ states }) => onProgress('the diagram', states) });
  return { results: [], scenarios: [], why: '', drawing };
}
