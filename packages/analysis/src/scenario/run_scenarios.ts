import type { ExploreOptions, Progress } from '@mmspec/checker';
import type { Model } from '@mmspec/semantics';
import type { ScenarioDeclaration } from '@mmspec/syntax';
import type { Mode, ScenarioResult, Settings, WindowSystem } from '@mmspec/system';
import { compiled, LimitReached } from '../limited.ts';
import type { CompileLimits } from '../limited.ts';
import type { Tracer } from '../drawing/tracing.ts';
import { exploredWindows } from '../explored_windows.ts';
import { isolated, pausing } from '../run_systems.ts';
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
  const pause = pausing(options);
  for (const scenario of model.scenarios) {
    if (scenarios !== undefined && !scenarios.includes(scenario.name.text)) continue;
    await pause();
    if (options.signal?.aborted === true && results.length > 0) break;
    const result = await isolated(scenario.name.text, options, () => resultOf({ model, scenario, systemOf, tracer, options }));
    await pause();
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
    return isWindowed(run) ? await byWindow(asked, run) : { ...(await inOrder(asked, run)), ...modeOf(run, null) };
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

/** In order. */
async function inOrder({ model, scenario, systemOf, tracer, options }: Asked, run: RunOf): Promise<ScenarioResult> {
  const settings = settingsOf(model, scenario, options.set ?? {});
  const { value, spent } = await compiled(options, (budget) => {
    const system = systemOf(settings, budget, run);
    return { system, planned: planScenario(model, scenario, settings, system, isQuestion(options)) };
  });
  const onProgress = (progress: Progress): void => options.onProgress?.(scenario.name.text, progress);
  return runScenario(value.system, value.planned, tracer, { ...options, spent: spent + (options.spent ?? 0), onProgress });
}

/** Under tso or weak: in narrow windows first; what is possible in one is possible in all wider ones. The seconds are those of all of them. */
async function byWindow({ model, scenario, systemOf, tracer, options }: Asked, run: RunOf): Promise<ScenarioResult> {
  const settings = settingsOf(model, scenario, options.set ?? {});
  const compiledOnce = await compiled(options, (budget) => systemOf(settings, budget, run));
  const { properties } = compiledOnce.value;
  const onProgress = (progress: Progress): void => options.onProgress?.(scenario.name.text, progress);
  let searching = 0;
  const spent = (): number => compiledOnce.spent + (options.spent ?? 0) + searching;
  const { value, window, bounded } = await byWindows(
    run,
    async (size) => {
      const { system, seconds } = await exploredWindows(model, settings, { ...run, window: size }, properties, { ...options, spent: spent(), onProgress });
      searching += seconds;
      const planned = planScenario(model, scenario, settings, system, isQuestion(options));
      const result = cutShortScenario(system, await runScenario(system, planned, tracer, { ...options, ...withoutReductions, spent: spent(), onProgress }));
      searching += result.seconds;
      return { value: result, system, states: result.states, finished: result.found !== 'unfinished', isDecided: result.found === 'possible' };
    },
    () => options.signal?.aborted === true || (options.timeMax !== undefined && spent() >= options.timeMax),
  );
  return { ...value, seconds: searching, ...modeOf(run, { window, bounded, unused: [] }), ...(bounded === null ? {} : { bounded }) };
}

/** What was found, where some states were not looked at: what is possible is, and nothing is impossible. */
function cutShortScenario({ cut }: WindowSystem, result: ScenarioResult): ScenarioResult {
  if (cut === '' || result.found !== 'impossible') return result;
  return { ...result, found: 'unfinished', met: result.expected === null, reason: cut };
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
