import type { ExploreOptions, Progress } from '@mmspec/checker';
import type { Model } from '@mmspec/semantics';
import type { ScenarioResult, Settings } from '@mmspec/system';
import { compiled, LimitReached } from '../limited.ts';
import type { CompileLimits } from '../limited.ts';
import type { Tracer } from '../drawing/tracing.ts';
import { isolated, paused } from '../run_systems.ts';
import type { RunOptions, SystemOf } from '../run_systems.ts';
import { planScenario, settingsOf } from './plan_scenarios.ts';
import { runScenario } from './run_scenario.ts';

export interface ScenarioOptions extends Omit<ExploreOptions, 'properties' | 'overrides' | 'onProgress'>, CompileLimits, Pick<RunOptions, 'onFault'> {
  /** Names of the scenarios to run; all where it is left out. */
  readonly scenarios?: readonly string[] | undefined;
  /** Overrides in every scenario; expectations are then not judged. */
  readonly set?: Settings | undefined;
  readonly onScenario?: ((result: ScenarioResult) => void) | undefined;
  readonly onProgress?: ((name: string, progress: Progress) => void) | undefined;
}

/** Runs the scenarios of a model without errors in text order. */
export async function runScenarios(model: Model, systemOf: SystemOf, tracer: Tracer, options: ScenarioOptions = {}): Promise<ScenarioResult[]> {
  const { scenarios, set = {}, onScenario, onProgress, ...search } = options;
  const results: ScenarioResult[] = [];
  for (const scenario of model.scenarios) {
    if (scenarios !== undefined && !scenarios.includes(scenario.name.text)) continue;
    await paused(options);
    if (options.signal?.aborted === true && results.length > 0) break;
    const name = scenario.name.text;
    const result = await isolated(name, options, async () => {
      const settings = settingsOf(model, scenario, set);
      const isOverridden = Object.keys(set).length > 0;
      try {
        const { value, spent } = await compiled(options, (budget) => {
          const system = systemOf(settings, budget);
          return { system, planned: planScenario(model, scenario, settings, system, isOverridden) };
        });
        return await runScenario(value.system, value.planned, tracer, { ...search, spent, onProgress: (progress) => onProgress?.(name, progress) });
      } catch (error) {
        if (error instanceof LimitReached) return unfinishedScenario(name, settings, isOverridden ? null : scenario.expected, error.message, error.seconds);
        throw error;
      }
    });
    await paused(options);
    if (result === null) continue;
    results.push(result);
    onScenario?.(result);
  }
  return results;
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
