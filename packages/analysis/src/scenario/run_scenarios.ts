import type { ExploreOptions, Progress } from '@mmspec/checker';
import type { Model } from '@mmspec/semantics';
import type { ScenarioDeclaration } from '@mmspec/syntax';
import type { Mode, ScenarioResult, Settings, TransitionSystem } from '@mmspec/system';
import { compiled, LimitReached } from '../limited.ts';
import type { CompileLimits } from '../limited.ts';
import type { Tracer } from '../drawing/tracing.ts';
import { isolated, paused } from '../run_systems.ts';
import type { RunOf, RunOptions, SystemOf } from '../run_systems.ts';
import { modeOf } from '../result.ts';
import { byWindows, isWindowed, withoutReductions } from '../windows.ts';
import { planScenario, runOf, settingsOf } from './plan_scenarios.ts';
import { runScenario } from './run_scenario.ts';

export interface ScenarioOptions extends Omit<ExploreOptions, 'properties' | 'overrides' | 'onProgress'>, CompileLimits, Pick<RunOptions, 'onFault'> {
  /** Names of the scenarios to run; all where it is left out. */
  readonly scenarios?: readonly string[] | undefined;
  /** Overrides in every scenario; expectations are then not judged. */
  readonly set?: Settings | undefined;
  /** The memory model and the window of every scenario; expectations are not judged where the model is given. */
  readonly memory?: Mode['memory'] | undefined;
  readonly window?: number | undefined;
  readonly onScenario?: ((result: ScenarioResult) => void) | undefined;
  readonly onProgress?: ((name: string, progress: Progress) => void) | undefined;
}

/** Runs the scenarios of a model without errors in text order. */
export async function runScenarios(model: Model, systemOf: SystemOf, tracer: Tracer, options: ScenarioOptions = {}): Promise<ScenarioResult[]> {
  const { scenarios, onScenario } = options;
  const results: ScenarioResult[] = [];
  for (const scenario of model.scenarios) {
    if (scenarios !== undefined && !scenarios.includes(scenario.name.text)) continue;
    await paused(options);
    if (options.signal?.aborted === true && results.length > 0) break;
    const result = await isolated(scenario.name.text, options, () => resultOf({ model, scenario, systemOf, tracer, options }));
    await paused(options);
    if (result === null) continue;
    results.push(result);
    onScenario?.(result);
  }
  return results;
}

/** A scenario, and what it is run with. */
interface Asked {
  readonly model: Model;
  readonly scenario: ScenarioDeclaration;
  readonly systemOf: SystemOf;
  readonly tracer: Tracer;
  readonly options: ScenarioOptions;
}

async function resultOf(asked: Asked): Promise<ScenarioResult> {
  const { model, scenario, options } = asked;
  const run = runOf(model, scenario, options);
  try {
    return isWindowed(run) ? await byWindow(asked, run) : { ...(await once(asked, run, options)).result, ...modeOf(run, null) };
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    const settings = settingsOf(model, scenario, options.set ?? {});
    return {
      ...unfinishedScenario(scenario.name.text, settings, isQuestion(options) ? null : scenario.expected, error.message, error.seconds),
      ...modeOf(run, null),
    };
  }
}

/** Something else is asked than what is expected. */
function isQuestion({ set = {}, memory }: ScenarioOptions): boolean {
  return Object.keys(set).length > 0 || memory !== undefined;
}

interface RanOnce {
  readonly result: ScenarioResult;
  readonly system: TransitionSystem;
}

async function once({ model, scenario, systemOf, tracer, options }: Asked, run: RunOf, own: ScenarioOptions): Promise<RanOnce> {
  const settings = settingsOf(model, scenario, options.set ?? {});
  const { value, spent } = await compiled(own, (budget) => {
    const system = systemOf(settings, budget, run);
    return { system, planned: planScenario(model, scenario, settings, system, isQuestion(options)) };
  });
  const onProgress = (progress: Progress): void => own.onProgress?.(scenario.name.text, progress);
  const result = await runScenario(value.system, value.planned, tracer, { ...own, spent: spent + (own.spent ?? 0), onProgress });
  return { result, system: value.system };
}

/** Under tso or weak: in narrow windows first; what is possible in one is possible in all wider ones. */
async function byWindow(asked: Asked, run: RunOf): Promise<ScenarioResult> {
  const { options } = asked;
  let spent = 0;
  const { value, window, bounded } = await byWindows(
    run,
    async (size) => {
      const { result, system } = await once(asked, { ...run, window: size }, { ...options, ...withoutReductions, spent });
      spent += result.seconds;
      return { value: result, system, states: result.states, finished: result.found !== 'unfinished', isDecided: result.found === 'possible' };
    },
    () => options.signal?.aborted === true || (options.timeMax !== undefined && spent >= options.timeMax),
  );
  return { ...value, ...modeOf(run, { window, bounded, unused: [] }), ...(bounded === null ? {} : { bounded }) };
}

/** The result where not even compiling was over within the limits. */
export function unfinishedScenario(name: string, settings: Settings, expected: ScenarioResult['expected'], reason: string, seconds: number): ScenarioResult {
  return {
    name,
    settings,
    expected,
    steps: [],
    found: 'unfinished',
    met: expected === null,
    reason,
    matched: [],
    states: 0,
    seconds,
    trace: null,
    violations: [],
  };
}
