import type { ExploreOptions, Progress } from '@mmspec/checker';
import type { Model } from '@mmspec/semantics';
import type { ScenarioResult, Settings, TransitionSystem } from '@mmspec/system';
import type { Tracer } from '../drawing/tracing.ts';
import { planScenario, settingsOf } from './plan_scenarios.ts';
import { runScenario } from './run_scenario.ts';

export interface ScenarioOptions extends Omit<ExploreOptions, 'properties' | 'overrides' | 'onProgress'> {
  /** Names of the scenarios to run; all where it is left out. */
  readonly scenarios?: readonly string[] | undefined;
  /** Overrides in every scenario; expectations are then not judged. */
  readonly set?: Settings | undefined;
  readonly onScenario?: ((result: ScenarioResult) => void) | undefined;
  readonly onProgress?: ((name: string, progress: Progress) => void) | undefined;
}

/** Runs the scenarios of a model without errors in text order. */
export async function runScenarios(model: Model, systemOf: (settings: Settings) => TransitionSystem, tracer: Tracer, options: ScenarioOptions = {}): Promise<ScenarioResult[]> {
  const { scenarios, set = {}, onScenario, onProgress, ...search } = options;
  const results: ScenarioResult[] = [];
  for (const scenario of model.scenarios) {
    if (scenarios !== undefined && !scenarios.includes(scenario.name.text)) continue;
    const settings = settingsOf(model, scenario, set);
    const system = systemOf(settings);
    const planned = planScenario(model, scenario, settings, system, Object.keys(set).length > 0);
    const result = await runScenario(system, planned, tracer, { ...search, onProgress: (progress) => onProgress?.(planned.name, progress) });
    results.push(result);
    onScenario?.(result);
  }
  return results;
}
